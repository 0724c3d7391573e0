/** What the page writes to its console, and its errors that nobody catches, are sent to the server. */
import { setThrownHandler } from "./overlay";
import { sendToServer } from "./socket";
import { type Place, isPage, options } from "./types";

const kLongestText = 10_000, kMostTexts = 20, kDeepest = 4;

/** A value as a terminal can show it. */
function textOf(value: unknown, depth = 0, seen: unknown[] = []): string {
  switch (typeof value) {
    case "string":
      return depth === 0 ? value : JSON.stringify(value);
    case "function":
      return `[function ${value.name || "(anonymous)"}]`;
    case "bigint":
      return `${value}n`;
    case "object":
      break;
    default:
      return String(value);
  }
  if (value === null) return "null";
  if (value instanceof Error) return value.stack?.includes(value.message) ? value.stack : `${value.name}: ${value.message}`;
  if (seen.includes(value)) return "[circular]";
  if (depth >= kDeepest) return Array.isArray(value) ? "[…]" : "{…}";
  if (isPage && value instanceof Element) return `<${value.localName}${value.id ? ` id="${value.id}"` : ""}>`;
  const inner = [...seen, value];
  try {
    if (Array.isArray(value)) {
      const items = value.slice(0, 100).map((it) => textOf(it, depth + 1, inner));
      return `[${items.join(", ")}${value.length > 100 ? ", …" : ""}]`;
    }
    if (value instanceof Map)
      return `Map(${value.size}) {${[...value].slice(0, 50).map(([k, v]) => `${textOf(k, depth + 1, inner)} => ${textOf(v, depth + 1, inner)}`).join(", ")}}`;
    if (value instanceof Set)
      return `Set(${value.size}) {${[...value].slice(0, 50).map((it) => textOf(it, depth + 1, inner)).join(", ")}}`;
    if (value instanceof Date) return value.toISOString();
    if (value instanceof RegExp) return String(value);
    const name = Object.getPrototypeOf(value)?.constructor?.name;
    const parts = Object.keys(value).slice(0, 50).map((key) =>
      `${/^[\w$]+$/.test(key) ? key : JSON.stringify(key)}: ${textOf((value as any)[key], depth + 1, inner)}`);
    const prefix = name && name !== "Object" ? `${name} ` : "";
    return parts.length > 0 ? `${prefix}{ ${parts.join(", ")} }` : `${prefix}{}`;
  } catch {
    return Object.prototype.toString.call(value);
  }
}

/** The two forms of stacks: `at f (url:1:2)` and `f@url:1:2`. */
export function parseStack(stack: string): Place[] {
  const out: Place[] = [];
  for (const line of stack.split("\n")) {
    const found = /^\s*at (?:(.*?) \()?(.*?):(\d+):(\d+)\)?$/.exec(line) ?? /^(.*?)@(.*?):(\d+):(\d+)$/.exec(line);
    if (!found) continue;
    const [, name, url, row, column] = found;
    out.push({ name: name || undefined, url: url.startsWith(location.origin) ? url.slice(location.origin.length) : url,
      line: Number(row), column: Number(column) });
  }
  return out;
}

function isOwn(place: Place): boolean {
  return place.url.startsWith(`${options.base}@weft/client.js`);
}

function forwardConsole(): void {
  for (const level of ["log", "info", "warn", "error", "debug"] as const) {
    const original = console[level];
    console[level] = function (...values: unknown[]) {
      original.apply(console, values);
      if (typeof values[0] === "string" && values[0].startsWith("[weft]")) return;
      try {
        const at = parseStack(new Error().stack ?? "").find((place) => !isOwn(place));
        const texts = values.slice(0, kMostTexts).map((value) => textOf(value).slice(0, kLongestText));
        sendToServer({ type: "console", level, texts, at });
      } catch {}
    };
  }
}

function sendError(error: any, isRejection: boolean, fallback?: Place): void {
  const isError = error instanceof Error;
  const stack = isError && error.stack ? parseStack(error.stack).filter((place) => !isOwn(place)) : [];
  if (stack.length === 0 && fallback) stack.push(fallback);
  sendToServer({ type: "error", name: isError ? error.name : "", message: isError ? error.message : textOf(error),
    stack: stack.slice(0, 50), isRejection });
}

export function startReports(): void {
  if (options.forwardsConsole) forwardConsole();
  setThrownHandler((error) => sendError(error, false));
  if (!isPage) return;
  addEventListener("error", (event) => {
    if (!(event instanceof ErrorEvent)) return;
    sendError(event.error ?? event.message, false, { url: event.filename, line: event.lineno, column: event.colno });
  });
  addEventListener("unhandledrejection", (event) => sendError(event.reason, true));
}
