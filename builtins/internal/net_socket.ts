// net.Socket (https://nodejs.org/api/net.html#class-netsocket): a Duplex over a handle. How it connects is in
// net_connect.ts.
//
// Invariant: one write is under way at a time, as Writable has it; bytes are read while _read() wants them, and not
// while push() has said that there is no room.
import {
  Boolean, Error, FunctionPrototypeBind, FunctionPrototypeCall, MathTrunc, ObjectDefineProperty, ObjectSetPrototypeOf,
  ReflectApply, Symbol,
} from "internal/primordials";
import { bindToFrame, callInFrame, getFrame, kFrame } from "internal/async_context";
import { encodingOf } from "internal/buffer_native";
import { codes, errnoException } from "internal/errors";
import { binding, type SocketHandle, type Status } from "internal/net_native";
import { nextTick } from "internal/next_tick";
import { Duplex } from "internal/stream_duplex";
import { clearTimeout, getTimerDuration, setUnrefTimeout } from "internal/timers";
import { isUint8Array, validateAbortSignal, validateFunction, validateInt32, validateNumber } from "internal/validators";

export const kTimeout = Symbol("kTimeout");
export const kSetNoDelay = Symbol("kSetNoDelay");
export const kSetKeepAlive = Symbol("kSetKeepAlive");
export const kSetKeepAliveInitialDelay = Symbol("kSetKeepAliveInitialDelay");
const kBytesRead = Symbol("kBytesRead");
const kBytesWritten = Symbol("kBytesWritten");
const kLastWriteQueueSize = Symbol("lastWriteQueueSize");
const kWriteDone = Symbol("writeDone");
const kBuffer = Symbol("kBuffer");
const kBufferCallback = Symbol("kBufferCb");
const kBufferSource = Symbol("kBufferGen");

const kNotConnected = -107;
const kCancelled = -125;

/** A function that native code calls on a socket. */
export function framed(act: (this: any, ...args: any[]) => any): any {
  return function (this: any, a?: any, b?: any, c?: any): any {
    const frame = this[kFrame];
    if (frame === undefined) return FunctionPrototypeCall(act, this, a, b, c);
    return callInFrame(frame, act, this, [a, b, c]);
  };
}

export const handlers = binding.createHandlers(framed(onData), framed(onEnd), framed(onReadError), framed(onDrain));
/** For a handle that is made in JavaScript; `this` is the socket. */
export const events = { onData: framed(onData), onEnd: framed(onEnd), onDrain: framed(onDrain) };

/** A handle for a descriptor that is open already. */
export function createHandle(fd: number): SocketHandle {
  validateInt32(fd, "fd", 0);
  const kind = binding.descriptorKind(fd);
  if (kind !== "tcp" && kind !== "pipe") throw new codes.ERR_INVALID_FD_TYPE(kind === "unknown" ? "UNKNOWN" : kind === "tty" ? "TTY" : "FILE");
  return binding.createSocket(handlers, kind === "tcp");
}

function checkOptions(options: any): void {
  if (options?.objectMode) throw new codes.ERR_INVALID_ARG_VALUE("options.objectMode", options.objectMode, "is not supported");
  if (options?.readableObjectMode || options?.writableObjectMode) {
    const name = options.readableObjectMode ? "readableObjectMode" : "writableObjectMode";
    throw new codes.ERR_INVALID_ARG_VALUE(`options.${name}`, options[name], "is not supported");
  }
}

/** In seconds. */
export function keepAliveDelay(options: any): number {
  if (options.keepAliveInitialDelay === undefined) return 0;
  validateNumber(options.keepAliveInitialDelay, "options.keepAliveInitialDelay");
  return options.keepAliveInitialDelay < 0 ? 0 : ~~(options.keepAliveInitialDelay / 1000);
}

