// The REPL's history on disk: a line each, the newest first.
import { ArrayPrototypeFilter, ArrayPrototypeJoin, StringPrototypeSplit } from "internal/primordials";
import { clearTimeout, setTimeout } from "internal/timers";

/** So that lines that are pasted are written together, in milliseconds. */
const kDelay = 15;

/** Fills the server's history from the file and keeps both alike; `done` hears of an error, and of the server. */
export function setupHistory(server: any, path: string, done: (error: unknown, server?: any) => void): void {
  if (path === "") {
    server.historyFile = undefined;
    done(null, server);
    return;
  }
  const fs = require("node:fs").default;
  let text: string;
  try {
    fs.closeSync(fs.openSync(path, "a+", 0o600));
    text = fs.readFileSync(path, "utf8");
  } catch (error: any) {
    server._writeToOutput(`The history is not kept: ${error.message}\n`);
    done(null, server);
    return;
  }
  const lines = ArrayPrototypeFilter(StringPrototypeSplit(text, /[\r\n]+/ as any), (line) => line !== "");
  if (lines.length > server.historySize) lines.length = server.historySize;
  // What was typed meanwhile is newer.
  server.history = [...server.history, ...lines];
  keep(server, path);
  done(null, server);
}

function keep(server: any, path: string): void {
  const fs = require("node:fs").default;
  let timer: any;
  let isDirty = false;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (!isDirty) return;
    isDirty = false;
    try {
      fs.writeFileSync(path, `${ArrayPrototypeJoin(server.history, "\n")}\n`, { mode: 0o600 });
      server.emit("flushHistory");
    } catch {
      // The folder may have gone; what was typed is not worth an error now.
    }
  };
  server.on("line", () => {
    isDirty = true;
    timer ??= setTimeout(flush, kDelay);
  });
  server.once("exit", flush);
}
