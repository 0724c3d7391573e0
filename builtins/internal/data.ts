/**
 * Weft.JSON5, Weft.TOML and Weft.YAML: what importing a file of the format gives, from a string. Each has the shape of
 * Bun's object of the same name.
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
};

export const TOML = {
  parse(text: unknown): unknown {
    return binding.parseToml(textOf(text, "text"));
  },
};

/** Several documents give an array. */
export const YAML = {
  parse(text: unknown): unknown {
    return binding.parseYaml(textOf(text, "text"));
  },
};