/** A function and not a class: `Socket.call(this)` and `util.inherits` must work. */
export function Socket(this: any, options?: any): any {
  if (!(this instanceof (Socket as any))) return new (Socket as any)(options);
  checkOptions(options);
  options = typeof options === "number" ? { fd: options } : { ...options };
  const initialDelay = keepAliveDelay(options);

  this.connecting = false;
  this._hadError = false;
  this._parent = null;
  this._host = null;
  this[kLastWriteQueueSize] = 0;
  this[kTimeout] = null;
  this[kBuffer] = null;
  this[kBufferCallback] = null;
  this[kBufferSource] = null;
  this[kWriteDone] = null;
  this[kFrame] = getFrame();

  options.allowHalfOpen = Boolean(options.allowHalfOpen);
  // 'close' comes when the handle has closed.
  options.emitClose = false;
  options.autoDestroy = true;
  // Text is encoded natively.
  options.decodeStrings = false;
  if (options.signal) validateAbortSignal(options.signal, "signal");
  FunctionPrototypeCall(Duplex as any, this, options);

  this._handle = null;
  if (options.handle) {
    this._handle = options.handle;
  } else if (options.fd !== undefined) {
    this._handle = createHandle(options.fd);
    const status = this._handle.open(options.fd);
    if (status < 0) {
      this._handle.close();
      this._handle = null;
      throw errnoException(status, "open");
    }
  }
  takeReadBuffer(this, options.onread);
  this[kSetNoDelay] = Boolean(options.noDelay);
  this[kSetKeepAlive] = Boolean(options.keepAlive);
  this[kSetKeepAliveInitialDelay] = initialDelay;

  this.on("end", onReadableEnd);
  attachHandle(this);
  this._pendingData = null;
  this._pendingEncoding = "";
  this._sockname = null;
  this[kBytesRead] = 0;
  this[kBytesWritten] = 0;
  this.server = null;
  this._server = null;

  if (this._handle && options.readable !== false && !options.manualStart) {
    if (options.pauseOnCreate) this.readableFlowing = false;
    else this.read(0);
  }
}
ObjectSetPrototypeOf(Socket.prototype, Duplex.prototype);
ObjectSetPrototypeOf(Socket, Duplex);

const proto: any = Socket.prototype;

function takeReadBuffer(socket: any, onread: any): void {
  if (onread === null || typeof onread !== "object" || typeof onread.callback !== "function") return;
  if (typeof onread.buffer === "function") socket[kBufferSource] = onread.buffer;
  else if (!isUint8Array(onread.buffer)) return;
  socket[kBuffer] = socket[kBufferSource] ? socket[kBufferSource]() : onread.buffer;
  socket[kBufferCallback] = onread.callback;
}

/** The socket hears of its handle from now on. */
export function attachHandle(socket: any): void {
  const handle: SocketHandle | null = socket._handle;
  if (!handle) return;
  handle.owner = socket;
  if (isUint8Array(socket[kBuffer])) handle.useBuffer(socket[kBuffer] as any);
}

// ---- reading

function startReading(socket: any): void {
  const status = socket._handle.readStart();
  if (status < 0) socket.destroy(errnoException(status, "read"));
}

function onData(this: any, chunk: Uint8Array | number): void {
  this._unrefTimer();
  if (typeof chunk === "number") {
    onBufferFilled(this, chunk);
  } else if (this[kBufferCallback] !== null) {
    // What gave the memory had none.
    onBufferFilled(this, chunk.length, chunk);
  } else if (!this.push(chunk)) {
    this._handle?.readStop();
  }
}

function onBufferFilled(socket: any, size: number, buffer = socket[kBuffer]): void {
  const goesOn = FunctionPrototypeCall(socket[kBufferCallback], socket, size, buffer) !== false;
  if (socket[kBufferSource] !== null) {
    const next = socket[kBufferSource]();
    if (isUint8Array(next)) {
      socket[kBuffer] = next;
      socket._handle?.useBuffer(next as any);
    }
  }
  if (!goesOn) socket._handle?.readStop();
}

function onEnd(this: any): void {
  this._unrefTimer();
  if (this._readableState.endEmitted) return;
  this.push(null);
  this.read(0);
}

function onReadError(this: any, status: Status): void {
  this._unrefTimer();
  this.destroy(errnoException(status, "read"));
}

function onReadableEnd(this: any): void {
  if (!this.allowHalfOpen) this.write = writeAfterEnd;
}

