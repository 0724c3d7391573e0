/**
 * The members of RequestInit that only say how to fetch. https://fetch.spec.whatwg.org/#requestinit
 */
import { ArrayPrototypeIncludes, ArrayPrototypeJoin, ObjectFreeze, TypeError } from "internal/primordials";
import { URL } from "web/url";
import { toDOMString, toUSVString } from "web/webidl";

export interface RequestOptions {
  readonly referrer: string;
  readonly referrerPolicy: string;
  readonly mode: string;
  readonly credentials: string;
  readonly cache: string;
  readonly redirect: string;
  readonly integrity: string;
  readonly keepalive: boolean;
}

export const kDefaults: RequestOptions = ObjectFreeze({
  referrer: "client",
  referrerPolicy: "",
  mode: "cors",
  credentials: "same-origin",
  cache: "default",
  redirect: "follow",
  integrity: "",
  keepalive: false,
});

const kPolicies = [
  "", "no-referrer", "no-referrer-when-downgrade", "same-origin", "origin", "strict-origin",
  "origin-when-cross-origin", "strict-origin-when-cross-origin", "unsafe-url",
];
const kModes = ["navigate", "same-origin", "no-cors", "cors"];
const kCredentials = ["omit", "same-origin", "include"];
const kCaches = ["default", "no-store", "reload", "no-cache", "force-cache", "only-if-cached"];
const kRedirects = ["follow", "manual", "error"];
const kDuplex = ["half"];

/** What `init` says, and `base` where it says nothing: the same object if it says nothing at all. */
export function optionsFrom(init: any, base: RequestOptions): RequestOptions {
  const { window, referrer, referrerPolicy, mode, credentials, cache, redirect, integrity, keepalive, duplex } = init;
  if (window !== undefined && window !== null) {
    throw new TypeError(`'window' option '${toDOMString(window)}' must be null`);
  }
  if (duplex !== undefined) toChoice(duplex, kDuplex);
  if (
    referrer === undefined && referrerPolicy === undefined && mode === undefined && credentials === undefined &&
    cache === undefined && redirect === undefined && integrity === undefined && keepalive === undefined
  ) {
    return base;
  }
  const options = {
    referrer: referrer === undefined ? base.referrer : toReferrer(referrer),
    referrerPolicy: referrerPolicy === undefined ? base.referrerPolicy : toChoice(referrerPolicy, kPolicies),
    mode: mode === undefined ? base.mode : toChoice(mode, kModes),
    credentials: credentials === undefined ? base.credentials : toChoice(credentials, kCredentials),
    cache: cache === undefined ? base.cache : toChoice(cache, kCaches),
    redirect: redirect === undefined ? base.redirect : toChoice(redirect, kRedirects),
    integrity: integrity === undefined ? base.integrity : toDOMString(integrity),
    keepalive: keepalive === undefined ? base.keepalive : !!keepalive,
  };
  if (options.mode === "navigate") throw new TypeError("Request constructor: invalid request mode navigate.");
  if (options.cache === "only-if-cached" && options.mode !== "same-origin") {
    throw new TypeError("'only-if-cached' can be set only with 'same-origin' mode");
  }
  return options;
}

function toChoice(value: unknown, choices: string[]): string {
  const text = toDOMString(value);
  if (ArrayPrototypeIncludes(choices, text)) return text;
  throw new TypeError(
    `Request constructor: ${text} is not an accepted type. Expected one of ${ArrayPrototypeJoin(choices, ", ")}.`,
  );
}

function toReferrer(value: unknown): string {
  const text = toUSVString(value);
  if (text === "") return "no-referrer";
  let url: URL;
  try {
    url = new URL(text);
  } catch (cause) {
    throw new TypeError(`Referrer "${text}" is not a valid URL.`, { cause });
  }
  return url.protocol === "about:" && url.pathname === "client" ? "client" : url.href;
}
