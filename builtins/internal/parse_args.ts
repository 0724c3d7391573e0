// util.parseArgs: a command line into options and positionals.
// https://nodejs.org/api/util.html#utilparseargsconfig
//
// First the arguments become tokens, whatever the options allow; then tokens are checked and their values stored.

import {
  ArrayPrototypeIncludes, ArrayPrototypePush, ArrayPrototypeSlice, ObjectEntries, ObjectHasOwn, StringPrototypeIndexOf,
  StringPrototypeSlice, StringPrototypeStartsWith,
} from "internal/primordials";
import { codes } from "internal/errors";
import {
  validateArray, validateBoolean, validateBooleanArray, validateObject, validateOneOf, validateString, validateStringArray,
} from "internal/validators";

type OptionValue = string | boolean;

interface OptionConfig {
  type: "string" | "boolean";
  multiple?: boolean;
  short?: string;
  default?: OptionValue | OptionValue[];
}

interface OptionToken {
  kind: "option";
  name: string;
  rawName: string;
  index: number;
  value: string | undefined;
  inlineValue: boolean | undefined;
}

type Token =
  | OptionToken
  | { kind: "positional"; index: number; value: string }
  | { kind: "option-terminator"; index: number };

type Options = Record<string, OptionConfig>;

function own(object: any, key: string): any {
  return ObjectHasOwn(object, key) ? object[key] : undefined;
}

function mainArguments(): string[] {
  const { argv, execArgv } = require("node:process").default;
  const evaluates = ["-e", "--eval", "-p", "--print"];
  for (let i = 0; i < evaluates.length; i++)
    if (ArrayPrototypeIncludes(execArgv, evaluates[i])) return ArrayPrototypeSlice(argv, 1) as string[];
  return ArrayPrototypeSlice(argv, 2) as string[];
}

/** Reads arguments from left to right. */
class Tokenizer {
  #args: string[];
  #options: Options;
  #next = 0;
  #tokens: Token[] = [];

  constructor(args: string[], options: Options) {
    this.#args = args;
    this.#options = options;
  }

