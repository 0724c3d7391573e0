// What both sides of node:http share: names of methods and statuses, checks of fields, the date.
import { ArrayPrototypeSlice, ArrayPrototypeSort, DateNow, Error, MathTrunc, String, Symbol } from "internal/primordials";
import { codes } from "internal/errors";
import { hasOption, option } from "internal/options";
import { dateText, isFieldValue, isToken, methodNames } from "internal/http_native";

export const kOutHeaders = Symbol("kOutHeaders");
/** The default of maxHeaderSize, in bytes. */
export const kMaxHeaderBytes = +(option("--max-http-header-size") ?? 16384) || 16384;
/** The default of insecureHTTPParser. */
export const kIsLenient = hasOption("--insecure-http-parser");

/** https://nodejs.org/api/http.html#httpmethods */
export const METHODS: string[] = ArrayPrototypeSort(ArrayPrototypeSlice(methodNames) as string[]) as string[];

/** The IANA registry of status codes. */
export const STATUS_CODES: Record<number, string> = {
  100: "Continue",
  101: "Switching Protocols",
  102: "Processing",
  103: "Early Hints",
  200: "OK",
  201: "Created",
  202: "Accepted",
  203: "Non-Authoritative Information",
  204: "No Content",
  205: "Reset Content",
  206: "Partial Content",
  207: "Multi-Status",
  208: "Already Reported",
  226: "IM Used",
  300: "Multiple Choices",
  301: "Moved Permanently",
  302: "Found",
  303: "See Other",
  304: "Not Modified",
  305: "Use Proxy",
  307: "Temporary Redirect",
  308: "Permanent Redirect",
  400: "Bad Request",
  401: "Unauthorized",
  402: "Payment Required",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  406: "Not Acceptable",
  407: "Proxy Authentication Required",
  408: "Request Timeout",
  409: "Conflict",
  410: "Gone",
  411: "Length Required",
  412: "Precondition Failed",
  413: "Payload Too Large",
  414: "URI Too Long",
  415: "Unsupported Media Type",
  416: "Range Not Satisfiable",
  417: "Expectation Failed",
  418: "I'm a Teapot",
  421: "Misdirected Request",
  422: "Unprocessable Entity",
  423: "Locked",
  424: "Failed Dependency",
  425: "Too Early",
  426: "Upgrade Required",
  428: "Precondition Required",
  429: "Too Many Requests",
  431: "Request Header Fields Too Large",
  451: "Unavailable For Legal Reasons",
  500: "Internal Server Error",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
  505: "HTTP Version Not Supported",
  506: "Variant Also Negotiates",
  507: "Insufficient Storage",
  508: "Loop Detected",
  509: "Bandwidth Limit Exceeded",
  510: "Not Extended",
  511: "Network Authentication Required",
};

export function checkIsHttpToken(value: unknown): boolean {
  return typeof value === "string" && isToken(value);
}
export function checkInvalidHeaderChar(value: unknown): boolean {
  return !isFieldValue(typeof value === "string" ? value : String(value));
}

/** https://nodejs.org/api/http.html#httpvalidateheadernamename-label */
export function validateHeaderName(name: unknown, label?: string): asserts name is string {
  if (typeof name !== "string" || !isToken(name)) throw new codes.ERR_INVALID_HTTP_TOKEN(label || "Header name", name);
}

/** https://nodejs.org/api/http.html#httpvalidateheadervaluename-value */
export function validateHeaderValue(name: string, value: unknown): void {
  if (value === undefined) throw new codes.ERR_HTTP_INVALID_HEADER_VALUE(value, name);
  if (checkInvalidHeaderChar(value)) throw new codes.ERR_INVALID_CHAR("header content", name);
}

let second = -1;
let text = "";

/** Now, as the Date field has it. */
export function utcDate(): string {
  const now = MathTrunc(DateNow() / 1000);
  if (now !== second) {
    second = now;
    text = dateText();
  }
  return text;
}

/** The peer has gone away in the middle. */
export function connResetException(message: string): Error {
  const error: any = new Error(message);
  error.code = "ECONNRESET";
  return error;
}
