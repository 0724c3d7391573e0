// One connection of Weft.serve. It has no node:net socket: bytes go from the parser to the handler, and from the
// response to the handle.
//
// Invariant: one request is answered at a time. The head of the next one, if it is there already, is kept until then,
// and the parser is paused.
import {
  DateNow, Promise, PromisePrototypeThen, StringPrototypeCharCodeAt, StringPrototypeIndexOf, StringPrototypeSlice, TypeError, Uint8Array,
} from "internal/primordials";
import {
  createParser, type HttpParser, kBody, kHasExpect, kHasHost, kKeepAlive, kOtherProtocol, kUpgrade, kWhole, majorOf, methodNames, minorOf,
  type ParserOwner,
} from "internal/http_native";
import { type BufferNative } from "internal/buffer_native";
import { connResetException } from "internal/http_common";
import { binding as net, type SocketHandle, type Status } from "internal/net_native";
import { IncomingBody, type BodyConnection } from "internal/serve_body";
import { closeFile, conditioned, type FileRange, FileSender, isFileRange, openFile, type OpenFile } from "internal/serve_file";
import { ServeRequest, ServeRequestState } from "internal/serve_request";
import { kNoParams, paramsOf, type Route } from "internal/serve_routes";
import { accept, type Handshake, handshakeOf, upgradeFields } from "internal/serve_handshake";
import { kMostEarly, SocketCore, type SocketHost } from "internal/serve_socket";
import { StreamSender } from "internal/serve_stream";
import { canHaveBody, FieldFacts, kLatin1, kUtf8, statusLine } from "internal/serve_write";
import { binding as util, promiseStates } from "internal/util_binding";
import { BlobData } from "web/blob_data";
import { isStream, type NativeBody } from "web/body";
import { acquireDefaultReader, readerCancel, type ReadableCore } from "web/readable_core";
import { responseStateOf, type ResponseState } from "web/response";
import { markHandled } from "web/stream_promises";

interface Head {
  fields: string[];
  url: string;
  method: number;
  flags: number;
}

/** The server as its connections see it (serve.ts). */
export interface ServeHost extends SocketHost {
  readonly base: string;
  readonly handler: any;
  readonly routes: { find(path: string, values: string[]): Route | undefined } | null;
  readonly maxRequestBodySize: number;
  readonly isClosing: boolean;
  /** In milliseconds; 0: none. */
  readonly idleTimeout: number;
  readonly face: any;
  requestBegun(): void;
  requestEnded(): void;
  add(client: ServeConnection | SocketCore): void;
  remove(client: ServeConnection | SocketCore): void;
  /** The program's error handler, or what stands for it. */
  fail(error: unknown): any;
}

const kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
const buffers: BufferNative = native("buffer");
const values: string[] = [];

export const handlers = net.createHandlers(
  function (this: ServeConnection | SocketCore, chunk: Uint8Array | number) {
    this.onStray(chunk as Uint8Array);
  },
  function (this: ServeConnection | SocketCore) {
    this.onPeerEnd();
  },
  function (this: ServeConnection | SocketCore) {
    this.destroy();
  },
  function (this: ServeConnection | SocketCore, status: Status) {
    this.onDrain(status);
  },
);

/** How long a client may take to close after the last response, in milliseconds. */
const kLingerTime = 2000;
/** The looks of the server do not come to the millisecond. */
const kSlack = 100;

export class ServeConnection implements ParserOwner, BodyConnection {
  host: ServeHost;
  handle: SocketHandle;
  parser: HttpParser;
  /** The request that is being answered. */
  request: any = null;
  private state: ServeRequestState | null = null;
  isAnswering = false;
  isLingering = false;
  isDestroyed = false;
  /** The other side has ended: its last response is the connection's last. */
  peerHasEnded = false;
  body: IncomingBody | null = null;
  private method = "";
  private keepsAlive = false;
  private isOld = false;
  private headIsOut = false;
  private next: Head | null = null;
  private sender: StreamSender | FileSender | null = null;
  /** The error handler has been asked for the request. */
  private hasFailed = false;
  private onDrained: ((status: Status) => void) | null = null;
  /** The request asks for a WebSocket, and has not got it. */
  private asked: Handshake | null = null;
  /** What came after the head of a request for another protocol; null until the parser has told. */
  private early: Uint8Array | null = null;
  private socket: SocketCore | null = null;
  // For the server's look at connections that do nothing.
  private lastBytes = 0;
  private lastActive = DateNow();
  /** In milliseconds, if this one has its own. */
  timeout = -1;