/** Who writes after the peer's end has closed this side, too, is told in other words than "write after end". */
function writeAfterEnd(this: any, _chunk: any, encoding?: any, callback?: any): boolean {
  if (!this.writableEnded) return ReflectApply((Duplex.prototype as any).write, this, arguments as any);
  if (typeof encoding === "function") callback = encoding;
  const error: any = new Error("This socket has been ended by the other party");
  error.code = "EPIPE";
  if (typeof callback === "function") nextTick(callback, error);
  this.destroy(error);
  return false;
}

proto._read = function _read(this: any, size: number): void {
  if (this.connecting || !this._handle) this.once("connect", () => this._read(size));
  else if (!this._handle.reading) startReading(this);
};

/** Streams do not hear of pausing; with a buffer of the program's nothing else would hold the bytes back. */
function readsIntoBuffer(socket: any): boolean {
  return socket[kBufferCallback] !== null && !socket.connecting && socket._handle;
}

proto.pause = function pause(this: any): any {
  if (readsIntoBuffer(this) && this._handle.reading) this._handle.readStop();
  return FunctionPrototypeCall((Duplex.prototype as any).pause, this);
};
proto.resume = function resume(this: any): any {
  if (readsIntoBuffer(this) && !this._handle.reading) startReading(this);
  return FunctionPrototypeCall((Duplex.prototype as any).resume, this);
};
proto.read = function read(this: any, size?: any): any {
  if (readsIntoBuffer(this) && !this._handle.reading) startReading(this);
  return FunctionPrototypeCall((Duplex.prototype as any).read, this, size);
};

// ---- writing

type WriteCallback = (error?: Error | null) => void;

function numberOf(encoding: string): number {
  return encoding === "buffer" || encoding === "utf8" ? 0 : encodingOf(encoding) ?? 0;
}

proto._write = function _write(this: any, data: any, encoding: string, callback: WriteCallback): void {
  if (this.connecting) {
    writeLater(this, data, encoding, callback, () => this._write(data, encoding, callback));
    return;
  }
  const handle: SocketHandle | null = this._handle;
  if (!handle) {
    callback(new codes.ERR_SOCKET_CLOSED());
    return;
  }
  this._unrefTimer();
  finishWrite(this, handle, handle.write(data, typeof data === "string" ? numberOf(encoding) : 0), callback);
};

proto._writev = function _writev(this: any, chunks: { chunk: any; encoding: string }[], callback: WriteCallback): void {
  if (this.connecting) {
    writeLater(this, chunks, "", callback, () => this._writev(chunks, callback));
    return;
  }
  const handle: SocketHandle | null = this._handle;
  if (!handle) {
    callback(new codes.ERR_SOCKET_CLOSED());
    return;
  }
  this._unrefTimer();
  const list: unknown[] = [];
  for (let i = 0; i < chunks.length; i++) {
    const { chunk, encoding } = chunks[i]!;
    list[i * 2] = chunk;
    list[i * 2 + 1] = typeof chunk === "string" ? numberOf(encoding) : 0;
  }
  finishWrite(this, handle, handle.writev(list), callback);
};

/** What is written before there is a connection waits for it; nothing comes if the socket closes before. */
function writeLater(socket: any, data: any, encoding: string, callback: WriteCallback, write: () => void): void {
  socket._pendingData = data;
  socket._pendingEncoding = encoding;
  const onClose = () => callback(new codes.ERR_SOCKET_CLOSED_BEFORE_CONNECTION());
  socket.once("connect", () => {
    socket.off("close", onClose);
    socket._pendingData = null;
    socket._pendingEncoding = "";
    write();
  });
  socket.once("close", onClose);
}

function finishWrite(socket: any, handle: SocketHandle, status: number, callback: WriteCallback): void {
  if (status === 0) {
    callback();
  } else if (status < 0) {
    callback(errnoException(status, "write"));
  } else {
    socket[kWriteDone] = callback;
    if (socket[kTimeout] !== null) socket[kLastWriteQueueSize] = handle.writeQueueSize;
  }
}

