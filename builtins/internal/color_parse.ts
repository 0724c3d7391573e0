/** Colours of CSS as texts (https://drafts.csswg.org/css-color-4/): names, hexadecimal, rgb(), hsl(), hwb(), lab() and their kin. */
import {
  ArrayPrototypePush, MathRound, NumberIsNaN, RegExpPrototypeExec, StringPrototypeSlice, StringPrototypeSplit,
  StringPrototypeToLowerCase, StringPrototypeTrim,
} from "internal/primordials";
import { colorNames } from "internal/color_names";
import { fromHsl, fromHwb, fromLab, fromOklab, fromPolar, toByte, type Triple } from "internal/color_spaces";

/** As bytes; alpha, too. `wide`: as it was written, where that says more than bytes do. */
export interface Color {
  red: number;
  green: number;
  blue: number;
  alpha: number;
  wide?: { name: string; components: Triple };
}

const kHex = /^#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/;
const kCall = /^(rgba?|hsla?|hwb|lab|lch|oklab|oklch)\(([^()]*)\)?$/;
const kNumber = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(%|deg|grad|rad|turn)?$/;

interface Component {
  value: number;
  unit: string;
}

/** null: it is none. */
export function parseColor(text: string): Color | null {
  const lower = StringPrototypeToLowerCase(StringPrototypeTrim(text));
  const named = colorNames[lower];
  if (named !== undefined) return fromNumber(named, 255);
  if (lower === "transparent") return fromNumber(0, 0);
  if (lower[0] === "#") return parseHex(lower);
  const call = RegExpPrototypeExec(kCall, lower);
  return call === null ? null : parseCall(call[1]!, call[2]!);
}

export function fromNumber(number: number, alpha: number): Color {
  return { red: (number >> 16) & 255, green: (number >> 8) & 255, blue: number & 255, alpha };
}

function parseHex(text: string): Color | null {
  if (RegExpPrototypeExec(kHex, text) === null) return null;
  const digits: number[] = [];
  const isShort = text.length < 6;
  for (let i = 1; i < text.length; i += isShort ? 1 : 2) {
    const pair = isShort ? text[i]! + text[i]! : StringPrototypeSlice(text, i, i + 2);
    ArrayPrototypePush(digits, +`0x${pair}`);
  }
  return { red: digits[0]!, green: digits[1]!, blue: digits[2]!, alpha: digits[3] ?? 255 };
}

function parseComponent(text: string): Component | null {
  if (text === "none") return { value: 0, unit: "" };
  const match = RegExpPrototypeExec(kNumber, text);
  return match === null ? null : { value: +match[1]!, unit: match[2] ?? "" };
}

/** Between commas, or between spaces with a slash before alpha. */
function split(text: string): Component[] | null {
  const trimmed = StringPrototypeTrim(text);
  const hasCommas = RegExpPrototypeExec(/,/, trimmed) !== null;
  const pieces = StringPrototypeSplit(trimmed, hasCommas ? /\s*,\s*/ : /\s*\/\s*|\s+/ as any);
  const slash = RegExpPrototypeExec(/\//g, trimmed);
  if (pieces.length !== 3 && pieces.length !== 4) return null;
  if (hasCommas ? slash !== null : (slash !== null) !== (pieces.length === 4)) return null;
  if (slash !== null && RegExpPrototypeExec(/^[^/]*\/[^/\s]*(?:\s+[^/\s]+)*$/, trimmed) === null) return null;
  const components: Component[] = [];
  for (let i = 0; i < pieces.length; i++) {
    const component = parseComponent(pieces[i]!);
    if (component === null) return null;
    ArrayPrototypePush(components, component);
  }
  return components;
}

function degrees({ value, unit }: Component): number {
  switch (unit) {
    case "":
    case "deg":
      return value;
    case "grad":
      return value * 0.9;
    case "rad":
      return value * (180 / 3.141592653589793);
    case "turn":
      return value * 360;
    default:
      return NaN;
  }
}

/** A number, or a percentage of `whole`. */
function scaled({ value, unit }: Component, whole: number): number {
  if (unit === "%") return (value / 100) * whole;
  return unit === "" ? value : NaN;
}

function clamp(value: number, most: number): number {
  return value < 0 ? 0 : value > most ? most : value;
}

function parseCall(name: string, text: string): Color | null {
  const components = split(text);
  if (components === null) return null;
  const { 0: first, 1: second, 2: third, 3: fourth } = components as [Component, Component, Component, Component?];
  const alpha = fourth === undefined ? 1 : scaled(fourth, 1);
  let triple: Triple;
  let rgb: Triple;
  let isWide = false;
  switch (name) {
    case "rgb":
    case "rgba":
      triple = [scaled(first, 255), scaled(second, 255), scaled(third, 255)];
      rgb = [triple[0] / 255, triple[1] / 255, triple[2] / 255];
      break;
    case "hsl":
    case "hsla":
      // Numbers are percentages.
      triple = [degrees(first), clamp(scaled(second, 100), 100) / 100, clamp(scaled(third, 100), 100) / 100];
      rgb = fromHsl(triple);
      break;
    case "hwb":
      triple = [degrees(first), clamp(scaled(second, 100), 100) / 100, clamp(scaled(third, 100), 100) / 100];
      rgb = fromHwb(triple);
      break;
    case "lab":
      triple = [clamp(scaled(first, 100), 100), scaled(second, 125), scaled(third, 125)];
      rgb = fromLab(triple);
      isWide = true;
      break;
    case "lch":
      triple = [clamp(scaled(first, 100), 100), clamp(scaled(second, 150), Infinity), degrees(third)];
      rgb = fromLab(fromPolar(triple));
      isWide = true;
      break;
    case "oklab":
      triple = [clamp(scaled(first, 1), 1), scaled(second, 0.4), scaled(third, 0.4)];
      rgb = fromOklab(triple);
      isWide = true;
      break;
    default:
      triple = [clamp(scaled(first, 1), 1), clamp(scaled(second, 0.4), Infinity), degrees(third)];
      rgb = fromOklab(fromPolar(triple));
      isWide = true;
  }
  if (NumberIsNaN(triple[0] + triple[1] + triple[2] + alpha)) return null;
  const color: Color = { red: toByte(rgb[0]), green: toByte(rgb[1]), blue: toByte(rgb[2]), alpha: MathRound(clamp(alpha, 1) * 255) };
  if (isWide) color.wide = { name, components: triple };
  return color;
}
