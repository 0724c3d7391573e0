// Node's errors: `new codes.ERR_X(...)` makes the TypeError, RangeError or Error that Node makes, with the
// same text, an own `code`, and the code in the first line of its stack. The texts live in
// internal/error_messages, which is loaded when the first error is made.
// https://nodejs.org/api/errors.html#nodejs-error-codes

import {
  AggregateError, Error, Number, ObjectDefineProperty, ObjectHasOwn, Proxy, RangeError, ReflectApply, SafeMap,
  StringPrototypeStartsWith, TypeError,
} from "internal/primordials";
import type { Messages } from "internal/error_messages";

type Arguments<Message> = Message extends (...args: infer A) => string ? A : [];
type Coded<Code, Row extends { 0: any; 1: any }> = {
  new (...args: Arguments<Row[1]>): InstanceType<Row[0]> & { code: Code };
  TypeError: new (...args: Arguments<Row[1]>) => TypeError & { code: Code };
  RangeError: new (...args: Arguments<Row[1]>) => RangeError & { code: Code };
};
type CodeConstructors = { [Code in keyof Messages]: Coded<Code, Messages[Code]> };

let messages: Messages | undefined;

function messagesOf(): Messages {
  return messages ??= require("internal/error_messages").messages as Messages;
}

/**
 * Gives an error Node's look: an own enumerable `code`, and `Name [CODE]: message` as its first line. The stack
 * is text from then on, since the engine formats it at the first read and the name holds the code only here.
 */
export function stampCode<E extends Error>(error: E, code: string): E & { code: string } {
  const name = error.name;
  ObjectDefineProperty(error, "name", { __proto__: null, value: `${name} [${code}]`, configurable: true } as any);
  void error.stack;
  delete (error as any).name;
  ObjectDefineProperty(error, "toString", {
    __proto__: null, value: nodeErrorToString, configurable: true, writable: true,
  } as any);
  (error as any).code = code;
  return error as E & { code: string };
}

function nodeErrorToString(this: any) {
  return `${this.name} [${this.code}]: ${this.message}`;
}

function makeConstructor(code: string, message: any, Base: any): any {
  return function NodeError(...args: unknown[]) {
    const text = typeof message === "string" ? message : ReflectApply(message, undefined, args);
    return stampCode(new Base(text), code);
  };
}

function makeConstructors(code: string): any {
  const [Base, message] = (messagesOf() as any)[code];
  const constructor = makeConstructor(code, message, Base);
  constructor.TypeError = makeConstructor(code, message, TypeError);
  constructor.RangeError = makeConstructor(code, message, RangeError);
  return constructor;
}

/** Constructors by code, made when first named; `codes.ERR_X.TypeError` gives the same text another class. */
export const codes: CodeConstructors = new Proxy({ __proto__: null } as any, {
  __proto__: null,
  get(made: any, code: string) {
    if (made[code] === undefined && ObjectHasOwn(messagesOf(), code)) made[code] = makeConstructors(code);
    return made[code];
  },
} as any);

/** The rejection reason of what an AbortSignal stopped; `cause` is the signal's own reason. */
export class AbortError extends Error {
  code = "ABORT_ERR";
  constructor(message = "The operation was aborted", options?: { cause?: unknown }) {
    if (options !== undefined && typeof options !== "object")
      throw new codes.ERR_INVALID_ARG_TYPE("options", "Object", options);
    super(message, options);
    this.name = "AbortError";
  }
}

export interface SystemErrorContext {
  code: string;
  syscall: string;
  message?: string;
  errno?: number;
  path?: string | Uint8Array;
  dest?: string | Uint8Array;
}

/** What the system refused, told at length: `prefix: syscall returned CODE (text) path => dest`. */
export class SystemError extends Error {
  code: string;
  info: SystemErrorContext;
  errno?: number;
  syscall: string;
  constructor(prefix: string, context: SystemErrorContext, code = "ERR_SYSTEM_ERROR") {
    let text = `${prefix}: ${context.syscall} returned ${context.code} (${context.message})`;
    if (context.path !== undefined) text += ` ${context.path}`;
    if (context.dest !== undefined) text += ` => ${context.dest}`;
    super(text);
    this.code = code;
    this.info = context;
    this.errno = context.errno;
    this.syscall = context.syscall;
    ObjectDefineProperty(this, "name", { __proto__: null, value: "SystemError", configurable: true, writable: true } as any);
  }
}

