/** Weft.inspect: node:util's inspect, with the table that console.table draws as a string. */
import { ArrayIsArray, ObjectAssign } from "internal/primordials";
import { customInspectSymbol, inspect as nodeInspect } from "internal/inspect";

function inspect(value: unknown, options?: any): string {
  return nodeInspect(value, options);
}

/**
 * @param properties Which columns; all without.
 * @param options Those of inspect, for the cells.
 * @returns "" for what is no object.
 */
function table(data: unknown, properties?: unknown, options?: any): string {
  if (data === null || typeof data !== "object") return "";
  if (!ArrayIsArray(properties)) {
    options ??= properties;
    properties = undefined;
  }
  return `${require("internal/console_table").formatBareTable(data, properties, options ?? {})}\n`;
}

ObjectAssign(inspect, { custom: customInspectSymbol, table });
export { inspect };
