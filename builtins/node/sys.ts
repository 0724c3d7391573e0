// node:sys, the old name of node:util.
import util from "node:util";
require("internal/process_warning").emitWarning(
  "sys is deprecated. Use `node:util` instead.", "DeprecationWarning", "DEP0025");

export default util;
