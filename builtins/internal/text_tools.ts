/** Weft.escapeHTML, Weft.stringWidth and Weft.stripANSI (https://bun.com/docs/runtime/utils). */

interface TextToolsNative {
  /** The text itself when there is nothing to escape. */
  escapeHTML(text: string): string;
  stringWidth(text: string, countsSequences: boolean, isAmbiguousNarrow: boolean): number;
  /** The text itself when there is nothing to take away. */
  stripANSI(text: string): string;
}
const binding: TextToolsNative = native("text_tools");

/** @param value Whatever is no text becomes one. @returns The text with `"`, `&`, `'`, `<` and `>` as entities. */
export function escapeHTML(value: unknown): string {
  return binding.escapeHTML(typeof value === "string" ? value : `${value as any}`);
}

/**
 * @param options.countAnsiEscapeCodes Whether the control sequences of terminals are text like any other.
 * @param options.ambiguousIsNarrow Whether characters that are wide in East Asian contexts alone take one column.
 * @returns How many columns of a terminal the text takes.
 */
export function stringWidth(text: unknown = "", options?: any): number {
  const counts = options?.countAnsiEscapeCodes;
  const isNarrow = options?.ambiguousIsNarrow;
  return binding.stringWidth(typeof text === "string" ? text : `${text as any}`, !!counts, isNarrow === undefined || !!isNarrow);
}

/** @returns The text without the control sequences of terminals: colours, links, movements. */
export function stripANSI(text: unknown): string {
  return binding.stripANSI(typeof text === "string" ? text : `${text as any}`);
}
