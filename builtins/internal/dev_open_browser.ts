/** Opens a page in the browser: $BROWSER, or what the system has for it. */
const { spawn } = require("node:child_process").default;
const process = require("node:process").default;

export function openBrowser(url: string, onFault: (message: string) => void): void {
  const { BROWSER } = process.env;
  if (BROWSER === "none") return;
  const command = BROWSER || (process.platform === "darwin" ? "open" : "xdg-open");
  const child = spawn(command, [url], { stdio: "ignore", detached: true });
  child.on("error", (error: any) => onFault(`cannot open the browser: ${command}: ${error.code ?? error.message}`));
  child.unref();
}
