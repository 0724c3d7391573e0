// A connection of fetch(): one exchange after the other.
import { RegExpPrototypeExec, StringPrototypeToLowerCase } from "internal/primordials";
import { kLatin1 } from "internal/buffer_native";
import { FetchBody } from "internal/fetch_body";
import { bodyTimeout, closedByPeer, headersTimeout } from "internal/fetch_errors";
import type { Exchange } from "internal/fetch_exchange";
import { clock, type Origin } from "internal/fetch_pool";
import { Upload } from "internal/fetch_upload";
import { connectWire, type Wire, type WireOwner } from "internal/fetch_wire";
import { createParser, type HttpParser, kBody, kKeepAlive, kNoBody, type ParserOwner } from "internal/http_native";

const kMaxHeaderBytes = 16384;
/** How long a server may be silent, in seconds. */
const kSilence = 300;
/** How long an idle connection is kept unless the server says otherwise, and at most, in seconds. */
const kKeepAliveTime = 4;
const kMostKeepAlive = 600;

export class FetchConnection implements WireOwner, ParserOwner {
  private origin: Origin;
  private wire: Wire = undefined!;
  private parser: HttpParser | undefined = undefined;
  private exchange: Exchange | undefined = undefined;
  private upload: Upload | undefined = undefined;
  private canKeep = false;
  private isConnected = false;
  private isDestroyed = false;
  /** It has carried a whole exchange before. */
  private isReused = false;
  private isPaused = false;
  private isResting = false;
  private restsUntil = 0;
  private keepAliveTime = kKeepAliveTime;
  private lastHeard = 0;

  constructor(origin: Origin) {
    this.origin = origin;
  }

  open(exchange: Exchange): void {
    this.exchange = exchange;
    exchange.connection = this;
    const { isSecure, host, port } = this.origin;
    try {
      this.wire = connectWire(this, isSecure, host, port);
    } catch (error) {
      this.fail(error);
    }
  }

  onConnect(): void {
    this.isConnected = true;
    this.parser = createParser(this, false, kMaxHeaderBytes, false);
    this.wire.feed(this.parser);
    this.send(this.exchange!);
  }

  isUsable(): boolean {
    return !this.isDestroyed && clock.seconds < this.restsUntil;
  }

  /** The next exchange, on a connection that rested or has just become free. */
  start(exchange: Exchange): void {
    if (this.isResting) this.wire.ref();
    this.isResting = false;
    this.exchange = exchange;
    exchange.connection = this;
    this.send(exchange);
  }

  /** Waits for the next exchange; the process need not. */
  rest(): void {
    this.isResting = true;
    this.restsUntil = clock.seconds + this.keepAliveTime;
    this.wire.unref();
  }

  private send(exchange: Exchange): void {
    this.lastHeard = clock.seconds;
    this.canKeep = false;
    // Most have no body, and are gone at once.
    if (exchange.body === null && this.wire.write(exchange.wholeHead, kLatin1)) return;
    const upload = new Upload(this.wire, exchange, this);
    if (exchange.body === null) upload.wait();
    this.upload = exchange.body === null || !upload.start() ? upload : undefined;
  }

  /** The whole request has been sent. */
  onSent(): void {
    this.upload = undefined;
    this.lastHeard = clock.seconds;
    if (this.exchange === undefined) this.finish();
  }

  /** The program's body has failed. */
  onUploadFailed(error: unknown): void {
    this.upload = undefined;
    const { exchange } = this;
    this.exchange = undefined;
    exchange?.fail(error);
    this.destroy();
  }

  onDrain(): void {
    this.upload?.onDrain();
  }

  // ---- the response

