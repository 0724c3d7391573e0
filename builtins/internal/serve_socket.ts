// One WebSocket connection of Weft.serve: from the handshake to the end of the connection.
//
// Invariant: the program's close handler is called once, when the socket stops being open; nothing is told after it.
import {
  ArrayFrom, DateNow, SafeMap, SafeSet, StringPrototypeCharCodeAt, StringPrototypeSlice, TypedArrayPrototypeGetBuffer,
  TypedArrayPrototypeGetByteOffset, Uint8Array,
} from "internal/primordials";
import { type BufferNative, kUtf8 } from "internal/buffer_native";
import { type SocketHandle, type Status } from "internal/net_native";
import { type Deflate } from "internal/serve_deflate";
import { type SocketSettings } from "internal/serve_socket_options";
import { ServerWebSocket } from "internal/serve_websocket";
import {
  closePayload, createFrameStream, createTopic, type FrameOwner, type FrameStream, type FrameTopic, inflate, kAbnormal,
  kClose, kCompressed, kFin, kNormal, kNoStatus, kPing, kPong,
} from "internal/websocket_frames";

/** The server as its sockets see it (serve.ts). */
export interface SocketHost {
  /** As of now: reload() changes it. */
  readonly sockets: SocketSettings | null;
  readonly topics: Topics;
  add(socket: SocketCore): void;
  remove(socket: SocketCore): void;
  socketOpened(): void;
  socketClosed(): void;
}

const buffers: BufferNative = native("buffer");
const kNothing = new Uint8Array(0);
const kMostReason = 123;
/** How long a client may take to close after the goodbye, in milliseconds. */
const kLingerTime = 2000;
/** Before a silent client is given up, it is asked so long before, in milliseconds. */
const kPongTime = 8000;
/** With so much waiting for the client, its pings are not answered. */
const kMostWaiting = 65536;
/** How much a client may send before its request for a WebSocket is answered. */
export const kMostEarly = 65536;

/** Names to those who have subscribed. */
export class Topics {
  private byName = new SafeMap<string, FrameTopic>();
  /** Whoever may get a message compressed needs to be asked one by one. */
  private socketsByName = new SafeMap<string, Set<SocketCore>>();

  add(name: string, socket: SocketCore): boolean {
    let topic = this.byName.get(name);
    if (topic === undefined) this.byName.set(name, topic = createTopic());
    if (socket.deflate !== undefined) {
      let sockets = this.socketsByName.get(name);
      if (sockets === undefined) this.socketsByName.set(name, sockets = new SafeSet<SocketCore>());
      sockets.add(socket);
    }
    return topic.add(socket.stream);
  }

  remove(name: string, socket: SocketCore): void {
    const topic = this.byName.get(name);
    if (topic === undefined) return;
    topic.remove(socket.stream);
    if (topic.size === 0) this.byName.delete(name);
    const sockets = this.socketsByName.get(name);
    if (sockets !== undefined && sockets.delete(socket) && sockets.size === 0) this.socketsByName.delete(name);
  }

  count(name: string): number {
    return this.byName.get(name)?.size ?? 0;
  }

  /** Bytes; 0: nobody was there to take it. */
  publish(name: string, opcode: number, message: string | Uint8Array, compress: boolean, except: SocketCore | undefined): number {
    const topic = this.byName.get(name);
    if (topic === undefined) return 0;
    const compressing = compress ? this.socketsByName.get(name) : undefined;
    if (compressing === undefined) {
      const sent = topic.publish(kFin | opcode, message, except?.stream);
      return sent < 0 ? 0 : sent;
    }
    return this.publishCompressed(topic, compressing, opcode, message, except);
  }

  private publishCompressed(topic: FrameTopic, compressing: Set<SocketCore>, opcode: number, message: string | Uint8Array, except: SocketCore | undefined): number {
    let isTaken = false;
    const each = ArrayFrom(compressing as any) as SocketCore[];
    for (let i = 0; i < each.length; i++) {
      topic.remove(each[i]!.stream);
      if (each[i] !== except && each[i]!.send(opcode, message, true) !== 0) isTaken = true;
    }
    if (topic.publish(kFin | opcode, message, except?.stream) >= 0) isTaken = true;
    for (let i = 0; i < each.length; i++) if (each[i]!.isOpen) topic.add(each[i]!.stream);
    if (!isTaken) return 0;
    return typeof message === "string" ? buffers.byteLengthUtf8(message) : (message as any).byteLength;
  }
}

export class SocketCore implements FrameOwner {
  readonly face: ServerWebSocket;
  readonly stream: FrameStream;
  readonly deflate: Deflate | undefined;
  readonly remoteAddress: string;
  binaryType = "nodebuffer";
  isOpen = true;
  private host: SocketHost;
  private handle: SocketHandle;
  private isGone = false;
  private peerHasEnded = false;
  private maxPayload: number;
  private subscribed: Set<string> | null = null;
  private hasToldToWait = false;
  private hasPinged = false;
  private lastBytes = 0;
  private lastActive = DateNow();

