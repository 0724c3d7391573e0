// What fs.ReadStream and fs.WriteStream have in common: where the file comes from, opening and closing it.
//
// Invariant: a descriptor is not closed while a read or a write on it runs in the thread pool; whoever destroys the
// stream meanwhile waits for kIoDone.
import { FunctionPrototypeCall, ObjectDefineProperty, PromisePrototypeThen, ReflectApply, Symbol } from "internal/primordials";
import { codes } from "internal/errors";
import { validateFunction, validateInteger } from "internal/validators";
import { deprecate } from "internal/deprecate";
import { toFd, toOptions, toPath } from "internal/fs_utils";
import { finished } from "internal/stream_finished";

type Callback = (error?: any, ...values: any[]) => void;

/** The functions that do the work: node:fs's, the program's own, or a FileHandle's. */
export const kFs: unique symbol = Symbol("fs") as any;
export const kIsPerformingIO: unique symbol = Symbol("isPerformingIO") as any;
export const kIoDone: unique symbol = Symbol("ioDone") as any;

/** The options as the base class gets them: a stream that closes its file destroys itself. */
export function toStreamOptions(options: any): any {
  const copy: any = { __proto__: null };
  const given = toOptions(options, {});
  // Inherited ones count.
  for (const name in given) copy[name] = (given as any)[name];
  copy.autoDestroy = copy.autoClose === undefined ? true : copy.autoClose;
  return copy;
}

/** Takes the file from `options.fd`, or notes how `path` is to be opened. */
export function takeFile(stream: any, path: any, options: any, defaultFlags: string): void {
  const { fd } = options;
  if (fd === undefined || fd === null) {
    stream.fd = null;
    stream[kFs] = options.fs || require("node:fs").default;
    validateFunction(stream[kFs].open, "options.fs.open");
    stream.path = toPath(path);
    stream.flags = options.flags === undefined ? defaultFlags : options.flags;
    stream.mode = options.mode === undefined ? 0o666 : options.mode;
    return;
  }
  if (typeof fd === "number") {
    stream.fd = toFd(fd);
    stream[kFs] = options.fs || require("node:fs").default;
  } else if (fd instanceof require("internal/fs_handle").FileHandle) {
    if (options.fs) throw new codes.ERR_METHOD_NOT_IMPLEMENTED("FileHandle with fs");
    stream.fd = fd.fd;
    stream[kFs] = operationsOf(fd);
    (fd as any).on("close", () => stream.close());
  } else {
    throw new codes.ERR_INVALID_ARG_TYPE("options.fd", ["number", "FileHandle"], fd);
  }
}

function operationsOf(handle: any): any {
  const answer = (promise: any, callback: Callback, pick: (result: any) => [any, any]) =>
    PromisePrototypeThen(promise, (result: any) => ReflectApply(callback, undefined, [null, ...pick(result)]), callback);
  return {
    read(_fd: number, buffer: any, offset: number, length: number, position: any, callback: Callback) {
      answer(handle.read(buffer, offset, length, position), callback, (result) => [result.bytesRead, result.buffer]);
    },
    write(_fd: number, buffer: any, offset: number, length: number, position: any, callback: Callback) {
      answer(handle.write(buffer, offset, length, position), callback, (result) => [result.bytesWritten, result.buffer]);
    },
    writev(_fd: number, buffers: any, position: any, callback: Callback) {
      answer(handle.writev(buffers, position), callback, (result) => [result.bytesWritten, result.buffers]);
    },
    fsync(_fd: number, callback: Callback) {
      PromisePrototypeThen(handle.sync(), () => callback(), callback);
    },
    close(_fd: number, callback: Callback) {
      PromisePrototypeThen(handle.close(), () => callback(), callback);
    },
  };
}

export function validateStart(start: unknown): void {
  if (start !== undefined) validateInteger(start, "start", 0);
}

function open(this: any, callback: Callback): void {
  this[kFs].open(this.path, this.flags, this.mode, (error: any, fd: number) => {
    if (error) {
      callback(error);
      return;
    }
    this.fd = fd;
    callback();
    this.emit("open", fd);
    this.emit("ready");
  });
}

/** Packages put an open() of their own in place, which says by events how it went. */
function callReplacedOpen(stream: any, callback: Callback): void {
  const { emit } = stream;
  stream.emit = function (this: any, event: string, ...args: any[]): boolean {
    if (event === "open" || event === "error") {
      this.emit = emit;
      if (event === "error") {
        callback(args[0]);
        return true;
      }
      callback();
    }
    return ReflectApply(emit, this, [event, ...args]);
  };
  stream.open();
}

function closeFile(stream: any, error: any, callback: Callback): void {
  const { fd } = stream;
  if (fd === null || fd === undefined) {
    callback(error);
    return;
  }
  const close = (failure: any) => stream[kFs].close(fd, (closeError: any) => callback(closeError || failure));
  if (stream.flush) stream[kFs].fsync(fd, (flushError: any) => close(flushError || error));
  else close(error);
  stream.fd = null;
}

/** The methods and properties of both prototypes. `state` is the name of the side's state. */
export function defineFileMethods(prototype: any, className: string, state: "_readableState" | "_writableState"): void {
  // What it did once, _construct does.
  const deprecatedOpen = deprecate(function open() {}, `${className}.prototype.open() is deprecated`, "DEP0135");
  prototype.open = deprecatedOpen;
  prototype._construct = function _construct(this: any, callback: Callback): void {
    if (typeof this.fd === "number") callback();
    else if (this.open !== deprecatedOpen) callReplacedOpen(this, callback);
    else FunctionPrototypeCall(open, this, callback);
  };
  prototype._destroy = function _destroy(this: any, error: any, callback: Callback): void {
    if (this[kIsPerformingIO]) this.once(kIoDone, (ioError: any) => closeFile(this, error || ioError, callback));
    else closeFile(this, error, callback);
  };
  ObjectDefineProperty(prototype, "pending", {
    __proto__: null,
    get(this: any) {
      return this.fd === null;
    },
    configurable: true,
  } as any);
  ObjectDefineProperty(prototype, "autoClose", {
    __proto__: null,
    get(this: any) {
      return this[state].autoDestroy;
    },
    set(this: any, value: unknown) {
      this[state].autoDestroy = value;
    },
  } as any);
}

export function closeStream(stream: any, callback: Callback | undefined): void {
  if (typeof callback === "function") finished(stream, callback);
  stream.destroy();
}
