// Whether a certificate is for a host (RFC 6125; https://nodejs.org/api/tls.html#tlscheckserveridentityhostname-cert).
import {
  ArrayIsArray, ArrayPrototypeIncludes, ArrayPrototypeJoin, ArrayPrototypePush, ArrayPrototypeSome, JSONParse,
  RegExpPrototypeExec, StringPrototypeEndsWith, StringPrototypeIncludes, StringPrototypeIndexOf, StringPrototypeSlice,
  StringPrototypeSplit, StringPrototypeStartsWith, StringPrototypeToLowerCase,
} from "internal/primordials";
import { codes } from "internal/errors";
import { binding, isIP } from "internal/net_native";

function withoutLastDot(host: string): string {
  return StringPrototypeEndsWith(host, ".") ? StringPrototypeSlice(host, 0, -1) : host;
}

function labelsOf(host: string): string[] {
  return StringPrototypeSplit(StringPrototypeToLowerCase(withoutLastDot(host)), ".");
}

/** One `*` may stand in the first label, for a part of a label, under at least two labels. */
function matches(host: string[], pattern: unknown): boolean {
  if (typeof pattern !== "string" || pattern === "" || RegExpPrototypeExec(/[^!-~]/, pattern) !== null) return false;
  const labels = labelsOf(pattern);
  if (host.length !== labels.length || ArrayPrototypeIncludes(labels, "")) return false;
  for (let i = host.length - 1; i > 0; i--) if (host[i] !== labels[i]) return false;
  const first = host[0]!;
  const parts = StringPrototypeSplit(labels[0]!, "*");
  if (parts.length === 1 || StringPrototypeIncludes(labels[0]!, "xn--")) return first === labels[0];
  if (parts.length > 2 || labels.length <= 2) return false;
  const [before, after] = parts as [string, string];
  return before.length + after.length <= first.length && StringPrototypeStartsWith(first, before) &&
    StringPrototypeEndsWith(first, after);
}

/** The entries of a subjectaltname; quoted ones are JSON strings. */
function entriesOf(names: string): string[] {
  const entries: string[] = [];
  let entry = "";
  let at = 0;
  while (at < names.length) {
    const quote = StringPrototypeIndexOf(names, '"', at);
    const comma = StringPrototypeIndexOf(names, ", ", at);
    if (quote >= 0 && (comma < 0 || quote < comma)) {
      entry += StringPrototypeSlice(names, at, quote);
      const match = RegExpPrototypeExec(/^"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/, StringPrototypeSlice(names, quote));
      if (match === null) throw new codes.ERR_TLS_CERT_ALTNAME_FORMAT();
      entry += JSONParse(match[0]!);
      at = quote + match[0]!.length;
    } else {
      const end = comma < 0 ? names.length : comma;
      ArrayPrototypePush(entries, entry + StringPrototypeSlice(names, at, end));
      entry = "";
      at = end + 2;
    }
  }
  if (entry !== "") ArrayPrototypePush(entries, entry);
  return entries;
}

export function checkServerIdentity(hostname: any, cert: any): Error | undefined {
  const { subject, subjectaltname } = cert;
  const names: string[] = [];
  const addresses: string[] = [];
  hostname = `${hostname}`;
  if (subjectaltname) {
    for (const entry of entriesOf(subjectaltname)) {
      if (StringPrototypeStartsWith(entry, "DNS:")) ArrayPrototypePush(names, StringPrototypeSlice(entry, 4));
      else if (StringPrototypeStartsWith(entry, "IP Address:"))
        ArrayPrototypePush(addresses, binding.canonicalIp(StringPrototypeSlice(entry, 11)) as string);
    }
  }
  hostname = withoutLastDot(hostname);
  let isFor = false;
  let reason: string;
  if (isIP(hostname)) {
    isFor = ArrayPrototypeIncludes(addresses, binding.canonicalIp(hostname) as string);
    reason = `IP: ${hostname} is not in the cert's list: ${ArrayPrototypeJoin(addresses, ", ")}`;
  } else if (names.length > 0 || subject?.CN) {
    const host = labelsOf(hostname);
    if (names.length > 0) {
      isFor = ArrayPrototypeSome(names, (name) => matches(host, name));
      reason = `Host: ${hostname}. is not in the cert's altnames: ${subjectaltname}`;
    } else {
      const { CN } = subject;
      isFor = ArrayIsArray(CN) ? ArrayPrototypeSome(CN, (name) => matches(host, name)) : matches(host, CN);
      reason = `Host: ${hostname}. is not cert's CN: ${CN}`;
    }
  } else {
    reason = "Cert does not contain a DNS name";
  }
  if (isFor) return undefined;
  const error: any = new codes.ERR_TLS_CERT_ALTNAME_INVALID(reason);
  error.reason = reason;
  error.host = hostname;
  error.cert = cert;
  return error;
}
