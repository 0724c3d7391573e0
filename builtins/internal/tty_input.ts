// tty.ReadStream, of which process.stdin is one when it is a terminal.
// https://nodejs.org/api/tty.html#class-ttyreadstream

import { ObjectDefineProperty, ReflectConstruct } from "internal/primordials";
import { codes } from "internal/errors";
import { binding } from "internal/stdio";
import { kOpenHandle, ReadStream } from "internal/stdio_input";
import { terminalError } from "internal/stdio_terminal";

class TerminalInput extends ReadStream {
  isTTY = true;
  isRaw = false;

  /** Raw: each key at once, without an echo, and Ctrl+C is a key like any other. */
  setRawMode(raw: unknown): this {
    try {
      this[kOpenHandle]().setRawMode(!!raw);
      this.isRaw = !!raw;
    } catch (error) {
      this.emit("error", error);
    }
    return this;
  }
}

/** A function rather than a class: it may be called without `new`. */
export function TerminalReadStream(this: unknown, fd: any): any {
  if (fd >> 0 !== fd || fd < 0) throw new codes.ERR_INVALID_FD(fd);
  if ((binding as any).kind(fd) !== "tty") throw terminalError("uv_tty_init");
  return ReflectConstruct(TerminalInput, [fd], new.target ?? TerminalReadStream);
}

export function openTerminalInput(fd: number): ReadStream {
  return ReflectConstruct(TerminalInput, [fd], TerminalReadStream);
}

ObjectDefineProperty(TerminalReadStream, "name", { __proto__: null, value: "ReadStream", configurable: true } as any);
TerminalReadStream.prototype = TerminalInput.prototype;
ObjectDefineProperty(TerminalInput.prototype, "constructor", {
  __proto__: null, value: TerminalReadStream, writable: true, enumerable: false, configurable: true,
} as any);
