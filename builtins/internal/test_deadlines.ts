/** When what runs must have ended: one timer for all that waits. */
import { SafeSet } from "internal/primordials";
import { Timeout, clearTimeout, startTimer } from "internal/timers";

const { now } = native("performance") as { now(): number };
export { now };

export interface Due {
  deadline: number;
  expire(): void;
}

const waiting = new SafeSet<Due>();
let timer: Timeout | undefined;
/** When the timer fires. */
let firesAt = Infinity;

function arm(at: number): void {
  if (timer !== undefined) clearTimeout(timer);
  firesAt = at;
  const left = at - now();
  timer = startTimer(new Timeout(look, left > 1 ? left : 1, undefined, false, true));
}

function look(): void {
  timer = undefined;
  firesAt = Infinity;
  const time = now();
  let next = Infinity;
  const over: Due[] = [];
  waiting.forEach((due) => {
    if (due.deadline <= time) over[over.length] = due;
    else if (due.deadline < next) next = due.deadline;
  });
  for (let i = 0; i < over.length; i++) if (waiting.delete(over[i]!)) over[i]!.expire();
  if (next < firesAt && waiting.size > 0) arm(next);
}

/** A timer that is armed already, and earlier, looks for the others when it fires. It keeps the loop alive. */
export function addDeadline(due: Due): void {
  waiting.add(due);
  if (due.deadline < firesAt) arm(due.deadline);
}

export function removeDeadline(due: Due): void {
  waiting.delete(due);
}

/** At the end: nothing keeps the loop alive any more. */
export function endDeadlines(): void {
  if (timer !== undefined) clearTimeout(timer);
  timer = undefined;
  firesAt = Infinity;
}
