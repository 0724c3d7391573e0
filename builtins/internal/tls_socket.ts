// tls.TLSSocket (https://nodejs.org/api/tls.html#class-tlstlssocket): a net.Socket whose handle speaks TLS over the
// handle of a net.Socket, its own or another's, or over any Duplex.
//
// Invariant: `ssl` is there from the beginning to the end; `_handle` becomes it when there is a connection below.
import {
  ArrayPrototypePush, Error, FunctionPrototypeCall, ObjectDefineProperty, ObjectSetPrototypeOf, Symbol, TypedArrayPrototypeGetLength,
} from "internal/primordials";
import { from } from "internal/buffer_create";
import { isArrayBufferView } from "internal/buffer_types";
import { X509Certificate } from "internal/crypto_x509";
import { codes } from "internal/errors";
import { attachHandle, framed, handlers as streamHandlers, Socket } from "internal/net_socket";
import { isIP } from "internal/net_native";
import { nextTick } from "internal/next_tick";
import { SecureContext } from "internal/tls_context";
import { binding, type TlsHandle } from "internal/tls_native";
import { chooseProtocol, onHello, protocolBytes } from "internal/tls_hello";
import { validateFunction, validateInt32, validateObject, validateString, validateUint32 } from "internal/validators";

export const kErrorEmitted = Symbol("error-emitted");
export const kConnectOptions = Symbol("connect-options");
const kIsAttached = Symbol("isAttached");
const kPendingSession = Symbol("pendingSession");
const kBrokenPipe = -32;

const handlers = binding.createHandlers({
  onSecure: framed(onSecure), onFailure: framed(onFailure), onHello: framed(onHello), onSession: framed(onSession),
  onKeyLog: framed(onKeyLog), chooseProtocol: framed(chooseProtocol), schedule, onCipher, endParent, closeParent,
});

/** A function and not a class: packages call it without `new`. */
export function TLSSocket(this: any, socket?: any, options?: any): any {
  if (!(this instanceof (TLSSocket as any))) return new (TLSSocket as any)(socket, options);
  const tlsOptions = { ...options };
  const { ALPNCallback } = tlsOptions;
  if (tlsOptions.ALPNProtocols) tlsOptions.ALPNProtocols = protocolBytes(tlsOptions.ALPNProtocols);
  if (ALPNCallback != null) {
    validateFunction(ALPNCallback, "options.ALPNCallback");
    if (tlsOptions.ALPNProtocols) throw new codes.ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS();
  }
  if (tlsOptions.secureContext !== undefined && !(tlsOptions.secureContext?.context))
    throw new codes.ERR_TLS_INVALID_CONTEXT("context");
  const context = tlsOptions.secureContext || new SecureContext(tlsOptions);

  FunctionPrototypeCall(Socket as any, this, {
    allowHalfOpen: socket ? socket.allowHalfOpen : tlsOptions.allowHalfOpen,
    pauseOnCreate: tlsOptions.pauseOnConnect,
    manualStart: true,
    highWaterMark: tlsOptions.highWaterMark,
    onread: socket ? null : tlsOptions.onread,
    signal: tlsOptions.signal,
  });
  this._tlsOptions = tlsOptions;
  this._secureEstablished = false;
  this._securePending = false;
  this._newSessionPending = false;
  this._controlReleased = false;
  this.secureConnecting = true;
  this._SNICallback = null;
  this.servername = null;
  this.alpnProtocol = null;
  this.authorized = false;
  this.authorizationError = null;
  this[kErrorEmitted] = false;
  this[kIsAttached] = false;
  this[kPendingSession] = null;
  this._secureContext = context;
  this.encrypted = true;
  this.ssl = binding.createHandle(handlers, streamHandlers, context.context, !!tlsOptions.isServer);
  this.ssl.owner = this;
  prepare(this, this.ssl, tlsOptions);
  if (socket) overParent(this, socket);
  else this.once("connect", attachOwn);
}
ObjectSetPrototypeOf(TLSSocket.prototype, Socket.prototype);
ObjectSetPrototypeOf(TLSSocket, Socket);

