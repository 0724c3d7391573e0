/** Colours of other spaces as sRGB, and back (https://drafts.csswg.org/css-color-4/#color-conversion-code). */
import { MathAbs, MathCbrt, MathCos, MathMax, MathMin, MathPow, MathRound, MathSign, MathSin } from "internal/primordials";

/** Three components; of sRGB from 0 to 1, and beyond where a colour is out of its gamut. */
export type Triple = [number, number, number];

const kWhiteD50: Triple = [0.3457 / 0.3585, 1, (1 - 0.3457 - 0.3585) / 0.3585];
const kKappa = 24389 / 27;
const kEpsilon = 216 / 24389;
const kRadian = 3.141592653589793 / 180;

function multiply(m: number[], { 0: x, 1: y, 2: z }: Triple): Triple {
  return [
    m[0]! * x + m[1]! * y + m[2]! * z,
    m[3]! * x + m[4]! * y + m[5]! * z,
    m[6]! * x + m[7]! * y + m[8]! * z,
  ];
}

const kXyzToLinear = [
  12831 / 3959, -329 / 214, -1974 / 3959,
  -851781 / 878810, 1648619 / 878810, 36519 / 878810,
  705 / 12673, -2585 / 12673, 705 / 667,
];
const kLinearToXyz = [
  506752 / 1228815, 87881 / 245763, 12673 / 70218,
  87098 / 409605, 175762 / 245763, 12673 / 175545,
  7918 / 409605, 87881 / 737289, 1001167 / 1053270,
];
const kD50ToD65 = [
  0.955473421488075, -0.02309845494876471, 0.06325924320057072,
  -0.0283697093338637, 1.0099953980813041, 0.021041441191917323,
  0.012314014864481998, -0.020507649298898964, 1.330365926242124,
];
const kD65ToD50 = [
  1.0479297925449969, 0.022946870601609652, -0.05019226628920524,
  0.02962780877005599, 0.9904344267538799, -0.017073799063418826,
  -0.009243040646204504, 0.015055191490298152, 0.7518742814281371,
];
const kOklabToLms = [
  1, 0.3963377773761749, 0.2158037573099136,
  1, -0.1055613458156586, -0.0638541728258133,
  1, -0.0894841775298119, -1.2914855480194092,
];
const kLmsToXyz = [
  1.2268798758459243, -0.5578149944602171, 0.2813910456659647,
  -0.0405757452148008, 1.112286803280317, -0.0717110580655164,
  -0.0763729366746601, -0.4214933324022432, 1.5869240198367816,
];

function encode(value: number): number {
  const size = MathAbs(value);
  return size > 0.0031308 ? MathSign(value) * (1.055 * MathPow(size, 1 / 2.4) - 0.055) : 12.92 * value;
}

function decode(value: number): number {
  return value > 0.04045 ? MathPow((value + 0.055) / 1.055, 2.4) : value / 12.92;
}

function fromXyz(xyz: Triple): Triple {
  const { 0: r, 1: g, 2: b } = multiply(kXyzToLinear, xyz);
  return [encode(r), encode(g), encode(b)];
}

/** Hue in degrees, saturation and lightness from 0 to 1. */
export function fromHsl({ 0: hue, 1: saturation, 2: lightness }: Triple): Triple {
  const channel = (n: number): number => {
    const k = (((n + hue / 30) % 12) + 12) % 12;
    return lightness - saturation * MathMin(lightness, 1 - lightness) * MathMax(-1, MathMin(k - 3, 9 - k, 1));
  };
  return [channel(0), channel(8), channel(4)];
}

export function fromHwb({ 0: hue, 1: white, 2: black }: Triple): Triple {
  if (white + black >= 1) {
    const gray = white / (white + black);
    return [gray, gray, gray];
  }
  const { 0: r, 1: g, 2: b } = fromHsl([hue, 1, 0.5]);
  const scale = 1 - white - black;
  return [r * scale + white, g * scale + white, b * scale + white];
}

/** Lightness from 0 to 100. */
export function fromLab({ 0: lightness, 1: a, 2: b }: Triple): Triple {
  const y = (lightness + 16) / 116;
  const x = a / 500 + y;
  const z = y - b / 200;
  const cube = (value: number): number => (value * value * value > kEpsilon ? value * value * value : (116 * value - 16) / kKappa);
  const xyz: Triple = [
    cube(x) * kWhiteD50[0],
    (lightness > kKappa * kEpsilon ? y * y * y : lightness / kKappa) * kWhiteD50[1],
    cube(z) * kWhiteD50[2],
  ];
  return fromXyz(multiply(kD50ToD65, xyz));
}

/** Lightness from 0 to 1. */
export function fromOklab(lab: Triple): Triple {
  const { 0: l, 1: m, 2: s } = multiply(kOklabToLms, lab);
  return fromXyz(multiply(kLmsToXyz, [l * l * l, m * m * m, s * s * s]));
}

/** From lightness, chroma and hue to lightness, a and b. */
export function fromPolar({ 0: lightness, 1: chroma, 2: hue }: Triple): Triple {
  const angle = hue * kRadian;
  return [lightness, chroma * MathCos(angle), chroma * MathSin(angle)];
}

export function toLab({ 0: red, 1: green, 2: blue }: Triple): Triple {
  const xyz = multiply(kD65ToD50, multiply(kLinearToXyz, [decode(red), decode(green), decode(blue)]));
  const root = (value: number): number => (value > kEpsilon ? MathCbrt(value) : (kKappa * value + 16) / 116);
  const x = root(xyz[0] / kWhiteD50[0]);
  const y = root(xyz[1] / kWhiteD50[1]);
  const z = root(xyz[2] / kWhiteD50[2]);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

export function toHsl({ 0: red, 1: green, 2: blue }: Triple): Triple {
  const high = MathMax(red, green, blue);
  const low = MathMin(red, green, blue);
  const range = high - low;
  const lightness = (high + low) / 2;
  if (range === 0) return [0, 0, lightness];
  const saturation = range / (1 - MathAbs(2 * lightness - 1));
  let hue: number;
  if (high === red) hue = (green - blue) / range + (green < blue ? 6 : 0);
  else if (high === green) hue = (blue - red) / range + 2;
  else hue = (red - green) / range + 4;
  return [hue * 60, saturation, lightness];
}

/** A component as a byte. */
export function toByte(value: number): number {
  return value > 0 ? MathMin(255, MathRound(value * 255)) : 0;
}
