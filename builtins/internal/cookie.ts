// Weft.Cookie (https://bun.sh/docs/api/cookie): one cookie with its attributes, as Set-Cookie has it (RFC 6265).
import {
  Date, DatePrototypeGetTime, DatePrototypeToUTCString, decodeURIComponent, encodeURIComponent, DateNow, Number, NumberIsFinite,
  ObjectDefineProperty, RangeError, RegExpPrototypeExec, RegExpPrototypeTest, String, StringPrototypeIndexOf, StringPrototypeSlice,
  StringPrototypeSplit, StringPrototypeToLowerCase, StringPrototypeTrim, SymbolToStringTag, TypeError,
} from "internal/primordials";
import { codes } from "internal/errors";
import { kInspect } from "web/webidl";

const kName = /^[!-:<>-~]+$/;
const kPath = /^[ -:<-~]*$/;
const kDomain = /^\.?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/i;

function checkName(name: any): string {
  const text = `${name}`;
  if (!RegExpPrototypeTest(kName, text)) throw new TypeError("Invalid cookie name: contains invalid characters");
  return text;
}

function checkPath(path: any): string {
  const text = `${path}`;
  if (!RegExpPrototypeTest(kPath, text)) throw new TypeError("Invalid cookie path: contains invalid characters");
  return text;
}

function checkDomain(domain: any): string | null {
  if (domain === undefined || domain === null || domain === "") return null;
  const text = `${domain}`;
  if (!RegExpPrototypeTest(kDomain, text)) throw new TypeError("Invalid cookie domain: contains invalid characters");
  return text;
}

function checkSameSite(value: any): string {
  const text = StringPrototypeToLowerCase(`${value}`);
  if (text !== "strict" && text !== "lax" && text !== "none")
    throw new TypeError("Invalid sameSite value. Must be 'strict', 'lax', or 'none'");
  return text;
}

/** A Date, seconds since 1970, or the text of a date. */
function checkExpires(value: any): Date | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "number" && !NumberIsFinite(value)) throw new RangeError("expires must be a valid Number (or Date)");
  const date = value instanceof Date ? new Date(DatePrototypeGetTime(value)) : new Date(typeof value === "number" ? value * 1000 : `${value}`);
  const time = DatePrototypeGetTime(date);
  if (time !== time) throw new TypeError("Invalid cookie expiration date");
  return date;
}

function checkMaxAge(value: any): number | undefined {
  return typeof value === "number" && NumberIsFinite(value) ? value : undefined;
}

export class Cookie {
  #name: string;
  #value = "";
  #domain: string | null = null;
  #path = "/";
  #expires: Date | undefined = undefined;
  #maxAge: number | undefined = undefined;
  #secure = false;
  #httpOnly = false;
  #sameSite = "lax";
  #partitioned = false;

