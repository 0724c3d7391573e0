// What the answers of name servers look like in JavaScript
// (https://nodejs.org/api/dns.html#dnsresolvehostname-rrtype-callback).
import { ArrayPrototypePush, StringPrototypeCharCodeAt, Uint8Array } from "internal/primordials";
import type { DnsRow } from "internal/dns_native";

type Shape = (row: DnsRow, withTtl: boolean) => unknown;
interface RecordType {
  number: number;
  /** The name of the query in errors. */
  syscall: string;
  shape: Shape;
}

const firstText: Shape = (row) => row[3][0];
const address: Shape = (row, withTtl) => withTtl ? { address: row[3][0], ttl: row[1] } : row[3][0];

function toArrayBuffer(latin1: string): ArrayBuffer {
  const bytes = new Uint8Array(latin1.length);
  for (let i = 0; i < latin1.length; i++) bytes[i] = StringPrototypeCharCodeAt(latin1, i);
  return bytes.buffer;
}

export const recordTypes: Record<string, RecordType> = {
  __proto__: null as any,
  ANY: { number: 255, syscall: "queryAny", shape: describe },
  A: { number: 1, syscall: "queryA", shape: address },
  AAAA: { number: 28, syscall: "queryAaaa", shape: address },
  CAA: {
    number: 257, syscall: "queryCaa",
    shape: (row) => ({ critical: row[2][0], [row[3][0]!]: row[3][1] }),
  },
  CNAME: { number: 5, syscall: "queryCname", shape: firstText },
  MX: { number: 15, syscall: "queryMx", shape: (row) => ({ exchange: row[3][0], priority: row[2][0] }) },
  NS: { number: 2, syscall: "queryNs", shape: firstText },
  TXT: { number: 16, syscall: "queryTxt", shape: (row) => row[3] },
  TLSA: {
    number: 52, syscall: "queryTlsa",
    shape: (row) => ({ certUsage: row[2][0], selector: row[2][1], match: row[2][2], data: toArrayBuffer(row[3][0]!) }),
  },
  SRV: {
    number: 33, syscall: "querySrv",
    shape: (row) => ({ name: row[3][0], port: row[2][2], priority: row[2][0], weight: row[2][1] }),
  },
  PTR: { number: 12, syscall: "queryPtr", shape: firstText },
  NAPTR: {
    number: 35, syscall: "queryNaptr",
    shape: ([, , numbers, texts]) => ({
      flags: texts[0], service: texts[1], regexp: texts[2], replacement: texts[3], order: numbers[0], preference: numbers[1],
    }),
  },
  SOA: {
    number: 6, syscall: "querySoa",
    shape: ([, , numbers, texts]) => ({
      nsname: texts[0], hostmaster: texts[1], serial: numbers[0], refresh: numbers[1], retry: numbers[2], expire: numbers[3],
      minttl: numbers[4],
    }),
  },
};

/** A record among those of other types: an object that names its own. */
function describe(row: DnsRow): unknown {
  for (const type in recordTypes) {
    const known = recordTypes[type]!;
    if (known.number !== row[0] || type === "ANY") continue;
    const value: any = known.shape(row, true);
    if (type === "A" || type === "AAAA") return { type, ...value };
    if (type === "TXT") return { type, entries: value };
    return typeof value === "string" ? { type, value } : { type, ...value };
  }
  return undefined;
}

/** The records of the type that was asked for; undefined if there are none. */
export function shapeRecords(type: string, rows: DnsRow[], withTtl: boolean): unknown {
  const { number, shape } = recordTypes[type]!;
  const list: unknown[] = [];
  for (let i = 0; i < rows.length; i++) {
    if (type === "ANY" || rows[i]![0] === number) ArrayPrototypePush(list, shape(rows[i]!, withTtl));
  }
  if (list.length === 0) return undefined;
  return type === "SOA" ? list[0] : list;
}
