/** node:url. https://nodejs.org/api/url.html */
import { Number, ObjectAssign, StringPrototypeSlice, StringPrototypeStartsWith } from "internal/primordials";
import { codes } from "internal/errors";
import { fileURLToPath, pathToFileURL } from "internal/file_url";
import { formatUrl, parseInto, parseUrl, Url } from "internal/legacy_url";
import { resolveUrls } from "internal/legacy_url_resolve";
import { validateObject } from "internal/validators";
import { isURL, URL, URLSearchParams } from "web/url";
import { toUSVString } from "web/webidl";

interface DomainNative {
  /** An empty string if the domain is invalid. */
  domainToASCII(domain: string): string;
  domainToUnicode(domain: string): string;
}
const binding: DomainNative = native("url");

Url.prototype.parse = function (this: any, url: unknown, parseQuery: unknown, slashesDenoteHost: unknown) {
  return parseInto(this, url, parseQuery, slashesDenoteHost);
};
Url.prototype.format = function (this: any) {
  return formatUrl(this);
};
Url.prototype.resolve = function (this: any, relative: unknown) {
  return formatUrl(this.resolveObject(parseUrl(relative, false, true)));
};
Url.prototype.resolveObject = function (this: any, relative: any) {
  return resolveUrls(this, typeof relative === "string" ? parseUrl(relative, false, true) : relative);
};

function parse(url: unknown, parseQueryString: unknown, slashesDenoteHost: unknown): any {
  return parseUrl(url, parseQueryString, slashesDenoteHost);
}

function resolve(source: unknown, relative: unknown): string {
  return parseUrl(source, false, true).resolve(relative);
}

function resolveObject(source: unknown, relative: unknown): any {
  if (!source) return relative;
  return parseUrl(source, false, true).resolveObject(relative);
}

function format(value: any, options?: any): string {
  if (typeof value === "string") return formatUrl(parseUrl(value, false, false));
  if (value === null || (typeof value !== "object" && typeof value !== "function")) {
    throw new codes.ERR_INVALID_ARG_TYPE("urlObject", ["Object", "string"], value);
  }
  return isURL(value) ? formatWhatwg(value, options) : formatUrl(value);
}

/** `options` may leave out the user, search and fragment, and ask for the host in Unicode. */
function formatWhatwg(url: any, options: any): string {
  const parts = { auth: true, fragment: true, search: true, unicode: false };
  if (options) {
    validateObject(options, "options");
    if (options.auth != null) parts.auth = !!options.auth;
    if (options.fragment != null) parts.fragment = !!options.fragment;
    if (options.search != null) parts.search = !!options.search;
    if (options.unicode != null) parts.unicode = !!options.unicode;
  }
  const copy: any = new URL(url.href);
  if (!parts.fragment) copy.hash = "";
  if (!parts.search) copy.search = "";
  if (!parts.auth) copy.username = copy.password = "";
  if (!parts.unicode || copy.hostname === "") return copy.href;
  const user = copy.username + (copy.password ? `:${copy.password}` : "");
  const port = copy.port ? `:${copy.port}` : "";
  const host = binding.domainToUnicode(copy.hostname);
  return `${copy.protocol}//${user ? `${user}@` : ""}${host}${port}${copy.pathname}${copy.search}${copy.hash}`;
}

function domainToASCII(domain: unknown): string {
  if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS("domain");
  return binding.domainToASCII(toUSVString(domain));
}

function domainToUnicode(domain: unknown): string {
  if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS("domain");
  return binding.domainToUnicode(toUSVString(domain));
}

/** The options of http.request for a URL. https://nodejs.org/api/url.html#urlurltohttpoptionsurl */
function urlToHttpOptions(url: any): any {
  validateObject(url, "url");
  const { hostname, pathname, port, username, password, search } = url;
  const isBracketed = hostname && StringPrototypeStartsWith(hostname, "[");
  const options: any = ObjectAssign({ __proto__: null }, url, {
    protocol: url.protocol,
    hostname: isBracketed ? StringPrototypeSlice(hostname, 1, -1) : hostname,
    hash: url.hash,
    search,
    pathname,
    path: `${pathname || ""}${search || ""}`,
    href: url.href,
  });
  if (port !== "") options.port = Number(port);
  if (username || password) options.auth = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return options;
}

export default {
  Url,
  parse,
  resolve,
  resolveObject,
  format,
  URL,
  URLSearchParams,
  domainToASCII,
  domainToUnicode,
  pathToFileURL,
  fileURLToPath,
  urlToHttpOptions,
};
