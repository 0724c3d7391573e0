// tls.createSecureContext (https://nodejs.org/api/tls.html#tlscreatesecurecontextoptions).
import {
  ArrayIsArray, ArrayPrototypeFilter, ArrayPrototypeIncludes, ArrayPrototypeJoin, ArrayPrototypeMap, ArrayPrototypeSort,
  RegExpPrototypeExec, StringPrototypeSplit, StringPrototypeStartsWith, StringPrototypeToLowerCase,
} from "internal/primordials";
import { from } from "internal/buffer_create";
import { isArrayBufferView } from "internal/buffer_types";
import { codes } from "internal/errors";
import { binding, type TlsContext } from "internal/tls_native";
import { hasOption } from "internal/options";
import { rootStore } from "internal/tls_roots";
import { validateBuffer, validateInteger, validateInt32, validateString } from "internal/validators";

export const kDefaultCiphers = "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256:" +
  "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:" +
  "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-CHACHA20-POLY1305:ECDHE-ECDSA-CHACHA20-POLY1305:HIGH:!aNULL:!eNULL:" +
  "!EXPORT:!DES:!RC4:!MD5:!PSK:!SRP:!CAMELLIA";
/** What a program may assign to of node:tls. */
export const defaults = {
  ecdhCurve: "auto", minVersion: firstOption("min", ["1.0", "1.1", "1.2", "1.3"], "TLSv1.2"),
  maxVersion: firstOption("max", ["1.3", "1.2"], "TLSv1.3"), ciphers: kDefaultCiphers,
};

/** --tls-min-v1.1 and so on: the widest that was given counts. */
function firstOption(end: "min" | "max", versions: string[], fallback: string): string {
  for (let i = 0; i < versions.length; i++) {
    const version = versions[i]!;
    if (hasOption(`--tls-${end}-v${version}`)) return version === "1.0" ? "TLSv1" : `TLSv${version}`;
  }
  return fallback;
}

const kTls13Ciphers = ["TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256"];
const kVersions: Record<string, number> = { __proto__: null, TLSv1: 0x301, "TLSv1.1": 0x302, "TLSv1.2": 0x303, "TLSv1.3": 0x304 } as any;
/** What of crypto.constants.SSL_OP_* means the same to the library; the rest is always so, or never. */
const kKnownOptions = 0x4000 | 0x400000 | 0x4000000 | 0x8000000 | 0x10000000 | 0x20000000;
const kTlsBits = /^(?:TLS|SSLv23|TLSv1|TLSv1_1|TLSv1_2)(?=(?:_server|_client)?_method$)/;

function versionNumber(version: any, which: string, fallback: string): number {
  version ??= fallback;
  const number = kVersions[version];
  if (number === undefined) throw new codes.ERR_TLS_INVALID_PROTOCOL_VERSION(version, which);
  return number;
}

function versionsOf(options: any): [number, number] {
  const { secureProtocol, minVersion, maxVersion } = options;
  const least = versionNumber(minVersion, "minimum", defaults.minVersion);
  const most = versionNumber(maxVersion, "maximum", defaults.maxVersion);
  if (secureProtocol === undefined || secureProtocol === null || secureProtocol === "") return [least, most];
  validateString(secureProtocol, "secureProtocol");
  if (minVersion != null) throw new codes.ERR_TLS_PROTOCOL_VERSION_CONFLICT(minVersion, secureProtocol);
  if (maxVersion != null) throw new codes.ERR_TLS_PROTOCOL_VERSION_CONFLICT(maxVersion, secureProtocol);
  if (StringPrototypeStartsWith(secureProtocol, "SSLv2_") || StringPrototypeStartsWith(secureProtocol, "SSLv3_"))
    throw new codes.ERR_TLS_INVALID_PROTOCOL_METHOD(`SSLv${secureProtocol[4]} methods disabled`);
  const match = RegExpPrototypeExec(kTlsBits, secureProtocol);
  switch (match?.[0]) {
    case "TLS": return [0x301, 0x304];
    case "SSLv23": return [0x301, 0x303];
    case "TLSv1": return [0x301, 0x301];
    case "TLSv1_1": return [0x302, 0x302];
    case "TLSv1_2": return [0x303, 0x303];
  }
  throw new codes.ERR_TLS_INVALID_PROTOCOL_METHOD(`Unknown method: ${secureProtocol}`);
}

function bytesOf(value: any, name: string): any {
  if (typeof value === "string") return from(value);
  if (isArrayBufferView(value)) return value;
  throw new codes.ERR_INVALID_ARG_TYPE(name, ["string", "Buffer", "TypedArray", "DataView"], value);
}

function each(value: any, use: (item: any) => void): void {
  if (!value) return;
  if (ArrayIsArray(value)) for (let i = 0; i < value.length; i++) use(value[i]);
  else use(value);
}

/** Both halves of a key or a PFX that stands with a passphrase of its own. */
function passphraseBytes(passphrase: any, name: string): any {
  return passphrase === undefined || passphrase === null ? undefined : bytesOf(passphrase, name);
}

