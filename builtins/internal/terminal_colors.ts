// How many colours a terminal shows, judged by the environment, in bits:
// https://nodejs.org/api/tty.html#writestreamgetcolordepthenv

import { ObjectHasOwn, RegExpPrototypeExec, StringPrototypeToLowerCase } from "internal/primordials";
import { validateInteger } from "internal/validators";

type Environment = Record<string, string | undefined>;

const kNone = 1;
const kSixteen = 4;
const kTwoFiftySix = 8;
const kTrueColour = 24;

// Values of TERM that say nothing of colour in their name, and of what they are capable.
const kTerminals: Record<string, number> = {
  __proto__: null as unknown as number,
  "cons25": kSixteen,
  "console": kSixteen,
  "cygwin": kSixteen,
  "dtterm": kSixteen,
  "eterm": kSixteen,
  "gnome": kSixteen,
  "hurd": kSixteen,
  "jfbterm": kSixteen,
  "konsole": kSixteen,
  "kterm": kSixteen,
  "mlterm": kSixteen,
  "mosh": kTrueColour,
  "putty": kSixteen,
  "rxvt-unicode-24bit": kTrueColour,
  "st": kSixteen,
  "terminator": kTrueColour,
};
const kColouredTerminal = /ansi|color|linux|^con[0-9]*x[0-9]|^rxvt|^screen|^xterm|^vt100/;

const kColouredCi = [
  "APPVEYOR", "BUILDKITE", "CIRCLECI", "DRONE", "GITHUB_ACTIONS", "GITLAB_CI", "TRAVIS",
];
const kColouredTeamCity = /^(9\.(0*[1-9]\d*)\.|\d{2,}\.)/;

let warned = false;

function warnOfIgnored(environment: Environment): void {
  if (warned) return;
  const { NODE_DISABLE_COLORS: disabled, NO_COLOR: no } = environment;
  if (disabled === undefined && no === undefined) return;
  warned = true;
  const names = disabled === undefined ? "NO_COLOR" : no === undefined ? "NODE_DISABLE_COLORS" : "NODE_DISABLE_COLORS' and 'NO_COLOR";
  require("internal/process_warning").emitWarning(
    `The '${names}' env is ignored due to the 'FORCE_COLOR' env being set.`, "Warning");
}

function forcedDepth(environment: Environment): number {
  switch (environment.FORCE_COLOR) {
    case "":
    case "1":
    case "true":
      warnOfIgnored(environment);
      return kSixteen;
    case "2":
      warnOfIgnored(environment);
      return kTwoFiftySix;
    case "3":
      warnOfIgnored(environment);
      return kTrueColour;
    default:
      return kNone;
  }
}

function depthInCi(environment: Environment): number {
  for (let i = 0; i < kColouredCi.length; i++) if (kColouredCi[i]! in environment) return kTwoFiftySix;
  return environment.CI_NAME === "codeship" ? kTwoFiftySix : kNone;
}

function depthOfProgram(environment: Environment): number | undefined {
  switch (environment.TERM_PROGRAM) {
    case "iTerm.app": {
      const version = environment.TERM_PROGRAM_VERSION;
      return !version || RegExpPrototypeExec(/^[0-2]\./, version) !== null ? kTwoFiftySix : kTrueColour;
    }
    case "HyperTerm":
    case "MacTerm":
      return kTrueColour;
    case "Apple_Terminal":
      return kTwoFiftySix;
  }
  return undefined;
}

function depthOfTerminal(name: string): number | undefined {
  if (RegExpPrototypeExec(/^xterm-256/, name) !== null) return kTwoFiftySix;
  const lower = StringPrototypeToLowerCase(name);
  if (ObjectHasOwn(kTerminals, lower)) return kTerminals[lower];
  return RegExpPrototypeExec(kColouredTerminal, lower) !== null ? kSixteen : undefined;
}

export function getColorDepth(environment: Environment = require("node:process").default.env): number {
  if (environment.FORCE_COLOR !== undefined) return forcedDepth(environment);
  if (environment.NODE_DISABLE_COLORS !== undefined || environment.NO_COLOR !== undefined || environment.TERM === "dumb")
    return kNone;
  if (environment.TMUX) return kTwoFiftySix;
  if (environment.CI) return depthInCi(environment);
  if ("TEAMCITY_VERSION" in environment)
    return RegExpPrototypeExec(kColouredTeamCity, environment.TEAMCITY_VERSION!) !== null ? kSixteen : kNone;
  const program = depthOfProgram(environment);
  if (program !== undefined) return program;
  if (environment.COLORTERM === "truecolor" || environment.COLORTERM === "24bit") return kTrueColour;
  if (environment.TERM) {
    const depth = depthOfTerminal(environment.TERM);
    if (depth !== undefined) return depth;
  }
  return environment.COLORTERM ? kSixteen : kNone;
}

/** `hasColors(count, environment)` or `hasColors(environment)`; 16 colours are asked for by default. */
export function hasColors(count?: number | Environment, environment?: Environment): boolean {
  if (environment === undefined && (count === undefined || (typeof count === "object" && count !== null))) {
    environment = count;
    count = 16;
  } else {
    validateInteger(count, "count", 2);
  }
  return (count as number) <= 2 ** getColorDepth(environment);
}