  tokens(): Token[] {
    while (this.#next < this.#args.length) {
      const index = this.#next++;
      const arg = this.#args[index]!;
      if (arg === "--") {
        ArrayPrototypePush(this.#tokens, { kind: "option-terminator", index });
        while (this.#next < this.#args.length) this.#positional(this.#next++);
      } else if (StringPrototypeStartsWith(arg, "--")) {
        this.#long(arg, index);
      } else if (arg.length > 1 && arg[0] === "-") {
        this.#shorts(arg, index);
      } else {
        this.#positional(index);
      }
    }
    return this.#tokens;
  }

  #positional(index: number): void {
    ArrayPrototypePush(this.#tokens, { kind: "positional", index, value: this.#args[index]! });
  }

  #takesValue(name: string): boolean {
    return ObjectHasOwn(this.#options, name) && own(this.#options[name], "type") === "string";
  }

  /** An option without a value of its own takes the next argument, if its type is string and there is one. */
  #option(name: string, rawName: string, index: number, inline?: string): void {
    let value = inline;
    if (value === undefined && this.#takesValue(name) && this.#next < this.#args.length) value = this.#args[this.#next++];
    const inlineValue = inline !== undefined ? true : value !== undefined ? false : undefined;
    ArrayPrototypePush(this.#tokens, { kind: "option", name, rawName, index, value, inlineValue });
  }

  #long(arg: string, index: number): void {
    const equals = StringPrototypeIndexOf(arg, "=", 3);
    if (equals === -1) return this.#option(StringPrototypeSlice(arg, 2), arg, index);
    const name = StringPrototypeSlice(arg, 2, equals);
    this.#option(name, `--${name}`, index, StringPrototypeSlice(arg, equals + 1));
  }

  #longNameOf(short: string): string {
    const entries = ObjectEntries(this.#options);
    for (let i = 0; i < entries.length; i++) if (own(entries[i]![1], "short") === short) return entries[i]![0];
    return short;
  }

  /** `-f`, `-f value`, `-fvalue`, and `-abf value` where a and b are switches. */
  #shorts(arg: string, index: number): void {
    for (let i = 1; i < arg.length; i++) {
      const short = arg[i]!;
      const name = this.#longNameOf(short);
      if (this.#takesValue(name) && i < arg.length - 1)
        return this.#option(name, `-${short}`, index, StringPrototypeSlice(arg, i + 1));
      this.#option(name, `-${short}`, index);
    }
  }
}

function checkOption(name: string, config: OptionConfig): void {
  const at = `options.${name}`;
  validateObject(config, at);
  const type = own(config, "type");
  if (type !== "string" && type !== "boolean") throw new codes.ERR_INVALID_ARG_TYPE(`${at}.type`, "('string|boolean')", type);
  if (ObjectHasOwn(config, "short")) {
    validateString(config.short, `${at}.short`);
    if (config.short!.length !== 1) throw new codes.ERR_INVALID_ARG_VALUE(`${at}.short`, config.short, "must be a single character");
  }
  if (ObjectHasOwn(config, "multiple")) validateBoolean(config.multiple, `${at}.multiple`);
  const value = own(config, "default");
  if (value === undefined) return;
  const check: (value: unknown, name: string) => void = type === "string"
    ? own(config, "multiple") ? validateStringArray : validateString
    : own(config, "multiple") ? validateBooleanArray : validateBoolean;
  check(value, `${at}.default`);
}

interface Settings {
  options: Options;
  allowPositionals: boolean;
  allowNegative: boolean;
}

function isNegated(token: OptionToken, settings: Settings): boolean {
  return settings.allowNegative && StringPrototypeStartsWith(token.name, "no-");
}

function invalidValue(text: string): Error {
  return new codes.ERR_PARSE_ARGS_INVALID_OPTION_VALUE(text);
}

/** Strict mode: only known options, each with a value exactly if it takes one. */
function checkUsage(token: OptionToken, settings: Settings): void {
  let { name } = token;
  if (!ObjectHasOwn(settings.options, name) && isNegated(token, settings)) {
    const positive = StringPrototypeSlice(name, 3);
    if (ObjectHasOwn(settings.options, positive) && own(settings.options[positive], "type") === "boolean") name = positive;
  }
  if (!ObjectHasOwn(settings.options, name))
    throw new codes.ERR_PARSE_ARGS_UNKNOWN_OPTION(token.rawName, settings.allowPositionals);
  const config = settings.options[name]!;
  const short = own(config, "short");
  const names = `${short ? `-${short}, ` : ""}--${name}`;
  if (own(config, "type") === "string" && typeof token.value !== "string")
    throw invalidValue(`Option '${names} <value>' argument missing`);
  if (own(config, "type") === "boolean" && token.value !== undefined)
    throw invalidValue(`Option '${names}' does not take an argument`);
}

/** `--port --verbose`: was a value forgotten? */
function checkAmbiguity(token: OptionToken): void {
  const { rawName, value } = token;
  if (token.inlineValue || value === undefined || value.length < 2 || value[0] !== "-") return;
  const example = StringPrototypeStartsWith(rawName, "--") ? `'${rawName}=-XYZ'` : `'--${token.name}=-XYZ' or '${rawName}-XYZ'`;
  throw invalidValue(`Option '${rawName}' argument is ambiguous.
Did you forget to specify the option argument for '${rawName}'?
To specify an option argument starting with a dash use ${example}.`);
}

function store(token: OptionToken, settings: Settings, values: Record<string, any>): void {
  if (token.name === "__proto__") return;
  let value: OptionValue = token.value ?? true;
  if (isNegated(token, settings) && token.value === undefined) {
    token.name = StringPrototypeSlice(token.name, 3);
    value = false;
  }
  const { name } = token;
  const isMultiple = ObjectHasOwn(settings.options, name) && own(settings.options[name], "multiple");
  if (!isMultiple) values[name] = value;
  else if (values[name]) ArrayPrototypePush(values[name], value);
  else values[name] = [value];
}

export function parseArgs(config: any = { __proto__: null }): any {
  const args = own(config, "args") ?? mainArguments();
  const strict = own(config, "strict") ?? true;
  const returnTokens = own(config, "tokens") ?? false;
  const settings: Settings = {
    options: own(config, "options") ?? { __proto__: null },
    allowPositionals: own(config, "allowPositionals") ?? !strict,
    allowNegative: own(config, "allowNegative") ?? false,
  };
  validateArray(args, "args");
  validateBoolean(strict, "strict");
  validateBoolean(settings.allowPositionals, "allowPositionals");
  validateBoolean(returnTokens, "tokens");
  validateBoolean(settings.allowNegative, "allowNegative");
  validateObject(settings.options, "options");
  const entries = ObjectEntries(settings.options);
  for (let i = 0; i < entries.length; i++) checkOption(entries[i]![0], entries[i]![1]);

  const tokens = new Tokenizer(args as string[], settings.options).tokens();
  const result: any = { values: { __proto__: null }, positionals: [] };
  if (returnTokens) result.tokens = tokens;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.kind === "option") {
      if (strict) {
        checkUsage(token, settings);
        checkAmbiguity(token);
      }
      store(token, settings, result.values);
    } else if (token.kind === "positional") {
      if (!settings.allowPositionals) throw new codes.ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL(token.value);
      ArrayPrototypePush(result.positionals, token.value);
    }
  }
  for (let i = 0; i < entries.length; i++) {
    const { 0: name, 1: option } = entries[i]!;
    const value = own(option, "default");
    if (value !== undefined && result.values[name] === undefined && name !== "__proto__") result.values[name] = value;
  }
  return result;
}