function setCiphers(context: TlsContext, list: any): boolean {
  const names = StringPrototypeSplit(list, ":");
  const modern = ArrayPrototypeFilter(names, (name: string) => ArrayPrototypeIncludes(kTls13Ciphers, name));
  const older = ArrayPrototypeFilter(names, (name: string) => !StringPrototypeStartsWith(name, "TLS_"));
  if (older.length > 0) context.setCiphers(ArrayPrototypeJoin(older, ":"));
  return older.length === 0 && modern.length > 0;
}

function takeKeys(context: TlsContext, options: any): void {
  const { cert, key, passphrase, pfx } = options;
  each(cert, (item) => context.setCertificate(bytesOf(item, "options.cert")));
  if (passphrase !== undefined && passphrase !== null) validateString(passphrase, "options.passphrase");
  each(key, (item) => {
    const hasOwn = item !== null && typeof item === "object" && item.pem !== undefined;
    const own = hasOwn && item.passphrase !== undefined ? item.passphrase : passphrase;
    context.setKey(bytesOf(hasOwn ? item.pem : item, "options.key"), passphraseBytes(own, "options.passphrase"));
  });
  each(pfx, (item) => {
    const hasOwn = item !== null && typeof item === "object" && item.buf !== undefined;
    const own = (hasOwn && item.passphrase) || passphrase;
    context.setPfx(bytesOf(hasOwn ? item.buf : item, "options.pfx"), own === undefined || own === null ? "" : `${own}`);
  });
}

function takeRest(context: TlsContext, options: any): void {
  const { ciphers, ecdhCurve, sigalgs, crl, sessionIdContext, sessionTimeout, ticketKeys, secureOptions, honorCipherOrder } = options;
  if (sigalgs !== undefined && sigalgs !== null) {
    validateString(sigalgs, "options.sigalgs");
    if (sigalgs === "") throw new codes.ERR_INVALID_ARG_VALUE("options.sigalgs", sigalgs);
    context.setSignatures(sigalgs);
  }
  if (ciphers !== undefined && ciphers !== null) validateString(ciphers, "options.ciphers");
  const onlyModern = setCiphers(context, ciphers || defaults.ciphers);
  const [least, most] = versionsOf(options);
  context.setVersions(onlyModern && least < 0x304 && most >= 0x304 ? 0x304 : least, most);

  const curve = ecdhCurve === undefined ? defaults.ecdhCurve : ecdhCurve;
  validateString(curve, "options.ecdhCurve");
  if (curve !== "auto") context.setCurves(curve);
  each(crl, (item) => context.addRevocations(bytesOf(item, "options.crl")));
  if (sessionIdContext !== undefined && sessionIdContext !== null) {
    validateString(sessionIdContext, "options.sessionIdContext");
    context.setSessionIdContext(from(sessionIdContext));
  }
  if (ticketKeys !== undefined && ticketKeys !== null) setTicketKeys(context, ticketKeys);
  if (sessionTimeout !== undefined && sessionTimeout !== null) {
    validateInt32(sessionTimeout, "options.sessionTimeout", 0);
    context.setSessionTimeout(sessionTimeout);
  }
  if (secureOptions) {
    validateInteger(secureOptions, "secureOptions");
    context.setOptions(secureOptions & kKnownOptions);
  }
  if (honorCipherOrder) context.setPrefersOwnCiphers();
}

export function setTicketKeys(context: TlsContext, keys: any): void {
  validateBuffer(keys, "options.ticketKeys");
  if (keys.byteLength !== 48) throw new codes.ERR_INVALID_ARG_VALUE("options.ticketKeys", keys.byteLength, "must be exactly 48 bytes");
  context.setTicketKeys(keys);
}

export class SecureContext {
  context: TlsContext;

  constructor(options: any = {}) {
    for (const name of ["clientCertEngine", "privateKeyEngine", "privateKeyIdentifier"]) {
      if (options[name] == null) continue;
      if (typeof options[name] !== "string") throw new codes.ERR_INVALID_ARG_TYPE(`options.${name}`, ["string", "null", "undefined"], options[name]);
      throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM(`options.${name}`);
    }
    const context = this.context = new binding.TlsContext();
    // Authorities of its own stand in the place of the system's.
    if (options.ca) each(options.ca, (item) => context.addAuthority(bytesOf(item, "options.ca")));
    else context.useRoots(rootStore());
    takeKeys(context, options);
    takeRest(context, options);
  }
}

export function createSecureContext(options?: any): SecureContext {
  return new SecureContext(options ?? {});
}

/** https://nodejs.org/api/tls.html#tlsgetciphers */
export function cipherNames(): string[] {
  const all = [...kTls13Ciphers, ...binding.cipherNames()];
  return ArrayPrototypeSort(ArrayPrototypeMap(all, (name: string) => StringPrototypeToLowerCase(name)) as string[]) as string[];
}
