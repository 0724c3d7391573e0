// How builtins publish on channels of node:diagnostics_channel: a program that subscribes to none does not load
// that module, and pays for looking at `subscribed.size`.
import { SafeMap } from "internal/primordials";

interface Channel {
  publish(message: unknown): void;
}

/** The channels that have subscribers or bound stores. node:diagnostics_channel keeps it. */
export const subscribed: Map<string | symbol, Channel> = new SafeMap();

export function publish(name: string, message: unknown): void {
  subscribed.get(name)?.publish(message);
}
