// A Readable over a stream of Node's first kind, which only emits 'data' and 'end' and may know pause() and resume().
// https://nodejs.org/api/stream.html#readablewrapstream
import { FunctionPrototypeBind, ObjectKeys } from "internal/primordials";
import { destroyAny, errorOrDestroy } from "internal/stream_destroy";
import { Readable } from "internal/stream_readable";

export function wrap(readable: any, old: any): any {
  let paused = false;

  old.on("data", (chunk: unknown) => {
    if (!readable.push(chunk) && old.pause) {
      paused = true;
      old.pause();
    }
  });
  old.on("end", () => readable.push(null));
  old.on("error", (error: unknown) => errorOrDestroy(readable, error));
  old.on("close", () => readable.destroy());
  old.on("destroy", () => readable.destroy());

  readable._read = () => {
    if (!paused || !old.resume) return;
    paused = false;
    old.resume();
  };

  // Its own methods are found on the wrapper, too.
  const names = ObjectKeys(old);
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!;
    if (readable[name] === undefined && typeof old[name] === "function") readable[name] = FunctionPrototypeBind(old[name], old);
  }
  return readable;
}

/** Readable.wrap: objects, unless the old stream or the options say otherwise. */
export function wrapNew(old: any, options: any): any {
  return new (Readable as any)({
    objectMode: old.readableObjectMode ?? old.objectMode ?? true,
    ...options,
    destroy(error: any, callback: (error: any) => void) {
      destroyAny(old, error);
      callback(error);
    },
  }).wrap(old);
}
