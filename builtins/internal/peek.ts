/** Weft.peek: what a promise holds, without waiting (https://bun.com/docs/runtime/utils#bun-peek). */
import { ObjectAssign } from "internal/primordials";
import { binding, kinds, promiseStates } from "internal/util_binding";

function detailsOf(value: any): [state: number, result: unknown] | undefined {
  return binding.kindOf(value) === kinds.Promise ? binding.promiseDetails(value) : undefined;
}

/** The value, or the reason, of a settled promise; a pending one is given as it is, and so is what is none. */
function peek(promise?: unknown): unknown {
  const details = detailsOf(promise);
  return details === undefined || details[0] === promiseStates.pending ? promise : details[1];
}

/** What is no promise counts as fulfilled. */
function status(promise?: unknown): "pending" | "fulfilled" | "rejected" {
  const details = detailsOf(promise);
  if (details === undefined || details[0] === promiseStates.fulfilled) return "fulfilled";
  return details[0] === promiseStates.pending ? "pending" : "rejected";
}

ObjectAssign(peek, { status });
export { peek };