/** An error number's name and text as libuv gives them, `["ENOENT", "no such file or directory"]`. */
let errnoTable: Map<number, [name: string, message: string]> | undefined;
export function systemErrorTable(): Map<number, [name: string, message: string]> {
  if (errnoTable) return errnoTable;
  errnoTable = new SafeMap<number, [string, string]>();
  const rows = native("util").errnoTable() as (number | string)[];
  for (let i = 0; i < rows.length; i += 3) errnoTable!.set(rows[i] as number, [rows[i + 1] as string, rows[i + 2] as string]);
  return errnoTable!;
}

/** `syscall CODE [original]`: a system error without the system's own text, as net and child_process raise it. */
export function errnoException(errno: number, syscall: string, original?: string): Error {
  const code = systemErrorTable().get(errno)?.[0] ?? `Unknown system error ${errno}`;
  const error: any = new Error(original ? `${syscall} ${code} ${original}` : `${syscall} ${code}`);
  error.errno = errno;
  error.code = code;
  error.syscall = syscall;
  return error;
}

/** `syscall CODE: text address:port`: what a server that cannot listen raises. */
export function uvExceptionWithHostPort(errno: number, syscall: string, address: string | null, port: number): Error {
  const [code, text] = systemErrorTable().get(errno) ?? ["UNKNOWN", "unknown error"];
  let details = "";
  if (port && port > 0) details = ` ${address}:${port}`;
  else if (address) details = ` ${address}`;
  const error: any = new Error(`${syscall} ${code}: ${text}${details}`);
  error.code = code;
  error.errno = errno;
  error.syscall = syscall;
  error.address = address;
  if (port) error.port = port;
  return error;
}

/** errnoException with the peer's address: `connect ECONNREFUSED 127.0.0.1:80 - Local (…)`. */
export function exceptionWithHostPort(
  errno: number, syscall: string, address: string, port: number, local?: string): Error {
  let details = port > 0 ? `${address}:${port}` : address;
  if (local) details += ` - Local (${local})`;
  const error: any = errnoException(errno, syscall, details);
  error.address = address;
  if (port) error.port = port;
  return error;
}

/** `CODE: text, syscall 'path' -> 'dest'`: what fs raises. */
export function uvException(context: {
  errno: number; syscall: string; path?: string; dest?: string; message?: string; code?: string;
}): Error {
  const [name, text] = systemErrorTable().get(context.errno) ?? ["UNKNOWN", "unknown error"];
  const code = context.code ?? name;
  let message = `${code}: ${context.message ?? text}, ${context.syscall}`;
  if (context.path !== undefined) message += ` '${context.path}'`;
  if (context.dest !== undefined) message += ` -> '${context.dest}'`;
  const error: any = new Error(message);
  error.errno = Number(context.errno);
  error.code = code;
  error.syscall = context.syscall;
  if (context.path !== undefined) error.path = context.path;
  if (context.dest !== undefined) error.dest = context.dest;
  return error;
}

/** Joins an error met while another was on its way: neither may be lost. */
export function aggregateTwoErrors(inner: any, outer: any): any {
  if (!inner || !outer || inner === outer) return inner || outer;
  if (outer.errors !== undefined && typeof outer.errors.push === "function") {
    outer.errors.push(inner);
    return outer;
  }
  const error: any = new AggregateError([outer, inner], outer.message);
  error.code = outer.code;
  return error;
}

/**
 * Node wraps validators so that their own frame is missing from the stack. Here the engine leaves frames of
 * internal builtins out of every stack, so the function needs no wrapper, and a call costs nothing more.
 */
export function hideStackFrames<F extends (...args: any[]) => any>(fn: F): F {
  return fn;
}

/** Whether deep recursion raised it. */
export function isStackOverflowError(error: unknown): boolean {
  return error instanceof RangeError && StringPrototypeStartsWith(error.message, "Maximum call stack size exceeded");
}
