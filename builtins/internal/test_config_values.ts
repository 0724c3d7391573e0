/** Values that several kinds of configuration write alike. */
import { ConfigurationError } from "internal/test_config_schema";

/** A number of threads: a number, or a share of the processors ("50%"). 0: not said. */
export function workersOf(given: unknown, file: string): number {
  if (given === undefined || given === null) return 0;
  const text = `${given}`.trim();
  const number = Number(text.endsWith("%") ? text.slice(0, -1) : text);
  if (!Number.isFinite(number) || text === "") throw new ConfigurationError(file, `"maxWorkers" must be a number or a percentage, not ${JSON.stringify(given)}`);
  const cores = require("node:os").default.availableParallelism();
  return text.endsWith("%") ? Math.max(1, Math.floor((cores * number) / 100)) : Math.max(1, Math.floor(number));
}
