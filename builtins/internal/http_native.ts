// The native half of node:http, as TypeScript sees it (src/runtime/http_binding.cpp, http_parser.h).
import { Error } from "internal/primordials";
import { type AsyncFrame, callInFrame } from "internal/async_context";
import { type SocketHandle } from "internal/net_native";

/** Bits of the flags that come with a head; the minor and the major version follow. */
export const kUpgrade = 1;
export const kKeepAlive = 2;
/** A request without a body: onComplete() is not called for it. */
export const kWhole = 4;
export const kHasHost = 8;
export const kHasExpect = 16;
const kMinorShift = 8;
const kMajorShift = 12;

/** What onHead() gives. */
export const kBody = 0;
export const kNoBody = 1;
export const kOtherProtocol = 2;

export interface HttpParser {
  owner: ParserOwner;
  reset(isRequest: boolean, maxHeaderBytes: number, lenient: boolean): void;
  /** The owner hears of everything in it before the call returns. */
  execute(bytes: Uint8Array): void;
  /** The connection has ended; the error if that is in the middle of a message. */
  finish(): Error | undefined;
  /** Takes the bytes of the socket itself from now on. */
  consume(handle: SocketHandle): void;
  /** Gives the socket back. */
  release(): void;
  pause(): void;
  resume(): void;
  /** Nothing more is told. */
  close(): void;
  /** On the loop's clock, in milliseconds; 0 if no message is under way. */
  readonly begunAt: number;
  readonly isInHead: boolean;
}

/** Whom the parser tells. */
export interface ParserOwner {
  /** `line` is the target or the reason phrase, `code` the method's number or the status. */
  onHead(fields: string[], line: string, code: number, flags: number): number;
  onBody(chunk: Uint8Array): void;
  onComplete(trailers: string[] | undefined): void;
  /** What came after an upgrade. */
  onUpgrade(rest: Uint8Array): void;
  onParseError(error: Error): void;
}

interface HttpBinding {
  createHandlers(onHead: unknown, onBody: unknown, onComplete: unknown, onUpgrade: unknown, onError: unknown, makeError: unknown): object;
  createParser(handlers: object): HttpParser;
  methods(): string[];
  isToken(text: string): boolean;
  isFieldValue(text: string): boolean;
  dateText(): string;
  now(): number;
}

const binding: HttpBinding = native("http");

/** By llhttp's numbers. */
export const methodNames = binding.methods();
/** `now` is the clock of `begunAt`. */
export const { isToken, isFieldValue, dateText, now } = binding;

const handlers = binding.createHandlers(
  function (this: ParserOwner, fields: string[], line: string, code: number, flags: number) {
    return this.onHead(fields, line, code, flags);
  },
  function (this: ParserOwner, chunk: Uint8Array) {
    this.onBody(chunk);
  },
  function (this: ParserOwner, trailers: string[] | undefined) {
    this.onComplete(trailers);
  },
  function (this: ParserOwner, rest: Uint8Array) {
    this.onUpgrade(rest);
  },
  function (this: ParserOwner, code: string, reason: string, at: number, bytes: Uint8Array) {
    this.onParseError(parseError(code, reason, at, bytes));
  },
  parseError,
);

const kTold = ["onHead", "onBody", "onComplete", "onUpgrade", "onParseError"] as const;

/** What the parser tells runs with this frame. */
export function tellInFrame(owner: any, frame: AsyncFrame | undefined): void {
  if (frame === undefined) return;
  for (let i = 0; i < kTold.length; i++) {
    const method = owner[kTold[i]!];
    owner[kTold[i]!] = (...args: any[]) => callInFrame(frame, method, owner, args);
  }
}

function parseError(code: string, reason: string, at: number, bytes: Uint8Array): Error {
  const error: any = new Error(`Parse Error: ${reason}`);
  error.code = code;
  error.reason = reason;
  error.bytesParsed = at;
  error.rawPacket = bytes;
  return error;
}

export function createParser(owner: ParserOwner, isRequest: boolean, maxHeaderBytes: number, lenient: boolean): HttpParser {
  const parser = binding.createParser(handlers);
  parser.owner = owner;
  parser.reset(isRequest, maxHeaderBytes, lenient);
  return parser;
}

export function minorOf(flags: number): number {
  return (flags >> kMinorShift) & 15;
}
export function majorOf(flags: number): number {
  return (flags >> kMajorShift) & 15;
}
