// node:repl: https://nodejs.org/api/repl.html
import { ObjectDefineProperty } from "internal/primordials";
import { Recoverable } from "internal/repl_evaluate";
import { REPL_MODE_SLOPPY, REPL_MODE_STRICT, REPLServer, start, writer } from "internal/repl_server";
import { publicNames } from "internal/unavailable";

const repl: any = { start, writer, REPLServer, REPL_MODE_SLOPPY, REPL_MODE_STRICT, Recoverable };
ObjectDefineProperty(repl, "builtinModules", {
  __proto__: null, enumerable: true, configurable: true,
  get: () => publicNames(require("node:module").default.builtinModules),
} as any);

export default repl;
