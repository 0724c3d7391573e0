// What a server makes of a client's greeting: which certificate (SNI), which protocol (ALPN), which OCSP response.
import {
  ArrayIsArray, ArrayPrototypeIncludes, ArrayPrototypePush, TypeError, TypedArrayPrototypeGetLength, TypedArrayPrototypeSet,
} from "internal/primordials";
import { alloc, from } from "internal/buffer_create";
import { isArrayBufferView } from "internal/buffer_types";
import { codes } from "internal/errors";
import { nextTick } from "internal/next_tick";

/** Names as on the wire, each after its length (RFC 7301). */
export function protocolBytes(protocols: any): any {
  if (!ArrayIsArray(protocols)) {
    if (isArrayBufferView(protocols)) return from(protocols as any);
    return undefined;
  }
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let i = 0; i < protocols.length; i++) {
    const name: Uint8Array = from(protocols[i]) as any;
    const length = TypedArrayPrototypeGetLength(name) as number;
    if (length > 255)
      throw new codes.ERR_OUT_OF_RANGE(`The byte length of the protocol at index ${i} exceeds the maximum length.`, "<= 255", length, true);
    ArrayPrototypePush(parts, name);
    size += 1 + length;
  }
  const out: any = alloc(size);
  let at = 0;
  for (let i = 0; i < parts.length; i++) {
    const length = TypedArrayPrototypeGetLength(parts[i]!) as number;
    out[at] = length;
    TypedArrayPrototypeSet(out, parts[i]!, at + 1);
    at += 1 + length;
  }
  return out;
}

function namesOf(wire: any): string[] {
  const names: string[] = [];
  for (let at = 0; at < wire.length; at += 1 + wire[at]) ArrayPrototypePush(names, wire.latin1Slice(at + 1, at + 1 + wire[at]));
  return names;
}

/** `this` is the TLSSocket. */
export function chooseProtocol(this: any, servername: string, wire: any): string | undefined | null {
  const offered = namesOf(wire);
  const { ALPNCallback, ALPNProtocols } = this._tlsOptions;
  if (!ALPNCallback) {
    // The server's order counts; with none in common the connection is refused.
    const own = namesOf(ALPNProtocols);
    for (let i = 0; i < own.length; i++) if (ArrayPrototypeIncludes(offered, own[i]!)) return own[i];
    return null;
  }
  const chosen = ALPNCallback.call(this, { servername, protocols: offered });
  if (chosen === undefined) return null;
  if (!ArrayPrototypeIncludes(offered, chosen)) {
    // The handshake is under way: the failure of that is not to hide this one.
    const error = new codes.ERR_TLS_ALPN_CALLBACK_INVALID_RESULT(chosen, offered);
    nextTick(() => this.destroy(error));
    return null;
  }
  return chosen;
}

/** `this` is the TLSSocket of a server. */
export function onHello(this: any, servername: string, wantsOcsp: boolean): void {
  if (servername === "" || this._SNICallback === null) {
    askForOcsp(this, wantsOcsp);
    return;
  }
  let isAnswered = false;
  this._SNICallback(servername, (error: any, context?: any) => {
    if (isAnswered) {
      this.destroy(new codes.ERR_MULTIPLE_CALLBACK());
      return;
    }
    isAnswered = true;
    if (this.destroyed) return;
    if (error) {
      this.destroy(error);
      return;
    }
    if (context) {
      const native = context.context || context;
      if (typeof native.setCertificate !== "function") {
        this.destroy(new TypeError("Invalid SNI context"));
        return;
      }
      this._secureContext = context;
      this.ssl.useContext(native);
    }
    askForOcsp(this, wantsOcsp);
  });
}

function askForOcsp(socket: any, wantsOcsp: boolean): void {
  const { server } = socket._tlsOptions;
  if (!wantsOcsp || !server || server.listenerCount("OCSPRequest") === 0) {
    socket.ssl.goOn();
    return;
  }
  const own = socket.ssl.ownCertificate();
  let isAnswered = false;
  server.emit("OCSPRequest", own ?? null, null, (error: any, response?: any) => {
    if (isAnswered || socket.destroyed) return;
    isAnswered = true;
    if (error) {
      socket.destroy(error);
      return;
    }
    if (response) socket.ssl.setOcsp(response);
    socket.ssl.goOn();
  });
}
