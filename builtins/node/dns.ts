// node:dns (https://nodejs.org/api/dns.html): the system's look-ups, and questions to name servers.
import { ObjectDefineProperty } from "internal/primordials";
import { failureCodes } from "internal/dns_constants";
import { getDefaultResultOrder, lookup, lookupService, setDefaultResultOrder } from "internal/dns_lookup";
import { ADDRCONFIG, ALL, V4MAPPED } from "internal/dns_native";
import { checkType, getShared, queryMethods, ResolverBase, setSharedServers } from "internal/dns_resolver";
import { codes } from "internal/errors";
import { validateFunction, validateString } from "internal/validators";

class Resolver extends ResolverBase {
  resolve(hostname: any, rrtype?: any, callback?: any): any {
    return resolveWith(this, hostname, rrtype, callback);
  }
  reverse(address: any, callback?: any): any {
    return reverseWith(this, address, callback);
  }
}

function askWith(resolver: ResolverBase, type: string, name: any, options: any, callback: any): any {
  if (typeof options === "function") {
    callback = options;
    options = undefined;
  }
  validateString(name, "name");
  validateFunction(callback, "callback");
  ResolverBase.ask(resolver, name, type, !!options?.ttl, (error, result) => {
    if (error) callback(error);
    else callback(null, result);
  });
  return {};
}

function resolveWith(resolver: ResolverBase, hostname: any, rrtype: any, callback: any): any {
  if (typeof rrtype === "function") {
    callback = rrtype;
    rrtype = "A";
  } else if (typeof rrtype !== "string") {
    throw new codes.ERR_INVALID_ARG_TYPE("rrtype", "string", rrtype);
  }
  return askWith(resolver, checkType(rrtype), hostname, undefined, callback);
}

function reverseWith(resolver: ResolverBase, address: any, callback: any): any {
  validateString(address, "name");
  validateFunction(callback, "callback");
  ResolverBase.askReverse(resolver, address, (error, names) => {
    if (error) callback(error);
    else callback(null, names);
  });
  return {};
}

const dns: Record<string, any> = {
  lookup,
  lookupService,
  Resolver,
  getDefaultResultOrder,
  setDefaultResultOrder,
  setServers: setSharedServers,
  getServers: () => getShared().getServers(),
  resolve: (hostname: any, rrtype?: any, callback?: any) => resolveWith(getShared(), hostname, rrtype, callback),
  reverse: (address: any, callback?: any) => reverseWith(getShared(), address, callback),
  ADDRCONFIG,
  ALL,
  V4MAPPED,
  ...failureCodes,
};

for (let i = 0; i < queryMethods.length; i++) {
  const [method, type] = queryMethods[i]!;
  (Resolver.prototype as any)[method] = {
    [method](this: Resolver, name: any, options?: any, callback?: any): any {
      return askWith(this, type, name, options, callback);
    },
  }[method];
  dns[method] = {
    [method](name: any, options?: any, callback?: any): any {
      return askWith(getShared(), type, name, options, callback);
    },
  }[method];
}

ObjectDefineProperty(dns, "promises", {
  __proto__: null, get: () => require("node:dns/promises").default, enumerable: true, configurable: true,
} as any);

export default dns;
