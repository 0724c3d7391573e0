// The bits of a stream's state. A readable's and a writable's state are one integer each (`flags`), so that the
// questions asked for every chunk are one test; programs see each bit under its name, as Node shows it
// (`stream._readableState.ended`), through accessors that defineFlag() makes.
//
// Who uses the bits for every chunk takes them into constants of its own module: a read from here is a property's.
import { ObjectDefineProperty } from "internal/primordials";

// Both sides. The end of a readable is its end of data, of a writable its call of end().
export const kObjectMode = 1 << 0;
export const kEnded = 1 << 1;
export const kConstructed = 1 << 2;
/** What happens now happens within a call of _read(), _write() or _final(). */
export const kSync = 1 << 3;
export const kErrorEmitted = 1 << 4;
export const kEmitClose = 1 << 5;
export const kAutoDestroy = 1 << 6;
export const kDestroyed = 1 << 7;
export const kClosed = 1 << 8;
export const kCloseEmitted = 1 << 9;

// A readable's.
export const kEndEmitted = 1 << 10;
export const kReading = 1 << 11;
/** Whoever reads waits for 'readable'. */
export const kNeedReadable = 1 << 12;
/** 'readable' is on its way. */
export const kEmittedReadable = 1 << 13;
export const kReadableListening = 1 << 14;
export const kResumeScheduled = 1 << 15;
/** Several destinations are piped to: `awaitDrainWriters` is a set. */
export const kMultiAwaitDrain = 1 << 16;
export const kReadingMore = 1 << 17;
export const kDataEmitted = 1 << 18;
/** `flowing` is a boolean, kFlowing, and no longer null. */
export const kFlowChosen = 1 << 19;
export const kFlowing = 1 << 20;
/** pause() or resume() has been called; kPaused says which was the last. */
export const kPauseChosen = 1 << 21;
export const kPaused = 1 << 22;

// A writable's.
export const kFinalCalled = 1 << 10;
export const kNeedDrain = 1 << 11;
export const kEnding = 1 << 12;
export const kFinished = 1 << 13;
export const kDecodeStrings = 1 << 14;
export const kWriting = 1 << 15;
export const kBufferProcessing = 1 << 16;
export const kPrefinished = 1 << 17;
/** Every buffered chunk is a Buffer. */
export const kAllBuffers = 1 << 18;
/** No buffered chunk has a callback of the program's. */
export const kAllNoop = 1 << 19;
/** A tick that tells of writes which ended at once is on its way. */
export const kAfterWritePending = 1 << 20;

/** Shows a bit as a boolean property. */
export function defineFlag(prototype: object, name: string, bit: number): void {
  ObjectDefineProperty(prototype, name, {
    __proto__: null,
    get(this: { flags: number }) {
      return (this.flags & bit) !== 0;
    },
    set(this: { flags: number }, value: unknown) {
      if (value) this.flags |= bit;
      else this.flags &= ~bit;
    },
    enumerable: false,
    configurable: false,
  } as any);
}

const kSharedFlags: [name: string, bit: number][] = [
  ["objectMode", kObjectMode],
  ["ended", kEnded],
  ["constructed", kConstructed],
  ["sync", kSync],
  ["errorEmitted", kErrorEmitted],
  ["emitClose", kEmitClose],
  ["autoDestroy", kAutoDestroy],
  ["destroyed", kDestroyed],
  ["closed", kClosed],
  ["closeEmitted", kCloseEmitted],
];

export function defineFlags(prototype: object, own: [name: string, bit: number][]): void {
  for (let i = 0; i < kSharedFlags.length; i++) defineFlag(prototype, kSharedFlags[i]![0], kSharedFlags[i]![1]);
  for (let i = 0; i < own.length; i++) defineFlag(prototype, own[i]![0], own[i]![1]);
}

/** The bits that options of either side choose: streams close themselves, and say so, unless told otherwise. */
export function flagsFromOptions(options: any, objectMode: boolean): number {
  let flags = kConstructed | kSync;
  if (objectMode) flags |= kObjectMode;
  if (!options || options.emitClose !== false) flags |= kEmitClose;
  if (!options || options.autoDestroy !== false) flags |= kAutoDestroy;
  return flags;
}