  /** (name, value, options), the text of a Set-Cookie, or an object of everything. */
  constructor(nameOrInit: any, value?: any, options?: any) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("name");
    if (arguments.length === 1 && typeof nameOrInit === "string") {
      this.#name = "";
      this.#parse(nameOrInit);
      return;
    }
    if (arguments.length === 1 && nameOrInit !== null && typeof nameOrInit === "object") {
      options = nameOrInit;
      value = nameOrInit.value;
      nameOrInit = nameOrInit.name;
    }
    if (nameOrInit === undefined || nameOrInit === null || nameOrInit === "") throw new TypeError("name is required");
    this.#name = checkName(nameOrInit);
    this.#value = value === undefined || value === null ? "" : `${value}`;
    if (options === undefined || options === null) return;
    if (typeof options !== "object") throw new TypeError("Options must be an object");
    this.#take(options);
  }

  /** The text of a Set-Cookie. */
  static parse(text: any): Cookie {
    return new Cookie(`${text}`);
  }
  static from(name: any, value: any, options?: any): Cookie {
    return new Cookie(name, value, options);
  }

  #take(options: any): void {
    const { domain, path, expires, maxAge, secure, httpOnly, sameSite, partitioned } = options;
    this.#domain = checkDomain(domain);
    if (path !== undefined && path !== null) this.#path = checkPath(path);
    this.#expires = checkExpires(expires);
    this.#maxAge = checkMaxAge(maxAge);
    this.#secure = !!secure;
    this.#httpOnly = !!httpOnly;
    if (sameSite !== undefined && sameSite !== null) this.#sameSite = checkSameSite(sameSite);
    this.#partitioned = !!partitioned;
  }

  #parse(text: string): void {
    const parts = StringPrototypeSplit(text, ";") as string[];
    const equals = StringPrototypeIndexOf(parts[0]!, "=");
    if (equals < 0) throw new TypeError("Invalid cookie string: no '=' after the name");
    const name = StringPrototypeTrim(StringPrototypeSlice(parts[0]!, 0, equals));
    if (name === "") throw new TypeError("Invalid cookie string: name cannot be empty");
    this.#name = checkName(name);
    this.#value = StringPrototypeTrim(StringPrototypeSlice(parts[0]!, equals + 1));
    for (let i = 1; i < parts.length; i++) this.#parseAttribute(parts[i]!);
  }

  /** What is unknown or malformed is left out (RFC 6265 section 5.2). */
  #parseAttribute(part: string): void {
    const equals = StringPrototypeIndexOf(part, "=");
    const value = equals < 0 ? "" : StringPrototypeTrim(StringPrototypeSlice(part, equals + 1));
    switch (StringPrototypeToLowerCase(StringPrototypeTrim(equals < 0 ? part : StringPrototypeSlice(part, 0, equals)))) {
      case "domain":
        if (RegExpPrototypeTest(kDomain, value)) this.#domain = value;
        break;
      case "path":
        if (value !== "" && RegExpPrototypeTest(kPath, value)) this.#path = value;
        break;
      case "expires": {
        const date = new Date(value);
        const time = DatePrototypeGetTime(date);
        if (time === time) this.#expires = date;
        break;
      }
      case "max-age":
        if (RegExpPrototypeTest(/^-?\d+$/, value)) this.#maxAge = Number(value);
        break;
      case "secure":
        this.#secure = true;
        break;
      case "httponly":
        this.#httpOnly = true;
        break;
      case "partitioned":
        this.#partitioned = true;
        break;
      case "samesite":
        if (RegExpPrototypeExec(/^(?:strict|lax|none)$/i, value) !== null) this.#sameSite = StringPrototypeToLowerCase(value);
        break;
    }
  }

  get name(): string {
    return this.#name;
  }
  get value(): string {
    return this.#value;
  }
  set value(value: any) {
    this.#value = `${value}`;
  }
  get domain(): string | null {
    return this.#domain;
  }
  set domain(domain: any) {
    this.#domain = checkDomain(domain);
  }
  get path(): string {
    return this.#path;
  }
  set path(path: any) {
    this.#path = checkPath(path);
  }
  get expires(): Date | undefined {
    return this.#expires;
  }
  set expires(expires: any) {
    this.#expires = checkExpires(expires);
  }
  /** In seconds. */
  get maxAge(): number | undefined {
    return this.#maxAge;
  }
  set maxAge(maxAge: any) {
    this.#maxAge = checkMaxAge(maxAge);
  }
  get secure(): boolean {
    return this.#secure;
  }
  set secure(secure: any) {
    this.#secure = !!secure;
  }
  get httpOnly(): boolean {
    return this.#httpOnly;
  }
  set httpOnly(httpOnly: any) {
    this.#httpOnly = !!httpOnly;
  }
  get sameSite(): string {
    return this.#sameSite;
  }
  set sameSite(sameSite: any) {
    this.#sameSite = checkSameSite(sameSite);
  }
  get partitioned(): boolean {
    return this.#partitioned;
  }
  set partitioned(partitioned: any) {
    this.#partitioned = !!partitioned;
  }

  /** Max-Age wins over Expires. */
  isExpired(): boolean {
    if (this.#maxAge !== undefined) return this.#maxAge <= 0;
    return this.#expires !== undefined && DatePrototypeGetTime(this.#expires) < DateNow();
  }

  /** As Set-Cookie has it. */
  serialize(): string {
    let text = `${this.#name}=${encodeURIComponent(wellFormed(this.#value))}`;
    if (this.#domain !== null) text += `; Domain=${this.#domain}`;
    if (this.#path !== "") text += `; Path=${this.#path}`;
    if (this.#expires !== undefined) text += `; Expires=${DatePrototypeToUTCString(this.#expires)}`;
    if (this.#maxAge !== undefined) text += `; Max-Age=${this.#maxAge}`;
    if (this.#secure) text += "; Secure";
    if (this.#httpOnly) text += "; HttpOnly";
    if (this.#partitioned) text += "; Partitioned";
    return `${text}; SameSite=${this.#sameSite === "lax" ? "Lax" : this.#sameSite === "strict" ? "Strict" : "None"}`;
  }
  toString(): string {
    return this.serialize();
  }

  toJSON(): any {
    const json: any = { __proto__: null, name: this.#name, value: this.#value };
    if (this.#domain !== null) json.domain = this.#domain;
    json.path = this.#path;
    if (this.#expires !== undefined) json.expires = this.#expires;
    if (this.#maxAge !== undefined) json.maxAge = this.#maxAge;
    json.secure = this.#secure;
    json.sameSite = this.#sameSite;
    json.httpOnly = this.#httpOnly;
    json.partitioned = this.#partitioned;
    return json;
  }

  [kInspect](_depth: number, options: any, inspect: any): string {
    return `Cookie ${inspect({ ...this.toJSON() }, options)}`;
  }
}
ObjectDefineProperty(Cookie.prototype, SymbolToStringTag, { __proto__: null, value: "Cookie", configurable: true } as any);

/** encodeURIComponent() throws at half a surrogate pair. */
function wellFormed(text: string): string {
  return require("web/webidl").toUSVString(String(text));
}

/** What is not encoded as it should be stays as it came. */
export function decoded(value: string): string {
  if (StringPrototypeIndexOf(value, "%") < 0) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