  constructor(host: ServeHost, handle: SocketHandle, maxHeaderBytes: number) {
    this.host = host;
    this.handle = handle;
    handle.owner = this;
    this.parser = createParser(this, true, maxHeaderBytes, false);
    this.parser.consume(handle);
    host.add(this);
    if (handle.readStart() < 0) this.destroy();
  }

  // ---- ParserOwner

  onHead(fields: string[], url: string, method: number, flags: number): number {
    if (this.isDestroyed || this.isLingering) return kBody;
    if (this.isAnswering) {
      this.next = { fields, url, method, flags };
      // What comes after it is no HTTP.
      if (this.handshakeIn(fields, method, flags) !== null) return kOtherProtocol;
      this.parser.pause();
      return kBody;
    }
    return this.begin(fields, url, method, flags);
  }

  onBody(chunk: Uint8Array): void {
    const { body } = this;
    if (body === null || body.push(chunk)) return;
    this.body = null;
    this.parser.close();
    this.keepsAlive = false;
    if (this.isAnswering && !this.headIsOut) this.answerPlainly("413 Payload Too Large");
    else this.destroy();
  }

  onComplete(): void {
    const { body } = this;
    this.body = null;
    body?.end();
  }

  onUpgrade(rest: Uint8Array): void {
    this.parser.close();
    if (this.socket !== null) this.socket.start(rest);
    else this.early = rest;
  }

  /** Bytes after a request for another protocol that has not been answered. */
  onStray(chunk: Uint8Array): void {
    const { early } = this;
    if (early === null || this.isLingering) return;
    if (early.length + chunk.length > kMostEarly) this.destroy();
    else this.early = buffers.concat([early, chunk], early.length + chunk.length) as Uint8Array;
  }

  /** Answers the request with a WebSocket; false: it asked for none, or has been answered. */
  upgrade(options: any): boolean {
    const { asked, host } = this;
    const { sockets } = host;
    const fields = upgradeFields(options);
    if (asked === null || sockets === null || this.isDestroyed) return false;
    const { head, deflate } = accept(asked, sockets.deflate, fields, this.state!.cookieLines());
    this.asked = null;
    const { handle } = this;
    if (handle.write(head, kLatin1) < 0) {
      this.destroy();
      return false;
    }
    this.isAnswering = false;
    this.isDestroyed = true;
    this.forget();
    const socket = new SocketCore(host, handle, options?.data, deflate);
    host.remove(this);
    host.requestEnded();
    // Within the head of its request: what comes after that is still to come.
    if (this.early === null) this.socket = socket;
    socket.open();
    if (this.early !== null) socket.start(this.early);
    return true;
  }

  onParseError(error: any): void {
    this.parser.close();
    this.keepsAlive = false;
    this.body?.fail(connResetException("aborted"));
    this.body = null;
    if (this.headIsOut || this.isDestroyed) {
      this.destroy();
      return;
    }
    const status = error.code === "HPE_HEADER_OVERFLOW" ? "431 Request Header Fields Too Large"
      : error.code === "HPE_CHUNK_EXTENSIONS_OVERFLOW" ? "413 Payload Too Large" : "400 Bad Request";
    if (!this.isAnswering) {
      this.isAnswering = true;
      this.host.requestBegun();
    }
    this.answerPlainly(status);
  }

  // ---- BodyConnection

  pauseBody(): void {
    this.parser.pause();
  }
  resumeBody(): void {
    if (this.next === null) this.parser.resume();
  }

  // ---- a request

  private handshakeIn(fields: string[], method: number, flags: number): Handshake | null {
    const mayAsk = (flags & kUpgrade) !== 0 && methodNames[method] === "GET" && this.host.sockets !== null;
    return mayAsk ? handshakeOf(fields) : null;
  }

