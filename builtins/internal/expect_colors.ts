/** The styles of messages of assertions: they do nothing unless colours are wanted. */
import { StringPrototypeIncludes, StringPrototypeReplaceAll } from "internal/primordials";

export type Paint = (text: string) => string;

let isOn = false;

/** Whether what is painted from now on has escape sequences. */
export function setColors(on: boolean): void {
  isOn = on;
}

/** A style ends before each line break and begins after it, so that every line stands for itself. */
function paint(open: string, close: string): Paint {
  return (text) => {
    if (!isOn || text === "") return text;
    if (StringPrototypeIncludes(text, close)) text = StringPrototypeReplaceAll(text, close, open);
    if (StringPrototypeIncludes(text, "\n")) text = StringPrototypeReplaceAll(text, "\n", `${close}\n${open}`);
    return open + text + close;
  };
}

export const green = paint("\x1b[32m", "\x1b[39m");
export const red = paint("\x1b[31m", "\x1b[39m");
export const yellow = paint("\x1b[33m", "\x1b[39m");
export const dim = paint("\x1b[2m", "\x1b[22m");
export const bold = paint("\x1b[1m", "\x1b[22m");
export const inverse = paint("\x1b[7m", "\x1b[27m");
export const onYellow = paint("\x1b[43m", "\x1b[49m");

export const paintExpected = green;
export const paintReceived = red;
