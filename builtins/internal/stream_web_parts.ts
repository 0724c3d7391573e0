// Web streams where Node streams are expected: in pipeline() and Duplex.from().
import { isNodeStream } from "internal/stream_utils";

export function isReadableWeb(value: any): boolean {
  return isObject(value) && typeof value.getReader === "function" && typeof value.pipeThrough === "function" &&
    require("web/readable_stream").coreOfReadable(value) !== undefined;
}

export function isWritableWeb(value: any): boolean {
  return isObject(value) && typeof value.getWriter === "function" && typeof value.abort === "function" &&
    require("web/writable_stream").coreOfWritable(value) !== undefined;
}

/** A TransformStream, or anything else with two sides. */
export function isTransformWeb(value: any): boolean {
  return isObject(value) && isReadableWeb(value.readable) && isWritableWeb(value.writable);
}

export function isWebPart(value: any): boolean {
  return isReadableWeb(value) || isWritableWeb(value) || isTransformWeb(value);
}

function isObject(value: any): boolean {
  return typeof value === "object" && value !== null && !isNodeStream(value);
}

/** A promise of a web stream's end; undefined for anything else. */
export function endOfWeb(value: any): Promise<any> | undefined {
  if (isReadableWeb(value)) return require("web/readable_core").ended(require("web/readable_stream").coreOfReadable(value));
  return isWritableWeb(value) ? require("web/writable_stream").coreOfWritable(value).ended() : undefined;
}

/** What fails a web stream; undefined for anything else. */
export function failureOfWeb(value: any): ((error: any) => void) | undefined {
  if (isReadableWeb(value)) return (error) => require("web/readable_stream").coreOfReadable(value).controller.error(error);
  if (!isWritableWeb(value)) return undefined;
  return (error) => require("web/writable_stream").coreOfWritable(value).controller.errorIfNeeded(error);
}

/** A Node stream of values over a web stream; anything else as it is. */
export function toNodePart(value: any): any {
  if (!isObject(value)) return value;
  if (isReadableWeb(value)) return require("internal/stream_web_readable").fromWeb(value, { objectMode: true });
  if (isWritableWeb(value)) return require("internal/stream_web_writable").fromWeb(value, { objectMode: true });
  if (isTransformWeb(value)) return require("internal/stream_web_duplex").fromWeb(value, { objectMode: true });
  return value;
}
