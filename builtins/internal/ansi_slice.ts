/** Weft.sliceAnsi (https://bun.com/docs/runtime/utils): a part of a text by columns of a terminal, with its styles. */
import { MathTrunc, NumberIsNaN } from "internal/primordials";
import { StyledOutput, type Token, tokensOf } from "internal/ansi_text";

function toPosition(value: unknown, whenAbsent: number): number {
  if (value === undefined) return whenAbsent;
  const number = MathTrunc(+(value as number));
  return NumberIsNaN(number) ? 0 : number;
}

function totalWidth(tokens: Token[]): number {
  let width = 0;
  for (let i = 0; i < tokens.length; i++) if (tokens[i]!.width > 0) width += tokens[i]!.width;
  return width;
}

/**
 * @param start The first column; from the end of the text if it is negative.
 * @param end The column behind the last.
 * @param ellipsis Stands for what is cut off and takes room of the rest; or an object with `ellipsis` and the options.
 * @param options.ambiguousIsNarrow As in stringWidth.
 */
export function sliceAnsi(text: unknown, start?: unknown, end?: unknown, ellipsis?: any, options?: any): string {
  if (ellipsis !== null && typeof ellipsis === "object") {
    options = ellipsis;
    ({ ellipsis } = ellipsis);
  }
  const narrow = options?.ambiguousIsNarrow;
  const isNarrow = narrow === undefined || !!narrow;
  const tokens = tokensOf(typeof text === "string" ? text : `${text as any}`, isNarrow);
  const total = totalWidth(tokens);
  let from = toPosition(start, 0);
  let to = toPosition(end, total);
  if (from < 0) from = from + total < 0 ? 0 : from + total;
  if (to < 0) to += total;
  if (to > total) to = total;
  if (from >= to) return "";
  let before = "";
  let behind = "";
  if (ellipsis !== undefined && ellipsis !== null && ellipsis !== "") {
    const mark = `${ellipsis}`;
    const width = totalWidth(tokensOf(mark, isNarrow));
    if (from > 0) {
      before = mark;
      from += width;
    }
    if (to < total) {
      behind = mark;
      to -= width;
    }
    if (from >= to) return mark;
  }
  return cut(tokens, from, to, before, behind);
}

function cut(tokens: Token[], from: number, to: number, before: string, behind: string): string {
  const out = new StyledOutput();
  let at = 0;
  let hasBegun = false;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.width < 0) {
      out.add(token);
      continue;
    }
    if (at >= to && token.width > 0) break;
    if (at >= from && at < to) {
      if (!hasBegun) {
        hasBegun = true;
        out.settle();
        out.text += before;
      }
      out.add(token);
    }
    at += token.width;
  }
  out.text += behind;
  out.close();
  return out.text;
}
