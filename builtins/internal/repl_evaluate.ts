// How the REPL runs what was typed, unless it is given an `eval` of its own.
import { PromisePrototypeThen, StringPrototypeTrim, SyntaxError } from "internal/primordials";

interface Prepared {
  status: Status;
  code: string;
  isAsync: boolean;
  message: string;
  frame: string;
}
const enum Status { Complete, Incomplete, Invalid }
const binding: { prepare(text: string): Prepared } = native("repl");

/** An `eval` calls back with it: the text is not at its end yet. https://nodejs.org/api/repl.html#recoverable-errors */
export class Recoverable extends SyntaxError {
  err: unknown;
  constructor(err: unknown) {
    super();
    this.err = err;
  }
}

/** null or undefined that was thrown, which would pass for no error. */
export class Thrown {
  value: unknown;
  constructor(value: unknown) {
    this.value = value;
  }
}

/** The line at fault, shown above the error. */
export const kFrame: unique symbol = Symbol("frame");

export type Callback = (error: unknown, value?: unknown) => void;

/** TypeScript, with `await` and imports at the top, in the server's context. */
export function evaluate(server: any, text: string, file: string, done: Callback): void {
  if (StringPrototypeTrim(text) === "") {
    done(null);
    return;
  }
  const prepared = binding.prepare(text);
  if (prepared.status === Status.Incomplete) {
    done(new Recoverable(new SyntaxError("Unexpected end of input")));
    return;
  }
  if (prepared.status === Status.Invalid) {
    const error: any = new SyntaxError(prepared.message);
    Object.defineProperty(error, "stack", { __proto__: null, value: `SyntaxError: ${prepared.message}`, writable: true, configurable: true } as any);
    error[kFrame] = prepared.frame;
    Object.defineProperty(error, kFrame, { __proto__: null, enumerable: false } as any);
    done(error);
    return;
  }
  let value: any;
  try {
    value = run(server, prepared.code, file);
  } catch (error) {
    done(error ?? new Thrown(error));
    return;
  }
  if (prepared.isAsync) PromisePrototypeThen(value, (result: unknown) => done(null, result), (error: unknown) => done(error ?? new Thrown(error)));
  else done(null, value);
}

function run(server: any, code: string, file: string): unknown {
  const vm = require("node:vm").default;
  // An import is resolved from the working directory.
  const filename = `${native("modules").workingDirectory()}/${file}`;
  return server.useGlobal ? vm.runInThisContext(code, { filename }) : vm.runInContext(code, server.context, { filename });
}
