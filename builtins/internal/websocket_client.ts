// The client's side of a WebSocket connection (RFC 6455): the opening handshake, frames, the closing handshake.
import {
  Error, StringPrototypeSplit, StringPrototypeToLowerCase, StringPrototypeTrim,
} from "internal/primordials";
import { kLatin1, kUtf8 } from "internal/buffer_native";
import { closedByPeer } from "internal/fetch_errors";
import { connectWire, type Wire, type WireOwner } from "internal/fetch_wire";
import { createParser, type HttpParser, kNoBody, kOtherProtocol, kUpgrade, type ParserOwner } from "internal/http_native";
import { nextTick } from "internal/next_tick";
import { clearTimeout, setTimeout } from "internal/timers";
import { kOffer, MessageDeflater, MessageInflater, parseExtensions, termsOf } from "internal/websocket_deflate";
import {
  closePayload, createFrameStream, encodeFrame, type FrameOwner, type FrameStream, inflate, kAbnormal, kBinary, kClose,
  kCompressed, kFin, kNormal, kNoStatus, kPong, kText, newMaskKey,
} from "internal/websocket_frames";
import type { HttpTarget } from "web/url";

const kMaxHeaderBytes = 16384;
const kMaxPayload = 128 * 1024 * 1024;
/** How long the server may take to end the connection, in milliseconds. */
const kCloseTimeout = 3_000;
/** Smaller messages are not worth it. */
const kCompressFrom = 1024;
const kGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

export interface SocketClient {
  onOpen(protocol: string, extensions: string): void;
  onMessage(data: string | Uint8Array): void;
  /** The server has begun to close. */
  onClosing(): void;
  /** All that was handed to send() has gone out. */
  onSent(): void;
  /** Once, at the very end. `error` is why the connection failed. */
  onEnd(code: number, reason: string, wasClean: boolean, error: Error | undefined): void;
}

export interface SocketRequest {
  to: HttpTarget;
  protocols: string[];
  /** Names and values in turn. */
  fields: string[];
}

export class ClientSocket implements WireOwner, ParserOwner, FrameOwner {
  private client: SocketClient;
  private request: SocketRequest;
  private wire: Wire = undefined!;
  private parser: HttpParser | undefined = undefined;
  private reader: FrameStream | undefined = undefined;
  private inflater: MessageInflater | undefined = undefined;
  private deflater: MessageDeflater | undefined = undefined;
  private key = "";
  private isAccepted = false;
  private acceptedProtocol = "";
  private acceptedExtensions = "";
  private isOver = false;
  private isBlocked = false;
  private closeSent = false;
  private closeReceived = false;
  private closeCode = kAbnormal;
  private closeReason = "";
  private deadline: any = undefined;

  constructor(client: SocketClient, request: SocketRequest) {
    this.client = client;
    this.request = request;
    const { isSecure, hostname, port } = request.to;
    try {
      this.wire = connectWire(this, isSecure, hostname, port);
    } catch (error) {
      nextTick(() => this.fail(error as Error));
    }
  }

  // ---- the opening handshake (RFC 6455 section 4.1)

