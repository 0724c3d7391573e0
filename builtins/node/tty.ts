// node:tty: https://nodejs.org/api/tty.html
import { NumberIsInteger } from "internal/primordials";
import { binding } from "internal/stdio";
import { TerminalWriteStream } from "internal/stdio_terminal";
import { TerminalReadStream } from "internal/tty_input";

function isatty(fd: unknown): boolean {
  return NumberIsInteger(fd) && (fd as number) >= 0 && (fd as number) <= 2147483647 && (binding as any).kind(fd) === "tty";
}

export default { isatty, ReadStream: TerminalReadStream, WriteStream: TerminalWriteStream };
