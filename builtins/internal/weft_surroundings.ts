/** Weft.enableANSIColors and Weft.isMainThread: facts that cost a little more to know. */
import process from "node:process";
import tty from "node:tty";
import threads from "node:worker_threads";
import { getColorDepth } from "internal/terminal_colors";

export const { isMainThread } = threads;

const { env } = process;
/** Whether texts to standard output are coloured. */
export const enableANSIColors = (tty.isatty(1) || env.FORCE_COLOR !== undefined) && getColorDepth(env) > 1;
