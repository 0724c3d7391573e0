/** JSON with comments and trailing commas, from a string: what is more than JSON becomes blanks, so that places stay. */
import { JSONParse, RegExpPrototypeSymbolReplace, StringPrototypeIndexOf, StringPrototypeSlice } from "internal/primordials";

// A string, a comment, or a comma with nothing but blanks and comments before the bracket that closes.
const kParts = /"(?:[^"\\\n]|\\.)*"|\/\/[^\n\r]*|\/\*[^]*?\*\//g;
const kTrailingComma = /"(?:[^"\\\n]|\\.)*"|,(?=\s*[\]}])/g;
const kVisible = /[^\n\r]/g;

function blankComment(part: string): string {
  return part[0] === "\"" ? part : RegExpPrototypeSymbolReplace(kVisible, part, " " as any) as string;
}
function blankComma(part: string): string {
  return part[0] === "\"" ? part : " ";
}

/** @throws SyntaxError for what is no JSON even so. */
export function parseJsonc(text: string): unknown {
  if (StringPrototypeIndexOf(text, "\ufeff") === 0) text = ` ${StringPrototypeSlice(text, 1)}`;
  const bare = RegExpPrototypeSymbolReplace(kParts, text, blankComment as any) as string;
  return JSONParse(RegExpPrototypeSymbolReplace(kTrailingComma, bare, blankComma as any) as string);
}
