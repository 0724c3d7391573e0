/**
 * fetch(). https://fetch.spec.whatwg.org/#fetch-method
 *
 * Of the standard, what a server needs: no cache, no CORS, no cookies, no service workers.
 */
import {
  Error,
  PromisePrototypeThen,
  RegExpPrototypeExec,
  StringPrototypeIndexOf,
  StringPrototypeSlice,
  StringPrototypeStartsWith,
  StringPrototypeToLowerCase,
} from "internal/primordials";
import type { FetchBody } from "internal/fetch_body";
import { fetchFailed } from "internal/fetch_errors";
import { Exchange, type ExchangeClient } from "internal/fetch_exchange";
import { headOf } from "internal/fetch_head";
import { originOf } from "internal/fetch_pool";
import { isBadPort } from "internal/fetch_ports";
import { addResource, now, wantsResources } from "internal/performance_hook";
import { type AbortSignal, addAbortAlgorithm, removeAbortAlgorithm } from "web/abort";
import { BodyCore } from "web/body";
import type { HeaderList } from "web/header_list";
import { kImmutable } from "web/headers";
import { type RequestState, requestStateFrom } from "web/request";
import { newResponse, type Response, ResponseState } from "web/response";
import { Deferred, rejection } from "web/stream_promises";
import { httpTargetOf, parseHref } from "web/url";

const kMostRedirects = 20;

export function fetch(input: unknown, init: any = undefined): Promise<Response> {
  let request: RequestState;
  try {
    request = requestStateFrom(input, init);
  } catch (error) {
    return rejection(error);
  }
  return new Fetch(request).run();
}

class Fetch extends Deferred<Response> implements ExchangeClient {
  private request: RequestState;
  private method: string;
  private href: string;
  private list: HeaderList | undefined;
  private body: BodyCore | null;
  private redirects = 0;
  private signal: AbortSignal | undefined;
  private exchange: Exchange | undefined = undefined;
  private onAbort: (() => void) | undefined = undefined;
  private isSettled = false;
  // For performance's timeline; 0: it does not want them.
  private startTime = wantsResources() ? now() : 0;
  private requestTime = 0;
  private responseTime = 0;
  private status = 0;
  private isDecoded = false;
  private received: FetchBody | null = null;

  constructor(request: RequestState) {
    super();
    this.request = request;
    this.method = request.method;
    this.href = request.url;
    this.list = request.listInUse;
    this.body = request.bodyCore;
    this.signal = request.signalInUse;
  }

  run(): Promise<Response> {
    const { signal } = this;
    if (signal !== undefined) {
      if (signal.aborted) {
        this.body?.discard(signal.reason);
        this.reject(signal.reason);
        return this.promise;
      }
      this.onAbort = () => this.abort(signal.reason);
      addAbortAlgorithm(signal, this.onAbort);
    }
    this.begin();
    return this.promise;
  }

  private begin(): void {
    try {
      const { href } = this;
      if (StringPrototypeStartsWith(href, "http:") || StringPrototypeStartsWith(href, "https:")) this.connect();
      else this.beginScheme(href);
    } catch (error) {
      this.onFailure(fetchFailed(error));
    }
  }

  private connect(): void {
    const { method, body } = this;
    const to = httpTargetOf(this.href);
    if (isBadPort(to.port)) throw new Error("bad port");
    const head = headOf(method, to, this.list);
    const sent = body !== null && this.request.options.redirect === "follow" ? keptFor(this, body) : body;
    const exchange = new Exchange(method, head.text, sent, head.contentLength, head.keepsAlive, this);
    this.exchange = exchange;
    if (this.startTime !== 0) this.requestTime = now();
    originOf(to.isSecure, to.hostname, to.port).dispatch(exchange, false);
  }

  /** What can be sent again after a redirect stays. */
  keep(body: BodyCore | null): void {
    this.body = body;
  }

  private beginScheme(href: string): void {
    if (this.redirects > 0) throw new Error("URL scheme must be a HTTP(S) scheme");
    const schemes = () => require("internal/fetch_schemes");
    if (StringPrototypeStartsWith(href, "data:")) this.respond(schemes().fetchData(href));
    else if (StringPrototypeStartsWith(href, "blob:")) this.respond(schemes().fetchBlob(href, this.method));
    else if (StringPrototypeStartsWith(href, "file:")) {
      PromisePrototypeThen(
        schemes().fetchFile(href, this.method),
        (state: ResponseState) => this.respond(state),
        (error: unknown) => this.onFailure(fetchFailed(error)),
      );
    } else throw new Error(StringPrototypeStartsWith(href, "about:") ? "about scheme is not supported" : "unknown scheme");
  }

  // ---- the exchange

  onResponse(status: number, reason: string, fields: string[], body: FetchBody | null): void {
    if (isRedirect(status) && this.request.options.redirect !== "manual") {
      const location = fieldOf(fields, "location");
      if (location !== undefined) {
        this.redirect(status, location, body);
        return;
      }
    }
    if (this.startTime !== 0) {
      this.responseTime = now();
      this.status = status;
      this.received = body;
    }
    const state = new ResponseState(fields);
    state.status = status;
    state.statusText = reason;
    if (body !== null) {
      const content = decoded(fields, body);
      this.isDecoded = content !== body;
      state.bodyCore = new BodyCore(content);
    }
    this.respond(state);
  }

