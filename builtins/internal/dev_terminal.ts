/** What the person at the terminal reads. */
const process = require("node:process").default;

const isColored = (): boolean => require("internal/console").isColored(process.stdout);

function paint(code: string, text: string): string {
  return isColored() ? `\x1b[${code}m${text}\x1b[39m\x1b[22m` : text;
}
export const bold = (text: string) => paint("1", text);
export const dim = (text: string) => paint("2", text);
export const cyan = (text: string) => paint("36", text);
export const red = (text: string) => paint("31", text);
export const yellow = (text: string) => paint("33", text);
export const green = (text: string) => paint("32", text);

/** What a page or a file sends to the terminal must not steer it. */
export function plain(text: string): string {
  return text.replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, (c) => (c === "\r" ? "" : `\\x${c.charCodeAt(0).toString(16).padStart(2, "0")}`));
}

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function warn(text: string): void {
  process.stderr.write(`${yellow("weft:")} ${text}\n`);
}

/** "weft dev  ready in 12 ms", and where it is. */
export function greet(name: string, urls: string[], takenPort: number | undefined, detail: string): void {
  if (takenPort !== undefined) say(`port ${takenPort} is taken`);
  say(`${bold(`weft ${name}`)}  ${dim(detail)}`);
  for (const url of urls) say(`  ${cyan(url)}`);
}
