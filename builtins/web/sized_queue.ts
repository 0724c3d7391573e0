/**
 * The queue of chunks with their sizes that stands behind a controller.
 * https://streams.spec.whatwg.org/#queue-with-sizes
 */
import { codes } from "internal/errors";
import { RingQueue } from "internal/ring_queue";

export class SizedQueue<T> {
  /** The sum of the sizes. */
  size = 0;
  private chunks = new RingQueue<T>();
  // Only from the first chunk on whose size isn't 1.
  private sizes: RingQueue<number> | undefined = undefined;

  get length(): number {
    return this.chunks.length;
  }

  /** https://streams.spec.whatwg.org/#enqueue-value-with-size; a size that makes no sense is a RangeError. */
  enqueue(chunk: T, size: number): void {
    if (!(size >= 0) || size === Infinity) throw new codes.ERR_INVALID_ARG_VALUE.RangeError("size", size);
    if (size !== 1 && this.sizes === undefined) this.keepSizes();
    this.chunks.push(chunk);
    if (this.sizes !== undefined) this.sizes.push(size);
    this.size += size;
  }

  /** https://streams.spec.whatwg.org/#dequeue-value */
  dequeue(): T {
    this.size -= this.sizes === undefined ? 1 : this.sizes.shift();
    // Sizes are floating-point numbers, and their sum is rounded.
    if (this.size < 0) this.size = 0;
    return this.chunks.shift();
  }

  peek(): T {
    return this.chunks.peek();
  }

  /** https://streams.spec.whatwg.org/#reset-queue */
  reset(): void {
    this.chunks.clear();
    this.sizes = undefined;
    this.size = 0;
  }

  private keepSizes(): void {
    this.sizes = new RingQueue();
    for (let i = 0; i < this.chunks.length; i++) this.sizes.push(1);
  }
}