  constructor(host: SocketHost, handle: SocketHandle, data: any, deflate: Deflate | undefined) {
    const settings = host.sockets!;
    this.host = host;
    this.handle = handle;
    this.deflate = deflate;
    this.maxPayload = settings.maxPayloadLength;
    const peer = handle.getpeername();
    this.remoteAddress = typeof peer === "number" ? "" : peer.address;
    this.stream = createFrameStream(this, true, settings.maxPayloadLength, deflate !== undefined);
    this.stream.setLimit(settings.backpressureLimit, settings.closeOnBackpressureLimit);
    this.stream.attach(handle);
    this.face = new ServerWebSocket(this, data);
    handle.owner = this;
    host.add(this);
    host.socketOpened();
  }

  /** The program hears of it. */
  open(): void {
    this.tell(this.host.sockets?.open);
  }

  /** From now on its bytes are frames; `early` came with its request. */
  start(early: Uint8Array | undefined): void {
    if (this.isGone) return;
    if (this.isOpen) this.stream.consume();
    if (early !== undefined && early.length > 0 && this.isOpen) this.stream.push(early);
    if (!this.isGone && this.handle.readStart() < 0) this.fail(kAbnormal, "");
  }

  // ---- FrameOwner

  onMessage(data: string | Uint8Array): void {
    if (!this.isOpen) return;
    const message = this.host.sockets?.message;
    if (message === undefined) return;
    try {
      message(this.face, typeof data === "string" ? data : this.toBinary(data));
    } catch (error) {
      this.report(error);
    }
  }

  onCompressed(payload: Uint8Array, isText: boolean): void {
    if (this.isOpen) inflate(this, this.deflate!.inflater, payload, isText, this.maxPayload);
  }

  onPing(payload: Uint8Array): void {
    if (!this.isOpen) return;
    if (this.stream.bufferedAmount <= kMostWaiting) this.stream.send(kFin | kPong, payload);
    const ping = this.host.sockets?.ping;
    if (ping !== undefined) this.tell(ping, this.toBinary(payload));
  }

  onPong(payload: Uint8Array): void {
    if (!this.isOpen) return;
    const pong = this.host.sockets?.pong;
    if (pong !== undefined) this.tell(pong, this.toBinary(payload));
  }

  onClose(code: number, reason: string): void {
    if (this.isOpen) this.finish(code, reason, code === kNoStatus ? kNothing : closePayload(code, reason));
  }

  onViolation(code: number, message: string): void {
    if (this.isOpen) this.finish(kAbnormal, message, closePayload(code, message));
  }

  onSendFailure(status: number): void {
    this.fail(kAbnormal, status > 0 ? "Backpressure limit exceeded" : "");
  }

  // ---- the handle's

  onPeerEnd(): void {
    this.peerHasEnded = true;
    this.fail(kAbnormal, "");
  }
  destroy(): void {
    this.fail(kAbnormal, "");
  }
  onStray(): void {}

  onDrain(status: Status): void {
    if (status < 0) {
      this.fail(kAbnormal, "");
      return;
    }
    if (!this.isOpen) return;
    this.stream.flush();
    if (!this.hasToldToWait || this.stream.bufferedAmount > 0) return;
    this.hasToldToWait = false;
    this.tell(this.host.sockets?.drain);
  }

  // ---- the face's

  send(opcode: number, data: string | Uint8Array, compress: boolean): number {
    if (!this.isOpen) return 0;
    let first = kFin | opcode;
    if (compress && this.deflate?.deflater !== undefined) {
      const bytes = typeof data === "string" ? buffers.fromString(data, kUtf8) : require("web/byte_views").bytesFrom(data);
      const size = bytes.length;
      const sent = this.sent(this.stream.send(first | kCompressed, this.deflate.deflater.deflate(bytes)));
      return sent > 0 ? size : sent;
    }
    return this.sent(this.stream.send(first, data));
  }

  private sent(result: number): number {
    if (result >= 0) return result;
    if (result === -1) this.hasToldToWait = true;
    if (result === -3) this.fail(kAbnormal, "Backpressure limit exceeded");
    return result === -1 ? -1 : 0;
  }

  get bufferedAmount(): number {
    return this.isOpen ? this.stream.bufferedAmount : 0;
  }

  subscribe(topic: string): boolean {
    if (!this.isOpen) return false;
    (this.subscribed ??= new SafeSet<string>()).add(topic);
    this.host.topics.add(topic, this);
    return true;
  }
  unsubscribe(topic: string): boolean {
    if (!this.isOpen || this.subscribed === null || !this.subscribed.delete(topic)) return false;
    this.host.topics.remove(topic, this);
    return true;
  }
  isSubscribed(topic: string): boolean {
    return this.subscribed !== null && this.subscribed.has(topic);
  }
  subscriptions(): string[] {
    return this.subscribed === null ? [] : ArrayFrom(this.subscribed as any) as string[];
  }