  private respond(state: ResponseState): void {
    if (this.isSettled) return;
    this.isSettled = true;
    const { href } = this;
    const hash = StringPrototypeIndexOf(href, "#");
    state.url = hash < 0 ? href : StringPrototypeSlice(href, 0, hash);
    state.type = "basic";
    state.redirected = this.redirects > 0;
    state.guard = kImmutable;
    if (this.exchange === undefined) this.forgetSignal();
    this.resolve(newResponse(state));
  }

  // https://fetch.spec.whatwg.org/#http-redirect-fetch
  private redirect(status: number, location: string, body: FetchBody | null): void {
    // What its exchange still has to say is of no interest.
    const previous = this.exchange!;
    this.exchange = undefined;
    const fault = this.follow(status, location);
    if (fault === undefined) {
      body?.skip();
      this.begin();
      return;
    }
    previous.abort(fault);
    this.onFailure(fetchFailed(fault));
  }

  private follow(status: number, location: string): Error | undefined {
    if (this.request.options.redirect === "error") return new Error("unexpected redirect");
    const next = parseHref(location, this.href);
    if (next === undefined) return new Error(`Invalid URL in a redirect: ${location}`);
    if (RegExpPrototypeExec(/^https?:/, next.text) === null) return new Error("URL scheme must be a HTTP(S) scheme");
    if (this.redirects === kMostRedirects) return new Error("redirect count exceeded");
    this.redirects++;
    const isSame = originText(next.text) === originText(this.href);
    if (next.hasCredentials && !isSame) return new Error('cross origin not allowed for request mode "cors"');
    const hadBody = this.request.bodyCore !== null;
    const becomesGet =
      ((status === 301 || status === 302) && this.method === "POST") ||
      (status === 303 && this.method !== "GET" && this.method !== "HEAD");
    if (becomesGet) {
      this.method = "GET";
      this.body = null;
      this.dropFields(kBodyFields);
    } else if (hadBody && this.method !== "GET" && this.method !== "HEAD" && this.body === null) {
      return new Error("The body of the request cannot be sent a second time");
    }
    if (!isSame) this.dropFields(kOriginFields);
    const hash = StringPrototypeIndexOf(this.href, "#");
    const keepsHash = hash >= 0 && StringPrototypeIndexOf(next.text, "#") < 0;
    this.href = keepsHash ? next.text + StringPrototypeSlice(this.href, hash) : next.text;
    return undefined;
  }

  private dropFields(names: string[]): void {
    if (this.list === undefined) return;
    // The request's own list is the program's to look at.
    this.list = this.list.copy();
    for (let i = 0; i < names.length; i++) this.list.delete(names[i]);
  }

  onFailure(error: unknown): void {
    if (this.isSettled) return;
    this.isSettled = true;
    this.forgetSignal();
    this.reject(error);
  }

  onFinish(exchange: Exchange): void {
    if (exchange !== this.exchange) return;
    this.forgetSignal();
    if (this.responseTime !== 0) this.tellTimeline();
  }

  private tellTimeline(): void {
    const { startTime: start, requestTime: requestStart, responseTime: responseStart, status, received } = this;
    const encodedSize = received === null ? 0 : received.received;
    const decodedSize = this.isDecoded ? 0 : encodedSize;
    const fetchStart = this.redirects > 0 ? requestStart : start;
    const url = this.request.url;
    addResource({ url, start, fetchStart, requestStart, responseStart, end: now(), encodedSize, decodedSize, status });
  }

  private abort(reason: unknown): void {
    const { exchange } = this;
    this.onFailure(reason);
    if (exchange !== undefined) exchange.abort(reason);
  }

  private forgetSignal(): void {
    if (this.onAbort === undefined) return;
    removeAbortAlgorithm(this.signal!, this.onAbort);
    this.onAbort = undefined;
  }
}

const kBodyFields = ["content-encoding", "content-language", "content-location", "content-type", "content-length"];
const kOriginFields = ["authorization", "proxy-authorization", "cookie", "host"];

/** The body to send now, while `run` keeps one for a redirect if that can be. */
function keptFor(run: Fetch, body: BodyCore): BodyCore {
  if (!body.isRepeatable) {
    run.keep(null);
    return body;
  }
  return body.clone();
}

function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

function originText(href: string): string {
  return RegExpPrototypeExec(/^[^:]+:\/\/(?:[^/@]*@)?([^/?#]*)/, href)![0];
}

function fieldOf(fields: string[], name: string): string | undefined {
  for (let i = 0; i < fields.length; i += 2) {
    if (fields[i].length === name.length && StringPrototypeToLowerCase(fields[i]) === name) return fields[i + 1];
  }
  return undefined;
}

function decoded(fields: string[], body: FetchBody): any {
  let value: string | undefined;
  for (let i = 0; i < fields.length; i += 2) {
    if (fields[i].length !== 16 || StringPrototypeToLowerCase(fields[i]) !== "content-encoding") continue;
    value = value === undefined ? fields[i + 1] : `${value},${fields[i + 1]}`;
  }
  if (value === undefined) return body;
  const { codingsOf, DecodedBody } = require("internal/fetch_decode");
  const codings = codingsOf(value);
  return codings === undefined || codings.length === 0 ? body : new DecodedBody(body, codings);
}
