// Moving a terminal's cursor, and clearing what it shows: https://nodejs.org/api/readline.html#readlineclearlinestream-dir-callback

import { codes } from "internal/errors";
import { nextTick } from "internal/next_tick";
import { validateFunction } from "internal/validators";

type Callback = ((error?: Error | null) => void) | undefined;

export const kClearDown = "\x1b[0J";

export function sequenceTo(x: number, y?: number | null): string {
  return typeof y === "number" ? `\x1b[${y + 1};${x + 1}H` : `\x1b[${x + 1}G`;
}

export function sequenceBy(dx: number, dy: number): string {
  let text = "";
  if (dx < 0) text += `\x1b[${-dx}D`;
  else if (dx > 0) text += `\x1b[${dx}C`;
  if (dy < 0) text += `\x1b[${-dy}A`;
  else if (dy > 0) text += `\x1b[${dy}B`;
  return text;
}

export function sequenceOfLine(direction: number): string {
  return direction < 0 ? "\x1b[1K" : direction > 0 ? "\x1b[0K" : "\x1b[2K";
}

function send(stream: any, text: string, callback: Callback): boolean {
  if (stream === null || stream === undefined || text === "") {
    if (typeof callback === "function") nextTick(callback, null);
    return true;
  }
  return stream.write(text, callback);
}

function checkCallback(callback: Callback): void {
  if (callback !== undefined) validateFunction(callback, "callback");
}

export function cursorTo(stream: any, x: any, y?: any, callback?: Callback): boolean {
  checkCallback(callback);
  if (typeof y === "function") {
    callback = y;
    y = undefined;
  }
  if (x !== x) throw new codes.ERR_INVALID_ARG_VALUE("x", x);
  if (y !== y) throw new codes.ERR_INVALID_ARG_VALUE("y", y);
  if (stream == null || (typeof x !== "number" && typeof y !== "number")) return send(stream, "", callback);
  if (typeof x !== "number") throw new codes.ERR_INVALID_CURSOR_POS();
  return send(stream, sequenceTo(x, y), callback);
}

export function moveCursor(stream: any, dx: any, dy: any, callback?: Callback): boolean {
  checkCallback(callback);
  return send(stream, sequenceBy(dx, dy), callback);
}

export function clearLine(stream: any, direction: any, callback?: Callback): boolean {
  checkCallback(callback);
  return send(stream, sequenceOfLine(direction), callback);
}

export function clearScreenDown(stream: any, callback?: Callback): boolean {
  checkCallback(callback);
  return send(stream, kClearDown, callback);
}
