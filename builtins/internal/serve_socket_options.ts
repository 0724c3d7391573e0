// `websocket` of Weft.serve's options (https://bun.sh/docs/api/websockets#reference).
import { NumberIsInteger, TypeError } from "internal/primordials";
import { type DeflateSettings, deflateSettingsOf } from "internal/serve_deflate";

export interface SocketSettings {
  open: any;
  message: any;
  close: any;
  drain: any;
  ping: any;
  pong: any;
  error: any;
  maxPayloadLength: number;
  /** In seconds; 0: never. */
  idleTimeout: number;
  /** In bytes; 0: none. */
  backpressureLimit: number;
  closeOnBackpressureLimit: boolean;
  sendPings: boolean;
  publishToSelf: boolean;
  deflate: DeflateSettings | null;
}

const kDefaultSize = 16 * 1024 * 1024;
const kDefaultIdleTimeout = 120;
const kMostIdleTimeout = 960;

function functionOf(options: any, name: string): any {
  const value = options[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "function") throw new TypeError(`websocket expects a function for the '${name}' option`);
  return value;
}

function integerOf(options: any, name: string, fallback: number, most: number): number {
  const value = options[name];
  if (value === undefined || value === null) return fallback;
  if (!NumberIsInteger(value)) throw new TypeError(`websocket expects ${name} to be an integer`);
  if (value > most) throw new TypeError(`websocket expects ${name} to be ${most} or less`);
  return value < 0 ? 0 : value;
}

function booleanOf(options: any, name: string, fallback: boolean): boolean {
  const value = options[name];
  return value === undefined || value === null ? fallback : !!value;
}

/** null: no WebSockets. */
export function socketSettingsOf(options: any): SocketSettings | null {
  if (options === undefined || options === null) return null;
  if (typeof options !== "object") throw new TypeError("Expected websocket to be an object");
  return {
    open: functionOf(options, "open"),
    message: functionOf(options, "message"),
    close: functionOf(options, "close"),
    drain: functionOf(options, "drain"),
    ping: functionOf(options, "ping"),
    pong: functionOf(options, "pong"),
    error: functionOf(options, "error"),
    maxPayloadLength: integerOf(options, "maxPayloadLength", kDefaultSize, 0xffff_ffff),
    idleTimeout: integerOf(options, "idleTimeout", kDefaultIdleTimeout, kMostIdleTimeout),
    backpressureLimit: integerOf(options, "backpressureLimit", kDefaultSize, 0xffff_ffff),
    closeOnBackpressureLimit: booleanOf(options, "closeOnBackpressureLimit", false),
    sendPings: booleanOf(options, "sendPings", true),
    publishToSelf: booleanOf(options, "publishToSelf", false),
    deflate: deflateSettingsOf(options.perMessageDeflate),
  };
}
