// The colours and styles of inspect, styleText and the console. Both tables are public and may be changed by
// programs: https://nodejs.org/api/util.html#customizing-utilinspect-colors

import { ObjectDefineProperty } from "internal/primordials";

type Codes = [on: number, off: number];

const kForeground = 39;
const kBackground = 49;

/** Names of SGR codes: what switches them on and off again. */
export const colors = {
  __proto__: null,
  reset: [0, 0], bold: [1, 22], dim: [2, 22], italic: [3, 23], underline: [4, 24], blink: [5, 25],
  inverse: [7, 27], hidden: [8, 28], strikethrough: [9, 29], doubleunderline: [21, 24],
  black: [30, kForeground], red: [31, kForeground], green: [32, kForeground], yellow: [33, kForeground],
  blue: [34, kForeground], magenta: [35, kForeground], cyan: [36, kForeground], white: [37, kForeground],
  bgBlack: [40, kBackground], bgRed: [41, kBackground], bgGreen: [42, kBackground], bgYellow: [43, kBackground],
  bgBlue: [44, kBackground], bgMagenta: [45, kBackground], bgCyan: [46, kBackground], bgWhite: [47, kBackground],
  framed: [51, 54], overlined: [53, 55],
  gray: [90, kForeground], redBright: [91, kForeground], greenBright: [92, kForeground],
  yellowBright: [93, kForeground], blueBright: [94, kForeground], magentaBright: [95, kForeground],
  cyanBright: [96, kForeground], whiteBright: [97, kForeground],
  bgGray: [100, kBackground], bgRedBright: [101, kBackground], bgGreenBright: [102, kBackground],
  bgYellowBright: [103, kBackground], bgBlueBright: [104, kBackground], bgMagentaBright: [105, kBackground],
  bgCyanBright: [106, kBackground], bgWhiteBright: [107, kBackground],
} as unknown as Record<string, Codes>;

const kAliases = [
  "gray", "grey", "gray", "blackBright", "bgGray", "bgGrey", "bgGray", "bgBlackBright", "dim", "faint",
  "strikethrough", "crossedout", "strikethrough", "strikeThrough", "strikethrough", "crossedOut", "hidden", "conceal",
  "inverse", "swapColors", "inverse", "swapcolors", "doubleunderline", "doubleUnderline",
];

function defineAlias(target: string, alias: string): void {
  ObjectDefineProperty(colors, alias, {
    __proto__: null,
    get(this: Record<string, Codes>) { return this[target]; },
    set(this: Record<string, Codes>, codes: Codes) { this[target] = codes; },
    configurable: true,
    enumerable: false,
  } as any);
}

for (let i = 0; i < kAliases.length; i += 2) defineAlias(kAliases[i]!, kAliases[i + 1]!);

/** Which colour each kind of value has. */
export const styles = {
  __proto__: null,
  special: "cyan",
  number: "yellow",
  bigint: "yellow",
  boolean: "yellow",
  undefined: "grey",
  null: "bold",
  string: "green",
  symbol: "green",
  date: "magenta",
  regexp: "red",
  module: "underline",
} as unknown as Record<string, string>;
