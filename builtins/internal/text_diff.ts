/**
 * The shortest edit script between two sequences, by Myers, "An O(ND) Difference Algorithm and Its Variations" (1986),
 * in linear space: the middle of a path is searched from both ends, and each half is then a smaller problem.
 */
import { Int32Array } from "internal/primordials";

/**
 * The time of a search grows with the square of the differences. After so many steps, two parts that are left are taken
 * as having nothing in common.
 */
const kMostSteps = 40_000_000;

/** Called for each run of `length` equal items, in order. */
export type OnCommon = (length: number, aIndex: number, bIndex: number) => void;

class Search {
  readonly #isCommon: (aIndex: number, bIndex: number) => boolean;
  readonly #onCommon: OnCommon;
  readonly #forward: Int32Array;
  readonly #backward: Int32Array;
  readonly #origin: number;
  #stepsLeft = kMostSteps;
  #runLength = 0;
  #runA = 0;
  #runB = 0;

  constructor(aLength: number, bLength: number, isCommon: (aIndex: number, bIndex: number) => boolean, onCommon: OnCommon) {
    this.#isCommon = isCommon;
    this.#onCommon = onCommon;
    this.#origin = aLength + bLength + 2;
    this.#forward = new Int32Array(2 * this.#origin + 1);
    this.#backward = new Int32Array(2 * this.#origin + 1);
  }

  #found(a: number, b: number): void {
    if (this.#runLength > 0 && this.#runA + this.#runLength === a && this.#runB + this.#runLength === b) {
      this.#runLength++;
      return;
    }
    this.flush();
    this.#runLength = 1;
    this.#runA = a;
    this.#runB = b;
  }

  flush(): void {
    if (this.#runLength > 0) this.#onCommon(this.#runLength, this.#runA, this.#runB);
    this.#runLength = 0;
  }

  /** Compares a[aStart, aEnd) with b[bStart, bEnd). */
  run(aStart: number, aEnd: number, bStart: number, bEnd: number): void {
    while (aStart < aEnd && bStart < bEnd && this.#isCommon(aStart, bStart)) this.#found(aStart++, bStart++);
    let suffix = 0;
    while (aStart < aEnd && bStart < bEnd && this.#isCommon(aEnd - 1, bEnd - 1)) {
      aEnd--;
      bEnd--;
      suffix++;
    }
    const middle = aStart < aEnd && bStart < bEnd ? this.#middle(aStart, aEnd, bStart, bEnd) : null;
    if (middle !== null) {
      const [startX, startY, endX, endY] = middle;
      this.run(aStart, startX, bStart, startY);
      for (let x = startX, y = startY; x < endX && y < endY; x++, y++) this.#found(x, y);
      this.run(endX, aEnd, endY, bEnd);
    }
    for (let i = 0; i < suffix; i++) this.#found(aEnd + i, bEnd + i);
  }

  /** The diagonal in the middle of a shortest path: where it starts and ends. It may be empty; null if it is too far. */
  #middle(aStart: number, aEnd: number, bStart: number, bEnd: number): [number, number, number, number] | null {
    const n = aEnd - aStart;
    const m = bEnd - bStart;
    const delta = n - m;
    const isOdd = (delta & 1) !== 0;
    const forward = this.#forward;
    const backward = this.#backward;
    const o = this.#origin;
    const isCommon = this.#isCommon;
    forward[o + 1] = 0;
    backward[o + 1] = 0;
    for (let d = 0; this.#stepsLeft > 0; d++) {
      this.#stepsLeft -= 2 * d + 2;
      for (let k = -d; k <= d; k += 2) {
        if (k < -m || k > n) continue;
        const isDown = k === -d || k - 1 < -m || (k !== d && k + 1 <= n && forward[o + k - 1]! < forward[o + k + 1]!);
        let x = isDown ? forward[o + k + 1]! : forward[o + k - 1]! + 1;
        if (x > n || x - k > m) {
          forward[o + k] = x;
          continue;
        }
        const startX = x;
        while (x < n && x - k < m && isCommon(aStart + x, bStart + x - k)) x++;
        forward[o + k] = x;
        const other = delta - k;
        if (isOdd && other >= -(d - 1) && other <= d - 1 && x + backward[o + other]! >= n)
          return [aStart + startX, bStart + startX - k, aStart + x, bStart + x - k];
      }
      for (let k = -d; k <= d; k += 2) {
        if (k < -m || k > n) continue;
        const isDown = k === -d || k - 1 < -m || (k !== d && k + 1 <= n && backward[o + k - 1]! < backward[o + k + 1]!);
        let x = isDown ? backward[o + k + 1]! : backward[o + k - 1]! + 1;
        if (x > n || x - k > m) {
          backward[o + k] = x;
          continue;
        }
        const startX = x;
        while (x < n && x - k < m && isCommon(aEnd - 1 - x, bEnd - 1 - (x - k))) x++;
        backward[o + k] = x;
        const other = delta - k;
        if (!isOdd && other >= -d && other <= d && x + forward[o + other]! >= n)
          return [aEnd - x, bEnd - (x - k), aEnd - startX, bEnd - (startX - k)];
      }
    }
    return null;
  }
}

/** Finds a longest common subsequence of two sequences, which only `isCommon` looks at. */
export function commonRuns(aLength: number, bLength: number, isCommon: (aIndex: number, bIndex: number) => boolean, onCommon: OnCommon): void {
  const search = new Search(aLength, bLength, isCommon, onCommon);
  search.run(0, aLength, 0, bLength);
  search.flush();
}
