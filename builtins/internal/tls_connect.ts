// tls.connect (https://nodejs.org/api/tls.html#tlsconnectoptions-callback).
import { Symbol } from "internal/primordials";
import { codes } from "internal/errors";
import { connResetException } from "internal/http_common";
import { normalizeArgs } from "internal/net_connect";
import { isIP } from "internal/net_native";
import { nextTick } from "internal/next_tick";
import { checkServerIdentity } from "internal/tls_identity";
import { SecureContext } from "internal/tls_context";
import { kConnectOptions, TLSSocket } from "internal/tls_socket";
import { validateFunction, validateNumber } from "internal/validators";

const kIsVerified = Symbol("isVerified");

let hasWarned = false;
/** Whether the program, by its environment, takes any certificate. */
function takesAnything(): boolean {
  if (process.env.NODE_TLS_REJECT_UNAUTHORIZED !== "0") return false;
  if (!hasWarned) {
    hasWarned = true;
    process.emitWarning("Setting the NODE_TLS_REJECT_UNAUTHORIZED environment variable to '0' makes TLS connections " +
      "and HTTPS requests insecure by disabling certificate verification.");
  }
  return true;
}

export function connect(...args: any[]): any {
  const normalized = normalizeArgs(args);
  let options = normalized[0];
  const callback = normalized[1];
  // Options may stand after the port, the host or the path, too.
  if (args[1] !== null && typeof args[1] === "object") options = { ...options, ...args[1] };
  else if (args[2] !== null && typeof args[2] === "object") options = { ...options, ...args[2] };
  options = { rejectUnauthorized: !takesAnything(), checkServerIdentity, minDHSize: 1024, ...options };
  if (!options.keepAlive) options.singleUse = true;
  validateFunction(options.checkServerIdentity, "options.checkServerIdentity");
  validateNumber(options.minDHSize, "options.minDHSize", 1);
  if (options.pskCallback != null) throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM("options.pskCallback");

  const context = options.secureContext || new SecureContext(options);
  const socket = new (TLSSocket as any)(options.socket, {
    allowHalfOpen: options.socket ? options.socket.allowHalfOpen : !!options.allowHalfOpen,
    pipe: !!options.path,
    secureContext: context,
    isServer: false,
    requestCert: true,
    rejectUnauthorized: options.rejectUnauthorized !== false,
    session: options.session,
    ALPNProtocols: options.ALPNProtocols,
    requestOCSP: options.requestOCSP,
    enableTrace: options.enableTrace,
    highWaterMark: options.highWaterMark,
    onread: options.onread,
    signal: options.signal,
  });
  options.rejectUnauthorized = options.rejectUnauthorized !== false;
  socket[kConnectOptions] = options;
  if (callback) socket.once("secureConnect", callback);
  if (options.servername) {
    warnOfAddress(options.servername);
    socket.setServername(options.servername);
  }
  socket.on("secure", onSecure);
  socket.prependListener("end", onEndTooEarly);
  if (!options.socket) {
    if (options.timeout) socket.setTimeout(options.timeout);
    socket.connect(options, undefined);
  } else if (!options.socket.connecting && !options.socket._handle && options.socket.destroyed) {
    nextTick(() => socket.destroy());
  } else {
    socket._start();
  }
  return socket;
}

let warnedOfAddress = false;
/** A name is what a server knows itself by: https://datatracker.ietf.org/doc/html/rfc6066#section-3 */
function warnOfAddress(servername: string): void {
  if (warnedOfAddress || !isIP(servername)) return;
  warnedOfAddress = true;
  require("internal/process_warning").emitWarning(
    "Setting the TLS ServerName to an IP address is not permitted by RFC 6066. This will be ignored in a future version.",
    "DeprecationWarning", "DEP0123");
}

function onSecure(this: any): void {
  const options = this[kConnectOptions];
  const host = options.servername || options.host || options.socket?._host || "localhost";
  let error = this._verifyError();
  if (!error && !this.isSessionReused()) error = options.checkServerIdentity(host, this.getPeerCertificate(true));
  if (error) {
    this.authorized = false;
    this.authorizationError = error.code || error.message;
    if (options.rejectUnauthorized) {
      this.destroy(error);
      return;
    }
  } else {
    this.authorized = true;
  }
  this._releaseControl();
  this.secureConnecting = false;
  this[kIsVerified] = true;
  this.removeListener("end", onEndTooEarly);
  this.emit("secureConnect");
}

function onEndTooEarly(this: any): void {
  if (this._hadError) return;
  const options = this[kConnectOptions];
  this._hadError = true;
  const error: any = connResetException("Client network socket disconnected before secure TLS connection was established");
  error.path = options.path;
  error.host = options.host;
  error.port = options.port;
  error.localAddress = options.localAddress;
  this.destroy(error);
}
