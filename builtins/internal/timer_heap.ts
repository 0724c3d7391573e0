// A binary heap of timer lists by (expiry, sequence): the first one is due first. Each list knows its place, so
// that it can be removed or moved from inside.

export interface HeapEntry {
  expiry: number;
  sequence: number;
  /** Index in the heap; -1 outside. */
  place: number;
}

function isBefore(a: HeapEntry, b: HeapEntry): boolean {
  return a.expiry < b.expiry || (a.expiry === b.expiry && a.sequence < b.sequence);
}

export class TimerHeap<T extends HeapEntry> {
  /** Shrinks by counting down: the array keeps its length. */
  #entries: (T | undefined)[] = [];
  #count = 0;

  first(): T | undefined {
    return this.#entries[0];
  }

  insert(entry: T): void {
    this.#siftUp(entry, this.#count++);
  }

  remove(entry: T): void {
    const at = entry.place;
    const last = this.#entries[--this.#count]!;
    this.#entries[this.#count] = undefined;
    entry.place = -1;
    if (entry === last) return;
    this.#siftUp(last, at);
    this.#siftDown(last, last.place);
  }

  /** The entry's expiry or sequence has grown. */
  moveBack(entry: T): void {
    this.#siftDown(entry, entry.place);
  }

  #siftUp(entry: T, at: number): void {
    const entries = this.#entries;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = entries[above]!;
      if (!isBefore(entry, parent)) break;
      entries[at] = parent;
      parent.place = at;
      at = above;
    }
    entries[at] = entry;
    entry.place = at;
  }

  #siftDown(entry: T, at: number): void {
    const entries = this.#entries;
    const count = this.#count;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= count) break;
      if (below + 1 < count && isBefore(entries[below + 1]!, entries[below]!)) below++;
      const child = entries[below]!;
      if (!isBefore(child, entry)) break;
      entries[at] = child;
      child.place = at;
      at = below;
    }
    entries[at] = entry;
    entry.place = at;
  }
}
