// module.SourceMap and module.findSourceMap: https://nodejs.org/api/module.html#source-map-support
import {
  ArrayPrototypePush, ArrayPrototypeSort, JSONParse, RegExpPrototypeExec, StringPrototypeCharCodeAt, StringPrototypeLastIndexOf,
  StringPrototypeSlice, StringPrototypeStartsWith,
} from "internal/primordials";
import { validateObject } from "internal/validators";

/** [generated line, generated column, source, original line, original column, name] */
type Mapping = [number, number, string | undefined, number | undefined, number | undefined, string | undefined];

const kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const kValueOf: Record<string, number> = { __proto__: null } as any;
for (let i = 0; i < kDigits.length; i++) kValueOf[kDigits[i]!] = i;
const kContinues = 32;
/** What a minus without a number stands for. */
const kLeastInt32 = -2147483648;

/** The text of mappings, read field by field. https://tc39.es/ecma426/#sec-base64-vlq */
class MappingsReader {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }
  take(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }
  get isAtSeparator(): boolean {
    const character = this.text[this.at];
    return character === undefined || character === "," || character === ";";
  }
  number(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const digit = kValueOf[this.text[this.at++]!];
      if (digit === undefined) return 0;
      value += (digit & (kContinues - 1)) * scale;
      if ((digit & kContinues) === 0) break;
      scale *= kContinues;
    }
    if (value === 1) return kLeastInt32;
    return value % 2 === 1 ? -(value - 1) / 2 : value / 2;
  }
}

function readMappings(mappings: Mapping[], map: any, startLine: number, startColumn: number): void {
  // (As Node has it, sourceRoot is left to whoever reads the payload.)
  const { sources, names = [] } = map;
  const reader = new MappingsReader(map.mappings);
  let line = startLine;
  let column = startColumn;
  let source = 0;
  let originalLine = 0;
  let originalColumn = 0;
  let name = 0;
  let label: string | undefined;  // what has none has the last one's, as in Node
  for (;;) {
    while (reader.take(",")) {}
    if (reader.isAtEnd) return;
    if (reader.take(";")) {
      line++;
      column = 0;
      continue;
    }
    column += reader.number();
    if (reader.isAtSeparator) {
      ArrayPrototypePush(mappings, [line, column, undefined, undefined, undefined, undefined]);
      continue;
    }
    source += reader.number();
    originalLine += reader.number();
    originalColumn += reader.number();
    if (!reader.isAtSeparator) {
      name += reader.number();
      label = names[name];
    }
    ArrayPrototypePush(mappings, [line, column, sources[source], originalLine, originalColumn, label]);
  }
}

export class SourceMap {
  #payload: any;
  #mappings: Mapping[] = [];
  #lineLengths: number[] | undefined;

