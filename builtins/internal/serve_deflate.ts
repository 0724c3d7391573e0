// permessage-deflate as a server agrees on it (RFC 7692 section 5): what the program allows, what a client offers.
import { TypeError } from "internal/primordials";
import { type DeflateTerms, MessageDeflater, MessageInflater, parseExtensions, termsOf } from "internal/websocket_deflate";

/** Window bits of a compressor of its own; kShared: one for all connections; 0: none. */
const kShared = -1;
const kCompressors: Record<string, number> = {
  __proto__: null, disable: 0, shared: kShared, dedicated: 15, "3KB": 9, "4KB": 9, "8KB": 10, "16KB": 11, "32KB": 12,
  "64KB": 13, "128KB": 14, "256KB": 15,
} as any;

export interface DeflateSettings {
  compress: number;
  decompress: number;
}

function compressorOf(value: any, name: string): number {
  if (value === undefined || value === true) return kShared;
  if (value === false || value === null) return 0;
  const bits = typeof value === "string" ? kCompressors[value] : undefined;
  if (bits === undefined) throw new TypeError(`Weft.serve: websocket.perMessageDeflate.${name} must be a boolean or the name of a compressor`);
  return bits;
}

/** https://bun.sh/docs/api/websockets#compression; null: nothing is compressed. */
export function deflateSettingsOf(value: any): DeflateSettings | null {
  if (value === undefined || value === null || value === false) return null;
  if (value === true) return { compress: kShared, decompress: kShared };
  if (typeof value !== "object") throw new TypeError("Weft.serve: websocket.perMessageDeflate must be a boolean or an object");
  return { compress: compressorOf(value.compress, "compress"), decompress: compressorOf(value.decompress, "decompress") };
}

/** What one connection has agreed on. */
export interface Deflate {
  /** The value of Sec-WebSocket-Extensions. */
  answer: string;
  /** Undefined: this side does not compress. */
  deflater: MessageDeflater | undefined;
  inflater: MessageInflater;
  close(): void;
}

let sharedDeflater: MessageDeflater | undefined;
let sharedInflater: MessageInflater | undefined;

/** The first offer that will do; undefined: none. */
export function agreeOnDeflate(settings: DeflateSettings, offers: string): Deflate | undefined {
  const list = parseExtensions(offers);
  if (list === undefined) return undefined;
  for (let i = 0; i < list.length; i++) {
    const terms = termsOf(list[i]!, true);
    if (terms !== undefined) return agreed(settings, terms);
  }
  return undefined;
}

function agreed(settings: DeflateSettings, offer: DeflateTerms): Deflate {
  const { compress, decompress } = settings;
  const isOwnFresh = offer.serverNoContextTakeover || compress <= 0;
  const isTheirsFresh = offer.clientNoContextTakeover || decompress <= 0;
  const wanted = compress > 0 ? compress : 15;
  const bits = wanted < offer.serverWindowBits ? wanted : offer.serverWindowBits;
  // Where nothing is kept between messages, one does for all.
  const sharesDeflater = compress !== 0 && isOwnFresh && bits === 15;
  const deflater = compress === 0 ? undefined
    : sharesDeflater ? (sharedDeflater ??= new MessageDeflater(15, true)) : new MessageDeflater(bits, isOwnFresh);
  const inflater = isTheirsFresh ? (sharedInflater ??= new MessageInflater(15, true)) : new MessageInflater(15, false);
  let answer = "permessage-deflate";
  if (isOwnFresh) answer += "; server_no_context_takeover";
  if (isTheirsFresh) answer += "; client_no_context_takeover";
  if (bits < 15) answer += `; server_max_window_bits=${bits}`;
  return {
    answer, deflater, inflater,
    close() {
      if (!sharesDeflater) deflater?.close();
      if (!isTheirsFresh) inflater.close();
    },
  };
}
