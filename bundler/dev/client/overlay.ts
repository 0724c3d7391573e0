/** What is wrong, over the page: it goes away when it has been put right. */
import { type Problem, isPage, options } from "./types";

const kStyle = `
:host { all: initial; position: fixed; inset: 0; z-index: 2147483647; }
.back { position: absolute; inset: 0; background: rgba(10, 12, 16, .66); overflow: auto; }
.card { box-sizing: border-box; max-width: 960px; margin: 40px auto; padding: 24px 28px; border-radius: 8px;
  border-top: 6px solid #ff5a52; background: #16181d; color: #d6d9e0;
  font: 14px/1.55 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.item + .item { margin-top: 28px; padding-top: 24px; border-top: 1px solid #30343d; }
.message { margin: 0 0 8px; color: #ff7a73; font-size: 15px; white-space: pre-wrap; overflow-wrap: anywhere; }
.file { border: 0; padding: 0; background: none; color: #7ab8ff; font: inherit; text-decoration: underline; cursor: pointer; }
pre { margin: 12px 0 0; padding: 12px 14px; background: #0d0f13; border-radius: 6px; overflow: auto; white-space: pre; }
.hint { margin: 12px 0 0; color: #ffd479; white-space: pre-wrap; }
.chain { margin: 12px 0 0; color: #8b92a1; overflow-wrap: anywhere; }
.foot { margin: 20px 0 0; color: #6d7483; font-size: 12px; }
.close { float: right; border: 0; background: none; color: #8b92a1; font: inherit; font-size: 20px; cursor: pointer; }
.frames { margin: 12px 0 0; color: #8b92a1; }`;

let host: HTMLElement | undefined;
let isOfServer = false;

function element(tag: string, className: string, text?: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function fileLink(shownPath: string, path: string, line: number, column: number): HTMLElement {
  const link = element("button", "file", line ? `${shownPath}:${line}:${column}` : shownPath);
  link.title = "Open in the editor";
  link.onclick = () => {
    const query = new URLSearchParams({ path, line: String(line || 1), column: String(column || 1) });
    void fetch(`${options.base}@weft/open?${query}`, { method: "POST" });
  };
  return link;
}

function onKey(event: KeyboardEvent): void {
  if (event.key === "Escape") hide();
}

function show(items: HTMLElement[]): void {
  hide();
  host = document.createElement("weft-overlay");
  const root = host.attachShadow({ mode: "open" });
  const style = document.createElement("style");
  style.textContent = kStyle;
  const back = element("div", "back"), card = element("div", "card");
  const close = element("button", "close", "\u00d7");
  close.title = "Close (Esc)";
  close.onclick = hide;
  card.append(close, ...items, element("p", "foot", "Esc closes this. It goes away by itself when it has been put right."));
  back.append(card);
  root.append(style, back);
  (document.body ?? document.documentElement).append(host);
  addEventListener("keydown", onKey);
}

function hide(): void {
  host?.remove();
  host = undefined;
  if (isPage) removeEventListener("keydown", onKey);
}

function problemItem(problem: Problem): HTMLElement {
  const item = element("div", "item");
  item.append(element("p", "message", problem.message));
  if (problem.path) item.append(fileLink(problem.shownPath, problem.path, problem.line, problem.column));
  if (problem.frame) item.append(element("pre", "frame", problem.frame.replace(/\n$/, "")));
  if (problem.suggestion) item.append(element("p", "hint", problem.suggestion));
  if (problem.chain.length > 1) item.append(element("p", "chain", `imported by ${problem.chain.slice(1).join(" \u2190 ")}`));
  return item;
}

export function showProblems(problems: Problem[]): void {
  const errors = problems.filter((it) => it.severity === "error");
  for (const it of errors)
    console.error(`[weft] ${it.shownPath}${it.line ? `:${it.line}:${it.column}` : ""}: ${it.message}\n${it.frame}`);
  if (!options.overlay || !isPage || errors.length === 0) return;
  show(errors.map(problemItem));
  isOfServer = true;
}

export function hideProblems(): void {
  hide();
  isOfServer = false;
}

/** An error of the page itself, with the places that the server has found. */
export function showRuntime(error: any): void {
  if (!options.overlay || !isPage || isOfServer) return;
  const item = element("div", "item");
  item.append(element("p", "message", error.name ? `${error.name}: ${error.message}` : error.message));
  const [first, ...others] = error.stack ?? [];
  const shown = (path: string) => path.startsWith(`${options.root}/`) ? path.slice(options.root.length + 1) : path;
  if (first) item.append(fileLink(shown(first.path), first.path, first.line, first.column));
  if (first?.frame) item.append(element("pre", "frame", first.frame.replace(/\n$/, "")));
  const frames = element("div", "frames");
  for (const it of others) {
    const line = element("div", "");
    line.append(it.name ? `at ${it.name} ` : "at ", fileLink(shown(it.path), it.path, it.line, it.column));
    frames.append(line);
  }
  if (others.length > 0) item.append(frames);
  show([item]);
}

let onThrown: (error: unknown) => void = () => {};

export function setThrownHandler(handler: typeof onThrown): void {
  onThrown = handler;
}

/** Of an update that failed: as if it had not been caught. */
export function showThrown(error: unknown): void {
  onThrown(error);
}
