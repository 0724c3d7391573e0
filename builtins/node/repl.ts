// node:repl: https://nodejs.org/api/repl.html. What programs take from it without starting one.
import { ObjectDefineProperty, Symbol, SyntaxError } from "internal/primordials";
import { publicNames, unavailable, unavailableClass } from "internal/unavailable";

const start = unavailable("node:repl", "start");
const REPLServer = unavailableClass("node:repl", "REPLServer", require("node:readline").default.Interface);
const REPL_MODE_SLOPPY = Symbol("repl-sloppy");
const REPL_MODE_STRICT = Symbol("repl-strict");

/** An `eval` of one's own calls back with it: the text is not at its end yet. */
class Recoverable extends SyntaxError {
  err: unknown;
  constructor(err: unknown) {
    super();
    this.err = err;
  }
}

function writer(value: unknown): string {
  return require("internal/inspect").inspect(value, writer.options);
}
writer.options = { ...require("internal/inspect").inspect.defaultOptions, showProxy: true };

const repl: any = { start, writer, REPLServer, REPL_MODE_SLOPPY, REPL_MODE_STRICT, Recoverable };
ObjectDefineProperty(repl, "builtinModules", {
  __proto__: null, enumerable: true, configurable: true,
  get: () => publicNames(require("node:module").default.builtinModules),
} as any);

export default repl;
