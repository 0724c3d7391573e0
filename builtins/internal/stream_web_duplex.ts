// Duplex.toWeb and Duplex.fromWeb: https://nodejs.org/api/stream.html#streamduplextowebstreamduplex
import { PromisePrototypeThen } from "internal/primordials";
import { codes } from "internal/errors";
import { destroyAny } from "internal/stream_destroy";
import { isDestroyed, isReadable, isWritable } from "internal/stream_utils";
import { callWith, toWeb as readableToWeb } from "internal/stream_web_readable";
import { toWeb as writableToWeb, WriterSide } from "internal/stream_web_writable";
import { validateBoolean, validateObject } from "internal/validators";

type Callback = (error?: any) => void;

/** A side that is shut is a web stream that has ended. */
export function toWeb(duplex: any): { readable: any; writable: any } {
  if (typeof duplex?._writableState !== "object" || typeof duplex?._readableState !== "object") {
    throw new codes.ERR_INVALID_ARG_TYPE("duplex", "stream.Duplex", duplex);
  }
  const { ReadableStream, WritableStream } = require("node:stream/web").default;
  if (isDestroyed(duplex)) {
    const writable = new WritableStream();
    const readable = new ReadableStream();
    writable.close();
    readable.cancel();
    return { readable, writable };
  }
  const writable = isWritable(duplex) ? writableToWeb(duplex) : new WritableStream();
  if (!isWritable(duplex)) writable.close();
  const readable = isReadable(duplex) ? readableToWeb(duplex) : new ReadableStream();
  if (!isReadable(duplex)) readable.cancel();
  return { readable, writable };
}

export function fromWeb(pair: any = {}, options: any = {}): any {
  validateObject(pair, "pair");
  const { readable, writable } = pair;
  if (require("web/readable_stream").coreOfReadable(readable) === undefined) {
    throw new codes.ERR_INVALID_ARG_TYPE("pair.readable", "ReadableStream", readable);
  }
  if (require("web/writable_stream").coreOfWritable(writable) === undefined) {
    throw new codes.ERR_INVALID_ARG_TYPE("pair.writable", "WritableStream", writable);
  }
  validateObject(options, "options");
  const { allowHalfOpen = false, objectMode = false, encoding, decodeStrings = true, highWaterMark, signal } = options;
  validateBoolean(objectMode, "options.objectMode");
  if (encoding !== undefined && !require("node:buffer").Buffer.isEncoding(encoding)) {
    throw new codes.ERR_INVALID_ARG_VALUE("options.encoding", encoding);
  }
  const { Duplex } = require("internal/stream_duplex");
  const side = new WriterSide(writable.getWriter(), objectMode || !decodeStrings);
  const reader = readable.getReader();
  let isReadEnd = false;
  const duplex: any = new Duplex({
    allowHalfOpen, highWaterMark, objectMode, encoding, decodeStrings, signal,
    write: side.write,
    writev: side.writev,
    final: side.final,
    read() {
      PromisePrototypeThen(reader.read(), ({ value, done }: any) => duplex.push(done ? null : value),
        (error: any) => destroyAny(duplex, error));
    },
    destroy(error: any, callback: Callback) {
      let waiting = 2;
      const done = (): void => {
        if (--waiting === 0) callWith(callback, error);
      };
      side.destroy(error, done);
      if (isReadEnd) callWith(done);
      else PromisePrototypeThen(reader.cancel(error), done, done);
    },
  });
  side.attach(duplex, (error: any) => {
    if (error) destroyAny(duplex, error);
    else if (!duplex.writableEnded) duplex.end();
  });
  PromisePrototypeThen(reader.closed, () => { isReadEnd = true; }, (error: any) => {
    isReadEnd = true;
    destroyAny(duplex, error);
  });
  return duplex;
}
