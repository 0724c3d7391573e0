// Responses as bytes: the head, and a body that is there as a whole, in one write.
import {
  ArrayPrototypePush, NumberPrototypeToString, StringPrototypeToLowerCase, TypedArrayPrototypeGetLength,
} from "internal/primordials";
import { encodingOf } from "internal/buffer_native";
import { STATUS_CODES, utcDate } from "internal/http_common";

export const kLatin1 = encodingOf("latin1")!;
/** UTF-8 is the encoding of text that says nothing else. */
export const kUtf8 = 0;

const statusLines: string[] = [];

export function statusLine(status: number, text: string): string {
  if (text !== "") return `HTTP/1.1 ${status} ${text}\r\n`;
  return statusLines[status] ??= `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n`;
}

/** Whether a response with this status can have a body (RFC 9110 section 6.4.1). */
export function canHaveBody(status: number): boolean {
  return status !== 204 && status !== 304 && status >= 200;
}

/** What the fields of a response say about how it is sent. */
export class FieldFacts {
  text = "";
  hasDate = false;
  closes = false;
  /** Content-Range; Last-Modified. */
  hasRange = false;
  hasModified = false;

  /** `fields`: names and values alternate. */
  add(fields: string[]): void {
    let { text } = this;
    for (let i = 0; i < fields.length; i += 2) {
      const name = fields[i];
      const value = fields[i + 1];
      switch (name.length) {
        case 4:
          if (StringPrototypeToLowerCase(name) === "date") this.hasDate = true;
          break;
        case 10:
          if (StringPrototypeToLowerCase(name) === "connection") {
            // The connection is the server's affair; closing it can be asked for.
            if (StringPrototypeToLowerCase(value) === "close") this.closes = true;
            continue;
          }
          break;
        case 13: {
          const lower = StringPrototypeToLowerCase(name);
          if (lower === "content-range") this.hasRange = true;
          else if (lower === "last-modified") this.hasModified = true;
          break;
        }
        case 14:
          if (StringPrototypeToLowerCase(name) === "content-length") continue;
          break;
        case 17:
          if (StringPrototypeToLowerCase(name) === "transfer-encoding") continue;
          break;
      }
      text += name + ": " + value + "\r\n";
    }
    this.text = text;
  }

  /** The whole head; `length` below 0: in chunks, or until the end. */
  finish(line: string, length: number, isChunked: boolean, keepsAlive: boolean): string {
    let head = line + this.text;
    if (!this.hasDate) head += "Date: " + utcDate() + "\r\n";
    if (!keepsAlive) head += "Connection: close\r\n";
    if (length >= 0) head += "Content-Length: " + length + "\r\n";
    else if (isChunked) head += "Transfer-Encoding: chunked\r\n";
    return head + "\r\n";
  }
}

/** A chunk as RFC 9112 section 7.1 has it, for SocketHandle.writev(). */
export function chunkPieces(list: unknown[], chunk: Uint8Array): void {
  ArrayPrototypePush(list, NumberPrototypeToString(TypedArrayPrototypeGetLength(chunk) as any, 16) + "\r\n", kLatin1, chunk, 0, "\r\n", kLatin1);
}
