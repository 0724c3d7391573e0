// What programs ask a stream about itself: `readableLength`, `writableEnded`, `destroyed` and their kin, as accessors
// over the states. https://nodejs.org/api/stream.html#readabledestroyed and the entries after it
//
// A getter answers for an object without a state, too: the prototypes themselves are looked at by inspectors.
import { ObjectDefineProperty } from "internal/primordials";
import type { ReadableState } from "internal/stream_readable_state";
import type { WritableState } from "internal/stream_writable_state";

type Accessors = Record<string, { get(this: any): unknown; set?(this: any, value: any): void }>;

function define(prototype: object, accessors: Accessors): void {
  for (const name in accessors) {
    const { get, set } = accessors[name]!;
    ObjectDefineProperty(prototype, name, { __proto__: null, get, set, enumerable: false, configurable: false } as any);
  }
}

/** An accessor that only reads one field of the state. */
function field(state: "_readableState" | "_writableState", name: string, otherwise?: unknown) {
  return {
    get(this: any) {
      return this[state] ? this[state][name] : otherwise;
    },
  };
}

const kReadable: Accessors = {
  readable: {
    get() {
      const state: ReadableState | undefined = this._readableState;
      // A property of its own, and not an expression of the others: streams of old times assign it.
      return !!state && state.readable !== false && !(state as any).destroyed && !(state as any).errorEmitted &&
        !(state as any).endEmitted;
    },
    set(value) {
      if (this._readableState) this._readableState.readable = !!value;
    },
  },
  readableDidRead: field("_readableState", "dataEmitted"),
  readableAborted: {
    get() {
      const state = this._readableState;
      return !!(state && state.readable !== false && (state.destroyed || state.errored) && !state.endEmitted);
    },
  },
  readableHighWaterMark: field("_readableState", "highWaterMark"),
  readableBuffer: field("_readableState", "buffer"),
  readableFlowing: {
    ...field("_readableState", "flowing"),
    set(value) {
      if (this._readableState) this._readableState.flowing = value;
    },
  },
  readableLength: field("_readableState", "length"),
  readableObjectMode: field("_readableState", "objectMode", false),
  readableEncoding: field("_readableState", "encoding", null),
  errored: field("_readableState", "errored", null),
  closed: field("_readableState", "closed", false),
  destroyed: {
    ...field("_readableState", "destroyed", false),
    set(value) {
      // Before the constructor of the base class has run there is nothing to tell.
      if (this._readableState) this._readableState.destroyed = value;
    },
  },
  readableEnded: field("_readableState", "endEmitted", false),
};

const kWritable: Accessors = {
  closed: field("_writableState", "closed", false),
  destroyed: {
    ...field("_writableState", "destroyed", false),
    set(value) {
      if (this._writableState) this._writableState.destroyed = value;
    },
  },
  writable: {
    get() {
      const state = this._writableState;
      return !!state && state.writable !== false && !state.destroyed && !state.errored && !state.ending && !state.ended;
    },
    set(value) {
      if (this._writableState) this._writableState.writable = !!value;
    },
  },
  writableFinished: field("_writableState", "finished", false),
  writableObjectMode: field("_writableState", "objectMode", false),
  writableBuffer: {
    get() {
      return this._writableState?.getBuffer();
    },
  },
  writableEnded: field("_writableState", "ending", false),
  writableNeedDrain: {
    get() {
      const state = this._writableState;
      return !!state && !state.destroyed && !state.ending && state.needDrain;
    },
  },
  writableHighWaterMark: field("_writableState", "highWaterMark"),
  writableCorked: field("_writableState", "corked", 0),
  writableLength: field("_writableState", "length"),
  errored: field("_writableState", "errored", null),
  writableAborted: {
    get() {
      const state: (WritableState & Record<string, any>) | undefined = this._writableState;
      return !!(state && state.writable !== false && (state.destroyed || state.errored) && !state.finished);
    },
  },
};

export function defineReadableProperties(prototype: object): void {
  define(prototype, kReadable);
}

export function defineWritableProperties(prototype: object): void {
  define(prototype, kWritable);
}

const kDuplexNames = [
  "writable", "writableHighWaterMark", "writableObjectMode", "writableBuffer", "writableLength", "writableFinished",
  "writableCorked", "writableEnded", "writableNeedDrain", "writableAborted",
];

/** Beside those of its readable side, which it inherits. */
export function defineDuplexProperties(prototype: object): void {
  const accessors: Accessors = {};
  for (let i = 0; i < kDuplexNames.length; i++) accessors[kDuplexNames[i]!] = kWritable[kDuplexNames[i]!]!;
  accessors.destroyed = {
    get() {
      return !!(this._readableState && this._writableState && this._readableState.destroyed && this._writableState.destroyed);
    },
    set(value) {
      if (!this._readableState || !this._writableState) return;
      this._readableState.destroyed = value;
      this._writableState.destroyed = value;
    },
  };
  define(prototype, accessors);
}
