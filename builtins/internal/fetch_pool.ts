// The connections of fetch(): kept open for a while after a response, so that the next request to the same origin
// finds one. At most kMost for an origin; further requests wait for their turn.
import { ArrayPrototypePop, ArrayPrototypePush, SafeMap } from "internal/primordials";
import type { Exchange } from "internal/fetch_exchange";
import { FetchConnection } from "internal/fetch_connection";
import { RingQueue } from "internal/ring_queue";
import { setInterval, clearInterval } from "internal/timers";

const kMost = 256;
const kSecond = 1_000;

/** Seconds, as far as connections need them: counted by the sweeper, as long as there are connections. */
export const clock = { seconds: 0 };

export class Origin {
  readonly isSecure: boolean;
  readonly host: string;
  readonly port: number;
  /** All, connecting ones too. */
  readonly connections: FetchConnection[] = [];
  private idle: FetchConnection[] = [];
  private waiting = new RingQueue<Exchange>();

  constructor(isSecure: boolean, host: string, port: number) {
    this.isSecure = isSecure;
    this.host = host;
    this.port = port;
  }

  dispatch(exchange: Exchange, isFresh: boolean): void {
    while (!isFresh && this.idle.length > 0) {
      // The one used last is the likeliest to be alive.
      const connection = ArrayPrototypePop(this.idle) as FetchConnection;
      if (connection.isUsable()) {
        connection.start(exchange);
        return;
      }
      connection.destroy();
    }
    if (this.connections.length >= kMost) this.waiting.push(exchange);
    else this.open(exchange);
  }

  private open(exchange: Exchange): void {
    const connection = new FetchConnection(this);
    ArrayPrototypePush(this.connections, connection);
    startSweeping();
    connection.open(exchange);
  }

  /** A response is done, and the connection can carry another. */
  release(connection: FetchConnection): void {
    const next = this.nextWaiting();
    if (next !== undefined) connection.start(next);
    else {
      connection.rest();
      ArrayPrototypePush(this.idle, connection);
    }
  }

  /** The connection is gone. */
  forget(connection: FetchConnection): void {
    remove(this.connections, connection);
    remove(this.idle, connection);
    const next = this.connections.length < kMost ? this.nextWaiting() : undefined;
    if (next !== undefined) this.open(next);
    else if (this.connections.length === 0) forgetOrigin(this);
  }

  private nextWaiting(): Exchange | undefined {
    while (this.waiting.length > 0) {
      const exchange = this.waiting.shift();
      if (!exchange.isDone) return exchange;
    }
    return undefined;
  }
}

function remove(list: FetchConnection[], connection: FetchConnection): void {
  for (let i = 0; i < list.length; i++) {
    if (list[i] !== connection) continue;
    list[i] = list[list.length - 1]!;
    list.length--;
    return;
  }
}

const origins = new SafeMap<string, Origin>();

export function originOf(isSecure: boolean, host: string, port: number): Origin {
  const key = `${isSecure ? "s" : "p"}${host}:${port}`;
  let origin = origins.get(key);
  if (origin === undefined) origins.set(key, (origin = new Origin(isSecure, host, port)));
  return origin;
}

function forgetOrigin(origin: Origin): void {
  origins.delete(`${origin.isSecure ? "s" : "p"}${origin.host}:${origin.port}`);
}

// One timer for all connections: those that rested too long are closed, those that hear nothing for too long fail.
let sweeper: any;

function startSweeping(): void {
  if (sweeper !== undefined) return;
  sweeper = setInterval(sweep, kSecond);
  sweeper.unref();
}

function sweep(): void {
  const time = ++clock.seconds;
  const all: FetchConnection[] = [];
  origins.forEach((origin) => {
    for (let i = 0; i < origin.connections.length; i++) ArrayPrototypePush(all, origin.connections[i]!);
  });
  for (let i = 0; i < all.length; i++) all[i]!.check(time);
  if (origins.size > 0) return;
  clearInterval(sweeper);
  sweeper = undefined;
}
