// The server's side of the opening handshake of a WebSocket (RFC 6455 section 4.2).
import {
  RegExpPrototypeExec, StringPrototypeIndexOf, StringPrototypeSlice, StringPrototypeToLowerCase, StringPrototypeTrim, TypeError,
} from "internal/primordials";
import { agreeOnDeflate, type Deflate, type DeflateSettings } from "internal/serve_deflate";
import { fieldsFrom } from "web/headers";

const kGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
/** Sixteen bytes in base64. */
const kKey = /^[A-Za-z0-9+/]{22}==$/;

/** What a request for a WebSocket asks for. */
export interface Handshake {
  key: string;
  version: string;
  protocols: string;
  extensions: string;
}

/** From the names and values of a head; null: it asks for something else. */
export function handshakeOf(fields: string[]): Handshake | null {
  const found: Handshake = { key: "", version: "", protocols: "", extensions: "" };
  let isSocket = false;
  for (let i = 0; i < fields.length; i += 2) {
    const value = fields[i + 1]!;
    switch (StringPrototypeToLowerCase(fields[i]!)) {
      case "upgrade":
        isSocket = StringPrototypeToLowerCase(value) === "websocket";
        break;
      case "sec-websocket-key":
        found.key = value;
        break;
      case "sec-websocket-version":
        found.version = value;
        break;
      case "sec-websocket-protocol":
        found.protocols = found.protocols === "" ? value : `${found.protocols}, ${value}`;
        break;
      case "sec-websocket-extensions":
        found.extensions = found.extensions === "" ? value : `${found.extensions}, ${value}`;
        break;
    }
  }
  return isSocket && RegExpPrototypeExec(kKey, found.key) !== null ? found : null;
}

export interface Acceptance {
  head: string;
  deflate: Deflate | undefined;
}

/** The fields of server.upgrade()'s options, names and values in turn. */
export function upgradeFields(options: any): string[] {
  if (options === undefined || options === null) return [];
  if (typeof options !== "object") throw new TypeError("upgrade options must be an object");
  const { headers } = options;
  if (headers === undefined || headers === null) return [];
  if (typeof headers !== "object") throw new TypeError("upgrade options.headers must be a Headers or an object");
  return fieldsFrom(headers);
}

/** The response; `more` is whole lines. */
export function accept(asked: Handshake, settings: DeflateSettings | null, fields: string[], more: string): Acceptance {
  const digest = require("internal/crypto_hash").hash("sha1", asked.key + kGuid, "base64");
  let protocol = "";
  let lines = "";
  for (let i = 0; i < fields.length; i += 2) {
    switch (StringPrototypeToLowerCase(fields[i]!)) {
      // The server's affair.
      case "connection": case "upgrade": case "content-length": case "transfer-encoding":
      case "sec-websocket-accept": case "sec-websocket-extensions":
        break;
      case "sec-websocket-protocol":
        protocol = fields[i + 1]!;
        break;
      default:
        lines += `${fields[i]}: ${fields[i + 1]}\r\n`;
    }
  }
  if (protocol === "") protocol = firstOf(asked.protocols);
  const deflate = settings === null || asked.extensions === "" ? undefined : agreeOnDeflate(settings, asked.extensions);
  let head = `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${digest}\r\n`;
  if (protocol !== "") head += `Sec-WebSocket-Protocol: ${protocol}\r\n`;
  if (deflate !== undefined) head += `Sec-WebSocket-Extensions: ${deflate.answer}\r\n`;
  return { head: `${head}${lines}${more}\r\n`, deflate };
}

function firstOf(list: string): string {
  const comma = StringPrototypeIndexOf(list, ",");
  return StringPrototypeTrim(comma < 0 ? list : StringPrototypeSlice(list, 0, comma));
}