  onConnect(): void {
    const { to, protocols, fields } = this.request;
    const random = require("web/crypto").crypto.getRandomValues(require("node:buffer").Buffer.alloc(16));
    this.key = random.toString("base64");
    let head = `GET ${to.target} HTTP/1.1\r\nHost: ${to.host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      `Sec-WebSocket-Key: ${this.key}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Extensions: ${kOffer}\r\n`;
    for (let i = 0; i < protocols.length; i++) head += `${i === 0 ? "Sec-WebSocket-Protocol: " : ", "}${protocols[i]}`;
    if (protocols.length > 0) head += "\r\n";
    for (let i = 0; i < fields.length; i += 2) head += `${fields[i]}: ${fields[i + 1]}\r\n`;
    this.parser = createParser(this, false, kMaxHeaderBytes, false);
    this.wire.feed(this.parser);
    this.wire.write(`${head}\r\n`, kLatin1);
  }

  onHead(fields: string[], _reason: string, status: number, flags: number): number {
    if (this.isAccepted || this.isOver) return kNoBody;
    if (status !== 101 || (flags & kUpgrade) === 0) {
      if (status >= 200 || status === 101) this.fail(new Error(`Received network error or non-101 status code: ${status}.`));
      return kNoBody;
    }
    const fault = this.accept(fields);
    if (fault !== undefined) {
      this.fail(new Error(fault));
      return kNoBody;
    }
    this.isAccepted = true;
    return kOtherProtocol;
  }

  private accept(fields: string[]): string | undefined {
    const values = (name: string): string => valueOf(fields, name);
    if (StringPrototypeToLowerCase(values("upgrade")) !== "websocket") return "Server did not set Upgrade header to \"websocket\".";
    if (!hasToken(values("connection"), "upgrade")) return "Server did not set Connection header to \"upgrade\".";
    const digest = require("internal/crypto_hash").hash("sha1", this.key + kGuid, "base64");
    if (values("sec-websocket-accept") !== digest) return "Incorrect hash received in Sec-WebSocket-Accept header.";
    const protocol = values("sec-websocket-protocol");
    const { protocols } = this.request;
    if (protocol !== "" && !includes(protocols, protocol)) return "Protocol was not set in the opening handshake.";
    this.acceptedProtocol = protocol;
    return this.acceptExtensions(values("sec-websocket-extensions"));
  }

  private acceptExtensions(text: string): string | undefined {
    this.acceptedExtensions = text;
    if (text === "") {
      this.reader = createFrameStream(this, false, kMaxPayload, false);
      return undefined;
    }
    const extensions = parseExtensions(text);
    const terms = extensions?.length === 1 ? termsOf(extensions[0]!, false) : undefined;
    if (terms === undefined) return "Sec-WebSocket-Extensions header does not match.";
    this.inflater = new MessageInflater(terms.serverWindowBits, terms.serverNoContextTakeover);
    this.reader = createFrameStream(this, false, kMaxPayload, true);
    this.deflater = new MessageDeflater(terms.clientWindowBits, terms.clientNoContextTakeover);
    return undefined;
  }

  onBody(): void {}
  onComplete(): void {}

  onUpgrade(rest: Uint8Array): void {
    const { parser, wire } = this;
    this.parser = undefined;
    wire.unfeed(parser!);
    parser!.close();
    this.client.onOpen(this.acceptedProtocol, this.acceptedExtensions);
    if (rest.length > 0 && !this.isOver) this.reader!.push(rest);
  }

  onParseError(error: Error): void {
    this.fail(error);
  }

  // ---- frames

  onBytes(chunk: Uint8Array): void {
    this.reader?.push(chunk);
  }

  onMessage(data: string | Uint8Array): void {
    if (!this.isOver) this.client.onMessage(data);
  }
  onCompressed(payload: Uint8Array, isText: boolean): void {
    if (!this.isOver) inflate(this, this.inflater!, payload, isText, kMaxPayload);
  }
  onPing(payload: Uint8Array): void {
    if (!this.closeSent) this.write(kFin | kPong, payload);
  }
  onPong(): void {}
  /** Frames go out over the wire. */
  onSendFailure(): void {}

  onClose(code: number, reason: string): void {
    this.closeReceived = true;
    this.closeCode = code;
    this.closeReason = reason;
    if (!this.closeSent) {
      this.client.onClosing();
      this.sendClose(code === kNoStatus ? "" : closePayload(code, reason));
    }
    // The server ends the connection; a client waits for that.
    this.startDeadline();
  }

  onViolation(code: number, message: string): void {
    if (!this.closeSent) this.sendClose(closePayload(code, ""));
    this.closeCode = kAbnormal;
    this.fail(new Error(message), true);
  }

  /** Text or bytes. False: onSent() will tell when they have gone out. */
  send(data: string | Uint8Array): boolean {
    const opcode = typeof data === "string" ? kText : kBinary;
    if (this.deflater === undefined || data.length < kCompressFrom) return this.write(kFin | opcode, data);
    const bytes = typeof data === "string" ? require("web/encoding").encodeText(data) : data;
    return this.write(kFin | kCompressed | opcode, this.deflater.deflate(bytes));
  }

  private write(first: number, payload: string | Uint8Array): boolean {
    if (this.isOver) return true;
    const isFree = this.wire.write(encodeFrame(first, payload, newMaskKey()), kUtf8);
    if (!isFree) this.isBlocked = true;
    return !this.isBlocked;
  }

  onDrain(): void {
    this.isBlocked = false;
    this.client.onSent();
  }

  // ---- the end

  /** Begins the closing handshake, or gives up the opening one. */
  close(code: number | undefined, reason: string): void {
    if (this.reader === undefined || !this.isAccepted) {
      this.fail(new Error("WebSocket was closed before the connection was established"));
      return;
    }
    if (this.closeSent) return;
    this.sendClose(code === undefined && reason === "" ? "" : closePayload(code ?? kNormal, reason));
    this.startDeadline();
  }

  private sendClose(payload: string | Uint8Array): void {
    this.write(kFin | kClose, payload);
    this.closeSent = true;
  }

  private startDeadline(): void {
    this.deadline ??= setTimeout(() => this.finish(undefined), kCloseTimeout);
  }

  onEnd(): void {
    if (this.parser !== undefined || !this.isAccepted) this.fail(closedByPeer());
    else this.finish(undefined);
  }

  onError(error: Error): void {
    if (this.closeReceived) this.finish(undefined);
    else this.fail(error);
  }

  private fail(error: Error, isFlushed = false): void {
    this.finish(error, isFlushed);
  }

  private finish(error: Error | undefined, isFlushed = false): void {
    if (this.isOver) return;
    this.isOver = true;
    clearTimeout(this.deadline);
    this.parser?.close();
    this.reader?.close();
    this.inflater?.close();
    this.deflater?.close();
    // What says why must not be cut off by a reset.
    if (isFlushed) this.wire.end();
    this.wire?.destroy();
    const wasClean = this.closeReceived && this.closeSent;
    this.client.onEnd(this.closeCode, this.closeReason, wasClean, error);
  }
}

function valueOf(fields: string[], name: string): string {
  let value = "";
  for (let i = 0; i < fields.length; i += 2) {
    if (StringPrototypeToLowerCase(fields[i]!) !== name) continue;
    value = value === "" ? fields[i + 1]! : `${value}, ${fields[i + 1]}`;
  }
  return value;
}

function hasToken(value: string, token: string): boolean {
  const parts = StringPrototypeSplit(value, ",");
  for (let i = 0; i < parts.length; i++) {
    if (StringPrototypeToLowerCase(StringPrototypeTrim(parts[i]!)) === token) return true;
  }
  return false;
}

function includes(list: string[], text: string): boolean {
  for (let i = 0; i < list.length; i++) {
    if (list[i] === text) return true;
  }
  return false;
}
