// How many columns a text takes on a terminal: wide East Asian characters and emoji take two, combining marks and
// control sequences none.

import {
  RegExpPrototypeExec, RegExpPrototypeSymbolReplace, StringPrototypeCharCodeAt, StringPrototypeCodePointAt, StringPrototypeNormalize,
} from "internal/primordials";

/**
 * Control sequences of terminals (ECMA-48): CSI with its parameters and final byte; OSC and the other strings up to
 * BEL or ST; character set selections; and those of two bytes.
 */
const kControlSequences =
  /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)|\x1b[PX^_][^\x1b\x9c]*(?:\x1b\\|\x9c)|\x1b[ -/]+[0-~]|\x1b[0-~]/g;

export function stripControlSequences(text: string): string {
  return RegExpPrototypeSymbolReplace(kControlSequences, text, "" as any);
}

/** First and last code points of ranges two columns wide, in ascending order (Unicode's EastAsianWidth W and F, and
 * emoji shown as pictures). */
const kWideRanges = [
  0x1100, 0x115f, 0x231a, 0x231b, 0x2329, 0x232a, 0x23e9, 0x23ec, 0x23f0, 0x23f0, 0x23f3, 0x23f3, 0x25fd, 0x25fe,
  0x2614, 0x2615, 0x2648, 0x2653, 0x267f, 0x267f, 0x2693, 0x2693, 0x26a1, 0x26a1, 0x26aa, 0x26ab, 0x26bd, 0x26be,
  0x26c4, 0x26c5, 0x26ce, 0x26ce, 0x26d4, 0x26d4, 0x26ea, 0x26ea, 0x26f2, 0x26f3, 0x26f5, 0x26f5, 0x26fa, 0x26fa,
  0x26fd, 0x26fd, 0x2705, 0x2705, 0x270a, 0x270b, 0x2728, 0x2728, 0x274c, 0x274c, 0x274e, 0x274e, 0x2753, 0x2755,
  0x2757, 0x2757, 0x2795, 0x2797, 0x27b0, 0x27b0, 0x27bf, 0x27bf, 0x2b1b, 0x2b1c, 0x2b50, 0x2b50, 0x2b55, 0x2b55,
  0x2e80, 0x303e, 0x3041, 0x3247, 0x3250, 0x4dbf, 0x4e00, 0xa4c6, 0xa960, 0xa97c, 0xac00, 0xd7a3, 0xf900, 0xfaff,
  0xfe10, 0xfe19, 0xfe30, 0xfe6b, 0xff01, 0xff60, 0xffe0, 0xffe6, 0x16fe0, 0x18cff, 0x1aff0, 0x1b2ff,
  0x1f004, 0x1f004, 0x1f0cf, 0x1f0cf, 0x1f18e, 0x1f18e, 0x1f191, 0x1f19a, 0x1f1e6, 0x1f1ff, 0x1f200, 0x1f320, 0x1f32d, 0x1f335,
  0x1f337, 0x1f37c, 0x1f37e, 0x1f393, 0x1f3a0, 0x1f3ca, 0x1f3cf, 0x1f3d3, 0x1f3e0, 0x1f3f0, 0x1f3f4, 0x1f3f4,
  0x1f3f8, 0x1f43e, 0x1f440, 0x1f440, 0x1f442, 0x1f4fc, 0x1f4ff, 0x1f53d, 0x1f54b, 0x1f54e, 0x1f550, 0x1f567,
  0x1f57a, 0x1f57a, 0x1f595, 0x1f596, 0x1f5a4, 0x1f5a4, 0x1f5fb, 0x1f64f, 0x1f680, 0x1f6c5, 0x1f6cc, 0x1f6cc,
  0x1f6d0, 0x1f6d2, 0x1f6d5, 0x1f6d7, 0x1f6dc, 0x1f6df, 0x1f6eb, 0x1f6ec, 0x1f6f4, 0x1f6fc, 0x1f7e0, 0x1f7eb,
  0x1f7f0, 0x1f7f0, 0x1f90c, 0x1f93a, 0x1f93c, 0x1f945, 0x1f947, 0x1f9ff, 0x1fa70, 0x1faff, 0x20000, 0x3fffd,
];

function isWide(code: number): boolean {
  if (code < kWideRanges[0]!) return false;
  let low = 0;
  let high = kWideRanges.length / 2 - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (code < kWideRanges[2 * middle]!) high = middle - 1;
    else if (code > kWideRanges[2 * middle + 1]!) low = middle + 1;
    else return true;
  }
  return false;
}

const kZeroWidth = /^[\p{Mn}\p{Me}\p{Cf}]$/u;

function isZeroWidth(code: number, character: string): boolean {
  return code <= 0x1f || (code >= 0x7f && code <= 0x9f) || (code >= 0x300 && RegExpPrototypeExec(kZeroWidth, character) !== null);
}

function wideWidth(text: string): number {
  text = StringPrototypeNormalize(text, "NFC");
  let width = 0;
  for (let i = 0; i < text.length; i++) {
    const code = StringPrototypeCodePointAt(text, i)!;
    const character = code > 0xffff ? text[i]! + text[i + 1]! : text[i]!;
    if (code > 0xffff) i++;
    if (!isZeroWidth(code, character)) width += isWide(code) ? 2 : 1;
  }
  return width;
}

/** The columns of a text; control sequences count unless they are to be removed first. */
export function getStringWidth(text: string, removeControlSequences = true): number {
  if (removeControlSequences) text = stripControlSequences(text);
  let width = 0;
  for (let i = 0; i < text.length; i++) {
    const code = StringPrototypeCharCodeAt(text, i);
    if (code >= 127) return wideWidth(text);
    if (code >= 32) width++;
  }
  return width;
}
