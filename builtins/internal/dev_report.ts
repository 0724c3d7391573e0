/** Faults, updates and what pages say, in the terminal. */
import type { DevPlace, DevProblem, DevUpdate } from "internal/dev_native";
import { bold, cyan, dim, green, plain, red, say, yellow } from "internal/dev_terminal";

const process = require("node:process").default;

const kMostLines = 200;
const kMostText = 8192;

function placeOf(problem: DevProblem): string {
  if (problem.shownPath === "") return "";
  return problem.line === 0 ? problem.shownPath : `${problem.shownPath}:${problem.line}:${problem.column}`;
}

export function problemText(problem: DevProblem): string {
  const paint = problem.severity === "error" ? red : yellow;
  const place = placeOf(problem);
  let text = `${paint(problem.severity)} ${bold(problem.message)}${place === "" ? "" : `\n  ${cyan(place)}`}\n`;
  if (problem.frame !== "") text += `${problem.frame.replace(/\n+$/, "")}\n`;
  if (problem.suggestion !== "") text += `  ${problem.suggestion}\n`;
  if (problem.chain.length > 1) text += dim(`  ${problem.chain.join(" ← ")}\n`);
  return text;
}

const time = () => dim(new Date().toTimeString().slice(0, 8));
const milliseconds = (value: number) => dim(value < 10 ? `${value.toFixed(1)} ms` : `${value.toFixed(0)} ms`);

function namesText(names: string[]): string {
  if (names.length <= 3) return names.join(", ");
  return `${names.slice(0, 2).join(", ")} and ${names.length - 2} more`;
}

export class Report {
  #shown = "";
  #hadErrors = false;

  /** All faults there are; those that were shown last time are not shown again. */
  problems(list: DevProblem[]): void {
    const text = list.map(problemText).join("\n");
    const hasErrors = list.some((problem) => problem.severity === "error");
    if (text !== this.#shown && text !== "") process.stderr.write(`${text}\n`);
    if (this.#hadErrors && !hasErrors) say(`${time()} ${green("fixed")}`);
    this.#shown = text;
    this.#hadErrors = hasErrors;
  }

  update(update: DevUpdate): void {
    if (update.kind === "update") say(`${time()} ${green("update")} ${namesText(update.changed)} ${milliseconds(update.milliseconds)}`);
    if (update.kind === "reload") say(`${time()} ${yellow("reload")} ${update.reason} ${milliseconds(update.milliseconds)}`);
    this.problems(update.problems);
  }

  /** A page starts again by itself. */
  reloads(reason: string): void {
    say(`${time()} ${yellow("reload")} ${limited(reason)}`);
  }

  console(level: string, texts: string[], place: DevPlace | undefined, shown: (path: string) => string): void {
    const paint = level === "error" ? red : level === "warn" ? yellow : dim;
    const at = place === undefined ? "" : dim(`  ${shown(place.path)}:${place.line}:${place.column}`);
    const text = limited(texts.join(" "));
    (level === "error" || level === "warn" ? process.stderr : process.stdout).write(`${paint(`[browser ${level}]`)} ${text}${at}\n`);
  }

  uncaught(name: string, message: string, isRejection: boolean, stack: (DevPlace & { name?: string })[], shown: (path: string) => string): void {
    let text = `${red(isRejection ? "[browser] unhandled rejection" : "[browser] uncaught")} ${bold(limited(`${name}: ${message}`))}\n`;
    for (const place of stack) text += `    at ${plain(place.name ?? "<anonymous>")} (${cyan(`${plain(shown(place.path))}:${place.line}:${place.column}`)})\n`;
    process.stderr.write(text);
  }
}

/** What a page sends is shown in part if it is long, and never steers the terminal. */
function limited(text: string): string {
  let out = plain(text.length > kMostText ? `${text.slice(0, kMostText)}…` : text);
  const lines = out.split("\n");
  if (lines.length > kMostLines) out = `${lines.slice(0, kMostLines).join("\n")}\n…`;
  return out;
}
