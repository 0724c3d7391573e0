// What dns.Resolver and its form with promises have in common: servers, settings, and the questions
// (https://nodejs.org/api/dns.html#class-dnsresolver).
import {
  ArrayPrototypePush, Error, NumberParseInt, RegExpPrototypeExec, TypeError,
} from "internal/primordials";
import { bindToFrame } from "internal/async_context";
import { binding, dnsError, type ResolverHandle, toASCII } from "internal/dns_native";
import { recordTypes, shapeRecords } from "internal/dns_records";
import { codes, stampCode } from "internal/errors";
import { binding as net } from "internal/net_native";
import { finishEntry, observed, startEntry } from "internal/performance_hook";
import { validateArray, validateInt32, validateString } from "internal/validators";

const kDefaultPort = 53;
const kDefaultTries = 4;

/** The names of the methods by the type of record that they ask for. */
export const queryMethods: [method: string, type: string][] = [
  ["resolveAny", "ANY"], ["resolve4", "A"], ["resolve6", "AAAA"], ["resolveCaa", "CAA"], ["resolveCname", "CNAME"],
  ["resolveMx", "MX"], ["resolveNs", "NS"], ["resolveTxt", "TXT"], ["resolveTlsa", "TLSA"], ["resolveSrv", "SRV"],
  ["resolvePtr", "PTR"], ["resolveNaptr", "NAPTR"], ["resolveSoa", "SOA"],
];

export class ResolverBase {
  #handle: ResolverHandle;

  constructor(options?: any) {
    const timeout = options?.timeout ?? -1;
    validateInt32(timeout, "options.timeout", -1);
    const tries = options?.tries ?? kDefaultTries;
    validateInt32(tries, "options.tries", 1);
    this.#handle = binding.createResolver(timeout, tries);
  }

  cancel(): void {
    this.#handle.cancel();
  }

  getServers(): string[] {
    const list = this.#handle.servers();
    const shown: string[] = [];
    for (let i = 0; i < list.length; i += 2) {
      const address = list[i] as string;
      const port = list[i + 1];
      if (port === kDefaultPort) ArrayPrototypePush(shown, address);
      else ArrayPrototypePush(shown, net.ipVersion(address) === 6 ? `[${address}]:${port}` : `${address}:${port}`);
    }
    return shown;
  }

  setServers(servers: any): void {
    validateArray(servers, "servers");
    const list: (string | number)[] = [];
    for (let i = 0; i < servers.length; i++) {
      // Holes are passed over.
      if (!(i in servers)) continue;
      validateString(servers[i], `servers[${i}]`);
      addServer(list, servers[i]);
    }
    const failure = this.#handle.setServers(list);
    if (failure) throw setServersError(failure, servers);
  }

  /** One address of each family, in either order; any address of a family that is not given. */
  setLocalAddress(first: any, second?: any): void {
    validateString(first, "ipv4");
    if (second !== undefined) validateString(second, "ipv6");
    const version = net.ipVersion(first);
    const other = second === undefined ? undefined : net.ipVersion(second);
    if (version === 0 || other === 0) throw badLocalAddress("Invalid IP address.");
    if (version === other) throw badLocalAddress(`Cannot specify two IPv${version} addresses.`);
    if (version === 4) this.#handle.setLocalAddress(first, second ?? "::");
    else this.#handle.setLocalAddress(second ?? "0.0.0.0", first);
  }

  /** Asks for records of a type; the arguments are checked. */
  static ask(resolver: ResolverBase, name: string, type: string, withTtl: boolean, done: (error: any, result?: any) => void): void {
    const { number, syscall } = recordTypes[type]!;
    const entry = observed.dns === 0 ? undefined : startEntry("dns", syscall, { host: name, ttl: withTtl });
    resolver.#handle.query(toASCII(name), number, bindToFrame((failure: string, rows: any) => {
      const result = failure ? undefined : shapeRecords(type, rows, withTtl);
      if (result === undefined) {
        done(dnsError(failure || "ENODATA", syscall, name));
        return;
      }
      done(null, result);
      if (entry !== undefined) finishEntry(entry, { result });
    }));
  }

  static askReverse(resolver: ResolverBase, address: string, done: (error: any, names?: string[]) => void): void {
    if (net.ipVersion(address) === 0) throw reverseError(address);
    resolver.#handle.reverse(address, bindToFrame((failure: string, names: string[]) => {
      if (failure) done(dnsError(failure, "getHostByAddr", address));
      else done(null, names);
    }));
  }
}

/** Not an address: what getHostByAddr(3) says of it. */
function reverseError(address: string): Error {
  const error: any = dnsError("EINVAL", "getHostByAddr", address);
  error.errno = -22;
  return error;
}

function setServersError(failure: string, servers: string[]): Error {
  // What c-ares says while questions are under way.
  const reason = failure === "ENOTIMP" ? "There are pending queries." : failure;
  return new codes.ERR_DNS_SET_SERVERS_FAILED(reason, require("internal/inspect").inspect(servers));
}

function badLocalAddress(message: string): Error {
  return stampCode(new TypeError(message), "ERR_INVALID_ARG_VALUE");
}

function pushServer(list: (string | number)[], address: string, port: number): void {
  for (let i = 0; i < list.length; i += 2) if (list[i] === address && list[i + 1] === port) return;
  ArrayPrototypePush(list, address, port);
}

function addServer(list: (string | number)[], server: string): void {
  if (net.ipVersion(server) !== 0) {
    pushServer(list, server, kDefaultPort);
    return;
  }
  const bracketed = RegExpPrototypeExec(/^\[([^[\]]*)\](?::(\d+))?$/, server);
  const plain = bracketed ?? RegExpPrototypeExec(/^([^:]+):(\d+)$/, server);
  if (plain !== null) {
    const port = plain[2] === undefined ? kDefaultPort : NumberParseInt(plain[2], 10);
    if (net.ipVersion(plain[1]!) === (bracketed ? 6 : 4) && port <= 0xffff) {
      pushServer(list, plain[1]!, port || kDefaultPort);
      return;
    }
  }
  throw new codes.ERR_INVALID_IP_ADDRESS(server);
}

/** Checks the type of record that resolve() is asked for. */
export function checkType(type: any): string {
  validateString(type, "rrtype");
  if (recordTypes[type] === undefined) throw new codes.ERR_INVALID_ARG_VALUE("rrtype", type);
  return type;
}

let shared: ResolverBase | undefined;
/** The resolver that dns.resolve() and the other functions use. */
export function getShared(): ResolverBase {
  return shared ??= new ResolverBase();
}
/** dns.setServers(): what is under way goes on with the servers that it has asked. */
export function setSharedServers(servers: any): void {
  const next = new ResolverBase();
  next.setServers(servers);
  shared = next;
}
