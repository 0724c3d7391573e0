// `weft repl`, and `weft` alone on a terminal.
import { REPLServer } from "internal/repl_server";
import { evaluate, Recoverable } from "internal/repl_evaluate";

const kHistorySize = 1000;

/** `code` runs first; it is what -e brings. */
export function startRepl(code: string): void {
  const { default: process } = require("node:process");
  const isTerminal = !!process.stdin.isTTY && !!process.stdout.isTTY;
  if (code !== "") {
    const shown = { useGlobal: true, context: globalThis };
    evaluate(shown, code, "[eval]", (error: any) => {
      if (error) throw error instanceof Recoverable ? error.err : error;
      begin(process, isTerminal);
    });
    return;
  }
  if (isTerminal) process.stdout.write(`weft ${process.versions.weft}, .help lists the commands\n`);
  begin(process, isTerminal);
}

function begin(process: any, isTerminal: boolean): void {
  const { env } = process;
  const size = Number(env.WEFT_REPL_HISTORY_SIZE);
  const server: any = new (REPLServer as any)({
    useGlobal: true, terminal: isTerminal, historySize: size > 0 ? Math.floor(size) : kHistorySize,
  });
  // What comes from callbacks is no reason to end.
  server.isStoppable = true;
  process.on("uncaughtException", (error: unknown) => server._showLateError(error));
  // A terminal that is gone reads nothing more and shows nothing.
  const leave = () => process.exit();
  process.stdin.on("error", leave);
  process.stdout.on("error", leave);
  if (isTerminal) {
    const path = env.WEFT_REPL_HISTORY ?? require("node:path").default.join(require("node:os").default.homedir(), ".weft_repl_history");
    server.setupHistory(path, () => {});
  }
  // Behind the history's own listener, which writes it.
  server.on("exit", () => process.exit());
}
