/**
 * EventSource. https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
import { codes } from "internal/errors";
import { EventParser } from "internal/event_stream";
import { clearTimeout, setTimeout } from "internal/timers";
import { PromisePrototypeThen, RegExpPrototypeExec } from "internal/primordials";
import { createSignal, signalAbort, type AbortSignal } from "web/abort";
import { DOMException } from "web/dom_exception";
import { ErrorEvent } from "web/error_event";
import { defineEventHandler, Event, EventTarget, fireEvent } from "web/event";
import { fetch } from "web/fetch";
import { MessageEvent } from "web/message_event";
import { acquireDefaultReader, readerRead } from "web/readable_core";
import { type Response, responseStateOf } from "web/response";
import { parseHref, URL } from "web/url";
import {
  defineConstants,
  finishInterface,
  inspectAs,
  kInspect,
  registerPlatformClass,
  requireThis,
  toDictionary,
  toUSVString,
} from "web/webidl";

const kConnecting = 0;
const kOpen = 1;
const kClosed = 2;
/** Before a lost connection is made anew, in milliseconds, unless the server says otherwise. */
const kReconnectionTime = 3000;

export class EventSource extends EventTarget {
  #url: string;
  #withCredentials: boolean;
  #readyState = kConnecting;
  #lastEventId = "";
  #reconnectionTime = kReconnectionTime;
  #signal: AbortSignal | undefined = undefined;
  #timer: any = undefined;

  static {
    registerPlatformClass(this.prototype, { name: "EventSource", isInstance: (value) => #url in value });
  }

  constructor(url: unknown, init: any = undefined) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("url");
    super();
    const text = toUSVString(url);
    const { withCredentials } = toDictionary(init, "eventSourceInitDict");
    const href = parseHref(text);
    if (href === undefined) throw new DOMException(`Invalid URL: ${text}`, "SyntaxError");
    this.#url = href.text;
    this.#withCredentials = !!withCredentials;
    this.#connect();
  }

  get url(): string {
    requireThis(#url in this, "EventSource");
    return this.#url;
  }
  get withCredentials(): boolean {
    requireThis(#url in this, "EventSource");
    return this.#withCredentials;
  }
  get readyState(): number {
    requireThis(#url in this, "EventSource");
    return this.#readyState;
  }

  close(): void {
    requireThis(#url in this, "EventSource");
    if (this.#readyState === kClosed) return;
    this.#readyState = kClosed;
    clearTimeout(this.#timer);
    if (this.#signal !== undefined) signalAbort(this.#signal, undefined);
  }

  #connect(): void {
    const signal = (this.#signal = createSignal());
    const headers: Record<string, string> = { accept: "text/event-stream", "cache-control": "no-store" };
    if (this.#lastEventId !== "") headers["last-event-id"] = encodeId(this.#lastEventId);
    PromisePrototypeThen(
      fetch(this.#url, { headers, signal, cache: "no-store" }),
      (response: Response) => this.#opened(response, signal),
      (error: unknown) => this.#lost(error, signal),
    );
  }

  // https://html.spec.whatwg.org/multipage/server-sent-events.html#sse-processing-model
  #opened(response: Response, signal: AbortSignal): void {
    if (signal !== this.#signal || this.#readyState === kClosed) return;
    const state = responseStateOf(response)!;
    const type = state.contentTypeText() ?? "";
    if (state.status !== 200 || RegExpPrototypeExec(/^\s*text\/event-stream\s*(?:;|$)/i, type) === null) {
      this.#fail(`The server answered ${state.status} with ${type === "" ? "no type" : type}`);
      signalAbort(signal, undefined);
      return;
    }
    this.#readyState = kOpen;
    fireEvent(this, new Event("open"));
    if (this.#readyState !== kOpen) return;
    const parser = new EventParser(this.#lastEventId, {
      onEvent: (event, data, lastEventId) => this.#received(event, data, lastEventId, originOf(state.url)),
      onRetry: (time) => void (this.#reconnectionTime = time),
    });
    this.#read(state.bodyCore!.toStream(), parser, signal);
  }

  #read(stream: any, parser: EventParser, signal: AbortSignal): void {
    const reader = acquireDefaultReader(stream);
    let isInRead = false;
    let hasMore = false;
    const next = (): void => {
      hasMore = true;
      if (isInRead) return;
      isInRead = true;
      while (hasMore && this.#readyState === kOpen) {
        hasMore = false;
        readerRead(reader, request);
      }
      isInRead = false;
    };
    const request = {
      chunkSteps: (chunk: Uint8Array) => {
        if (signal !== this.#signal || this.#readyState !== kOpen) return;
        parser.push(chunk);
        this.#lastEventId = parser.lastEventId;
        next();
      },
      closeSteps: () => this.#lost(undefined, signal),
      errorSteps: (error: unknown) => this.#lost(error, signal),
    };
    next();
  }

  #received(type: string, data: string, lastEventId: string, origin: string): void {
    if (this.#readyState !== kOpen) return;
    fireEvent(this, new MessageEvent(type, { data, lastEventId, origin }));
  }

  // https://html.spec.whatwg.org/multipage/server-sent-events.html#reestablish-the-connection
  #lost(error: unknown, signal: AbortSignal): void {
    if (signal !== this.#signal || this.#readyState === kClosed) return;
    this.#readyState = kConnecting;
    this.#signal = undefined;
    this.#timer = setTimeout(() => {
      if (this.#readyState === kConnecting) this.#connect();
    }, this.#reconnectionTime);
    fireEvent(this, errorEvent(error));
  }

  // https://html.spec.whatwg.org/multipage/server-sent-events.html#fail-the-connection
  #fail(message: string): void {
    this.#readyState = kClosed;
    fireEvent(this, new ErrorEvent("error", { message }));
  }

  override [kInspect](depth: number, options: any, inspect: any): string {
    requireThis(#url in this, "EventSource");
    const { url, withCredentials, readyState } = this;
    return inspectAs(this, { url, withCredentials, readyState }, depth, options, inspect);
  }
}

finishInterface(EventSource, "EventSource");
defineConstants(EventSource, { CONNECTING: kConnecting, OPEN: kOpen, CLOSED: kClosed });
defineEventHandler(EventSource.prototype, "open");
defineEventHandler(EventSource.prototype, "message");
defineEventHandler(EventSource.prototype, "error");

function errorEvent(error: any): Event {
  if (error === undefined) return new ErrorEvent("error", { message: "The server ended the connection" });
  return new ErrorEvent("error", { error, message: `${error?.message ?? error}` });
}

/** The id is sent as UTF-8, whose bytes stand for characters in a header. */
function encodeId(id: string): string {
  return require("node:buffer").Buffer.from(id, "utf8").toString("latin1");
}

function originOf(href: string): string {
  return new URL(href).origin;
}
