/**
 * A queue over an array that is used as a ring: push and shift cost the same at any length.
 * Invariant: the capacity is 0 or a power of two, and slots outside the queue hold undefined.
 */
import { Array } from "internal/primordials";

const kFirstCapacity = 4;
/** An empty queue gives an array longer than this back. */
const kKeptCapacity = 1024;

export class RingQueue<T> {
  length = 0;
  private items: (T | undefined)[] = [];
  private head = 0;

  push(item: T): void {
    if (this.length === this.items.length) this.grow();
    const { items } = this;
    items[(this.head + this.length) & (items.length - 1)] = item;
    this.length++;
  }

  /** The queue must not be empty. */
  shift(): T {
    const { items, head } = this;
    const item = items[head] as T;
    items[head] = undefined;
    this.head = (head + 1) & (items.length - 1);
    if (--this.length === 0 && items.length > kKeptCapacity) this.clear();
    return item;
  }

  /** The queue must not be empty. */
  peek(): T {
    return this.items[this.head] as T;
  }

  /** The item `index` places behind the first. */
  at(index: number): T {
    const { items } = this;
    return items[(this.head + index) & (items.length - 1)] as T;
  }

  clear(): void {
    this.items = [];
    this.head = 0;
    this.length = 0;
  }

  private grow(): void {
    const { items, head, length } = this;
    const larger = new Array(length === 0 ? kFirstCapacity : length * 2);
    for (let i = 0; i < larger.length; i++) {
      larger[i] = i < length ? items[(head + i) & (length - 1)] : undefined;
    }
    this.items = larger;
    this.head = 0;
  }
}