const proto: any = TLSSocket.prototype;

function prepare(self: any, ssl: TlsHandle, options: any): void {
  self._requestCert = !!options.requestCert || !options.isServer;
  self._rejectUnauthorized = !!options.rejectUnauthorized;
  if (options.isServer) {
    if (options.SNICallback != null) {
      validateFunction(options.SNICallback, "options.SNICallback");
      self._SNICallback = options.SNICallback;
    }
    const asks = self._SNICallback !== null || options.server?.listenerCount("OCSPRequest") > 0;
    ssl.setAsks(asks, !!options.ALPNProtocols || !!options.ALPNCallback);
    ssl.setVerify(!!options.requestCert, self._rejectUnauthorized);
    return;
  }
  ssl.setVerify(true, false);
  if (options.ALPNProtocols) ssl.setProtocols(options.ALPNProtocols);
  if (options.session) self.setSession(options.session);
  if (options.requestOCSP) ssl.requestOcsp();
}

// ---- what is below

function attachOwn(this: any): void {
  if (!this._handle || this[kIsAttached]) return;
  binding.attach(this.ssl, this._handle, false);
  begin(this);
}

function overParent(self: any, parent: any): void {
  self._parent = parent;
  defineParentWrap(self.ssl, parent);
  parent._tlsChild = self;
  parent.on("error", (error: any) => self.destroy(error));
  parent.on("close", () => self.destroy());
  const isSocket = parent instanceof (Socket as any);
  if (isSocket && (parent.connecting || !parent._handle)) {
    self.connecting = true;
    parent.once("connect", () => {
      if (self.destroyed) return;
      self.connecting = false;
      attachParent(self, parent);
      self.emit("connect");
    });
  } else {
    attachParent(self, parent);
  }
}

/** Node wraps a stream that is no socket; packages take the class of the wrapper from here. */
function defineParentWrap(ssl: any, parent: any): void {
  let wrap: any = parent instanceof (Socket as any) ? parent : undefined;
  ObjectDefineProperty(ssl, "_parentWrap", {
    __proto__: null, configurable: true, enumerable: false,
    get: () => wrap ??= new (require("internal/js_stream_socket").JSStreamSocket)(parent),
  } as any);
}

/** Straight over the handle of a socket of the system's; over anything else by its events. */
function attachParent(self: any, parent: any): void {
  const below = parent instanceof (Socket as any) ? parent._handle : null;
  if (below !== null && below.open !== undefined) {
    binding.attach(self.ssl, below, true);
    // What it has read before is of the peer's greeting, too.
    let chunk: any;
    while ((chunk = parent.read()) !== null) self.ssl.receive(chunk);
  } else {
    binding.attach(self.ssl, null, true);
    parent.on("data", (bytes: any) => {
      if (self.destroyed) return;
      self.ssl.receive(typeof bytes === "string" ? from(bytes, "latin1") : bytes);
      if (self._secureEstablished && self._handle && !self._handle.reading) parent.pause();
    });
    parent.on("end", () => { if (!self.destroyed) self.ssl.receiveEnd(); });
  }
  begin(self);
}

function begin(self: any): void {
  self[kIsAttached] = true;
  self._handle = self.ssl;
  attachHandle(self);
  if (!self._tlsOptions.pauseOnConnect) self.read(0);
  if (self._tlsOptions.isServer) self.ssl.start();
  else if (self._parent === null) self._start();
}

function start(self: any): void {
  if (!self.destroyed) self.ssl.start();
}

/** Greets the server. A client over another stream waits for this, or for the first write. */
proto._start = function _start(this: any): void {
  if (this.connecting) this.once("connect", this._start);
  // Who has just made it may still set its name or its session.
  else if (this._handle) nextTick(start, this);
};

function schedule(this: any, handle: TlsHandle): void {
  nextTick(() => handle.process());
  if (this._parent?.isPaused?.() && !(this._parent._handle?.open)) this._parent.resume();
}

