// The connections of one server, and how long each may take: for a head, for a whole request, and with nothing to do.
import { DateNow, Set, Symbol } from "internal/primordials";
import { codes } from "internal/errors";
import { now } from "internal/http_native";
import { clearInterval, clearTimeout, setImmediateUntracked, setInterval, setUnrefTimeout } from "internal/timers";

/** A link of the ring of idle connections, and a connection of the server's. */
export interface Connection {
  socket: any;
  parser: { readonly begunAt: number; readonly isInHead: boolean };
  isIdle: boolean;
  idleUntil: number;
  previousIdle: Connection | null;
  nextIdle: Connection | null;
  /** A request has been read in part, or not been answered yet. */
  isBusy(): boolean;
  onTooSlow(error: Error): void;
  onIdleTooLong(): void;
}

/** A server's Connections; a socket's ServerConnection. */
export const kConnections = Symbol("http.server.connections");
export const kConnection = Symbol("connection");
export const kIsClosing = Symbol("isClosing");
export const kIncomingMessage = Symbol("IncomingMessage");
export const kServerResponse = Symbol("ServerResponse");

/**
 * Idle connections stand in the order in which their time runs out, which is the order in which they became idle as
 * long as the server's keepAliveTimeout stays the same; one timer watches the first.
 */
export class Connections {
  readonly all = new Set<Connection>();
  #first: Connection | null = null;
  #last: Connection | null = null;
  #timer: any = null;
  #interval: any = null;
  #server: any;

  constructor(server: any) {
    this.#server = server;
  }

  /** Looks for slow requests every so often. */
  watch(interval: number): void {
    clearInterval(this.#interval);
    this.#interval = setInterval(() => this.#findSlow(), interval);
    this.#interval.unref();
  }

  stopWatching(): void {
    clearInterval(this.#interval);
    this.#interval = null;
  }

  add(connection: Connection): void {
    this.all.add(connection);
  }

  remove(connection: Connection): void {
    this.all.delete(connection);
    this.setBusy(connection);
  }

  // ---- idle connections

  setIdle(connection: Connection, milliseconds: number): void {
    if (connection.isIdle) this.setBusy(connection);
    connection.isIdle = true;
    connection.idleUntil = DateNow() + milliseconds;
    let before = this.#last;
    while (before !== null && before.idleUntil > connection.idleUntil) before = before.previousIdle;
    connection.previousIdle = before;
    connection.nextIdle = before === null ? this.#first : before.nextIdle;
    if (connection.nextIdle === null) this.#last = connection;
    else connection.nextIdle.previousIdle = connection;
    if (before === null) this.#first = connection;
    else before.nextIdle = connection;
    if (this.#timer === null) this.#schedule();
    else if (before === null && connection.nextIdle !== null) {
      clearTimeout(this.#timer);
      this.#schedule();
    }
  }

  setBusy(connection: Connection): void {
    if (!connection.isIdle) return;
    connection.isIdle = false;
    const { previousIdle, nextIdle } = connection;
    if (previousIdle === null) this.#first = nextIdle;
    else previousIdle.nextIdle = nextIdle;
    if (nextIdle === null) this.#last = previousIdle;
    else nextIdle.previousIdle = previousIdle;
    connection.previousIdle = connection.nextIdle = null;
    // The timer stays: it finds out for itself.
  }

  #schedule(): void {
    const first = this.#first;
    if (first === null) {
      this.#timer = null;
      return;
    }
    const after = first.idleUntil - DateNow();
    this.#timer = setUnrefTimeout(() => this.#closeIdle(), after < 1 ? 1 : after);
  }

  #closeIdle(): void {
    this.#timer = null;
    const now = DateNow();
    while (this.#first !== null && this.#first.idleUntil <= now) {
      const connection = this.#first;
      this.setBusy(connection);
      connection.onIdleTooLong();
    }
    if (this.#timer === null) this.#schedule();
  }

  // ---- slow requests

  /** Whoever looks too slow gets another look after what has arrived is read: the server may have been slow itself. */
  #findSlow(): void {
    const { headersTimeout, requestTimeout } = this.#server;
    if (headersTimeout === 0 && requestTimeout === 0) return;
    const time = now();
    for (const connection of this.all) {
      if (!isTooSlow(connection, time, headersTimeout, requestTimeout)) continue;
      setImmediateUntracked(() => this.#endSlow(time, headersTimeout, requestTimeout));
      return;
    }
  }

  #endSlow(time: number, headLimit: number, wholeLimit: number): void {
    for (const connection of this.all)
      if (isTooSlow(connection, time, headLimit, wholeLimit))
        connection.onTooSlow(new codes.ERR_HTTP_REQUEST_TIMEOUT());
  }
}

/** At `time`, with limits in milliseconds; 0: none. */
function isTooSlow(connection: Connection, time: number, headLimit: number, wholeLimit: number): boolean {
  const { begunAt, isInHead } = connection.parser;
  if (begunAt === 0) return false;
  const taken = time - begunAt;
  return (headLimit > 0 && isInHead && taken > headLimit) || (wholeLimit > 0 && taken > wholeLimit);
}
