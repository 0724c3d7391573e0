// What one call of `inspect` carries from value to value: the options, and where it stands.

export type Style =
  | "special" | "number" | "bigint" | "boolean" | "undefined" | "null" | "string" | "symbol" | "date" | "regexp"
  | "module" | "name";

export interface InspectOptions {
  showHidden: boolean;
  depth: number | null;
  colors: boolean;
  customInspect: boolean;
  showProxy: boolean;
  maxArrayLength: number;
  maxStringLength: number;
  breakLength: number;
  compact: number | boolean;
  sorted: boolean | ((a: string, b: string) => number);
  getters: boolean | "get" | "set";
  numericSeparator: boolean;
}

export interface Context extends InspectOptions {
  stylize(text: string, style: Style): string;
  /** Options that are not ours, handed on to custom inspection. */
  userOptions: object | undefined;
  /** Columns in front of what is being formatted. */
  indentation: number;
  /** The objects that are being formatted, outermost first. */
  seen: object[];
  /** How deep the last entered object was, to tell whether an object holds others. */
  currentDepth: number;
  /** The numbers of the objects that a circular reference points at. */
  circular: Map<object, number> | undefined;
  /** How many characters were printed at each indentation. */
  budget: Record<number, number>;
  /** Entry into the recursion; here, so that the formatters need not import their caller. */
  formatValue(ctx: Context, value: unknown, depth: number, insideView?: boolean): string;
}

export function isTooDeep(ctx: Context, depth: number): boolean {
  return ctx.depth !== null && depth > ctx.depth;
}

export function remainingText(count: number): string {
  return `... ${count} more item${count > 1 ? "s" : ""}`;
}
