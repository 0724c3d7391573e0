/**
 * Weft.dns: node:dns/promises, but that lookup gives all addresses (https://bun.com/docs/runtime/networking/dns).
 * Nothing is cached: the system has a cache of its own, or it has none because nobody wants one.
 */
import { ObjectAssign, ObjectKeys, Promise } from "internal/primordials";
import promises from "node:dns/promises";
import { ADDRCONFIG, ALL, V4MAPPED } from "internal/dns_native";
import { lookupAddresses, toRequest } from "internal/dns_lookup";
import { validateString } from "internal/validators";

export interface DnsLookup { address: string; family: number; ttl: number }

/**
 * @param options.family 4 or 6; "IPv4", "IPv6"; 0 and "any" for both.
 * @param options.flags A sum of dns.ADDRCONFIG, dns.ALL and dns.V4MAPPED.
 * @returns All addresses. The system says nothing of their time to live: ttl is 0.
 */
async function lookup(hostname: unknown, options: any = {}): Promise<DnsLookup[]> {
  validateString(hostname, "hostname");
  const family = options?.family === "any" ? 0 : options?.family;
  const request = toRequest({ family, hints: options?.flags ?? options?.hints, order: options?.order });
  return new Promise((resolve, reject) => {
    lookupAddresses(hostname as string, request, (error, addresses) => {
      if (error) return reject(error);
      const list: DnsLookup[] = [];
      for (let i = 0; i < addresses.length; i++)
        list[i] = { address: addresses[i]!.address, family: addresses[i]!.family, ttl: 0 };
      resolve(list);
    });
  });
}

/** Asks the system for a name, so that its own cache, if it has one, knows the answer when it is needed. */
function prefetch(hostname: unknown, _port?: unknown): void {
  validateString(hostname, "hostname");
  lookupAddresses(hostname as string, toRequest({}), () => {});
}

const members: Record<string, any> = {};
const kLeftOut: Record<string, boolean> = { __proto__: null as any, Resolver: true, default: true };
const names = ObjectKeys(promises);
for (let i = 0; i < names.length; i++)
  if (typeof (promises as any)[names[i]!] === "function" && !kLeftOut[names[i]!]) members[names[i]!] = (promises as any)[names[i]!];

export const dns = ObjectAssign(members, { lookup, prefetch, ADDRCONFIG, ALL, V4MAPPED });
