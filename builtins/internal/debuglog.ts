// util.debuglog: text for those who set NODE_DEBUG. https://nodejs.org/api/util.html#utildebuglogsection-callback

import {
  ObjectDefineProperty, RegExp, RegExpPrototypeExec, RegExpPrototypeSymbolReplace, StringPrototypeReplaceAll, StringPrototypeToLowerCase,
  StringPrototypeToUpperCase,
} from "internal/primordials";

let sections: RegExp | null | undefined;

/** NODE_DEBUG is a list of names, with `*` for anything: `http,fs*`. */
function isEnabled(section: string): boolean {
  if (sections === undefined) {
    const list = require("node:process").default.env.NODE_DEBUG as string | undefined;
    sections = list ? new RegExp(`^(?:${patternOf(list)})$`, "i") : null;
  }
  return sections !== null && RegExpPrototypeExec(sections, section) !== null;
}

function patternOf(list: string): string {
  const escaped = RegExpPrototypeSymbolReplace(/[|\\{}()[\]^$+?.]/g, list, "\\$&" as any) as string;
  return StringPrototypeReplaceAll(StringPrototypeReplaceAll(escaped, "*", ".*" as any), ",", "|" as any);
}

function makeLogger(section: string): (...args: unknown[]) => void {
  const process = require("node:process").default;
  if (section === "HTTP" || section === "HTTP2") {
    require("internal/process_warning").emitWarning(
      `Setting the NODE_DEBUG environment variable to '${StringPrototypeToLowerCase(section)}' can expose sensitive data ` +
      "(such as passwords, tokens and authentication headers) in the resulting log.");
  }
  return (...args) => {
    const { formatList } = require("internal/format");
    const colors = require("internal/console").isColored(process.stderr);
    const pid = require("internal/inspect").inspect(process.pid, { colors });
    process.stderr.write(`${section} ${pid}: ${formatList({ colors }, args)}\n`);
  };
}

interface DebugLogger {
  (...args: unknown[]): void;
  readonly enabled: boolean;
}

/** `ready` is given the function that logs without asking again, at the first call. */
export function debuglog(section: string, ready?: (log: (...args: unknown[]) => void) => void): DebugLogger {
  section = StringPrototypeToUpperCase(section);
  let log: ((...args: unknown[]) => void) | undefined;
  let enabled: boolean | undefined;
  const logger = (...args: unknown[]) => {
    if (log === undefined) {
      enabled ??= isEnabled(section);
      log = enabled ? makeLogger(section) : () => {};
      if (typeof ready === "function") ready(log);
    }
    log(...args);
  };
  ObjectDefineProperty(logger, "enabled", {
    __proto__: null, get: () => enabled ??= isEnabled(section), configurable: true, enumerable: true,
  } as any);
  return logger as unknown as DebugLogger;
}
