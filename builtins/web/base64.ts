/** atob and btoa. https://html.spec.whatwg.org/#atob */
import { codes } from "internal/errors";
import { toDOMString } from "web/webidl";

interface Base64Native {
  /** Forgiving decode to a string of bytes; undefined if the input is malformed. */
  atob(text: string): string | undefined;
  /** undefined if a code unit is above 255. */
  btoa(text: string): string | undefined;
}
const binding: Base64Native = native("encoding");

export function atob(data: unknown): string {
  if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("input");
  const decoded = binding.atob(toDOMString(data));
  if (decoded === undefined) throw invalidCharacter("The string to be decoded is not correctly encoded.");
  return decoded;
}

export function btoa(data: unknown): string {
  if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("input");
  const encoded = binding.btoa(toDOMString(data));
  if (encoded === undefined) throw invalidCharacter("Invalid character");
  return encoded;
}

function invalidCharacter(message: string) {
  const { DOMException } = require("web/dom_exception");
  return new DOMException(message, "InvalidCharacterError");
}
