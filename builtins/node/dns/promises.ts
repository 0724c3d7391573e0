// node:dns/promises (https://nodejs.org/api/dns.html#dns-promises-api).
import { Promise } from "internal/primordials";
import { failureCodes } from "internal/dns_constants";
import {
  checkService, getDefaultResultOrder, lookupAddresses, lookupService as lookupServiceNow, setDefaultResultOrder, toRequest, warnOfNoName,
} from "internal/dns_lookup";
import { checkType, getShared, queryMethods, ResolverBase, setSharedServers } from "internal/dns_resolver";
import { codes } from "internal/errors";
import { validateString } from "internal/validators";

function lookup(hostname: any, options?: any): Promise<any> {
  if (hostname) validateString(hostname, "hostname");
  if (options !== undefined && typeof options !== "object" && typeof options !== "number")
    throw new codes.ERR_INVALID_ARG_TYPE("options", ["integer", "object"], options);
  const request = toRequest(options);
  return new Promise((resolve, reject) => {
    if (!hostname) {
      warnOfNoName(hostname);
      resolve(request.all ? [] : { address: null, family: request.family === 6 ? 6 : 4 });
      return;
    }
    lookupAddresses(hostname, request, (error, addresses) => {
      if (error) reject(error);
      else resolve(request.all ? addresses : addresses[0]);
    });
  });
}

function lookupService(address: any, port: any): Promise<any> {
  if (arguments.length !== 2) throw new codes.ERR_MISSING_ARGS("address", "port");
  const checked = checkService(address, port);
  return new Promise((resolve, reject) => {
    lookupServiceNow(address, checked, (error: any, hostname: string, service: string) => {
      if (error) reject(error);
      else resolve({ hostname, service });
    });
  });
}

function askWith(resolver: ResolverBase, type: string, name: any, options: any): Promise<any> {
  validateString(name, "name");
  return new Promise((resolve, reject) => {
    ResolverBase.ask(resolver, name, type, !!options?.ttl, (error, result) => {
      if (error) reject(error);
      else resolve(result);
    });
  });
}

function resolveWith(resolver: ResolverBase, hostname: any, rrtype: any): Promise<any> {
  return askWith(resolver, checkType(rrtype === undefined ? "A" : rrtype), hostname, undefined);
}

function reverseWith(resolver: ResolverBase, address: any): Promise<any> {
  validateString(address, "name");
  return new Promise((resolve, reject) => {
    ResolverBase.askReverse(resolver, address, (error, names) => {
      if (error) reject(error);
      else resolve(names);
    });
  });
}

class Resolver extends ResolverBase {
  resolve(hostname: any, rrtype?: any): Promise<any> {
    return resolveWith(this, hostname, rrtype);
  }
  reverse(address: any): Promise<any> {
    return reverseWith(this, address);
  }
}

const promises: Record<string, any> = {
  lookup,
  lookupService,
  Resolver,
  getDefaultResultOrder,
  setDefaultResultOrder,
  setServers: setSharedServers,
  getServers: () => getShared().getServers(),
  resolve: (hostname: any, rrtype?: any) => resolveWith(getShared(), hostname, rrtype),
  reverse: (address: any) => reverseWith(getShared(), address),
  ...failureCodes,
};

for (let i = 0; i < queryMethods.length; i++) {
  const [method, type] = queryMethods[i]!;
  (Resolver.prototype as any)[method] = {
    [method](this: Resolver, name: any, options?: any): Promise<any> {
      return askWith(this, type, name, options);
    },
  }[method];
  promises[method] = {
    [method](name: any, options?: any): Promise<any> {
      return askWith(getShared(), type, name, options);
    },
  }[method];
}

export default promises;
