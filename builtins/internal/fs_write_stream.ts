// fs.WriteStream (https://nodejs.org/api/fs.html#class-fswritestream).
import { ArrayPrototypePush, Error, FunctionPrototypeCall, ObjectSetPrototypeOf } from "internal/primordials";
import { codes } from "internal/errors";
import { nextTick } from "internal/next_tick";
import { validateBoolean, validateFunction } from "internal/validators";
import { defineFileMethods, kFs, kIoDone, kIsPerformingIO, takeFile, toStreamOptions, validateStart } from "internal/fs_stream_base";
import { Writable } from "internal/stream_writable";

type Callback = (error?: any, ...values: any[]) => void;

/** So often in a row the system may take nothing, before that is an error. */
const kMostIdleWrites = 5;

/** A function and not a class: it works without `new`, and packages inherit from it. */
export function WriteStream(this: any, path: any, options?: any): any {
  if (!(this instanceof (WriteStream as any))) return new (WriteStream as any)(path, options);
  const checked = toStreamOptions(options);
  // Only bytes go to the system.
  checked.decodeStrings = true;
  takeFile(this, path, checked, "w");
  this.flush = checked.flush;
  if (this.flush === null || this.flush === undefined) this.flush = false;
  else validateBoolean(this.flush, "options.flush");
  this.start = checked.start;
  this.pos = undefined;
  this.bytesWritten = 0;
  this[kIsPerformingIO] = false;
  checkOperations(this, checked);
  validateStart(this.start);
  if (this.start !== undefined) this.pos = this.start;
  FunctionPrototypeCall(Writable as any, this, checked);
  if (checked.encoding) this.setDefaultEncoding(checked.encoding);
}
ObjectSetPrototypeOf(WriteStream.prototype, Writable.prototype);
ObjectSetPrototypeOf(WriteStream, Writable);

/** Of write() and writev(), one is enough. */
function checkOperations(stream: any, options: any): void {
  const fs = stream[kFs];
  if (!fs.write && !fs.writev) throw new codes.ERR_INVALID_ARG_TYPE("options.fs.write", "function", fs.write);
  if (fs.write) validateFunction(fs.write, "options.fs.write");
  else stream._write = (Writable.prototype as any)._write;
  if (fs.writev) validateFunction(fs.writev, "options.fs.writev");
  else stream._writev = null;
  if (options.autoDestroy) validateFunction(fs.close, "options.fs.close");
  if (stream.flush) validateFunction(fs.fsync, "options.fs.fsync");
}

const proto: any = WriteStream.prototype;
defineFileMethods(proto, "WriteStream", "_writableState");

function endIO(stream: any, error: any, callback: Callback): void {
  stream[kIsPerformingIO] = false;
  callback(error);
  if (stream.destroyed) stream.emit(kIoDone, error);
}

/** Why no further write follows one that did not take everything, or failed. */
function failureOf(stream: any, error: any, idleWrites: number, name: string): any {
  if (error && error.code !== "EAGAIN") return error;
  if (stream.destroyed) return new codes.ERR_STREAM_DESTROYED("write");
  return idleWrites > kMostIdleWrites ? new Error(`${name} failed`) : undefined;
}

function writeAll(stream: any, bytes: any, position: number | undefined, idleWrites: number, callback: Callback): void {
  stream[kFs].write(stream.fd, bytes, 0, bytes.length, position, (error: any, taken: number) => {
    if (error) taken = 0;
    idleWrites = taken > 0 ? 0 : idleWrites + 1;
    const failure = failureOf(stream, error, idleWrites, "write");
    if (failure !== undefined) {
      callback(failure);
      return;
    }
    stream.bytesWritten += taken;
    if (taken === bytes.length) callback();
    else writeAll(stream, bytes.subarray(taken), position === undefined ? undefined : position + taken, idleWrites, callback);
  });
}

proto._write = function _write(this: any, bytes: any, _encoding: string, callback: Callback): void {
  this[kIsPerformingIO] = true;
  writeAll(this, bytes, this.pos, 0, (error) => endIO(this, error, callback));
  if (this.pos !== undefined) this.pos += bytes.length;
};

function writevAll(
  stream: any, list: any[], size: number, position: number | undefined, idleWrites: number, callback: Callback): void {
  stream[kFs].writev(stream.fd, list, position, (error: any, taken: number) => {
    if (error) taken = 0;
    idleWrites = taken > 0 ? 0 : idleWrites + 1;
    const failure = failureOf(stream, error, idleWrites, "writev");
    if (failure !== undefined) {
      callback(failure);
      return;
    }
    stream.bytesWritten += taken;
    if (taken === size) {
      callback();
      return;
    }
    // The rest in one piece: this is rare.
    const rest = require("node:buffer").Buffer.concat(list).subarray(taken);
    writevAll(stream, [rest], size - taken, position === undefined ? undefined : position + taken, idleWrites, callback);
  });
}

proto._writev = function _writev(this: any, writes: { chunk: any }[], callback: Callback): void {
  const list: any[] = [];
  let size = 0;
  for (let i = 0; i < writes.length; i++) {
    const { chunk } = writes[i]!;
    ArrayPrototypePush(list, chunk);
    size += chunk.length;
  }
  this[kIsPerformingIO] = true;
  writevAll(this, list, size, this.pos, 0, (error) => endIO(this, error, callback));
  if (this.pos !== undefined) this.pos += size;
};

/** Ends the stream and closes the file, also where it would stay open. */
proto.close = function close(this: any, callback?: Callback): void {
  if (typeof callback === "function") {
    if (this.closed) {
      nextTick(callback);
      return;
    }
    this.on("close", callback);
  }
  if (!this.autoClose) this.on("finish", this.destroy);
  this.end();
};

proto.destroySoon = proto.end;
