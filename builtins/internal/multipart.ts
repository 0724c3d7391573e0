/**
 * multipart/form-data: forms to bytes and back. Files are not copied: an encoded form refers to their memory, and a
 * parsed file to the memory that was parsed.
 * https://html.spec.whatwg.org/#multipart-form-data and https://www.rfc-editor.org/rfc/rfc7578
 */
import {
  ArrayPrototypePush,
  DateNow,
  StringPrototypeCharCodeAt,
  StringPrototypeIndexOf,
  StringPrototypeReplaceAll,
  StringPrototypeSlice,
  StringPrototypeStartsWith,
  StringPrototypeToLowerCase,
  StringPrototypeTrim,
  TypeError,
} from "internal/primordials";
import type { BufferNative } from "internal/buffer_native";
import { blobDataOf, blobDataOver, normalizeType } from "web/blob";
import { BlobData } from "web/blob_data";
import { bytesBetween } from "web/byte_views";
import { nextUUID } from "web/crypto";
import { decodeTextWithMark, encodeText } from "web/encoding";
import { newFile, type File } from "web/file";
import type { FormDataValue } from "web/form_data";
import { isHeaderName } from "web/header_list";

const bytesBinding: BufferNative = native("buffer");

export interface EncodedForm {
  /** With the boundary. */
  contentType: string;
  data: BlobData;
}

/** https://html.spec.whatwg.org/#multipart/form-data-encoding-algorithm */
export function encodeMultipart(entries: FormDataValue[]): EncodedForm {
  const boundary = `----WeftFormBoundary${StringPrototypeReplaceAll(nextUUID(), "-", "")}`;
  const pieces: Uint8Array[] = [];
  // Text that no file has cut yet.
  let text = "";
  for (let i = 0; i < entries.length; i += 2) {
    const value = entries[i + 1];
    text += `--${boundary}\r\nContent-Disposition: form-data; name="${escapeName(withCrlf(entries[i] as string))}"`;
    if (typeof value === "string") {
      text += `\r\n\r\n${withCrlf(value)}\r\n`;
      continue;
    }
    const type = value.type === "" ? "application/octet-stream" : value.type;
    text += `; filename="${escapeName(value.name)}"\r\nContent-Type: ${type}\r\n\r\n`;
    ArrayPrototypePush(pieces, encodeText(text));
    appendPieces(pieces, value);
    text = "\r\n";
  }
  ArrayPrototypePush(pieces, encodeText(`${text}--${boundary}--\r\n`));
  return { contentType: `multipart/form-data; boundary=${boundary}`, data: new BlobData(pieces) };
}

function appendPieces(pieces: Uint8Array[], file: File): void {
  const own = blobDataOf(file)!.pieces;
  for (let i = 0; i < own.length; i++) ArrayPrototypePush(pieces, own[i]);
}

function withCrlf(text: string): string {
  const lines = StringPrototypeReplaceAll(StringPrototypeReplaceAll(text, "\r\n", "\n"), "\r", "\n");
  return StringPrototypeReplaceAll(lines, "\n", "\r\n");
}

function escapeName(name: string): string {
  const lines = StringPrototypeReplaceAll(StringPrototypeReplaceAll(name, "\n", "%0A"), "\r", "%0D");
  return StringPrototypeReplaceAll(lines, '"', "%22");
}

/**
 * The entries of a form, name and value in turn; a TypeError for bytes that are no such form. Time is linear in
 * the number of bytes, which must not change afterwards.
 */
export function parseMultipart(bytes: Uint8Array, boundary: string): FormDataValue[] {
  return new Parser(bytes, boundary).parse();
}

const kCr = 13;
const kLf = 10;
const kDash = 45;
const kCrlf = encodeText("\r\n");

/** What the headers of a part say. */
interface PartHeaders {
  name: string;
  filename: string | undefined;
  contentType: string;
}

class Parser {
  private bytes: Uint8Array;
  private delimiter: Uint8Array;
  private at = 0;

  constructor(bytes: Uint8Array, boundary: string) {
    this.bytes = bytes;
    this.delimiter = encodeText(`\r\n--${boundary}`);
  }

  parse(): FormDataValue[] {
    const entries: FormDataValue[] = [];
    this.skipFirstDelimiter();
    while (!this.isAtEnd()) {
      this.skipCrlf();
      const headers = this.parseHeaders();
      ArrayPrototypePush(entries, headers.name, valueOf(headers, this.takeBody()));
    }
    return entries;
  }

  // The first one may lack the line end before it.
  private skipFirstDelimiter(): void {
    const { delimiter } = this;
    const skipped = this.startsWithCrlf() ? 0 : kCrlf.length;
    for (let i = skipped; i < delimiter.length; i++) {
      if (this.bytes[this.at++] !== delimiter[i]) throw malformed("it does not begin with the boundary");
    }
  }

