// The native half of node:dns, as TypeScript sees it (src/runtime/dns_binding.cpp), and its errors.
import { Error } from "internal/primordials";
import { systemErrorTable } from "internal/errors";

/** Type, time to live, and the data in the order in which the message has it. */
export type DnsRow = [type: number, ttl: number, numbers: number[], texts: string[]];

export interface ResolverHandle {
  /** An empty failure is none. */
  query(name: string, type: number, done: (failure: string, records: DnsRow[]) => void): void;
  reverse(address: string, done: (failure: string, names: string[]) => void): void;
  cancel(): void;
  /** Addresses and ports alternate. */
  servers(): (string | number)[];
  /** What went wrong, or an empty string. */
  setServers(list: (string | number)[]): string;
  setLocalAddress(ipv4: string, ipv6: string): void;
}

interface DnsBinding {
  /** A status other than 0: `done` is not called. */
  lookup(name: string, family: number, hints: number, done: (status: number, addresses: string[]) => void): number;
  lookupService(address: string, port: number, done: (status: number, host: string, service: string) => void): number;
  /** AI_ADDRCONFIG, AI_V4MAPPED, AI_ALL. */
  hints(): [number, number, number];
  createResolver(timeout: number, tries: number): ResolverHandle;
}

export const binding: DnsBinding = native("dns");
export const [ADDRCONFIG, V4MAPPED, ALL] = binding.hints();

// libuv's numbers for a name that is not there, which Node tells apart from others.
const kNoData = -3007;
const kNoName = -3008;

/** `queryA ENOTFOUND example.org`; `code` is c-ares's word or libuv's number. */
export function dnsError(code: string | number, syscall: string, hostname?: string): Error {
  let errno: number | undefined;
  if (typeof code === "number") {
    errno = code;
    code = code === kNoData || code === kNoName ? "ENOTFOUND" : systemErrorTable().get(code)?.[0] ?? `Unknown system error ${code}`;
  }
  const error: any = new Error(`${syscall} ${code}${hostname ? ` ${hostname}` : ""}`);
  error.errno = errno;
  error.code = code;
  error.syscall = syscall;
  if (hostname) error.hostname = hostname;
  return error;
}

/** A name as the protocol has it: letters of other scripts in Punycode. */
export function toASCII(name: string): string {
  for (let i = 0; i < name.length; i++) {
    if (name.charCodeAt(i) > 0x7f) return (native("url").domainToASCII as (name: string) => string)(name);
  }
  return name;
}