  private begin(fields: string[], url: string, method: number, flags: number): number {
    const { host } = this;
    host.requestBegun();
    this.isAnswering = true;
    this.headIsOut = this.hasFailed = false;
    this.method = methodNames[method];
    this.keepsAlive = (flags & kKeepAlive) !== 0;
    this.isOld = majorOf(flags) < 1 || minorOf(flags) < 1;
    let isUpgrade = false;
    if ((flags & kUpgrade) !== 0) {
      this.asked = this.handshakeIn(fields, method, flags);
      isUpgrade = this.asked !== null || this.method === "CONNECT";
      if (isUpgrade) this.keepsAlive = false;
    }
    if ((flags & kHasHost) === 0 && !this.isOld) {
      this.keepsAlive = false;
      this.answerPlainly("400 Bad Request");
      return kBody;
    }

    if (this.asked !== null && this.asked.version !== "13") {
      this.asked = null;
      this.answerPlainly("426 Upgrade Required", "Sec-WebSocket-Version: 13\r\n");
      return kOtherProtocol;
    }

    let body: IncomingBody | null = null;
    if ((flags & kWhole) === 0 && !isUpgrade) {
      body = this.body = new IncomingBody(this, host.maxRequestBodySize);
      if ((flags & kHasExpect) !== 0) this.handle.write(kContinue, kLatin1);
    }
    const state = this.state = new ServeRequestState(this, this.method, host.base, url, fields, body);
    this.call(this.request = new ServeRequest(state), url);
    return isUpgrade ? kOtherProtocol : kBody;
  }

  private call(request: any, url: string): void {
    const { host } = this;
    let handler = host.handler;
    if (host.routes !== null) {
      const path = pathOf(url);
      const route = host.routes.find(path, values);
      if (route !== undefined) {
        let found = route.handler;
        if (route.methods !== undefined) {
          found = route.methods.get(this.method) ?? (this.method === "HEAD" ? route.methods.get("GET") : undefined);
        }
        if (found !== undefined) {
          handler = found;
          this.state!.params = route.names.length > 0 ? paramsOf(route, values) : kNoParams;
        }
      }
    }
    this.callHandler(request, handler);
  }

  private callHandler(request: any, handler: any): void {
    const { host } = this;
    if (typeof handler !== "function") {
      if (handler === undefined) this.answerPlainly("404 Not Found");
      else this.respond(responseStateOf(handler)!.clone(), handler);
      return;
    }
    let result: any;
    try {
      result = handler(request, host.face);
    } catch (error) {
      this.failed(request, error);
      return;
    }
    this.settle(request, result, true);
  }

  /** A response, or a promise of one; `mayFail`: the error handler has not been asked yet. */
  private settle(request: any, result: any, mayFail: boolean): void {
    const response = responseStateOf(result);
    if (response !== undefined) {
      if (this.request === request) this.respond(response);
      return;
    }
    if (result !== null && typeof result === "object" && typeof result.then === "function") {
      // Most have their response by now: that spares a turn.
      if (result instanceof Promise) {
        const [state, value] = util.promiseDetails(result);
        const now = state === promiseStates.fulfilled ? responseStateOf(value) : undefined;
        if (now !== undefined) {
          if (this.request === request) this.respond(now);
          return;
        }
      }
      PromisePrototypeThen(result,
        (value: any) => this.settle(request, value, mayFail),
        (error: any) => mayFail ? this.failed(request, error) : this.failedTwice(request, error));
      return;
    }
    // Taken over by another protocol.
    if (this.request !== request) return;
    if (mayFail) this.failed(request, new TypeError("A handler of Weft.serve must give a Response or a promise of one"));
    else this.answerPlainly("500 Internal Server Error");
  }

  private failed(request: any, error: unknown): void {
    if (this.hasFailed) {
      this.failedTwice(request, error);
      return;
    }
    if (this.request === request) this.hasFailed = true;
    let result: any;
    try {
      result = this.host.fail(error);
    } catch (second) {
      this.failedTwice(request, second);
      return;
    }
    if (result === undefined) {
      if (this.request === request) this.answerPlainly("500 Internal Server Error");
      return;
    }
    this.settle(request, result, false);
  }

  private failedTwice(request: any, error: unknown): void {
    require("internal/process_events").reportUncaught(error);
    if (this.request === request) this.answerPlainly("500 Internal Server Error");
  }

  // ---- a response