  onHead(fields: string[], reason: string, status: number, flags: number): number {
    const { exchange } = this;
    if (exchange === undefined || exchange.hasResponse) {
      // Nobody has asked.
      this.destroy();
      return kNoBody;
    }
    this.lastHeard = clock.seconds;
    if (status < 200) {
      if (status === 101) this.fail(closedByPeer());
      return kNoBody;
    }
    this.canKeep = (flags & kKeepAlive) !== 0 && exchange.keepsAlive;
    if (this.canKeep) this.keepAliveTime = keepAliveTimeOf(fields);
    const hasNone = exchange.method === "HEAD" || status === 204 || status === 205 || status === 304;
    const body = hasNone ? null : new FetchBody(this);
    exchange.hasResponse = true;
    exchange.responseBody = body;
    exchange.client.onResponse(status, reason, fields, body);
    return exchange.method === "HEAD" || status === 304 ? kNoBody : kBody;
  }

  onBody(chunk: Uint8Array): void {
    this.lastHeard = clock.seconds;
    this.exchange?.responseBody?.push(chunk);
  }

  onComplete(): void {
    const { exchange } = this;
    // An informational response is complete, too.
    if (exchange === undefined || !exchange.hasResponse) return;
    this.exchange = undefined;
    const { responseBody } = exchange;
    exchange.finish();
    responseBody?.end();
    if (this.upload === undefined) {
      this.finish();
      return;
    }
    // The server has answered without having read it all.
    this.upload.cancel(closedByPeer());
    this.destroy();
  }

  private finish(): void {
    if (this.isDestroyed) return;
    this.isReused = true;
    if (this.canKeep) this.origin.release(this);
    else this.destroy();
  }

  onUpgrade(): void {
    this.fail(closedByPeer());
  }

  onParseError(error: Error): void {
    this.fail(error);
  }

  // ---- back-pressure

  pause(): void {
    if (this.isPaused || this.isDestroyed) return;
    this.isPaused = true;
    this.parser!.pause();
    this.wire.pause();
  }

  resume(): void {
    if (!this.isPaused || this.isDestroyed) return;
    this.isPaused = false;
    this.lastHeard = clock.seconds;
    this.wire.resume();
    this.parser!.resume();
  }

  /** Nobody will read the rest of the response under way. */
  abandon(body: FetchBody): void {
    if (this.exchange?.responseBody !== body) return;
    const { exchange } = this;
    this.exchange = undefined;
    exchange.finish();
    this.destroy();
  }

  // ---- ends

  onBytes(): void {
    this.destroy();
  }

  onEnd(): void {
    // A response without a length ends here.
    if (!this.isPaused) this.parser?.finish();
    if (this.isDestroyed) return;
    this.fail(closedByPeer());
  }

  onError(error: Error): void {
    this.fail(error);
  }

  private fail(error: unknown): void {
    const { exchange } = this;
    this.exchange = undefined;
    const { isReused } = this;
    const mayRetry = isReused && this.isConnected && exchange !== undefined && exchange.takeRetry();
    this.destroy();
    if (exchange === undefined) return;
    if (mayRetry) exchange.retry(this.origin);
    else exchange.fail(error);
  }

  /** Once a second. */
  check(time: number): void {
    if (this.isResting) {
      if (time >= this.restsUntil) this.destroy();
      return;
    }
    if (!this.isConnected || this.isPaused || this.upload !== undefined || this.exchange === undefined) return;
    if (time - this.lastHeard < kSilence) return;
    this.fail(this.exchange.hasResponse ? bodyTimeout() : headersTimeout());
  }

  destroy(): void {
    if (this.isDestroyed) return;
    this.isDestroyed = true;
    const { exchange, upload } = this;
    this.exchange = undefined;
    this.upload = undefined;
    this.parser?.close();
    this.wire?.destroy();
    upload?.cancel(closedByPeer());
    exchange?.fail(closedByPeer());
    this.origin.forget(this);
  }
}

/** What the field Keep-Alive says, less a second for the way. */
function keepAliveTimeOf(fields: string[]): number {
  for (let i = 0; i < fields.length; i += 2) {
    const name = fields[i]!;
    if (name.length !== 10 || StringPrototypeToLowerCase(name) !== "keep-alive") continue;
    const match = RegExpPrototypeExec(/timeout=(\d+)/, fields[i + 1]!);
    if (match === null) break;
    const time = +match[1]! - 1;
    return time < 0 ? 0 : time > kMostKeepAlive ? kMostKeepAlive : time;
  }
  return kKeepAliveTime;
}
