/** Weft.color (https://bun.com/docs/runtime/color): colours from one form into another. */
import {
  ArrayIsArray, MathAbs, MathFround, MathMin, MathRound, MathTrunc, NumberPrototypeToFixed, NumberPrototypeToString, SafeMap,
  StringPrototypePadStart, StringPrototypeReplace, StringPrototypeToUpperCase,
} from "internal/primordials";
import { codes } from "internal/errors";
import { isTypedArray } from "internal/buffer_types";
import { colorNames } from "internal/color_names";
import { type Color, fromNumber, parseColor } from "internal/color_parse";
import { toHsl, toLab, type Triple } from "internal/color_spaces";

type Format = (color: Color) => unknown;

/**
 * @param input A text of CSS, a number (0xRRGGBB, or 0xAARRGGBB), `[r, g, b, a]` with bytes, `{ r, g, b, a }` with `a` from 0 to 1.
 * @param format The form of the result; "css" is the shortest of CSS.
 * @returns null for what is no colour.
 */
export function color(input: unknown, format: unknown = "css"): unknown {
  if (input === undefined)
    throw new codes.ERR_INVALID_ARG_TYPE("input", ["string", "number", "Object"], input);
  const write = typeof format === "string" ? kFormats[format] : undefined;
  if (write === undefined) throw new codes.ERR_INVALID_ARG_VALUE.TypeError("format", format, "is not one of the known forms");
  const parsed = parse(input);
  return parsed === null ? null : write(parsed);
}

// ---- what comes in

function parse(input: any): Color | null {
  if (typeof input === "number") {
    const bits = input === Infinity ? 0xffffffff : input >>> 0;
    return fromNumber(bits, bits >>> 24 || 255);
  }
  if (input === null || typeof input !== "object") return parseColor(`${input}`);
  if (ArrayIsArray(input) || isTypedArray(input)) {
    if (input.length !== 3 && input.length !== 4)
      throw new codes.ERR_INVALID_ARG_VALUE("input", input, "must have 3 or 4 elements");
    const alpha = input.length === 4 ? byte(input[3], "input[3]") : 255;
    return { red: byte(input[0], "input[0]"), green: byte(input[1], "input[1]"), blue: byte(input[2], "input[2]"), alpha };
  }
  const { r, g, b, a } = input;
  const alpha = a === undefined ? 255 : byte(number(a, "input.a") * 255, "input.a");
  return { red: byte(r, "input.r"), green: byte(g, "input.g"), blue: byte(b, "input.b"), alpha };
}

function number(value: unknown, name: string): number {
  if (typeof value !== "number") throw new codes.ERR_INVALID_ARG_TYPE(name, "number", value);
  return value;
}

function byte(value: unknown, name: string): number {
  const integer = MathTrunc(number(value, name));
  return integer > 0 ? MathMin(255, integer) : 0;
}

// ---- what goes out

function hex(color: Color, withAlpha: boolean): string {
  const rgb = (color.red << 16) | (color.green << 8) | color.blue;
  const text = `#${StringPrototypePadStart(NumberPrototypeToString(rgb, 16), 6, "0")}`;
  return withAlpha ? text + StringPrototypePadStart(NumberPrototypeToString(color.alpha, 16), 2, "0") : text;
}

/** One digit a component where it says the same. */
function shortened(text: string): string {
  let short = "#";
  for (let i = 1; i < text.length; i += 2) {
    if (text[i] !== text[i + 1]) return text;
    short += text[i];
  }
  return short;
}

let shortNames: Map<number, string> | undefined;

function css(color: Color): string {
  if (color.wide !== undefined) return wideCss(color, color.wide);
  const text = shortened(hex(color, color.alpha < 255));
  if (color.alpha < 255) return text;
  if (shortNames === undefined) {
    shortNames = new SafeMap<number, string>();
    for (const name in colorNames) if (!shortNames.has(colorNames[name]!)) shortNames.set(colorNames[name]!, name);
  }
  const name = shortNames.get(toNumber(color));
  return name !== undefined && name.length < text.length ? name : text;
}

function wideCss({ alpha }: Color, { name, components }: { name: string; components: Triple }): string {
  const percent = components[0] * (name[0] === "o" ? 100 : 1);
  const rest = alpha < 255 ? ` / ${minified(alpha / 255)}` : "";
  return `${name}(${minified(percent)}% ${minified(components[1])} ${minified(components[2])}${rest})`;
}

/** At most five decimals. */
function rounded(value: number): string {
  return `${+NumberPrototypeToFixed(value, 5)}`;
}

function minified(value: number): string {
  return StringPrototypeReplace(rounded(value), /^(-?)0\./, "$1.");
}