  /** A response of the server's own, with its status as text. */
  private answerPlainly(status: string, more = ""): void {
    if (this.isDestroyed) return;
    const text = StringPrototypeSlice(status, 4);
    const facts = new FieldFacts();
    facts.text = `Content-Type: text/plain;charset=utf-8\r\n${more}`;
    const keeps = this.keepsAlive && !this.host.isClosing;
    this.keepsAlive = keeps;
    const head = facts.finish(`HTTP/1.1 ${status}\r\n`, text.length, false, keeps);
    this.sendLast(this.handle.write(this.method === "HEAD" ? head : head + text, kLatin1));
  }

  /** `route`: the Response of a static route, of which this is a copy. */
  private respond(response: ResponseState, route: any = undefined): void {
    if (this.isDestroyed) return;
    const { status, statusText, bodyCore: body } = response;
    const fields = response.headerFields();
    const facts = new FieldFacts();
    if (fields !== null) facts.add(fields);
    facts.text += this.state!.cookieLines();
    if (facts.closes || this.host.isClosing) this.keepsAlive = false;
    const line = statusLine(status, statusText);
    const { handle } = this;

    if (body === null || !canHaveBody(status)) {
      body?.discard(undefined);
      this.sendLast(handle.write(facts.finish(line, canHaveBody(status) ? 0 : -1, false, this.keepsAlive), kLatin1));
      return;
    }
    if (body.isUnusable) {
      this.failed(this.request, new TypeError("The body of the Response has been used"));
      return;
    }
    const source = body.take();
    if (typeof source === "string") {
      const size = buffers.byteLengthUtf8(source);
      const head = facts.finish(line, size, false, this.keepsAlive);
      if (this.method === "HEAD") this.sendLast(handle.write(head, kLatin1));
      else if (size === source.length) this.sendLast(handle.write(head + source, kLatin1));
      else this.sendLast(handle.writev([head, kLatin1, source, kUtf8]));
      return;
    }
    if (source instanceof Uint8Array || source instanceof BlobData) {
      const bytes = source instanceof BlobData ? source.view() : source;
      const head = facts.finish(line, bytes.length, false, this.keepsAlive);
      if (this.method === "HEAD") this.sendLast(handle.write(head, kLatin1));
      else this.sendLast(handle.writev([head, kLatin1, bytes, 0]));
      return;
    }
    if (!isStream(source) && isFileRange(source)) {
      this.respondFile(source, response, facts, route);
      return;
    }
    this.respondStream(isStream(source) ? source : source.toStream(), line, facts);
  }

  private respondStream(stream: ReadableCore, line: string, facts: FieldFacts): void {
    const { handle } = this;
    if (this.isOld) this.keepsAlive = false;
    const head = facts.finish(line, -1, !this.isOld, this.keepsAlive);
    if (this.method === "HEAD") {
      markHandled(readerCancel(acquireDefaultReader(stream), undefined));
      this.sendLast(handle.write(head, kLatin1));
    } else {
      this.sendStream(head, stream);
    }
  }

  private respondFile(source: FileRange & NativeBody, response: ResponseState, facts: FieldFacts, route: any): void {
    let file: OpenFile;
    try {
      file = openFile(source);
    } catch (error) {
      // A route whose file is not there is none.
      if (route !== undefined && this.host.handler !== undefined) this.callHandler(this.request, this.host.handler);
      else if (route !== undefined) this.answerPlainly("404 Not Found");
      else this.failed(this.request, error);
      return;
    }
    const { status, statusText } = response;
    if (!file.isRegular) {
      closeFile(file);
      this.respondStream(source.toStream(), statusLine(status, statusText), facts);
      return;
    }
    const isRead = this.method === "GET" || this.method === "HEAD";
    const actual = conditioned(file, source, status, isRead, route !== undefined, facts, this.state!);
    const line = statusLine(actual, actual === status ? statusText : "");
    const size = actual === 304 ? -1 : actual === 416 ? 0 : file.end - file.start;
    const head = facts.finish(line, size, false, this.keepsAlive);
    if (size <= 0 || this.method === "HEAD") {
      closeFile(file);
      this.sendLast(this.handle.write(head, kLatin1));
      return;
    }
    this.headIsOut = true;
    const sender = this.sender = new FileSender(this, file);
    sender.begin(head);
  }