  publish(topic: string, opcode: number, message: string | Uint8Array, compress: boolean): number {
    if (!this.isOpen) return 0;
    return this.host.topics.publish(topic, opcode, message, compress, this.host.sockets?.publishToSelf ? undefined : this);
  }

  close(code: any, reason: any): void {
    if (!this.isOpen) return;
    const number = code === undefined || code === null ? kNormal : +code & 0xffff;
    const text = reason === undefined || reason === null ? "" : cut(`${reason}`);
    // What no frame may carry goes out without a code.
    this.finish(number, text, isSendable(number) ? closePayload(number, text) : kNothing);
  }

  // ---- the end

  /** With a goodbye; the client has a little time to end its side. */
  private finish(code: number, reason: string, payload: Uint8Array): void {
    this.stream.send(kFin | kClose, payload);
    this.leave();
    this.lastActive = DateNow();
    if (this.peerHasEnded) {
      this.release();
    } else {
      const status = this.handle.shutdown((result: Status) => {
        if (result < 0) this.release();
      });
      if (status < 0) this.release();
      // Where it ends its side is still to be heard.
      else if (this.handle.readStart() < 0) this.release();
    }
    this.tellClosed(code, reason);
  }

  /** At once. */
  fail(code: number, reason: string): void {
    const wasOpen = this.isOpen;
    if (wasOpen) this.leave();
    this.release();
    if (wasOpen) this.tellClosed(code, reason);
  }

  private leave(): void {
    this.isOpen = false;
    const { subscribed } = this;
    this.subscribed = null;
    if (subscribed !== null) for (const topic of subscribed) this.host.topics.remove(topic, this);
    this.stream.close();
    this.deflate?.close();
    this.host.socketClosed();
  }

  private release(): void {
    if (this.isGone) return;
    this.isGone = true;
    this.handle.close();
    this.host.remove(this);
  }

  private tellClosed(code: number, reason: string): void {
    const close = this.host.sockets?.close;
    if (close === undefined) return;
    try {
      close(this.face, code, reason);
    } catch (error) {
      this.report(error);
    }
  }

  // ---- the server's look at it

  look(now: number): void {
    const { handle } = this;
    if (!this.isOpen) {
      if (now - this.lastActive >= kLingerTime) this.release();
      return;
    }
    const settings = this.host.sockets;
    const limit = settings === null ? 0 : settings.idleTimeout * 1000;
    if (limit === 0) return;
    const { sendPings } = settings!;
    // A client that is asked must answer; else what it is sent counts, too.
    const bytes = sendPings ? handle.bytesRead : handle.bytesRead + handle.bytesWritten;
    if (bytes !== this.lastBytes) {
      this.lastBytes = bytes;
      this.lastActive = now;
      this.hasPinged = false;
      return;
    }
    const idle = now - this.lastActive;
    if (idle >= limit) {
      this.fail(kAbnormal, "WebSocket timed out from inactivity");
    } else if (sendPings && !this.hasPinged && idle >= limit - (limit < 2 * kPongTime ? limit / 2 : kPongTime)) {
      this.hasPinged = true;
      this.stream.send(kFin | kPing, kNothing);
    }
  }

  stop(closesAll: boolean): void {
    if (closesAll && this.isOpen) this.close(1001, "Server closed");
    if (closesAll) this.release();
  }

  // ----

  private tell(handler: any, data?: any): void {
    if (handler === undefined) return;
    try {
      if (data === undefined) handler(this.face);
      else handler(this.face, data);
    } catch (error) {
      this.report(error);
    }
  }

  private report(error: unknown): void {
    const handler = this.host.sockets?.error;
    if (handler === undefined) {
      require("internal/process_events").reportUncaught(error);
      return;
    }
    try {
      handler(error, this.face);
    } catch (second) {
      require("internal/process_events").reportUncaught(second);
    }
  }

  private toBinary(bytes: Uint8Array): any {
    switch (this.binaryType) {
      case "nodebuffer":
        return bytes;
      case "blob":
        return new (require("web/blob").Blob)([bytes]);
    }
    const buffer = TypedArrayPrototypeGetBuffer(bytes) as ArrayBuffer;
    const plain = new Uint8Array(buffer, TypedArrayPrototypeGetByteOffset(bytes) as any, bytes.length);
    if (this.binaryType === "uint8array") return plain;
    return buffer.byteLength === bytes.length ? buffer : TypedArrayPrototypeGetBuffer(new Uint8Array(plain));
  }
}

function isSendable(code: number): boolean {
  return (code >= 1000 && code <= 1014 && code !== 1004 && code !== 1005 && code !== 1006) || (code >= 3000 && code <= 4999);
}

/** As many whole characters as a Close frame has room for. */
function cut(reason: string): string {
  while (buffers.byteLengthUtf8(reason) > kMostReason) reason = shortened(reason);
  return reason;
}

function shortened(text: string): string {
  let end = text.length > kMostReason ? kMostReason : text.length - 1;
  const last = StringPrototypeCharCodeAt(text, end - 1);
  if (last >= 0xd800 && last < 0xdc00) end--;
  return StringPrototypeSlice(text, 0, end);
}
