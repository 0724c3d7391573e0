// node:tls (https://nodejs.org/api/tls.html): the classes, and the functions over them. Each has a file of its own,
// internal/tls_*.
import { ObjectDefineProperty } from "internal/primordials";
import { cipherNames, createSecureContext, defaults, kDefaultCiphers, SecureContext } from "internal/tls_context";
import { connect } from "internal/tls_connect";
import { checkServerIdentity } from "internal/tls_identity";
import { protocolBytes } from "internal/tls_hello";
import { rootCertificates } from "internal/tls_roots";
import { Server } from "internal/tls_server";
import { TLSSocket } from "internal/tls_socket";

function createServer(options?: any, listener?: any): any {
  return new (Server as any)(options, listener);
}

let ciphers: string[] | undefined;
function getCiphers(): string[] {
  return ciphers ??= cipherNames();
}

function convertALPNProtocols(protocols: any, out: any): void {
  const bytes = protocolBytes(protocols);
  if (bytes !== undefined) out.ALPNProtocols = bytes;
}

const tls: any = {
  CLIENT_RENEG_LIMIT: 3,
  CLIENT_RENEG_WINDOW: 600,
  DEFAULT_CIPHERS: kDefaultCiphers,
  DEFAULT_ECDH_CURVE: "auto",
  DEFAULT_MIN_VERSION: "TLSv1.2",
  DEFAULT_MAX_VERSION: "TLSv1.3",
  getCiphers,
  convertALPNProtocols,
  checkServerIdentity,
  createSecureContext,
  SecureContext: function (options?: any) { return new SecureContext(options); },
  TLSSocket,
  Server,
  createServer,
  connect,
};
tls.SecureContext.prototype = SecureContext.prototype;

/** A program may set what connections to come begin with. */
function follow(name: string, key: "ecdhCurve" | "minVersion" | "maxVersion" | "ciphers"): void {
  ObjectDefineProperty(tls, name, {
    __proto__: null, configurable: true, enumerable: true,
    get: () => defaults[key], set: (value: string) => { defaults[key] = value; },
  } as any);
}
follow("DEFAULT_CIPHERS", "ciphers");
follow("DEFAULT_ECDH_CURVE", "ecdhCurve");
follow("DEFAULT_MIN_VERSION", "minVersion");
follow("DEFAULT_MAX_VERSION", "maxVersion");
ObjectDefineProperty(tls, "rootCertificates", {
  __proto__: null, configurable: false, enumerable: true, get: rootCertificates,
} as any);

export default tls;