function onDrain(this: any, status: Status): void {
  const callback: WriteCallback | null = this[kWriteDone];
  if (callback === null) return;
  this[kWriteDone] = null;
  this[kLastWriteQueueSize] = 0;
  if (this.destroyed) {
    callback(null);
  } else if (status < 0) {
    callback(errnoException(status, "write"));
  } else {
    this._unrefTimer();
    callback(null);
  }
}

proto.end = function end(this: any, data?: any, encoding?: any, callback?: any): any {
  FunctionPrototypeCall((Duplex.prototype as any).end, this, data, encoding, callback);
  return this;
};

proto._final = function _final(this: any, callback: WriteCallback): void {
  if (this.connecting) {
    this.once("connect", () => this._final(callback));
    return;
  }
  if (!this._handle) {
    callback();
    return;
  }
  const status = this._handle.shutdown(bindToFrame((result: Status) => onShutdown(result, callback)));
  if (status !== 0) onShutdown(status, callback);
};

function onShutdown(status: Status, callback: WriteCallback): void {
  // Where there is no peer any more, or the socket has closed meanwhile, there is nothing to end.
  if (status === 0 || status === kNotConnected || status === kCancelled) callback();
  else callback(errnoException(status, "shutdown"));
}

// ---- the end

proto.destroySoon = function destroySoon(this: any): void {
  if (this.writable) this.end();
  if (this.writableFinished) this.destroy();
  else this.once("finish", this.destroy);
};

proto._destroy = function _destroy(this: any, error: any, callback: (error?: any) => void): void {
  this.connecting = false;
  for (let socket = this; socket !== null && socket !== undefined; socket = socket._parent) clearTimeout(socket[kTimeout]);
  const handle: SocketHandle | null = this._handle;
  if (handle) {
    const hadError = !!error;
    this[kBytesRead] = handle.bytesRead;
    this[kBytesWritten] = handle.bytesWritten;
    const emitClosed = () => this.emit("close", hadError);
    const onClosed = this[kFrame] === undefined ? emitClosed : () => callInFrame(this[kFrame], emitClosed, undefined, []);
    if (this.resetAndClosing) {
      this.resetAndClosing = false;
      const status = handle.reset(onClosed);
      if (status < 0) this.emit("error", errnoException(status, "reset"));
    } else {
      handle.close(onClosed);
    }
    this._handle = null;
    this._sockname = null;
    callback(error);
  } else {
    callback(error);
    nextTick(emitClose, this);
  }
  if (this._server) {
    this._server._connections--;
    this._server._emitCloseIfDrained?.();
  }
};

function emitClose(socket: any): void {
  socket.emit("close");
}

proto.resetAndDestroy = function resetAndDestroy(this: any): any {
  if (!this._handle) {
    this.destroy(new codes.ERR_SOCKET_CLOSED());
    return this;
  }
  if (!this._handle.isTcp) throw new codes.ERR_INVALID_HANDLE_TYPE();
  if (this.connecting) this.once("connect", () => this._reset());
  else this._reset();
  return this;
};

proto._reset = function _reset(this: any): any {
  this.resetAndClosing = true;
  return this.destroy();
};

// ---- time

proto.setTimeout = function setTimeout(this: any, milliseconds: any, callback?: any): any {
  if (this.destroyed) return this;
  this.timeout = milliseconds;
  const duration = getTimerDuration(milliseconds, "msecs");
  clearTimeout(this[kTimeout]);
  if (duration === 0) {
    if (callback === undefined) return this;
    validateFunction(callback, "callback");
    this.removeListener("timeout", callback);
  } else {
    this[kTimeout] = setUnrefTimeout(FunctionPrototypeBind(this._onTimeout, this), duration);
    if (callback === undefined) return this;
    validateFunction(callback, "callback");
    this.once("timeout", callback);
  }
  return this;
};

proto._onTimeout = function _onTimeout(this: any): void {
  const last = this[kLastWriteQueueSize];
  if (last > 0 && this._handle) {
    // A long write that gets on is no idleness.
    const now = this._handle.writeQueueSize;
    if (now !== last) {
      this[kLastWriteQueueSize] = now;
      this._unrefTimer();
      return;
    }
  }
  this.emit("timeout");
};

