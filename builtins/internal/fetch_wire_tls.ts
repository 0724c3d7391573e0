// A connection under TLS, over a socket of node:tls: the same face as that of internal/fetch_wire.ts.
import { connectTimeout } from "internal/fetch_errors";
import { kConnectTimeout, type Wire, type WireOwner } from "internal/fetch_wire";
import type { HttpParser } from "internal/http_native";
import { isIP } from "internal/net_native";
import { clearTimeout, setTimeout } from "internal/timers";
import { connect } from "internal/tls_connect";

export function connectSecure(owner: WireOwner, host: string, port: number): Wire {
  const options: any = { host, port, ALPNProtocols: ["http/1.1"] };
  if (!isIP(host)) options.servername = host;
  return new StreamWire(owner, connect(options), "secureConnect", host, port);
}

const kEncodings = ["utf8", "utf16le", "latin1"] as const;

export class StreamWire implements Wire {
  private owner: WireOwner;
  private socket: any;
  private parser: HttpParser | undefined = undefined;
  private isDestroyed = false;
  private deadline: any;

  constructor(owner: WireOwner, socket: any, connected: string, host: string, port: number) {
    this.owner = owner;
    this.socket = socket;
    this.deadline = setTimeout(() => socket.destroy(connectTimeout(host, port, kConnectTimeout)), kConnectTimeout);
    socket.once(connected, () => {
      clearTimeout(this.deadline);
      if (this.isDestroyed) return;
      socket.setNoDelay(true);
      owner.onConnect();
    });
    socket.on("data", (chunk: Uint8Array) => {
      if (this.isDestroyed) return;
      if (this.parser !== undefined) this.parser.execute(chunk);
      else owner.onBytes(chunk);
    });
    socket.on("drain", () => {
      if (!this.isDestroyed) owner.onDrain();
    });
    socket.on("end", () => {
      if (!this.isDestroyed) owner.onEnd();
    });
    socket.on("error", (error: Error) => this.fail(error));
    socket.on("close", () => this.fail(require("internal/fetch_errors").closedByPeer()));
  }

  private fail(error: Error): void {
    if (this.isDestroyed) return;
    this.destroy();
    this.owner.onError(error);
  }

  write(data: string | Uint8Array, encoding: number): boolean {
    return typeof data === "string" ? this.socket.write(data, kEncodings[encoding]) : this.socket.write(data);
  }
  writev(list: unknown[]): boolean {
    const { socket } = this;
    socket.cork();
    let isFree = true;
    for (let i = 0; i < list.length; i += 2) isFree = this.write(list[i] as any, list[i + 1] as number);
    socket.uncork();
    return isFree && !socket.writableNeedDrain;
  }
  feed(parser: HttpParser): void {
    this.parser = parser;
  }
  unfeed(): void {
    this.parser = undefined;
  }
  pause(): void {
    this.socket.pause();
  }
  resume(): void {
    this.socket.resume();
  }
  ref(): void {
    this.socket.ref();
  }
  unref(): void {
    this.socket.unref();
  }
  end(): void {
    this.socket.end();
  }
  destroy(): void {
    if (this.isDestroyed) return;
    this.isDestroyed = true;
    clearTimeout(this.deadline);
    this.socket.destroy();
  }
}
