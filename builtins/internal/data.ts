/**
 * Weft.JSON5, Weft.TOML and Weft.YAML: what importing a file of the format gives, from a string, and texts from values.
 * Each has the shape of Bun's object of the same name; so has Weft.JSONC, which only parses.
 */
import { textOf } from "internal/text_argument";

interface DataNative {
  /** Each throws a SyntaxError with line and column. */
  parseJson5(text: string): unknown;
  parseToml(text: string): unknown;
  parseYaml(text: string): unknown;
}
const binding: DataNative = native("data");

export const JSON5 = {
  parse(text: unknown): unknown {
    return binding.parseJson5(textOf(text, "text"));
  },
  /** @param space As JSON.stringify's. A replacer is refused. */
  stringify(value: unknown, replacer?: unknown, space?: unknown): string | undefined {
    return require("internal/json5_text").stringifyJson5(value, replacer, space);
  },
};

export const TOML = {
  parse(text: unknown): unknown {
    return binding.parseToml(textOf(text, "text"));
  },
  stringify(value: unknown): string {
    return require("internal/toml_text").stringifyToml(value);
  },
};

/** Several documents give an array. */
export const YAML = {
  parse(text: unknown): unknown {
    return binding.parseYaml(textOf(text, "text"));
  },
  /** @param space As JSON.stringify's; without, all is on one line. A replacer is refused. */
  stringify(value: unknown, replacer?: unknown, space?: unknown): string | undefined {
    return require("internal/yaml_text").stringifyYaml(value, replacer, space);
  },
};

/** JSON with comments and trailing commas. */
export const JSONC = {
  parse(text: unknown): unknown {
    return require("internal/jsonc_text").parseJsonc(textOf(text, "text"));
  },
};