function onCipher(this: any, bytes: any): void {
  const { ssl } = this;
  this._parent.write(bytes, (error: any) => ssl.cipherWritten(error ? kBrokenPipe : 0));
}

function endParent(this: any, done: (status: number) => void): void {
  this._parent.end(() => done(0));
}

function closeParent(this: any, closed?: () => void): void {
  const parent = this._parent;
  if (closed !== undefined) {
    if (parent.closed || (parent.destroyed && parent._handle === undefined)) nextTick(closed);
    else parent.once("close", () => nextTick(closed));
  }
  parent.destroy();
}

// ---- what the handshake tells

function onSecure(this: any): void {
  this.alpnProtocol = this.ssl.chosenProtocol();
  this.servername = this.ssl.serverName();
  if (!this._secureEstablished) {
    this._secureEstablished = true;
    if (this._tlsOptions.handshakeTimeout > 0) this.setTimeout(0, this._handleTimeout);
    if (this._tlsOptions.requestOCSP && !this._tlsOptions.isServer) this.emit("OCSPResponse", this.ssl.ocsp());
    if (this.destroyed) return;
    this.emit("secure");
    const session = this[kPendingSession];
    if (session !== null && !this.destroyed) {
      this[kPendingSession] = null;
      for (let i = 0; i < session.length; i++) this.emit("session", session[i]);
    }
  }
}

function onFailure(this: any, error: any): void {
  if (this._hadError) return;
  this._hadError = true;
  if (!this._secureEstablished) this.destroy(error);
  else if (this._tlsOptions.isServer && this._rejectUnauthorized && error.code === "ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE") this.destroy();
  else this._emitTLSError(error);
}

function onSession(this: any, session: any): void {
  if (this._secureEstablished) this.emit("session", session);
  // It is the program's to hear of when it knows of the connection.
  else ArrayPrototypePush((this[kPendingSession] ??= []), session);
}

function onKeyLog(this: any, line: any): void {
  if (this._tlsOptions.isServer) this._tlsOptions.server?.emit("keylog", line, this);
  else this.emit("keylog", line);
}

proto._handleTimeout = function _handleTimeout(this: any): void {
  this._emitTLSError(new codes.ERR_TLS_HANDSHAKE_TIMEOUT());
};

proto._emitTLSError = function _emitTLSError(this: any, error: any): void {
  const left = this._tlsError(error);
  if (left) this.destroy(left);
};

/** null: whoever handles the connection at first has been told. */
proto._tlsError = function _tlsError(this: any, error: any): any {
  this.emit("_tlsError", error);
  return this._controlReleased ? error : null;
};

/** The program has it from now on. */
proto._releaseControl = function _releaseControl(this: any): boolean {
  if (this._controlReleased) return false;
  this._controlReleased = true;
  this.removeListener("error", this._tlsError);
  return true;
};

/** https://nodejs.org/api/tls.html#tlssocketrenegotiateoptions-callback: the library refuses it. */
proto.renegotiate = function renegotiate(this: any, options: any, callback?: any): boolean | undefined {
  validateObject(options, "options");
  if (callback !== undefined) validateFunction(callback, "callback");
  if (this.destroyed) return undefined;
  if (callback) nextTick(callback, new codes.ERR_TLS_RENEGOTIATION_DISABLED());
  return false;
};
proto.disableRenegotiation = function disableRenegotiation(): void {};

// ---- settings

proto.setSession = function setSession(this: any, session: any): void {
  if (typeof session === "string") session = from(session, "latin1");
  if (isArrayBufferView(session) && TypedArrayPrototypeGetLength(session as any) > 0) this.ssl.setSession(session as any);
};

proto.setServername = function setServername(this: any, name: any): void {
  validateString(name, "name");
  if (this._tlsOptions.isServer) throw new codes.ERR_TLS_SNI_FROM_SERVER();
  if (name !== "" && !isIP(name)) this.ssl.setServerName(name);
};

