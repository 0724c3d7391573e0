declare module "weft" {
  /** Text with entities for what HTML means by `"&'<>`. */
  export function escapeHTML(value: unknown): string;
  /** Columns of a terminal. */
  export function stringWidth(text: string, options?: { countAnsiEscapeCodes?: boolean; ambiguousIsNarrow?: boolean }): number;
  export function stripANSI(text: string): string;
  export function sliceAnsi(
    text: string, start?: number, end?: number, ellipsis?: string, options?: { ambiguousIsNarrow?: boolean }): string;
  export function wrapAnsi(
    text: string, columns: number,
    options?: { hard?: boolean; wordWrap?: boolean; trim?: boolean; ambiguousIsNarrow?: boolean }): string;

  export const inspect: {
    (value: unknown, options?: import("node:util").InspectOptions): string;
    readonly custom: typeof import("node:util").inspect.custom;
    table(data: object, properties?: string[] | { colors?: boolean }, options?: { colors?: boolean }): string;
  };

  type ColorInput = string | number | readonly number[] | { r: number; g: number; b: number; a?: number };
  export function color(
    input: ColorInput,
    format?: "css" | "hex" | "HEX" | "rgb" | "rgba" | "hsl" | "lab" | "ansi" | "ansi-16" | "ansi-256" | "ansi-16m"): string | null;
  export function color(input: ColorInput, format: "number"): number | null;
  export function color(input: ColorInput, format: "[rgb]"): [number, number, number] | null;
  export function color(input: ColorInput, format: "[rgba]"): [number, number, number, number] | null;
  export function color(input: ColorInput, format: "{rgb}"): { r: number; g: number; b: number } | null;
  export function color(input: ColorInput, format: "{rgba}"): { r: number; g: number; b: number; a: number } | null;

  interface TextFormat {
    parse(text: string | BytesSource): any;
    stringify(value: unknown, replacer?: unknown, space?: string | number): string;
  }
  export const JSON5: TextFormat;
  export const TOML: TextFormat;
  export const YAML: TextFormat;
  export const JSONC: { parse(text: string | BytesSource): any };

  export type TranspilerLoader = "js" | "jsx" | "ts" | "tsx";
  export interface TranspilerImport {
    kind: "import-statement" | "dynamic-import" | "require-call";
    path: string;
  }
  export interface TranspilerOptions {
    loader?: TranspilerLoader;
    tsconfig?: string | { compilerOptions?: Record<string, unknown> };
    minify?: boolean | { whitespace?: boolean; syntax?: boolean; identifiers?: boolean };
    minifyWhitespace?: boolean;
    trimUnusedImports?: boolean;
    define?: Record<string, string>;
    inline?: boolean;
    exports?: { eliminate?: string[]; replace?: Record<string, unknown> };
    target?: string;
  }
  export class Transpiler {
    constructor(options?: TranspilerOptions);
    transformSync(code: string | BytesSource, loader?: TranspilerLoader): string;
    transform(code: string | BytesSource, loader?: TranspilerLoader): Promise<string>;
    scan(code: string | BytesSource): { exports: string[]; imports: TranspilerImport[] };
    scanImports(code: string | BytesSource): TranspilerImport[];
  }
}
