// `tls` of Weft.serve's options (https://bun.sh/docs/api/http#tls): one certificate, or several by the names that
// clients ask for.
import {
  ArrayIsArray, ArrayPrototypeIncludes, ArrayPrototypeMap, ArrayPrototypePush, SafeMap, StringPrototypeIndexOf,
  StringPrototypeSlice, StringPrototypeToLowerCase, TypeError,
} from "internal/primordials";
import { type SocketHandle } from "internal/net_native";
import { nextTick } from "internal/next_tick";
import { pemOf } from "internal/serve_file";
import { SecureContext } from "internal/tls_context";
import { binding, type TlsContext, type TlsHandle } from "internal/tls_native";

interface Identity {
  context: TlsContext;
  requestsCertificate: boolean;
  requiresCertificate: boolean;
  protocols: string[];
}

export interface TlsSettings {
  main: Identity;
  /** By name, in lower case; null: there is but one. `*.example.org` stands for one label. */
  byName: Map<string, Identity> | null;
}

/** Whoever owns the handle: a connection, or its WebSocket. */
interface TlsOwner {
  handle: any;
  host: { tls: TlsSettings | null };
  destroy(): void;
}

const kProtocols = ["http/1.1"];
const kPems = ["key", "cert", "ca"];

function identityOf(options: any): Identity {
  if (options === null || typeof options !== "object") throw new TypeError("Weft.serve: tls must be an object or an array of them");
  const given = { ...options };
  for (let i = 0; i < kPems.length; i++) {
    const name = kPems[i]!;
    const value = given[name];
    if (value === undefined || value === null) continue;
    given[name] = ArrayIsArray(value) ? ArrayPrototypeMap(value, pemOf) : pemOf(value);
  }
  if (!given.pfx && (!given.cert || !given.key)) throw new TypeError("Weft.serve: tls needs a key and a cert");
  if (given.dhParamsFile !== undefined) throw new TypeError("Weft.serve: tls.dhParamsFile is not there: there are curves alone");
  const requests = options.requestCert === true;
  return {
    context: new SecureContext({ honorCipherOrder: true, ...given }).context,
    requestsCertificate: requests,
    requiresCertificate: requests && options.rejectUnauthorized !== false,
    protocols: protocolsOf(options.ALPNProtocols),
  };
}

function protocolsOf(names: any): string[] {
  if (names === undefined || names === null) return kProtocols;
  const list: any[] = ArrayIsArray(names) ? names : [names];
  for (let i = 0; i < list.length; i++) if (list[i] !== "http/1.1" && list[i] !== "http/1.0")
    throw new TypeError(`Weft.serve: tls.ALPNProtocols: there is "http/1.1" alone, not "${list[i]}"`);
  return list;
}

/** null: no TLS. */
export function tlsSettingsOf(options: any): TlsSettings | null {
  if (options === undefined || options === null || options === false) return null;
  const list: any[] = ArrayIsArray(options) ? options : [options];
  if (list.length === 0) return null;
  const main = identityOf(list[0]);
  if (list.length === 1) return { main, byName: null };
  const byName = new SafeMap<string, Identity>();
  for (let i = 0; i < list.length; i++) {
    const identity = i === 0 ? main : identityOf(list[i]);
    const name = list[i].serverName ?? list[i].servername;
    if (name === undefined && i === 0) continue;
    if (typeof name !== "string" || name === "") throw new TypeError("Weft.serve: each tls of an array needs a serverName");
    byName.set(StringPrototypeToLowerCase(name), identity);
  }
  return { main, byName };
}

function identityFor(settings: TlsSettings, serverName: string): Identity {
  const { main, byName } = settings;
  if (byName === null || serverName === "") return main;
  const name = StringPrototypeToLowerCase(serverName);
  const exact = byName.get(name);
  if (exact !== undefined) return exact;
  const dot = StringPrototypeIndexOf(name, ".");
  return (dot > 0 ? byName.get(`*${StringPrototypeSlice(name, dot)}`) : undefined) ?? main;
}

function namesOf(wire: any): string[] {
  const names: string[] = [];
  for (let at = 0; at < wire.length; at += 1 + wire[at]) ArrayPrototypePush(names, wire.latin1Slice(at + 1, at + 1 + wire[at]));
  return names;
}

const handlers = binding.createHandlers({
  onSecure(this: TlsOwner): void {
    const handle: TlsHandle = this.handle;
    const identity = identityFor(this.host.tls!, handle.serverName() || "");
    if (identity.requiresCertificate && handle.verifyError() !== undefined) this.destroy();
  },
  onFailure(this: TlsOwner): void {
    this.destroy();
  },
  onHello(this: TlsOwner, serverName: string): void {
    const handle: TlsHandle = this.handle;
    const settings = this.host.tls!;
    const identity = identityFor(settings, serverName);
    if (identity !== settings.main) {
      handle.useContext(identity.context);
      handle.setVerify(identity.requestsCertificate, identity.requiresCertificate);
    }
    handle.goOn();
  },
  onSession(): void {},
  onKeyLog(): void {},
  /** With none in common the connection is refused (RFC 7301 section 3.2). */
  chooseProtocol(this: TlsOwner, serverName: string, wire: any): string | null {
    const offered = namesOf(wire);
    const { protocols } = identityFor(this.host.tls!, serverName);
    for (let i = 0; i < protocols.length; i++) if (ArrayPrototypeIncludes(offered, protocols[i]!)) return protocols[i]!;
    return null;
  },
  schedule(handle: TlsHandle): void {
    nextTick(() => handle.process());
  },
  // Only of streams that are JavaScript's.
  onCipher(): void {},
  endParent(): void {},
  closeParent(): void {},
});

/** TLS over a socket that has come in; it must be started when it has its owner. */
export function secure(settings: TlsSettings, streamHandlers: object, socket: SocketHandle): TlsHandle {
  const { main, byName } = settings;
  const handle = binding.createHandle(handlers, streamHandlers, main.context, true);
  handle.setAsks(byName !== null, true);
  handle.setVerify(main.requestsCertificate, main.requiresCertificate);
  binding.attach(handle, socket, false);
  return handle;
}
