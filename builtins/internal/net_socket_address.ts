// net.SocketAddress (https://nodejs.org/api/net.html#class-netsocketaddress).
import {
  ObjectDefineProperties, SafeWeakSet, StringPrototypeIndexOf, StringPrototypeSlice,
  StringPrototypeStartsWith, StringPrototypeToLowerCase, Symbol, SymbolFor,
} from "internal/primordials";
import { codes } from "internal/errors";
import { binding } from "internal/net_native";
import { validateObject, validatePort, validateString, validateUint32 } from "internal/validators";

const instances = new SafeWeakSet<object>();
const inspectCustom = SymbolFor("nodejs.util.inspect.custom");
/** The digits that binding.ipDigits gives of the address. */
export const kDigits: unique symbol = Symbol("digits") as any;

export class SocketAddress {
  #digits: string;
  #address: string;
  #port: number;
  #family: string;
  #flowlabel: number;

  static isSocketAddress(value: any): value is SocketAddress {
    return typeof value === "object" && value !== null && instances.has(value);
  }

  /** An address with a port or without; undefined for what is none. */
  static parse(input: string): SocketAddress | undefined {
    validateString(input, "input");
    const parsed = parseHost(input);
    if (parsed === undefined) return undefined;
    const family = binding.ipVersion(parsed.address);
    if (family === 0) return undefined;
    return new SocketAddress({ address: parsed.address, port: parsed.port, family: family === 6 ? "ipv6" : "ipv4" });
  }

  constructor(options: any = {}) {
    validateObject(options, "options");
    let { family = "ipv4" } = options;
    if (typeof family?.toLowerCase === "function") family = StringPrototypeToLowerCase(`${family}`);
    const { address = family === "ipv6" ? "::" : "127.0.0.1", port = 0, flowlabel = 0 } = options;
    if (family !== "ipv4" && family !== "ipv6") throw new codes.ERR_INVALID_ARG_VALUE("options.family", options.family);
    validateString(address, "options.address");
    this.#port = validatePort(port, "options.port");
    validateUint32(flowlabel, "options.flowlabel", false);
    if (binding.ipVersion(address) !== (family === "ipv6" ? 6 : 4)) throw new codes.ERR_INVALID_ADDRESS();
    this.#address = binding.canonicalIp(address)!;
    this.#family = family;
    this.#flowlabel = family === "ipv6" ? flowlabel : 0;
    this.#digits = binding.ipDigits(address)!;
    instances.add(this);
  }

  get address(): string {
    return this.#address;
  }
  get port(): number {
    return this.#port;
  }
  get family(): string {
    return this.#family;
  }
  get flowlabel(): number {
    return this.#flowlabel;
  }

  get [kDigits](): string {
    return this.#digits;
  }

  toJSON(): object {
    return { address: this.address, port: this.port, family: this.family, flowlabel: this.flowlabel };
  }

  [inspectCustom](depth: number, options: any, inspect: any): unknown {
    if (depth < 0) return "[SocketAddress]";
    const inner = { ...options, depth: options.depth == null ? null : options.depth - 1 };
    return `SocketAddress ${inspect(this.toJSON(), inner)}`;
  }
}
const enumerable: any = { __proto__: null, enumerable: true };
ObjectDefineProperties(SocketAddress.prototype, {
  address: enumerable, port: enumerable, family: enumerable, flowlabel: enumerable,
} as any);

/** `1.2.3.4:5`, `[::1]:5`, or an address alone. */
function parseHost(input: string): { address: string; port: number } | undefined {
  if (binding.ipVersion(input) !== 0) return { address: input, port: 0 };
  let address: string;
  let rest: string;
  if (StringPrototypeStartsWith(input, "[")) {
    const end = StringPrototypeIndexOf(input, "]");
    if (end < 0) return undefined;
    address = StringPrototypeSlice(input, 1, end);
    rest = StringPrototypeSlice(input, end + 1);
    if (binding.ipVersion(address) !== 6) return undefined;
  } else {
    const colon = StringPrototypeIndexOf(input, ":");
    address = colon < 0 ? input : StringPrototypeSlice(input, 0, colon);
    rest = colon < 0 ? "" : StringPrototypeSlice(input, colon);
    // As in a URL: 1 is 0.0.0.1, 0x7f.1 is 127.0.0.1.
    const { URL } = require("web/url");
    if (!URL.canParse(`http://${address}`)) return undefined;
    address = new URL(`http://${address}`).hostname;
  }
  if (rest === "") return { address, port: 0 };
  const port = StringPrototypeSlice(rest, 1);
  if (rest[0] !== ":" || port === "" || !(+port <= 0xffff) || `${+port >>> 0}` !== port) return undefined;
  return { address, port: +port };
}
