// net.BlockList (https://nodejs.org/api/net.html#class-netblocklist). Addresses are compared as 32 hexadecimal digits,
// IPv4 mapped into IPv6, so that both families follow one rule.
import {
  ArrayIsArray, ArrayPrototypeUnshift, JSONParse, NumberParseInt, RegExpPrototypeExec, SafeWeakSet, StringPrototypeSlice,
  StringPrototypeStartsWith, StringPrototypeToLowerCase, SymbolFor,
} from "internal/primordials";
import { codes } from "internal/errors";
import { kDigits, SocketAddress } from "internal/net_socket_address";
import { validateInt32, validateString } from "internal/validators";

const instances = new SafeWeakSet<object>();
const inspectCustom = SymbolFor("nodejs.util.inspect.custom");
const kMapped = "00000000000000000000ffff";

interface Rule {
  text: string;
  /** From and to, inclusive. */
  first: string;
  last: string;
  isIPv6: boolean;
}

function toAddress(value: any, name: string, family: any): SocketAddress {
  if (SocketAddress.isSocketAddress(value)) return value;
  validateString(value, name);
  validateString(family, "family");
  return new SocketAddress({ address: value, family });
}

function familyName(address: SocketAddress): string {
  return address.family === "ipv6" ? "IPv6" : "IPv4";
}

/** The digits with all bits after the first `bits` cleared or set. */
function boundary(digits: string, bits: number, fill: 0 | 15): string {
  const whole = bits >> 2;
  const partial = bits & 3;
  let result = StringPrototypeSlice(digits, 0, whole);
  if (result.length < 32 && partial > 0) {
    const mask = 15 >> partial;
    const digit = NumberParseInt(digits[whole]!, 16);
    result += "0123456789abcdef"[fill ? digit | mask : digit & ~mask];
  }
  while (result.length < 32) result += fill ? "f" : "0";
  return result;
}

export class BlockList {
  #rules: Rule[] = [];

  static isBlockList(value: any): value is BlockList {
    return typeof value === "object" && value !== null && instances.has(value);
  }

  constructor() {
    instances.add(this);
  }

  #add(kind: string, shown: string, address: SocketAddress, first: string, last: string): void {
    const rule = { text: `${kind}: ${familyName(address)} ${shown}`, first, last, isIPv6: address.family === "ipv6" };
    ArrayPrototypeUnshift(this.#rules, rule);
  }

  addAddress(address: any, family: any = "ipv4"): void {
    const one = toAddress(address, "address", family);
    this.#add("Address", one.address, one, one[kDigits], one[kDigits]);
  }

  addRange(start: any, end: any, family: any = "ipv4"): void {
    const first = toAddress(start, "start", family);
    const last = toAddress(end, "end", family);
    if (first[kDigits] > last[kDigits]) throw new codes.ERR_INVALID_ARG_VALUE("start", first, "must come before end");
    this.#add("Range", `${first.address}-${last.address}`, first, first[kDigits], last[kDigits]);
  }

  addSubnet(network: any, prefix: any, family: any = "ipv4"): void {
    const base = toAddress(network, "network", family);
    const isIPv6 = base.family === "ipv6";
    validateInt32(prefix, "prefix", 0, isIPv6 ? 128 : 32);
    const bits = isIPv6 ? prefix : prefix + 96;
    this.#add("Subnet", `${base.address}/${prefix}`, base, boundary(base[kDigits], bits, 0), boundary(base[kDigits], bits, 15));
  }

  check(address: any, family: any = "ipv4"): boolean {
    let one: SocketAddress;
    if (SocketAddress.isSocketAddress(address)) {
      one = address;
    } else {
      validateString(address, "address");
      validateString(family, "family");
      try {
        one = new SocketAddress({ address, family });
      } catch {
        // What is no address is on no list.
        return false;
      }
    }
    const digits = one[kDigits];
    for (let i = 0; i < this.#rules.length; i++) {
      const rule = this.#rules[i]!;
      // A rule of the other family counts where IPv6 stands for IPv4.
      if (one.family === "ipv4" && rule.isIPv6 && !StringPrototypeStartsWith(rule.first, kMapped)) continue;
      if (digits >= rule.first && digits <= rule.last) return true;
    }
    return false;
  }

  get rules(): string[] {
    const texts: string[] = [];
    for (let i = 0; i < this.#rules.length; i++) texts[i] = this.#rules[i]!.text;
    return texts;
  }

  toJSON(): string[] {
    return this.rules;
  }

  /** Adds what toJSON() has given, or its JSON. */
  fromJSON(data: any): void {
    const list = typeof data === "string" ? JSONParse(data) : data;
    if (!ArrayIsArray(list)) throw new codes.ERR_INVALID_ARG_TYPE("data", ["string", "string[]"], data);
    // The newest stands first.
    for (let i = list.length - 1; i >= 0; i--) {
      validateString(list[i], `data[${i}]`);
      const parts = RegExpPrototypeExec(/^(Address|Range|Subnet): (IPv4|IPv6) ([^/-]+)(?:[/-](.+))?$/, list[i]);
      if (parts === null) throw new codes.ERR_INVALID_ARG_VALUE("data", list[i]);
      const family = StringPrototypeToLowerCase(parts[2]!);
      if (parts[1] === "Address") this.addAddress(parts[3], family);
      else if (parts[1] === "Range") this.addRange(parts[3], parts[4], family);
      else this.addSubnet(parts[3], +parts[4]!, family);
    }
  }

  [inspectCustom](depth: number, options: any, inspect: any): unknown {
    if (depth < 0) return "[BlockList]";
    const inner = { ...options, depth: options.depth == null ? null : options.depth - 1 };
    return `BlockList ${inspect({ rules: this.rules }, inner)}`;
  }
}