/** Something has happened: the time begins anew. */
proto._unrefTimer = function _unrefTimer(this: any): void {
  for (let socket = this; socket !== null && socket !== undefined; socket = socket._parent) {
    const timer = socket[kTimeout];
    if (timer !== null && timer !== undefined) timer.refresh();
  }
};

// ---- settings

proto.setNoDelay = function setNoDelay(this: any, enable?: any): any {
  const on = enable === undefined ? true : Boolean(enable);
  const before = this[kSetNoDelay];
  if (!this._handle) this[kSetNoDelay] = on;
  else if (on !== before) {
    this[kSetNoDelay] = on;
    this._handle.setNoDelay(on);
  }
  return this;
};

proto.setKeepAlive = function setKeepAlive(this: any, enable?: any, initialDelay?: any): any {
  const on = Boolean(enable);
  const seconds = ~~MathTrunc(initialDelay / 1000);
  if (this._handle && (on !== this[kSetKeepAlive] || (on && seconds !== this[kSetKeepAliveInitialDelay]))) {
    this._handle.setKeepAlive(on, seconds);
  }
  this[kSetKeepAlive] = on;
  this[kSetKeepAliveInitialDelay] = seconds;
  return this;
};

proto.ref = function ref(this: any): any {
  if (!this._handle) {
    this.once("connect", this.ref);
    return this;
  }
  this._handle.ref();
  return this;
};
proto.unref = function unref(this: any): any {
  if (!this._handle) {
    this.once("connect", this.unref);
    return this;
  }
  this._handle.unref();
  return this;
};

// ---- facts

proto._getsockname = function _getsockname(this: any): any {
  if (!this._handle) return {};
  if (!this._sockname) {
    const name = this._handle.getsockname();
    this._sockname = typeof name === "number" ? {} : name;
  }
  return this._sockname;
};

proto._getpeername = function _getpeername(this: any): any {
  if (!this._handle || this.connecting) return this._peername || {};
  if (!this._peername) {
    const name = this._handle.getpeername();
    if (typeof name === "number") return {};
    this._peername = name;
  }
  return this._peername;
};

proto.address = function address(this: any): any {
  return this._getsockname();
};

function define(name: string, get: (this: any) => unknown): void {
  ObjectDefineProperty(proto, name, { __proto__: null, configurable: false, enumerable: true, get } as any);
}
define("_connecting", function () { return this.connecting; });
define("pending", function () { return !this._handle || this.connecting; });
define("readyState", function () {
  if (this.connecting) return "opening";
  if (this.readable) return this.writable ? "open" : "readOnly";
  return this.writable ? "writeOnly" : "closed";
});
define("bufferSize", function () { return this._handle ? this.writableLength : undefined; });
define("bytesRead", function () { return this._handle ? this._handle.bytesRead : this[kBytesRead]; });
define("_bytesDispatched", function () { return this._handle ? this._handle.bytesWritten : this[kBytesWritten]; });
define("bytesWritten", function () {
  const waiting = this.writableBuffer;
  if (!waiting) return undefined;
  let bytes = this._bytesDispatched;
  for (let i = 0; i < waiting.length; i++) if (waiting[i]) bytes += sizeOf(waiting[i].chunk, waiting[i].encoding);
  const pending = this._pendingData;
  if (pending) {
    if (typeof pending === "string" || isUint8Array(pending)) bytes += sizeOf(pending, this._pendingEncoding);
    else for (let i = 0; i < pending.length; i++) bytes += sizeOf(pending[i].chunk, pending[i].encoding);
  }
  return bytes;
});
define("remoteAddress", function () { return this._getpeername().address; });
define("remoteFamily", function () { return this._getpeername().family; });
define("remotePort", function () { return this._getpeername().port; });
define("localAddress", function () { return this._getsockname().address; });
define("localPort", function () { return this._getsockname().port; });
define("localFamily", function () { return this._getsockname().family; });

function sizeOf(chunk: any, encoding: string): number {
  return typeof chunk === "string" ? require("node:buffer").Buffer.byteLength(chunk, encoding) : chunk.length;
}

proto.connect = function connect(this: any, ...args: any[]): any {
  return require("internal/net_connect").connect(this, args);
};
