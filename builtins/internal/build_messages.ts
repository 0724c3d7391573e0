/** Errors and warnings of builds, in the form of esbuild's (https://esbuild.github.io/api/#build-failed). */

import { encodeText } from "web/encoding";

export interface Location {
  file: string;
  namespace: string;
  line: number;  // from 1
  column: number;  // from 0, in bytes
  length: number;  // in bytes
  lineText: string;
  suggestion: string;
}

export interface Note {
  text: string;
  location: Location | null;
}

export interface Message extends Note {
  id: string;
  pluginName: string;
  notes: Note[];
  detail: any;
}

function locationOf(given: any): Location | null {
  if (given === undefined || given === null) return null;
  const { file = "", namespace = "file", line = 1, column = 0, length = 0, lineText = "", suggestion = "" } = given;
  return { file: String(file), namespace: String(namespace), line: Number(line), column: Number(column), length: Number(length),
    lineText: String(lineText), suggestion: String(suggestion) };
}

function noteOf(given: any): Note {
  return { text: String(given?.text ?? given ?? ""), location: locationOf(given?.location) };
}

/** A message as plugins give them, of which only the text must be there. */
export function messageOf(given: any, pluginName: string): Message {
  return {
    id: String(given?.id ?? ""), pluginName: String(given?.pluginName || pluginName), text: String(given?.text ?? ""), location: locationOf(given?.location),
    notes: Array.isArray(given?.notes) ? given.notes.map(noteOf) : [], detail: given?.detail,
  };
}

export function messagesOf(given: unknown, pluginName: string, name: string): Message[] {
  if (given === undefined || given === null) return [];
  if (!Array.isArray(given)) throw new TypeError(`"${name}" must be an array`);
  return given.map((item) => messageOf(item, pluginName));
}

/** What a function of a plugin has thrown. `callback`: "onLoad". */
export function messageOfThrown(error: any, pluginName: string, callback: string): Message {
  const isError = typeof error === "object" && error !== null;
  const notes = [{ text: `The plugin "${pluginName}" threw it in ${callback}()`, location: null }];
  // Compilers tell of places in the files that they read.
  const message = messageOf({ text: isError ? error.message ?? String(error) : String(error), location: isError ? placeOf(error) : null, notes }, pluginName);
  message.detail = error;
  return message;
}

function placeOf(error: any): Partial<Location> | null {
  const place = error.loc ?? error.position ?? error.start;
  const file = error.filename ?? error.file ?? error.loc?.file ?? error.id;
  if (typeof place?.line !== "number" || typeof file !== "string") return null;
  return { file, line: place.line, column: place.column ?? 0 };
}

/** From native code: faults of its own, and numbers of those that plugins gave. */
export function takeMessages(list: any[], ofPlugins: Message[]): { errors: Message[]; warnings: Message[] } {
  const errors: Message[] = [];
  const warnings: Message[] = [];
  for (const { severity, number, ...own } of list) (severity === "error" ? errors : warnings).push(number === undefined ? own : ofPlugins[number]!);
  return { errors, warnings };
}

const place = ({ file, line, column }: Location): string => `${file}:${line}:${column}`;

/** What is thrown when a build or a transform fails. */
export class BuildFailure extends Error {
  errors: Message[];
  warnings: Message[];

  constructor(text: string, errors: Message[], warnings: Message[]) {
    const kShown = 5;
    const lines = errors.slice(0, kShown).map(({ text: what, location, pluginName }) =>
      `\n${location ? `${place(location)}: ` : ""}ERROR: ${pluginName ? `[plugin: ${pluginName}] ` : ""}${what}`);
    if (errors.length > kShown) lines.push(`\n...`);
    super(errors.length === 0 ? text : `${text} with ${errors.length} error${errors.length === 1 ? "" : "s"}:${lines.join("")}`);
    this.errors = errors;
    this.warnings = warnings;
  }

  static {
    Object.defineProperty(this.prototype, "name", { __proto__: null, value: "Error", writable: true, configurable: true, enumerable: false } as any);
  }
}

const bytesOf = (text: string): number => encodeText(text).length;

/** The part of a line before a byte. */
function upTo(line: string, byte: number): string {
  let at = 0;
  let out = "";
  for (const letter of line) {
    if (at >= byte) break;
    at += bytesOf(letter);
    out += letter;
  }
  return out;
}

function frame(location: Location, style: (text: string, code: string) => string): string {
  const number = String(location.line);
  const before = upTo(location.lineText, location.column);
  const marked = upTo(location.lineText.slice(before.length), location.length);
  const blank = before.replace(/[^\t]/g, " ");
  const mark = marked.length > 1 ? "~".repeat(marked.length) : "^";
  const margin = " ".repeat(number.length);
  return `    ${style(`${place(location)}:`, "1")}\n      ${style(`${number} │`, "2")} ${location.lineText}\n      ${style(`${margin} ╵`, "2")} ${blank}${style(mark, "32")}\n`;
}

/** Texts for people, one a message. */
export function formatAll(messages: Message[], kind: "error" | "warning", isColoured: boolean): string[] {
  const style = (text: string, code: string): string => (isColoured ? `\x1b[${code}m${text}\x1b[0m` : text);
  const head = kind === "error" ? style("✘ [ERROR]", "31") : style("▲ [WARNING]", "33");
  return messages.map((given) => {
    const { text, location, pluginName, notes } = messageOf(given, "");
    let out = `${head} ${style(text, "1")}${pluginName ? ` [plugin ${pluginName}]` : ""}\n\n`;
    if (location) out += `${frame(location, style)}\n`;
    for (const note of notes) out += `  ${note.text}\n${note.location ? `\n${frame(note.location, style)}` : ""}\n`;
    return out;
  });
}
