// X509Certificate. https://nodejs.org/api/crypto.html#class-x509certificate
import {
  ArrayPrototypePush, Date, StringPrototypeIndexOf, StringPrototypeReplace, StringPrototypeSlice, StringPrototypeSplit,
  TypeError,
} from "internal/primordials";
import { from } from "internal/buffer_create";
import { isArrayBufferView } from "internal/buffer_types";
import { kDer, kSpki } from "internal/crypto_key_native";
import { binding as keys, isKeyObject, keyObjectOf, type Handle } from "internal/crypto_keys";
import { kHandle, kInspectCustom } from "internal/crypto_util";
import { codes, stampCode } from "internal/errors";
import { validateBoolean, validateObject, validateString } from "internal/validators";

interface CertificateHandle {
  subject(): string;
  issuer(): string;
  validFrom(): string;
  validTo(): string;
  subjectAltName(): string | undefined;
  infoAccess(): string | undefined;
  keyUsage(): string[] | undefined;
  serialNumber(): string;
  fingerprint(digest: string): string;
  raw(): any;
  pem(): string;
  publicKey(): Handle;
  isCa(): boolean;
  checkHost(name: string, flags: number): string;
  checkEmail(address: string, flags: number): boolean;
  /** 1 yes, 0 no, -2 no address. */
  checkIp(address: string): number;
  checkIssued(issuer: CertificateHandle): boolean;
  checkPrivateKey(key: Handle): boolean;
  verify(key: Handle): boolean;
  /** Of RSA: modulus and exponent in hexadecimal. Of EC: the curve's two names and the point. */
  keyFacts(): [string, string, any?] | undefined;
  /** Names and values in turn. */
  nameParts(isIssuer: boolean): string[];
}
const binding: { parse(data: ArrayBufferView): CertificateHandle } = native("crypto_x509");

const kAlwaysCheckSubject = 0x1;
const kNoWildcards = 0x2;
const kNoPartialWildcards = 0x4;
const kMultiLabelWildcards = 0x8;
const kSingleLabelSubdomains = 0x10;
const kNeverCheckSubject = 0x20;

function option(options: any, name: string, fallback: boolean): boolean {
  const value = options[name];
  if (value === undefined) return fallback;
  validateBoolean(value, `options.${name}`);
  return value;
}

function checkFlags(options: any): number {
  if (options === undefined) return 0;
  validateObject(options, "options");
  const { subject = "default" } = options;
  let flags = 0;
  if (!option(options, "wildcards", true)) flags |= kNoWildcards;
  if (!option(options, "partialWildcards", true)) flags |= kNoPartialWildcards;
  if (option(options, "multiLabelWildcards", false)) flags |= kMultiLabelWildcards;
  if (option(options, "singleLabelSubdomains", false)) flags |= kSingleLabelSubdomains;
  if (subject !== "default" && subject !== "always" && subject !== "never")
    throw new codes.ERR_INVALID_ARG_VALUE("options.subject", subject);
  if (subject === "always") flags |= kAlwaysCheckSubject;
  if (subject === "never") flags |= kNeverCheckSubject;
  return flags;
}

/** The parts of a name by their type; what comes more than once is a list. */
function nameObject(parts: string[]): any {
  const out: any = { __proto__: null };
  for (let i = 0; i < parts.length; i += 2) addValue(out, parts[i], parts[i + 1]);
  return out;
}

function addValue(target: any, key: string, value: string): void {
  const there = target[key];
  if (there === undefined) target[key] = value;
  else if (typeof there === "string") target[key] = [there, value];
  else ArrayPrototypePush(there, value);
}

function accessObject(text: string): any {
  const out: any = { __proto__: null };
  const lines = StringPrototypeSplit(text, "\n");
  for (let i = 0; i < lines.length; i++) {
    const colon = StringPrototypeIndexOf(lines[i], ":");
    const key = StringPrototypeSlice(lines[i], 0, colon);
    const value = StringPrototypeSlice(lines[i], colon + 1);
    if (out[key] === undefined) out[key] = [value];
    else ArrayPrototypePush(out[key], value);
  }
  return out;
}

export class X509Certificate {
  #handle: CertificateHandle;
  #publicKey: any;

  constructor(buffer: any) {
    if (typeof buffer === "string") buffer = from(buffer);
    if (!isArrayBufferView(buffer))
      throw new codes.ERR_INVALID_ARG_TYPE("buffer", ["string", "Buffer", "TypedArray", "DataView"], buffer);
    this.#handle = binding.parse(buffer);
  }

  get subject(): string {
    return this.#handle.subject();
  }

  get subjectAltName(): string | undefined {
    return this.#handle.subjectAltName();
  }

  get issuer(): string {
    return this.#handle.issuer();
  }

  /** A certificate that was parsed stands alone. */
  get issuerCertificate(): undefined {
    this.#handle;
    return undefined;
  }

  get infoAccess(): string | undefined {
    return this.#handle.infoAccess();
  }

  get validFrom(): string {
    return this.#handle.validFrom();
  }

  get validTo(): string {
    return this.#handle.validTo();
  }

