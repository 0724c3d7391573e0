// A request that has come over a connection: the URL, headers, body and signal are made when they are asked for.
import { ObjectDefineProperty, StringPrototypeCharCodeAt, StringPrototypeToLowerCase } from "internal/primordials";
import { type CookieMap } from "internal/cookie_map";
import { connResetException } from "internal/http_common";
import { type IncomingBody } from "internal/serve_body";
import { kNoParams } from "internal/serve_routes";
import { AbortSignal, createSignal, signalAbort } from "web/abort";
import { BodyCore } from "web/body";
import { Request, requestArguments, requestStateOf, RequestState } from "web/request";
import { parseHref } from "web/url";

export class ServeRequestState extends RequestState {
  /** `http://host:port` of the server: what the URL is when the request names no host. */
  private base: string;
  private target: string;
  fields: string[];
  /** Null once it has been answered. */
  connection: any;
  private incoming: IncomingBody | null;
  /** Of its route; undefined: it has none. */
  params: any = undefined;
  private cookieMap: CookieMap | undefined = undefined;
  private signalMade: AbortSignal | undefined = undefined;
  private isAborted = false;

  constructor(connection: any, method: string, base: string, target: string, fields: string[], incoming: IncomingBody | null) {
    super(method);
    this.connection = connection;
    this.base = base;
    this.target = target;
    this.fields = fields;
    this.incoming = incoming;
  }

  private get scheme(): string {
    return StringPrototypeCharCodeAt(this.base, 4) === 115 ? "https://" : "http://";
  }

  /** The value of a field, whose name is given in lower case. */
  field(name: string): string | undefined {
    const { fields } = this;
    for (let i = 0; i < fields.length; i += 2) {
      if (fields[i].length === name.length && StringPrototypeToLowerCase(fields[i]) === name) return fields[i + 1];
    }
    return undefined;
  }

  /** All values of a field, as one. */
  private joined(name: string, separator: string): string {
    const { fields } = this;
    let text = "";
    for (let i = 0; i < fields.length; i += 2) {
      if (fields[i].length !== name.length || StringPrototypeToLowerCase(fields[i]) !== name) continue;
      text = text === "" ? fields[i + 1] : text + separator + fields[i + 1];
    }
    return text;
  }

  get cookies(): CookieMap {
    return this.cookieMap ??= new (require("internal/cookie_map").CookieMap)(this.joined("cookie", "; ")) as CookieMap;
  }

  /** Whole lines for the response, of cookies that were changed. */
  cookieLines(): string {
    if (this.cookieMap === undefined) return "";
    const changes = this.cookieMap.toSetCookieHeaders();
    let lines = "";
    for (let i = 0; i < changes.length; i++) lines += `Set-Cookie: ${changes[i]}\r\n`;
    return lines;
  }

  protected override makeUrl(): string {
    const { target } = this;
    const isPath = StringPrototypeCharCodeAt(target, 0) === 47;
    const host = this.field("host");
    const origin = host ? this.scheme + host : this.base;
    const text = isPath ? origin + target : target;
    return parseHref(text)?.text ?? parseHref(this.base + (isPath ? target : "/"))?.text ?? text;
  }

  protected override makeFields(): string[] {
    return this.fields;
  }

  protected override makeBody(): BodyCore | null {
    return this.incoming === null ? null : new BodyCore(this.incoming);
  }

  protected override makeSignal(): AbortSignal {
    const signal = this.signalMade = createSignal();
    if (this.isAborted) signalAbort(signal, connResetException("aborted"));
    return signal;
  }

  /** The client has gone before it was answered. */
  abort(): void {
    this.isAborted = true;
    if (this.signalMade !== undefined) signalAbort(this.signalMade, connResetException("aborted"));
  }
}

/** What a handler gets: a Request with two properties more (https://bun.sh/docs/api/http#bunrequest). */
export class ServeRequest extends Request {
  constructor(state: ServeRequestState) {
    const given = requestArguments(state);
    super(given[0], given[1]);
  }

  /** The parameters of its route. */
  get params(): any {
    const state = stateOf(this);
    if (state === undefined) return undefined;
    return state.params === kNoParams ? state.params = {} : state.params;
  }
  /** Those that came, and what is to change of them: it goes with the response. */
  get cookies(): CookieMap | undefined {
    return stateOf(this)?.cookies;
  }
}
ObjectDefineProperty(ServeRequest.prototype, "constructor", { __proto__: null, value: Request, writable: true, configurable: true } as any);

function stateOf(request: ServeRequest): ServeRequestState | undefined {
  const state = requestStateOf(request);
  return state instanceof ServeRequestState ? state : undefined;
}
