// The errors below a "fetch failed", with the names and codes that Node gives them.
import { Error, TypeError } from "internal/primordials";

function named(name: string, code: string, message: string): Error {
  const error: any = new Error(message);
  error.name = name;
  error.code = code;
  return error;
}

export function closedByPeer(): Error {
  return named("SocketError", "UND_ERR_SOCKET", "other side closed");
}
export function connectTimeout(host: string, port: number, timeout: number): Error {
  return named("ConnectTimeoutError", "UND_ERR_CONNECT_TIMEOUT",
    `Connect Timeout Error (attempted address: ${host}:${port}, timeout: ${timeout}ms)`);
}
export function headersTimeout(): Error {
  return named("HeadersTimeoutError", "UND_ERR_HEADERS_TIMEOUT", "Headers Timeout Error");
}
export function bodyTimeout(): Error {
  return named("BodyTimeoutError", "UND_ERR_BODY_TIMEOUT", "Body Timeout Error");
}
export function invalidArgument(message: string): Error {
  return named("InvalidArgumentError", "UND_ERR_INVALID_ARG", message);
}
export function lengthMismatch(): Error {
  return named("RequestContentLengthMismatchError", "UND_ERR_REQ_CONTENT_LENGTH_MISMATCH",
    "Request body length does not match content-length header");
}

/** What fetch() rejects with, whatever was wrong. */
export function fetchFailed(cause: unknown): TypeError {
  return new TypeError("fetch failed", { cause } as any);
}
/** What reading the body rejects with after its connection broke. */
export function terminated(cause: unknown): TypeError {
  return new TypeError("terminated", { cause } as any);
}
