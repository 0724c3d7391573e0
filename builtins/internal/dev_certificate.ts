/**
 * The certificate of a server on a developer's machine: made here, signed by itself, kept in the cache with its key
 * until it is about to expire or a name is missing (RFC 5280; DER as in X.690).
 */
const { Buffer } = require("node:buffer").default;
const crypto = require("node:crypto").default;
const fs = require("node:fs").default;
const { join, resolve } = require("node:path").default;

const kDays = 397;
const kDay = 86400_000;
const kRenewBefore = 14 * kDay;

// ---- DER

const kInteger = 0x02, kBits = 0x03, kOctets = 0x04, kOid = 0x06, kUtf8 = 0x0c, kUtcTime = 0x17, kSequence = 0x30, kSet = 0x31;

function der(tag: number, ...parts: any[]): any {
  const body = Buffer.concat(parts);
  const { length } = body;
  const head = length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), body]);
}

function oid(text: string): any {
  const [first, second, ...rest] = text.split(".").map(Number);
  const bytes = [first! * 40 + second!];
  for (const number of rest) {
    const groups = [number & 0x7f];
    for (let left = number >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return der(kOid, Buffer.from(bytes));
}

const name = (text: string) =>
  der(kSequence, der(kSet, der(kSequence, oid("2.5.4.3"), der(kUtf8, Buffer.from(text)))));
const time = (date: Date) => der(kUtcTime, Buffer.from(date.toISOString().replace(/^\d\d|[-:T]|\.\d+/g, "")));
const kTrue = Buffer.from([0x01, 0x01, 0xff]);

function extension(id: string, isCritical: boolean, value: any): any {
  return der(kSequence, oid(id), ...(isCritical ? [kTrue] : []), der(kOctets, value));
}

function addressBytes(host: string): any {
  if (!host.includes(":")) return Buffer.from(host.split(".").map(Number));
  const [head, tail] = host.split("::");
  const groups = (text: string | undefined) => (text ? text.split(":") : []);
  const before = groups(head);
  const after = groups(tail);
  const all = [...before, ...new Array(8 - before.length - after.length).fill("0"), ...after];
  return Buffer.from(all.map((group) => group.padStart(4, "0")).join(""), "hex");
}

function alternativeNames(hosts: string[]): any {
  const { isIP } = require("node:net").default;
  const kName = 0x82, kAddress = 0x87;
  return der(kSequence, ...hosts.map((host) => (isIP(host) ? der(kAddress, addressBytes(host)) : der(kName, Buffer.from(host)))));
}

export interface Certificate {
  key: string;
  cert: string;
}

/** A new one for these names and addresses. */
export function makeCertificate(hosts: string[], now = Date.now()): Certificate {
  const { publicKey, privateKey } = crypto.generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = der(kSequence, oid("1.2.840.10045.4.3.2"));
  const serial = crypto.randomBytes(16);
  serial[0] = (serial[0] & 0x7f) | 0x40;
  const extensions = der(
    kSequence,
    extension("2.5.29.19", true, der(kSequence)),
    extension("2.5.29.15", true, der(kBits, Buffer.from([7, 0x80]))),
    extension("2.5.29.37", false, der(kSequence, oid("1.3.6.1.5.5.7.3.1"))),
    extension("2.5.29.17", false, alternativeNames(hosts)));
  const facts = der(
    kSequence,
    der(0xa0, der(kInteger, Buffer.from([2]))),
    der(kInteger, serial),
    algorithm,
    name("weft dev"),
    der(kSequence, time(new Date(now - kDay)), time(new Date(now + kDays * kDay))),
    name("weft dev"),
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, extensions));
  const signature = crypto.sign("sha256", facts, privateKey);
  const whole = der(kSequence, facts, algorithm, der(kBits, Buffer.from([0]), signature));
  const lines = whole.toString("base64").replace(/.{64}/g, "$&\n").trimEnd();
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  };
}

// ---- where it is kept

/** What `weft cache path` prints, if there is one (src/cli/cache_command.cpp). */
export function cacheFolder(): string | undefined {
  const { env } = require("node:process").default;
  if (env.WEFT_CACHE_DIR !== undefined) return env.WEFT_CACHE_DIR === "" ? undefined : resolve(env.WEFT_CACHE_DIR);
  if (env.XDG_CACHE_HOME?.startsWith("/")) return join(env.XDG_CACHE_HOME, "weft");
  return env.HOME?.startsWith("/") ? join(env.HOME, ".cache/weft") : undefined;
}

function isGoodFor(certificate: Certificate, hosts: string[]): boolean {
  try {
    const facts = new crypto.X509Certificate(certificate.cert);
    if (Date.parse(facts.validTo) - Date.now() < kRenewBefore) return false;
    if (!facts.checkPrivateKey(crypto.createPrivateKey(certificate.key))) return false;
    const { isIP } = require("node:net").default;
    const names: string[] = facts.subjectAltName.split(", ");
    return hosts.every((host) => (isIP(host) ? facts.checkIP(host) !== undefined : names.includes(`DNS:${host}`)));
  } catch {
    return false;
  }
}

/** The one that is kept, or a new one, which is kept where that can be. */
export function certificateFor(names: string[]): Certificate {
  const hosts = [...new Set(["localhost", "*.localhost", "127.0.0.1", "::1", ...names])];
  const cache = cacheFolder();
  const path = cache === undefined ? undefined : join(cache, "dev-certificate.pem");
  if (path !== undefined) {
    try {
      const text: string = fs.readFileSync(path, "utf8");
      const split = text.indexOf("-----BEGIN CERTIFICATE-----");
      const kept = { key: text.slice(0, split), cert: text.slice(split) };
      if (isGoodFor(kept, hosts)) return kept;
    } catch {
      // None is kept.
    }
  }
  const made = makeCertificate(hosts);
  if (path !== undefined) keep(cache!, path, made);
  return made;
}

function keep(folder: string, path: string, { key, cert }: Certificate): void {
  try {
    fs.mkdirSync(folder, { recursive: true });
    const part = `${path}.${crypto.randomUUID()}`;
    fs.writeFileSync(part, key + cert, { mode: 0o600, flag: "wx" });
    fs.renameSync(part, path);
  } catch {
    // The next start makes another.
  }
}
