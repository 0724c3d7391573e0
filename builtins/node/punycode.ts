// node:punycode: Unicode domain names in ASCII, RFC 3492. https://nodejs.org/api/punycode.html

import {
  ArrayPrototypeJoin, ArrayPrototypePush, ArrayPrototypeSplice, MathFloor, RangeError, RegExpPrototypeExec,
  RegExpPrototypeSymbolReplace, StringFromCharCode, StringFromCodePoint, StringPrototypeCharCodeAt,
  StringPrototypeLastIndexOf, StringPrototypeSlice, StringPrototypeSplit, StringPrototypeStartsWith,
  StringPrototypeToLowerCase,
} from "internal/primordials";

require("internal/process_warning").emitWarning(
  "The `punycode` module is deprecated. Please use a userland alternative instead.", "DeprecationWarning", "DEP0040");

// RFC 3492, section 5.
const kBase = 36;
const kTMin = 1;
const kTMax = 26;
const kSkew = 38;
const kDamp = 700;
const kInitialBias = 72;
const kInitialN = 128;
const kMaxInt = 2147483647;

const kSeparators = /[.\u3002\uff0e\uff61]/g;
const kNonAscii = /[^\0-\x7f]/;
const kPrefix = "xn--";

function overflow(): never {
  throw new RangeError("Overflow: input needs wider integers to process");
}

/** The code points of a text; a lone surrogate is one. */
function decodeUcs2(text: string): number[] {
  const points: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const unit = StringPrototypeCharCodeAt(text, i);
    if (unit >= 0xd800 && unit <= 0xdbff && i + 1 < text.length) {
      const low = StringPrototypeCharCodeAt(text, i + 1);
      if (low >= 0xdc00 && low <= 0xdfff) {
        ArrayPrototypePush(points, ((unit - 0xd800) << 10) + (low - 0xdc00) + 0x10000);
        i++;
        continue;
      }
    }
    ArrayPrototypePush(points, unit);
  }
  return points;
}

function encodeUcs2(points: number[]): string {
  let text = "";
  for (let i = 0; i < points.length; i++) text += StringFromCodePoint(points[i]!);
  return text;
}

/** The value of a digit, kBase if it is none. */
function digitValue(unit: number): number {
  if (unit >= 0x30 && unit < 0x3a) return 26 + (unit - 0x30);
  if (unit >= 0x41 && unit < 0x5b) return unit - 0x41;
  if (unit >= 0x61 && unit < 0x7b) return unit - 0x61;
  return kBase;
}

function digit(value: number): string {
  return StringFromCharCode(value < 26 ? value + 0x61 : value - 26 + 0x30);
}

function threshold(k: number, bias: number): number {
  return k <= bias ? kTMin : k >= bias + kTMax ? kTMax : k - bias;
}

/** Section 6.1. */
function adapt(delta: number, points: number, isFirst: boolean): number {
  delta = isFirst ? MathFloor(delta / kDamp) : delta >> 1;
  delta += MathFloor(delta / points);
  let k = 0;
  for (; delta > (kBase - kTMin) * kTMax >> 1; k += kBase) delta = MathFloor(delta / (kBase - kTMin));
  return MathFloor(k + (kBase - kTMin + 1) * delta / (delta + kSkew));
}

/** Section 6.2. */
function decode(input: string): string {
  const output: number[] = [];
  let basic = StringPrototypeLastIndexOf(input, "-");
  if (basic < 0) basic = 0;
  for (let i = 0; i < basic; i++) {
    const unit = StringPrototypeCharCodeAt(input, i);
    if (unit >= 0x80) throw new RangeError("Illegal input >= 0x80 (not a basic code point)");
    ArrayPrototypePush(output, unit);
  }
  let n = kInitialN;
  let bias = kInitialBias;
  let i = 0;
  for (let at = basic > 0 ? basic + 1 : 0; at < input.length;) {
    const before = i;
    for (let weight = 1, k = kBase; ; k += kBase) {
      if (at >= input.length) throw new RangeError("Invalid input");
      const value = digitValue(StringPrototypeCharCodeAt(input, at++));
      if (value >= kBase) throw new RangeError("Invalid input");
      if (value > MathFloor((kMaxInt - i) / weight)) overflow();
      i += value * weight;
      const t = threshold(k, bias);
      if (value < t) break;
      if (weight > MathFloor(kMaxInt / (kBase - t))) overflow();
      weight *= kBase - t;
    }
    const length = output.length + 1;
    bias = adapt(i - before, length, before === 0);
    n += MathFloor(i / length);
    if (n > 0x10ffff) overflow();
    i %= length;
    ArrayPrototypeSplice(output, i++, 0, n);
  }
  return encodeUcs2(output);
}

/** The least of the points that is at least `n`. */
function nextPoint(points: number[], n: number): number {
  let least = kMaxInt;
  for (let i = 0; i < points.length; i++) if (points[i]! >= n && points[i]! < least) least = points[i]!;
  return least;
}

/** Section 6.3. */
function encode(input: string): string {
  const points = decodeUcs2(input);
  const output: string[] = [];
  for (let i = 0; i < points.length; i++) if (points[i]! < 0x80) ArrayPrototypePush(output, StringFromCharCode(points[i]!));
  const basic = output.length;
  let handled = basic;
  if (basic > 0) ArrayPrototypePush(output, "-");
  let delta = 0;
  let bias = kInitialBias;
  for (let n = kInitialN; handled < points.length; n++) {
    const next = nextPoint(points, n);
    if (next - n > MathFloor((kMaxInt - delta) / (handled + 1))) overflow();
    delta += (next - n) * (handled + 1);
    n = next;
    for (let i = 0; i < points.length; i++) {
      const point = points[i]!;
      if (point < n && ++delta > kMaxInt) overflow();
      if (point !== n) continue;
      let rest = delta;
      for (let k = kBase; ; k += kBase) {
        const t = threshold(k, bias);
        if (rest < t) break;
        ArrayPrototypePush(output, digit(t + (rest - t) % (kBase - t)));
        rest = MathFloor((rest - t) / (kBase - t));
      }
      ArrayPrototypePush(output, digit(rest));
      bias = adapt(delta, handled + 1, handled === basic);
      delta = 0;
      handled++;
    }
    delta++;
  }
  return ArrayPrototypeJoin(output, "");
}

/** Applies `convert` to each label of a domain name, or of the domain of an address. */
function mapLabels(text: string, convert: (label: string) => string): string {
  const at = StringPrototypeSplit(text, "@");
  let address = "";
  if (at.length > 1) {
    address = `${at[0]}@`;
    text = at[1]!;
  }
  const labels = StringPrototypeSplit(RegExpPrototypeSymbolReplace(kSeparators, text, "." as any), ".");
  for (let i = 0; i < labels.length; i++) labels[i] = convert(labels[i]!);
  return address + ArrayPrototypeJoin(labels, ".");
}

function toASCII(input: string): string {
  return mapLabels(input, (label) => (RegExpPrototypeExec(kNonAscii, label) === null ? label : kPrefix + encode(label)));
}

function toUnicode(input: string): string {
  return mapLabels(input, (label) => (StringPrototypeStartsWith(label, kPrefix)
    ? decode(StringPrototypeToLowerCase(StringPrototypeSlice(label, kPrefix.length))) : label));
}

export default {
  version: "2.1.0",
  ucs2: { decode: decodeUcs2, encode: encodeUcs2 },
  decode,
  encode,
  toASCII,
  toUnicode,
};
