// fs.ReadStream (https://nodejs.org/api/fs.html#class-fsreadstream).
import { FunctionPrototypeCall, MathMin, ObjectSetPrototypeOf } from "internal/primordials";
import { codes } from "internal/errors";
import { validateFunction, validateInteger } from "internal/validators";
import {
  closeStream, defineFileMethods, kFs, kIoDone, kIsPerformingIO, takeFile, toStreamOptions, validateStart,
} from "internal/fs_stream_base";
import { errorOrDestroy } from "internal/stream_destroy";
import { Readable } from "internal/stream_readable";

/** A function and not a class: it works without `new`, and packages inherit from it. */
export function ReadStream(this: any, path: any, options?: any): any {
  if (!(this instanceof (ReadStream as any))) return new (ReadStream as any)(path, options);
  const checked = toStreamOptions(options);
  if (checked.highWaterMark === undefined) checked.highWaterMark = 64 * 1024;
  takeFile(this, path, checked, "r");
  validateFunction(this[kFs].read, "options.fs.read");
  if (checked.autoDestroy) validateFunction(this[kFs].close, "options.fs.close");

  const { start } = checked;
  this.start = start;
  this.end = checked.end ?? Infinity;
  /** Where the next read starts; undefined where the file stands. */
  this.pos = undefined;
  this.bytesRead = 0;
  this[kIsPerformingIO] = false;
  validateStart(start);
  if (start !== undefined) this.pos = start;
  if (this.end !== Infinity) {
    validateInteger(this.end, "end", 0);
    if (start !== undefined && start > this.end) throw new codes.ERR_OUT_OF_RANGE("start", `<= "end" (here: ${this.end})`, start);
  }
  FunctionPrototypeCall(Readable as any, this, checked);
}
ObjectSetPrototypeOf(ReadStream.prototype, Readable.prototype);
ObjectSetPrototypeOf(ReadStream, Readable);

const proto: any = ReadStream.prototype;
defineFileMethods(proto, "ReadStream", "_readableState");

proto._read = function _read(this: any, size: number): void {
  const done = this.pos !== undefined ? this.pos : this.bytesRead;
  const wanted = MathMin(this.end - done + 1, size);
  if (wanted <= 0) {
    this.push(null);
    return;
  }
  const buffer = require("node:buffer").Buffer.allocUnsafeSlow(wanted);
  this[kIsPerformingIO] = true;
  this[kFs].read(this.fd, buffer, 0, wanted, this.pos, (error: any, bytesRead: number, into: any) => {
    this[kIsPerformingIO] = false;
    if (this.destroyed) this.emit(kIoDone, error);
    else if (error) errorOrDestroy(this, error);
    else deliver(this, bytesRead, into);
  });
};

function deliver(stream: any, bytesRead: number, buffer: any): void {
  if (bytesRead === 0) {
    stream.push(null);
    return;
  }
  if (stream.pos !== undefined) stream.pos += bytesRead;
  stream.bytesRead += bytesRead;
  // A short read does not keep the whole buffer alive.
  if (bytesRead !== buffer.length) buffer = require("node:buffer").Buffer.from(buffer.subarray(0, bytesRead));
  stream.push(buffer);
}

proto.close = function close(this: any, callback?: (error?: any) => void): void {
  closeStream(this, callback);
};
