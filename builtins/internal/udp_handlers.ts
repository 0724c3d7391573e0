// The program's half of a Weft.udpSocket: what its handlers throw goes to the handler `error`.
import { FunctionPrototypeCall, PromisePrototypeThen, ReflectApply } from "internal/primordials";

export { toBinary, toBinaryType, wrongType } from "internal/socket_handlers";
export { portOf } from "internal/socket_listen";

export function call(handlers: { error: any }, handler: any, args: any[]): void {
  let result: any;
  try {
    result = ReflectApply(handler, args[0], args);
  } catch (error) {
    fail(handlers, error);
    return;
  }
  if (result !== null && typeof result === "object" && typeof result.then === "function")
    PromisePrototypeThen(result, undefined, (error: unknown) => fail(handlers, error));
}

export function fail(handlers: { error: any }, error: unknown): void {
  const { reportUncaught } = require("internal/process_events");
  if (handlers.error === undefined) {
    reportUncaught(error);
    return;
  }
  try {
    FunctionPrototypeCall(handlers.error, undefined, error);
  } catch (second) {
    reportUncaught(second);
  }
}
