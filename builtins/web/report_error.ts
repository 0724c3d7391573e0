/** Reports an exception that has no caller to go to. https://html.spec.whatwg.org/#report-the-exception */
import { codes } from "internal/errors";

/** As in Node, the process's 'uncaughtException' gets it, before any promise's reaction runs. */
export function reportException(error: unknown): void {
  require("internal/next_tick").nextTick(() => {
    throw error;
  });
}

/** https://html.spec.whatwg.org/#dom-reporterror */
export function reportError(error: unknown): void {
  if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("error");
  reportException(error);
}