  constructor(payload: any, { lineLengths }: { lineLengths?: number[] } = { __proto__: null } as any) {
    validateObject(payload, "payload");
    this.#payload = copyOf(payload);
    this.#lineLengths = lineLengths;
    const { sections } = payload;
    if (sections) {
      for (let i = 0; i < sections.length; i++) {
        const { map, offset } = sections[i];
        readMappings(this.#mappings, map, offset.line, offset.column);
      }
    } else {
      readMappings(this.#mappings, payload, 0, 0);
    }
    ArrayPrototypeSort(this.#mappings, (a: Mapping, b: Mapping) => a[0] - b[0] || a[1] - b[1]);
  }

  get payload(): object {
    return copyOf(this.#payload);
  }

  get lineLengths(): number[] | undefined {
    return this.#lineLengths === undefined ? undefined : [...this.#lineLengths];
  }

  /** The mapping at or before a place of the generated text; lines and columns count from 0. */
  findEntry(lineOffset: number, columnOffset: number): any {
    const mappings = this.#mappings;
    let first = 0;
    let count = mappings.length;
    while (count > 1) {
      const step = count >> 1;
      const middle = mappings[first + step]!;
      if (lineOffset < middle[0] || (lineOffset === middle[0] && columnOffset < middle[1])) {
        count = step;
      } else {
        first += step;
        count -= step;
      }
    }
    const entry = mappings[first];
    const isBefore = first === 0 && entry !== undefined && (lineOffset < entry[0] || (lineOffset === entry[0] && columnOffset < entry[1]));
    if (entry === undefined || isBefore) return {};
    const [generatedLine, generatedColumn, originalSource, originalLine, originalColumn, name] = entry;
    return { generatedLine, generatedColumn, originalSource, originalLine, originalColumn, name };
  }

  /** Likewise with places as stacks have them, which count from 1. */
  findOrigin(lineNumber: number, columnNumber: number): any {
    const range = this.findEntry(lineNumber - 1, columnNumber - 1);
    if (range.originalSource === undefined || range.originalLine === undefined || range.originalColumn === undefined ||
      range.generatedLine === undefined || range.generatedColumn === undefined) return {};
    return {
      name: range.name,
      fileName: range.originalSource,
      lineNumber: range.originalLine + lineNumber - range.generatedLine,
      columnNumber: range.originalColumn + columnNumber - range.generatedColumn,
    };
  }
}

function copyOf(payload: any): any {
  const { file, version, sources, sourcesContent, names, mappings, sourceRoot, sections } = payload;
  const copy: any = {};
  if (file !== undefined) copy.file = file;
  if (version !== undefined) copy.version = version;
  if (sources !== undefined) copy.sources = sources && [...sources];
  if (sourcesContent !== undefined) copy.sourcesContent = sourcesContent && [...sourcesContent];
  if (names !== undefined) copy.names = names && [...names];
  if (mappings !== undefined) copy.mappings = mappings;
  if (sourceRoot !== undefined) copy.sourceRoot = sourceRoot;
  if (sections !== undefined) copy.sections = sections;
  return copy;
}

/**
 * The map that a file names, if stacks follow such maps. Read when it is asked for.
 * https://nodejs.org/api/module.html#modulefindsourcemappath
 */
export function findSourceMap(path: unknown): SourceMap | undefined {
  if (typeof path !== "string" || !native("process").sourceMapsEnabled()) return undefined;
  const filename = StringPrototypeStartsWith(path, "file:") ? require("node:url").default.fileURLToPath(path) : path;
  try {
    const text: string = require("node:fs").default.readFileSync(filename, "utf8");
    const payload = payloadOf(text, filename);
    return payload === undefined ? undefined : new SourceMap(payload, { lineLengths: lengthsOf(text) });
  } catch {
    return undefined;
  }
}

function payloadOf(text: string, filename: string): any {
  const at = StringPrototypeLastIndexOf(text, "sourceMappingURL=");
  if (at < 0) return undefined;
  const url = RegExpPrototypeExec(/^[^\s'"]+/, StringPrototypeSlice(text, at + 17))?.[0];
  if (url === undefined) return undefined;
  const data = RegExpPrototypeExec(/^data:application\/json(?:;charset=[^;,]+)?(;base64)?,/, url);
  if (data !== null) {
    const body = StringPrototypeSlice(url, data[0].length);
    const { Buffer } = require("node:buffer").default;
    return withUrls(JSONParse(data[1] ? Buffer.from(body, "base64").toString("utf8") : decodeURIComponent(body)), filename);
  }
  const { fileURLToPath, pathToFileURL } = require("node:url").default;
  const map = fileURLToPath(new (require("web/url").URL)(url, pathToFileURL(filename)));
  return withUrls(JSONParse(require("node:fs").default.readFileSync(map, "utf8")), map);
}

/** Sources that are relative become URLs. */
function withUrls(payload: any, mapFile: string): any {
  const { URL } = require("web/url");
  const base = require("node:url").default.pathToFileURL(mapFile);
  const sources: string[] = [];
  for (let i = 0; i < (payload.sources?.length ?? 0); i++) {
    const source = `${payload.sourceRoot ? `${payload.sourceRoot}/` : ""}${payload.sources[i]}`;
    ArrayPrototypePush(sources, URL.parse(source, base)?.href ?? source);
  }
  return { ...payload, sources };
}

function lengthsOf(text: string): number[] {
  const lengths: number[] = [];
  let start = 0;
  for (let i = 0; i <= text.length; i++) {
    const unit = i < text.length ? StringPrototypeCharCodeAt(text, i) : 10;
    if (unit !== 10 && unit !== 0x2028 && unit !== 0x2029) continue;
    ArrayPrototypePush(lengths, i - start);
    start = i + 1;
  }
  return lengths;
}