  /** The response has been given to the handle: `status` is that of the write. */
  private sendLast(status: Status): void {
    this.headIsOut = true;
    if (status === 0) this.finish();
    else if (status > 0) this.onDrained = (result) => (result < 0 ? this.destroy() : this.finish());
    else this.destroy();
  }

  private sendStream(head: string, stream: ReadableCore): void {
    const reader = acquireDefaultReader(stream);
    this.headIsOut = true;
    this.sender = new StreamSender(this, head, reader, !this.isOld);
    this.sender.next();
  }

  /** False: wait for `then`. */
  send(list: unknown[], then: () => void): boolean {
    if (this.isDestroyed) return false;
    const status = this.handle.writev(list);
    if (status === 0) return true;
    if (status < 0) this.destroy();
    else this.onDrained = (result) => (result < 0 ? this.destroy() : then());
    return false;
  }

  onDrain(status: Status): void {
    const { onDrained } = this;
    this.onDrained = null;
    onDrained?.(status);
  }

  /** The response is out. */
  finish(): void {
    if (!this.isAnswering) return;
    this.isAnswering = false;
    this.forget();
    this.host.requestEnded();
    if (!this.keepsAlive || this.peerHasEnded || this.host.isClosing) {
      this.end();
      return;
    }
    // What nobody has read of it is in the way of the next request.
    this.body?.discard();
    const { next } = this;
    if (next === null) return;
    this.next = null;
    const answer = this.begin(next.fields, next.url, next.method, next.flags);
    if (answer === kOtherProtocol) this.keepsAlive = false;
    if (this.next === null) this.parser.resume();
  }

  private forget(): void {
    if (this.state !== null) this.state.connection = null;
    this.request = this.state = this.sender = this.asked = null;
  }

  // ---- the server's look at it

  look(now: number): void {
    const { handle } = this;
    const bytes = handle.bytesRead + handle.bytesWritten;
    if (bytes !== this.lastBytes) {
      this.lastBytes = bytes;
      this.lastActive = now;
      return;
    }
    const limit = this.isLingering ? kLingerTime : this.timeout >= 0 ? this.timeout : this.host.idleTimeout;
    if (limit > 0 && now - this.lastActive >= limit - kSlack) this.destroy();
  }

  stop(closesAll: boolean): void {
    if (closesAll) this.destroy();
    else if (!this.isAnswering && !this.isLingering) this.end();
  }

  // ---- the end

  /** Ends this side; the client has a little time to end the other. */
  end(): void {
    if (this.isDestroyed || this.isLingering) return;
    this.isLingering = true;
    this.parser.close();
    if (this.peerHasEnded) {
      this.destroy();
      return;
    }
    const status = this.handle.shutdown((result: Status) => {
      if (result < 0) this.destroy();
    });
    if (status < 0) this.destroy();
  }

  /** A client that ends its side has left, as Node and Bun see it; but what waits to be sent is sent. */
  onPeerEnd(): void {
    this.peerHasEnded = true;
    if (!this.isAnswering || !this.headIsOut || this.sender !== null) this.destroy();
  }

  destroy(): void {
    if (this.isDestroyed) return;
    this.isDestroyed = true;
    this.parser.close();
    this.body?.fail(connResetException("aborted"));
    this.body = null;
    this.next = null;
    if (this.isAnswering) {
      this.isAnswering = false;
      const { sender } = this;
      this.state?.abort();
      this.forget();
      sender?.cancel();
      this.host.requestEnded();
    }
    const { onDrained } = this;
    this.onDrained = null;
    onDrained?.(-125);
    this.handle.close();
    this.host.remove(this);
  }
}

/** Of a request's target. */
export function pathOf(url: string): string {
  if (StringPrototypeCharCodeAt(url, 0) !== 47) {
    // An absolute one, as proxies get it.
    const scheme = StringPrototypeIndexOf(url, "://");
    if (scheme > 0) {
      const slash = StringPrototypeIndexOf(url, "/", scheme + 3);
      url = slash < 0 ? "/" : StringPrototypeSlice(url, slash);
    }
  }
  const query = StringPrototypeIndexOf(url, "?");
  return query < 0 ? url : StringPrototypeSlice(url, 0, query);
}
