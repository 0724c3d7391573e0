// process.stdout and process.stderr on a terminal: its size, colours and cursor.
// https://nodejs.org/api/tty.html#class-ttywritestream

import { Error, ObjectDefineProperty, ReflectConstruct } from "internal/primordials";
import { codes, SystemError } from "internal/errors";
import { nextTick } from "internal/next_tick";
import { binding as stdio } from "internal/stdio";
import { type WriteCallback, WriteStream } from "internal/stdio_output";

interface TerminalBinding {
  /** Columns and rows; undefined if `fd` is no terminal. */
  windowSize(fd: number): [columns: number, rows: number] | undefined;
}

interface SignalsBinding {
  numbers(): Record<string, number>;
  watch(signal: number, callback: () => void): { close(): void } | number;
}

const binding = stdio as unknown as TerminalBinding;
const kEscape = "\x1b[";

/**
 * tty.WriteStream. A function rather than a class: it may be called without `new`.
 * https://nodejs.org/api/tty.html#new-ttywritestreamfd
 */
export function TerminalWriteStream(this: unknown, fd: any): any {
  if (fd >> 0 !== fd || fd < 0) throw new codes.ERR_INVALID_FD(fd);
  if (binding.windowSize(fd) === undefined) throw terminalError("uv_tty_init");
  return ReflectConstruct(TerminalStream, [fd], new.target ?? TerminalWriteStream);
}

export function terminalError(syscall: string): Error {
  const error = new SystemError(
    "TTY initialization failed", { code: "EINVAL", message: "invalid argument", errno: -22, syscall }, "ERR_TTY_INIT_FAILED");
  return error;
}

export function openTerminalOutput(fd: 1 | 2): TerminalStream {
  return ReflectConstruct(TerminalStream, [fd, true], TerminalWriteStream);
}

/** A property that follows the terminal until a program assigns it. */
function defineLive(stream: object, name: string, get: () => unknown): void {
  ObjectDefineProperty(stream, name, {
    __proto__: null,
    get,
    set(value: unknown) {
      ObjectDefineProperty(stream, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true } as any);
    },
    enumerable: true,
    configurable: true,
  } as any);
}

export class TerminalStream extends WriteStream {
  isTTY = true;
  #watcher: { close(): void } | undefined;
  #size: [number, number] | undefined;

  constructor(fd: number, isStdio = false) {
    super(fd, "tty", isStdio);
    defineLive(this, "columns", () => binding.windowSize(fd)?.[0]);
    defineLive(this, "rows", () => binding.windowSize(fd)?.[1]);
    this.on("newListener", (event: string) => { if (event === "resize") this.#watchSize(); });
    this.on("removeListener", (event: string) => {
      if (event === "resize" && this.listenerCount("resize") === 0) this.#unwatchSize();
    });
  }

  #watchSize(): void {
    if (this.#watcher !== undefined) return;
    const signals = native("signals") as SignalsBinding;
    this.#size = binding.windowSize(this.fd);
    const watcher = signals.watch(signals.numbers().SIGWINCH!, () => this._refreshSize());
    if (typeof watcher !== "number") this.#watcher = watcher;
  }

  #unwatchSize(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
  }

  _destroy(error: (Error & { code?: string }) | null, callback: WriteCallback): void {
    if (!this._isStdio) this.#unwatchSize();
    super._destroy(error, callback);
  }

  /** Tells of a change of the terminal's size since the last call. */
  _refreshSize(): void {
    const last = this.#size;
    const size = this.#size = binding.windowSize(this.fd);
    if (size === undefined || (last !== undefined && size[0] === last[0] && size[1] === last[1])) return;
    this.emit("resize");
  }

  getWindowSize(): [number, number] {
    return [this.columns, this.rows];
  }

  getColorDepth(environment?: Record<string, string | undefined>): number {
    return require("internal/terminal_colors").getColorDepth(environment);
  }

  hasColors(count?: number | object, environment?: object): boolean {
    return require("internal/terminal_colors").hasColors(count, environment);
  }

  #control(sequence: string, callback: WriteCallback | undefined): boolean {
    if (callback !== undefined && typeof callback !== "function")
      throw new codes.ERR_INVALID_ARG_TYPE("callback", "Function", callback);
    if (sequence !== "") return this.write(sequence, callback);
    if (callback) nextTick(callback, null);
    return true;
  }

  /** To column `x` of the line, or to row `y` of the screen, too; both count from 0. */
  cursorTo(x: number, y?: number | WriteCallback, callback?: WriteCallback): boolean {
    if (typeof y === "function") {
      callback = y;
      y = undefined;
    }
    if (x !== x) throw new codes.ERR_INVALID_ARG_VALUE("x", x);
    if (y !== y) throw new codes.ERR_INVALID_ARG_VALUE("y", y);
    if (typeof x !== "number" && typeof y !== "number") return this.#control("", callback);
    if (typeof x !== "number") throw new codes.ERR_INVALID_CURSOR_POS();
    return this.#control(typeof y === "number" ? `${kEscape}${y + 1};${x + 1}H` : `${kEscape}${x + 1}G`, callback);
  }

  moveCursor(dx: number, dy: number, callback?: WriteCallback): boolean {
    let sequence = "";
    if (dx < 0) sequence += `${kEscape}${-dx}D`;
    else if (dx > 0) sequence += `${kEscape}${dx}C`;
    if (dy < 0) sequence += `${kEscape}${-dy}A`;
    else if (dy > 0) sequence += `${kEscape}${dy}B`;
    return this.#control(sequence, callback);
  }

  /** -1: to the left of the cursor, 1: to the right, 0: the whole line. */
  clearLine(direction: -1 | 0 | 1, callback?: WriteCallback): boolean {
    return this.#control(`${kEscape}${direction < 0 ? 1 : direction > 0 ? 0 : 2}K`, callback);
  }

  clearScreenDown(callback?: WriteCallback): boolean {
    return this.#control(`${kEscape}0J`, callback);
  }
}

ObjectDefineProperty(TerminalWriteStream, "name", { __proto__: null, value: "WriteStream", configurable: true } as any);
TerminalWriteStream.prototype = TerminalStream.prototype;
ObjectDefineProperty(TerminalStream.prototype, "constructor", {
  __proto__: null, value: TerminalWriteStream, writable: true, enumerable: false, configurable: true,
} as any);
