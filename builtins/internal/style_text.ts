// util.styleText: https://nodejs.org/api/util.html#utilstyletextformat-text-options

import { ArrayIsArray, ObjectKeys } from "internal/primordials";
import { codes } from "internal/errors";
import { validateBoolean, validateOneOf, validateString } from "internal/validators";
import { inspect } from "internal/inspect";

interface Options {
  validateStream?: boolean;
  stream?: any;
}

function isStream(value: any): boolean {
  return value !== null && typeof value === "object" &&
    (typeof value.write === "function" || typeof value.pipe === "function" || typeof value.getReader === "function" ||
      typeof value.getWriter === "function");
}

/** Text between the codes of one or more styles; bare, if its stream (standard output) shows no colours. */
export function styleText(format: string | string[], text: string, options: Options = {}): string {
  const { validateStream = true } = options;
  validateString(text, "text");
  validateBoolean(validateStream, "options.validateStream");
  let isShown = true;
  if (validateStream) {
    const stream = options.stream ?? require("node:process").default.stdout;
    if (!isStream(stream)) throw new codes.ERR_INVALID_ARG_TYPE("stream", ["ReadableStream", "WritableStream", "Stream"], stream);
    isShown = require("internal/console").isColored(stream);
  }
  const names = ArrayIsArray(format) ? format : [format];
  const table = (inspect as any).colors as Record<string, [number, number]>;
  let start = "";
  let end = "";
  for (let i = 0; i < names.length; i++) {
    if (names[i] === "none") continue;
    const pair = table[names[i]!];
    if (pair === undefined) validateOneOf(names[i], "format", ObjectKeys(table));
    start += `\u001b[${pair![0]}m`;
    end = `\u001b[${pair![1]}m${end}`;
  }
  return isShown ? `${start}${text}${end}` : text;
}
