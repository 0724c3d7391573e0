// dns.lookup and dns.lookupService: the system's own ways (https://nodejs.org/api/dns.html#dnslookuphostname-options-callback).
import { ArrayPrototypePush, ObjectDefineProperty } from "internal/primordials";
import { bindToFrame } from "internal/async_context";
import { ADDRCONFIG, ALL, binding, dnsError, toASCII, V4MAPPED } from "internal/dns_native";
import { codes } from "internal/errors";
import { binding as net, isIP } from "internal/net_native";
import { nextTick } from "internal/next_tick";
import { option } from "internal/options";
import { finishEntry, observed, startEntry } from "internal/performance_hook";
import { kCustomPromisifyArgs } from "internal/promisify";
import {
  validateBoolean, validateFunction, validateNumber, validateOneOf, validatePort, validateString,
} from "internal/validators";

type Order = "ipv4first" | "ipv6first" | "verbatim";
const kOrders: Order[] = ["verbatim", "ipv4first", "ipv6first"];
const kFamilies = [0, 4, 6];

let defaultOrder: Order = (option("--dns-result-order") ?? "verbatim") as Order;
export function getDefaultResultOrder(): string {
  return defaultOrder;
}
export function setDefaultResultOrder(order: any): void {
  validateOneOf(order, "dnsOrder", kOrders);
  defaultOrder = order;
}

export interface LookupRequest {
  family: number;
  hints: number;
  all: boolean;
  order: Order;
}

function familyOf(option: any): number {
  if (option === "IPv4") return 4;
  if (option === "IPv6") return 6;
  validateOneOf(option, "options.family", kFamilies);
  return option;
}

/** Checks the options of lookup(), which may be a family alone. */
export function toRequest(options: any): LookupRequest {
  const request: LookupRequest = { family: 0, hints: 0, all: false, order: defaultOrder };
  if (typeof options === "number") {
    validateOneOf(options, "family", kFamilies);
    request.family = options;
    return request;
  }
  if (options?.hints != null) {
    validateNumber(options.hints, "options.hints");
    request.hints = options.hints >>> 0;
    if ((request.hints & ~(ADDRCONFIG | ALL | V4MAPPED)) !== 0)
      throw new codes.ERR_INVALID_ARG_VALUE("hints", request.hints);
  }
  if (options?.family != null) request.family = familyOf(options.family);
  if (options?.all != null) {
    validateBoolean(options.all, "options.all");
    request.all = options.all;
  }
  if (options?.verbatim != null) {
    validateBoolean(options.verbatim, "options.verbatim");
    request.order = options.verbatim ? "verbatim" : "ipv4first";
  }
  if (options?.order != null) {
    validateOneOf(options.order, "options.order", kOrders);
    request.order = options.order;
  }
  return request;
}

export interface LookupAddress { address: string; family: number }

function inOrder(addresses: string[], order: Order): LookupAddress[] {
  const first: LookupAddress[] = [];
  const last: LookupAddress[] = [];
  for (let i = 0; i < addresses.length; i++) {
    const address = addresses[i]!;
    const family = net.ipVersion(address);
    const isLast = (order === "ipv4first" && family === 6) || (order === "ipv6first" && family === 4);
    ArrayPrototypePush(isLast ? last : first, { address, family });
  }
  for (let i = 0; i < last.length; i++) ArrayPrototypePush(first, last[i]!);
  return first;
}

/** `done` hears of all addresses, on a later turn. */
export function lookupAddresses(
  hostname: string, request: LookupRequest, done: (error: any, addresses: LookupAddress[]) => void): void {
  const version = isIP(hostname);
  if (version) {
    nextTick(done, null, [{ address: hostname, family: version }]);
    return;
  }
  const { family, hints, order } = request;
  const entry = observed.dns === 0 ? undefined
    : startEntry("dns", "lookup", { hostname, family, hints, verbatim: order === "verbatim", order });
  const status = binding.lookup(toASCII(hostname), family, hints, bindToFrame((result: any, addresses: any) => {
    if (result !== 0) {
      done(dnsError(result, "getaddrinfo", hostname), []);
      return;
    }
    const found = inOrder(addresses, order);
    done(null, found);
    if (entry !== undefined) finishEntry(entry, { addresses: request.all ? found : namesOf(found) });
  }));
  if (status !== 0) nextTick(done, dnsError(status, "getaddrinfo", hostname), []);
}

function namesOf(addresses: LookupAddress[]): string[] {
  const names: string[] = [];
  for (let i = 0; i < addresses.length; i++) ArrayPrototypePush(names, addresses[i]!.address);
  return names;
}

let hasWarned = false;
export function warnOfNoName(hostname: any): void {
  if (hasWarned) return;
  hasWarned = true;
  require("internal/process_warning").emitWarning(
    `The provided hostname "${hostname}" is not a valid hostname, and is supported in the dns module solely for compatibility.`,
    "DeprecationWarning", "DEP0118");
}

export function lookup(hostname: any, options?: any, callback?: any): any {
  if (hostname) validateString(hostname, "hostname");
  if (typeof options === "function") {
    callback = options;
    options = undefined;
  } else if (options !== undefined && typeof options !== "object" && typeof options !== "number") {
    validateFunction(arguments.length === 2 ? options : callback, "callback");
    throw new codes.ERR_INVALID_ARG_TYPE("options", ["integer", "object"], options);
  } else {
    validateFunction(callback, "callback");
  }
  const request = toRequest(options);
  if (!hostname) {
    warnOfNoName(hostname);
    if (request.all) nextTick(callback, null, []);
    else nextTick(callback, null, null, request.family === 6 ? 6 : 4);
    return {};
  }
  lookupAddresses(hostname, request, (error, addresses) => {
    if (error) callback(error);
    else if (request.all) callback(null, addresses);
    else callback(null, addresses[0]!.address, addresses[0]!.family);
  });
  return {};
}
ObjectDefineProperty(lookup, kCustomPromisifyArgs, { __proto__: null, value: ["address", "family"], enumerable: false } as any);

/** Checks the address and port of lookupService(); gives the port as a number. */
export function checkService(address: any, port: any): number {
  if (isIP(address) === 0) throw new codes.ERR_INVALID_ARG_VALUE("address", address);
  return validatePort(port);
}

export function lookupService(address: any, port: any, callback: any): any {
  if (arguments.length !== 3) throw new codes.ERR_MISSING_ARGS("address", "port", "callback");
  port = checkService(address, port);
  validateFunction(callback, "callback");
  const entry = observed.dns === 0 ? undefined : startEntry("dns", "lookupService", { host: address, port });
  const status = binding.lookupService(address, port, bindToFrame((result: any, host: any, service: any) => {
    if (result !== 0) {
      callback(dnsError(result, "getnameinfo", address));
      return;
    }
    callback(null, host, service);
    if (entry !== undefined) finishEntry(entry, { hostname: host, service });
  }));
  if (status !== 0) throw dnsError(status, "getnameinfo", address);
  return {};
}
ObjectDefineProperty(lookupService, kCustomPromisifyArgs, { __proto__: null, value: ["hostname", "service"], enumerable: false } as any);