  /** Behind a delimiter: whether it was the last. */
  private isAtEnd(): boolean {
    const { bytes } = this;
    if (bytes[this.at] !== kDash || bytes[this.at + 1] !== kDash) return false;
    this.at += 2;
    if (this.at < bytes.length) this.skipCrlf();
    if (this.at !== bytes.length) throw malformed("something follows its end");
    return true;
  }

  private startsWithCrlf(): boolean {
    return this.bytes[this.at] === kCr && this.bytes[this.at + 1] === kLf;
  }

  private skipCrlf(): void {
    if (!this.startsWithCrlf()) throw malformed("a line end is missing");
    this.at += 2;
  }

  private parseHeaders(): PartHeaders {
    let disposition: Disposition | undefined;
    let contentType = "";
    for (;;) {
      const line = this.takeLine();
      if (line === "") break;
      const colon = StringPrototypeIndexOf(line, ":");
      const field = StringPrototypeToLowerCase(StringPrototypeSlice(line, 0, colon < 0 ? 0 : colon));
      if (!isHeaderName(field)) throw malformed("a part has a malformed header");
      const value = StringPrototypeTrim(StringPrototypeSlice(line, colon + 1));
      if (field === "content-disposition") disposition = parseDisposition(value);
      else if (field === "content-type") contentType = value;
    }
    if (disposition === undefined) throw malformed("a part has no name");
    return { name: disposition.name, filename: disposition.filename, contentType };
  }

  private takeLine(): string {
    const end = bytesBinding.indexOf(this.bytes, kCrlf, this.at, 0, true);
    if (end < 0) throw malformed("a header has no end");
    const line = decodeTextWithMark(bytesBetween(this.bytes, this.at, end));
    this.at = end + 2;
    if (StringPrototypeIndexOf(line, "\r") >= 0 || StringPrototypeIndexOf(line, "\n") >= 0) {
      throw malformed("a header has a line end within");
    }
    return line;
  }

  private takeBody(): Uint8Array {
    const start = this.at;
    const end = bytesBinding.indexOf(this.bytes, this.delimiter, start, 0, true);
    if (end < 0) throw malformed("a part has no end");
    this.at = end + this.delimiter.length;
    return bytesBetween(this.bytes, start, end);
  }
}

function valueOf({ filename, contentType }: PartHeaders, body: Uint8Array): FormDataValue {
  if (filename === undefined) return decodeTextWithMark(body);
  const type = normalizeType(contentType === "" ? "text/plain" : contentType);
  return newFile(blobDataOver(body), type, filename, DateNow());
}

interface Disposition {
  name: string;
  filename: string | undefined;
}

/** `form-data; name="…"; filename="…"`, with the parameters in any order. */
function parseDisposition(value: string): Disposition {
  if (!StringPrototypeStartsWith(StringPrototypeToLowerCase(value), "form-data")) throw badDisposition();
  let name: string | undefined;
  let filename: string | undefined;
  let at = "form-data".length;
  while (at < value.length) {
    at = skipBlanks(value, at);
    if (value[at] !== ";") throw badDisposition();
    at = skipBlanks(value, at + 1);
    const equals = StringPrototypeIndexOf(value, "=", at);
    if (equals < 0) throw badDisposition();
    const key = StringPrototypeToLowerCase(StringPrototypeSlice(value, at, equals));
    if (!isHeaderName(key)) throw badDisposition();
    const isQuoted = value[equals + 1] === '"';
    const start = isQuoted ? equals + 2 : equals + 1;
    const end = StringPrototypeIndexOf(value, isQuoted ? '"' : ";", start);
    if (isQuoted && end < 0) throw badDisposition();
    const text = StringPrototypeSlice(value, start, end < 0 ? value.length : end);
    at = end < 0 ? value.length : isQuoted ? end + 1 : end;
    if (!isQuoted && !isHeaderName(text)) throw badDisposition();
    if (key === "name") name = unescapeName(text);
    else if (key === "filename") filename = unescapeName(text);
  }
  if (name === undefined) throw malformed("a part has no name");
  return { name, filename };
}

function skipBlanks(text: string, at: number): number {
  while (at < text.length) {
    const code = StringPrototypeCharCodeAt(text, at);
    if (code !== 32 && code !== 9) break;
    at++;
  }
  return at;
}

function unescapeName(name: string): string {
  if (StringPrototypeIndexOf(name, "%") < 0) return name;
  const lines = StringPrototypeReplaceAll(StringPrototypeReplaceAll(name, "%0A", "\n"), "%0D", "\r");
  return StringPrototypeReplaceAll(lines, "%22", '"');
}

function badDisposition(): Error {
  return malformed("a part has a malformed Content-Disposition");
}

function malformed(why: string): Error {
  return new TypeError(`The body is no multipart/form-data: ${why}`);
}
