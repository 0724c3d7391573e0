// One request and its response, as the connection sees them.
import { fetchFailed, terminated } from "internal/fetch_errors";
import type { BodyCore } from "web/body";
import type { FetchConnection } from "internal/fetch_connection";
import type { FetchBody } from "internal/fetch_body";
import type { Origin } from "internal/fetch_pool";

export interface ExchangeClient {
  /** A final response; `body` is null where there cannot be one. */
  onResponse(status: number, reason: string, fields: string[], body: FetchBody | null): void;
  /** There is no response, and won't be one. */
  onFailure(error: unknown): void;
  /** The body has come in, or never will: nothing is left to be aborted. */
  onFinish(exchange: Exchange): void;
}

export class Exchange {
  readonly method: string;
  /** The request line and the fields, each line ended; those that the body needs are still missing. */
  readonly head: string;
  readonly body: BodyCore | null;
  /** What the program says the length is; -1 if it doesn't. */
  readonly contentLength: number;
  readonly keepsAlive: boolean;
  readonly client: ExchangeClient;
  connection: FetchConnection | undefined = undefined;
  responseBody: FetchBody | null = null;
  hasResponse = false;
  isDone = false;
  private isRetried = false;

  constructor(
    method: string, head: string, body: BodyCore | null, contentLength: number, keepsAlive: boolean,
    client: ExchangeClient,
  ) {
    this.method = method;
    this.head = head;
    this.body = body;
    this.contentLength = contentLength;
    this.keepsAlive = keepsAlive;
    this.client = client;
  }

  /** The head of a request without a body. */
  get wholeHead(): string {
    const { head, method } = this;
    if (this.contentLength >= 0 || method === "GET" || method === "HEAD") return `${head}\r\n`;
    const needsLength = method === "POST" || method === "PUT" || method === "PATCH";
    return needsLength ? `${head}content-length: 0\r\n\r\n` : `${head}\r\n`;
  }

  /**
   * Whether it may be sent again, after an idle connection turned out to be closed: only what changes nothing on the
   * server if it had arrived. https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2
   */
  takeRetry(): boolean {
    const { method } = this;
    const isIdempotent =
      method === "GET" || method === "HEAD" || method === "PUT" || method === "DELETE" || method === "OPTIONS";
    if (!isIdempotent || this.isRetried || this.body !== null || this.isDone || this.hasResponse) return false;
    return (this.isRetried = true);
  }

  retry(origin: Origin): void {
    this.connection = undefined;
    origin.dispatch(this, true);
  }

  /** The connection is of no use. */
  fail(error: unknown): void {
    this.end(fetchFailed(error), this.hasResponse ? terminated(error) : undefined, error);
  }

  private end(error: unknown, bodyError: unknown, reason: unknown): void {
    if (this.isDone) return;
    this.isDone = true;
    this.connection = undefined;
    if (this.body !== null) this.body.discard(reason);
    if (this.responseBody !== null) this.responseBody.fail(bodyError);
    else if (!this.hasResponse) this.client.onFailure(error);
    this.client.onFinish(this);
  }

  /** Stops whatever is under way. */
  abort(reason: unknown): void {
    if (this.isDone) return;
    const { connection } = this;
    this.end(reason, reason, reason);
    if (connection !== undefined) connection.destroy();
  }

  finish(): void {
    if (this.isDone) return;
    this.isDone = true;
    this.connection = undefined;
    this.client.onFinish(this);
  }
}
