// How much a stream holds before it asks to wait.
// https://nodejs.org/api/stream.html#streamgetdefaulthighwatermarkobjectmode
import { MathFloor, NumberIsInteger } from "internal/primordials";
import { codes } from "internal/errors";
import { validateInteger } from "internal/validators";

let defaultBytes = 64 * 1024;
let defaultObjects = 16;

export function getDefaultHighWaterMark(objectMode?: boolean): number {
  return objectMode ? defaultObjects : defaultBytes;
}

export function setDefaultHighWaterMark(objectMode: boolean, value: number): void {
  validateInteger(value, "value", 0);
  if (objectMode) defaultObjects = value;
  else defaultBytes = value;
}

/** What the options say: a duplex has an option for each side, `sideOption`, beside the one for both. */
export function highWaterMarkOf(options: any, objectMode: boolean, sideOption: string, isDuplex: boolean): number {
  if (!options) return getDefaultHighWaterMark(objectMode);
  const value = options.highWaterMark ?? (isDuplex ? options[sideOption] : undefined);
  if (value === undefined || value === null) return getDefaultHighWaterMark(objectMode);
  if (!NumberIsInteger(value) || value < 0) {
    throw new codes.ERR_INVALID_ARG_VALUE(isDuplex ? `options.${sideOption}` : "options.highWaterMark", value);
  }
  return MathFloor(value);
}