proto.setMaxSendFragment = function setMaxSendFragment(this: any, size: any): boolean {
  validateInt32(size, "size");
  return size >= 512 && size <= 16384 && this.ssl.setMaxSendFragment(size);
};

proto.enableTrace = function enableTrace(): void {
  throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM("TLSSocket.enableTrace");
};

proto.setKeyCert = function setKeyCert(this: any, context: any): void {
  this.ssl.useContext((context instanceof SecureContext ? context : new SecureContext(context)).context);
};

// ---- facts

/** The object of each certificate; with `detailed` who issued it, too. */
proto.getPeerCertificate = function getPeerCertificate(this: any, detailed?: any): any {
  if (this.destroyed && !this._secureEstablished) return {};
  const chain: any[] = this.ssl.peerCertificates(!!detailed);
  if (chain.length === 0) return {};
  let issuer: any;
  for (let i = chain.length - 1; i >= 0; i--) {
    const x509: any = new X509Certificate(chain[i]);
    const certificate = x509.toLegacyObject();
    // A root is its own issuer.
    if (issuer !== undefined) certificate.issuerCertificate = issuer;
    else if (detailed && x509.checkIssued(x509)) certificate.issuerCertificate = certificate;
    issuer = certificate;
  }
  return issuer;
};

proto.getCertificate = function getCertificate(this: any): any {
  const own = this.ssl.ownCertificate();
  return own === undefined ? {} : (new X509Certificate(own) as any).toLegacyObject();
};

function issuersOf(list: any[]): any {
  return list.length === 0 ? undefined : new X509Certificate(list[0]);
}
proto.getPeerX509Certificate = function getPeerX509Certificate(this: any): any {
  return issuersOf(this.ssl.peerCertificates(false));
};
proto.getX509Certificate = function getX509Certificate(this: any): any {
  const own = this.ssl.ownCertificate();
  return own === undefined ? undefined : new X509Certificate(own);
};

proto.getCipher = function getCipher(this: any): any {
  const parts = this.ssl.cipher();
  return parts === undefined ? undefined : { name: parts[0], standardName: parts[1], version: parts[2] };
};

proto.getEphemeralKeyInfo = function getEphemeralKeyInfo(this: any): any {
  if (this._tlsOptions.isServer) return null;
  const parts = this._secureEstablished ? this.ssl.ephemeralKey() : undefined;
  return parts === undefined ? {} : { type: parts[0], name: parts[1], size: parts[2] };
};

proto.getProtocol = function getProtocol(this: any): string | null {
  return this.ssl.protocol();
};
proto.getSession = function getSession(this: any): any {
  return this.ssl.session();
};
proto.getTLSTicket = function getTLSTicket(this: any): any {
  return this.ssl.ticket();
};
proto.isSessionReused = function isSessionReused(this: any): boolean {
  return this.ssl.isReused();
};
proto.getFinished = function getFinished(this: any): any {
  return this.ssl.finished(false);
};
proto.getPeerFinished = function getPeerFinished(this: any): any {
  return this.ssl.finished(true);
};

proto.exportKeyingMaterial = function exportKeyingMaterial(this: any, length: any, label: any, context?: any): any {
  validateUint32(length, "length", true);
  validateString(label, "label");
  if (context !== undefined && !isArrayBufferView(context))
    throw new codes.ERR_INVALID_ARG_TYPE("context", ["Buffer", "TypedArray", "DataView"], context);
  if (!this._secureEstablished) throw new codes.ERR_TLS_INVALID_STATE();
  return this.ssl.exportKey(length, label, context);
};

/** An Error with Node's code, or null for a certificate that is good. */
proto._verifyError = function _verifyError(this: any): any {
  const parts = this.ssl.verifyError();
  if (parts === undefined) return null;
  const error: any = new Error(parts[1]);
  error.code = parts[0];
  return error;
};

ObjectDefineProperty(proto, "_handshakeDone", {
  __proto__: null, configurable: true, enumerable: false, get(this: any) { return this._secureEstablished; },
} as any);
