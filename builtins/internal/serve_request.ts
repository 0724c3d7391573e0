// A request that has come over a connection: the URL, headers, body and signal are made when they are asked for.
import { StringPrototypeCharCodeAt, StringPrototypeToLowerCase } from "internal/primordials";
import { connResetException } from "internal/http_common";
import { type IncomingBody } from "internal/serve_body";
import { AbortSignal, createSignal, signalAbort } from "web/abort";
import { BodyCore } from "web/body";
import { RequestState } from "web/request";
import { parseHref } from "web/url";

export class ServeRequestState extends RequestState {
  /** `http://host:port` of the server: what the URL is when the request names no host. */
  private base: string;
  private target: string;
  fields: string[];
  /** Null once it has been answered. */
  connection: any;
  private incoming: IncomingBody | null;
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