  get validFromDate(): Date {
    return new Date(this.#handle.validFrom());
  }

  get validToDate(): Date {
    return new Date(this.#handle.validTo());
  }

  get fingerprint(): string {
    return this.#handle.fingerprint("sha1");
  }

  get fingerprint256(): string {
    return this.#handle.fingerprint("sha256");
  }

  get fingerprint512(): string {
    return this.#handle.fingerprint("sha512");
  }

  get keyUsage(): string[] | undefined {
    return this.#handle.keyUsage();
  }

  get serialNumber(): string {
    return this.#handle.serialNumber();
  }

  get raw(): any {
    return this.#handle.raw();
  }

  get publicKey(): any {
    return (this.#publicKey ??= keyObjectOf(this.#handle.publicKey()));
  }

  get ca(): boolean {
    return this.#handle.isCa();
  }

  toString(): string {
    return this.#handle.pem();
  }

  toJSON(): string {
    return this.toString();
  }

  checkHost(name: any, options?: any): string | undefined {
    validateString(name, "name");
    return this.#handle.checkHost(name, checkFlags(options)) || undefined;
  }

  checkEmail(email: any, options?: any): string | undefined {
    validateString(email, "email");
    return this.#handle.checkEmail(email, checkFlags(options)) ? email : undefined;
  }

  checkIP(ip: any): string | undefined {
    validateString(ip, "ip");
    const result = this.#handle.checkIp(ip);
    if (result === -2) throw stampCode(new TypeError("Invalid IP"), "ERR_INVALID_ARG_VALUE");
    return result === 1 ? ip : undefined;
  }

  checkIssued(otherCert: any): boolean {
    if (!isCertificate(otherCert)) throw new codes.ERR_INVALID_ARG_TYPE("otherCert", "X509Certificate", otherCert);
    return this.#handle.checkIssued(otherCert.#handle);
  }

  checkPrivateKey(pkey: any): boolean {
    if (!isKeyObject(pkey)) throw new codes.ERR_INVALID_ARG_TYPE("pkey", "KeyObject", pkey);
    if (pkey.type !== "private") throw new codes.ERR_INVALID_ARG_VALUE("pkey", pkey);
    return this.#handle.checkPrivateKey((pkey as any)[kHandle]);
  }

  verify(pkey: any): boolean {
    if (!isKeyObject(pkey)) throw new codes.ERR_INVALID_ARG_TYPE("pkey", "KeyObject", pkey);
    if (pkey.type !== "public") throw new codes.ERR_INVALID_ARG_VALUE("pkey", pkey);
    return this.#handle.verify((pkey as any)[kHandle]);
  }

  /** What tls.TLSSocket.getPeerCertificate gives. */
  toLegacyObject(): any {
    const handle = this.#handle;
    const out: any = { subject: nameObject(handle.nameParts(false)), issuer: nameObject(handle.nameParts(true)) };
    const names = handle.subjectAltName();
    if (names !== undefined) out.subjectaltname = names;
    const access = handle.infoAccess();
    if (access !== undefined) out.infoAccess = accessObject(access);
    out.ca = handle.isCa();
    addKeyFacts(out, handle);
    out.valid_from = handle.validFrom();
    out.valid_to = handle.validTo();
    out.fingerprint = handle.fingerprint("sha1");
    out.fingerprint256 = handle.fingerprint("sha256");
    out.fingerprint512 = handle.fingerprint("sha512");
    const usage = handle.keyUsage();
    if (usage !== undefined) out.ext_key_usage = usage;
    out.serialNumber = handle.serialNumber();
    out.raw = handle.raw();
    return out;
  }

  [kInspectCustom](depth: number, options: any, inspect: any): string {
    if (depth < 0) return "X509Certificate";
    const inner = { ...options, depth: options.depth === null ? null : options.depth - 1 };
    return `X509Certificate ${inspect({
      subject: this.subject,
      subjectAltName: this.subjectAltName,
      issuer: this.issuer,
      infoAccess: this.infoAccess,
      validFrom: this.validFrom,
      validTo: this.validTo,
      fingerprint: this.fingerprint,
      fingerprint256: this.fingerprint256,
      fingerprint512: this.fingerprint512,
      keyUsage: this.keyUsage,
      serialNumber: this.serialNumber,
    }, inner)}`;
  }

  static isCertificate(value: any): value is X509Certificate {
    return value !== null && typeof value === "object" && #handle in value;
  }
}
const { isCertificate } = X509Certificate;
delete (X509Certificate as any).isCertificate;

function addKeyFacts(out: any, handle: CertificateHandle): void {
  const facts = handle.keyFacts();
  if (facts === undefined) return;
  const key = handle.publicKey();
  const bits = keys.details(key)[0];
  const { 0: first, 1: second, 2: point } = facts;
  if (point === undefined) {
    out.modulus = first;
    out.bits = bits;
    out.exponent = `0x${StringPrototypeReplace(second, /^0+/, "")}`;
    out.pubkey = keys.exportKey(key, kDer, kSpki);
  } else {
    out.bits = bits;
    out.pubkey = point;
    out.asn1Curve = first;
    if (second !== "") out.nistCurve = second;
  }
}