/** As the shortest number of single precision. */
function single(value: number): string {
  const wanted = MathFround(value);
  for (let digits = 1; digits < 13; digits++) {
    const text = NumberPrototypeToFixed(wanted, digits);
    if (MathFround(+text) === wanted) return `${+text}`;
  }
  return `${wanted}`;
}

function toNumber({ red, green, blue }: Color): number {
  return (red << 16) | (green << 8) | blue;
}

function toTriple({ red, green, blue }: Color): Triple {
  return [red / 255, green / 255, blue / 255];
}

function hsl(color: Color): string {
  const { 0: hue, 1: saturation, 2: lightness } = toHsl(toTriple(color));
  return `hsl(${rounded(hue)}, ${rounded(saturation * 100)}%, ${rounded(lightness * 100)}%)`;
}

function lab(color: Color): string {
  const { 0: lightness, 1: a, 2: b } = toLab(toTriple(color));
  return `lab(${rounded(lightness)}% ${rounded(MathAbs(a) < 1e-5 ? 0 : a)} ${rounded(MathAbs(b) < 1e-5 ? 0 : b)})`;
}

// ---- terminals

function ansi24({ red, green, blue }: Color): string {
  return `\x1b[38;2;${red};${green};${blue}m`;
}

const kLevels = [0, 95, 135, 175, 215, 255];

function nearestLevel(value: number): number {
  let best = 0;
  for (let i = 1; i < kLevels.length; i++) {
    if (MathAbs(kLevels[i]! - value) < MathAbs(kLevels[best]! - value)) best = i;
  }
  return best;
}

function distance({ red, green, blue }: Color, r: number, g: number, b: number): number {
  return (red - r) * (red - r) + (green - g) * (green - g) + (blue - b) * (blue - b);
}

/** The nearest of the cube of 216 colours and the 24 grays. */
function ansi256(color: Color): string {
  const r = nearestLevel(color.red);
  const g = nearestLevel(color.green);
  const b = nearestLevel(color.blue);
  const average = (color.red + color.green + color.blue) / 3;
  const gray = average > 238 ? 23 : average < 8 ? 0 : MathTrunc((average - 3) / 10);
  const level = 8 + gray * 10;
  const isGray = distance(color, level, level, level) < distance(color, kLevels[r]!, kLevels[g]!, kLevels[b]!);
  return `\x1b[38;5;${isGray ? 232 + gray : 16 + 36 * r + 6 * g + b}m`;
}

function ansi16({ red, green, blue }: Color): string {
  const high = red > green ? (red > blue ? red : blue) : green > blue ? green : blue;
  const brightness = MathRound((high / 255) * 2);
  if (brightness === 0) return "\x1b[30m";
  const bits = (MathRound(blue / 255) << 2) | (MathRound(green / 255) << 1) | MathRound(red / 255);
  return `\x1b[${(brightness === 2 ? 90 : 30) + bits}m`;
}

/** As many colours as the terminal has; nothing if it has none. */
function ansi(color: Color): string {
  const depth = require("internal/terminal_colors").getColorDepth();
  if (depth >= 24) return ansi24(color);
  if (depth >= 8) return ansi256(color);
  return depth >= 4 ? ansi16(color) : "";
}

// ---- names of forms

const kFormats: Record<string, Format | undefined> = {
  __proto__: null as any,
  css,
  hex: (color) => hex(color, false),
  HEX: (color) => StringPrototypeToUpperCase(hex(color, false)),
  number: toNumber,
  rgb: ({ red, green, blue }) => `rgb(${red}, ${green}, ${blue})`,
  rgba: ({ red, green, blue, alpha }) => `rgba(${red}, ${green}, ${blue}, ${single(alpha / 255)})`,
  hsl,
  lab,
  "[rgb]": ({ red, green, blue }) => [red, green, blue],
  "[rgba]": ({ red, green, blue, alpha }) => [red, green, blue, alpha],
  "{rgb}": ({ red, green, blue }) => ({ r: red, g: green, b: blue }),
  "{rgba}": ({ red, green, blue, alpha }) => ({ r: red, g: green, b: blue, a: MathFround(alpha / 255) }),
  ansi,
  "ansi-16": ansi16,
  "ansi-256": ansi256,
  "ansi-16m": ansi24,
};
const kAliases = {
  "[r,g,b,a]": "[rgba]", "{r,g,b}": "{rgb}", ansi_16: "ansi-16", ansi_16m: "ansi-16m", ansi_256: "ansi-256", ansi256: "ansi-256",
  "ansi-24bit": "ansi-16m", "ansi-truecolor": "ansi-16m",
};
for (const name in kAliases) kFormats[name] = kFormats[(kAliases as any)[name]];
