/**
 * url.resolve: a legacy URL relative to another, as a browser of the time resolved an anchor.
 * https://nodejs.org/api/url.html#urlresolvefrom-to
 */
import {
  ArrayPrototypeConcat,
  ArrayPrototypeJoin,
  ArrayPrototypePop,
  ArrayPrototypePush,
  ArrayPrototypeShift,
  ArrayPrototypeSplice,
  ArrayPrototypeUnshift,
  ObjectAssign,
  RegExpPrototypeExec,
  StringPrototypeEndsWith,
  StringPrototypeIndexOf,
  StringPrototypeSplit,
  StringPrototypeStartsWith,
} from "internal/primordials";
import { formatUrl, isHostless, isSlashed, newUrl } from "internal/legacy_url";

const kFileProtocol = /^file:?$/;

/** `relative` is parsed with slashesDenoteHost; it is changed on the way. */
export function resolveUrls(source: any, relative: any): any {
  const result = ObjectAssign(newUrl(), source);
  result.hash = relative.hash;
  if (relative.href === "") return finish(result);
  if (relative.slashes && !relative.protocol) return finish(takeAllButProtocol(result, relative));
  if (relative.protocol && relative.protocol !== result.protocol) {
    if (!isSlashed(relative.protocol)) return finish(ObjectAssign(result, relative));
    return finish(changeProtocol(result, relative));
  }
  return finish(resolvePath(result, relative));
}

function finish(result: any): any {
  result.href = formatUrl(result);
  return result;
}

function takeAllButProtocol(result: any, relative: any): any {
  const { protocol } = result;
  ObjectAssign(result, relative);
  result.protocol = protocol;
  if (isSlashed(protocol) && result.hostname && !result.pathname) {
    result.pathname = "/";
    result.path = "/";
  }
  return result;
}

// A known protocol other than file: must have a host: it is taken from the path if it isn't there.
function changeProtocol(result: any, relative: any): any {
  result.protocol = relative.protocol;
  const isFile = RegExpPrototypeExec(kFileProtocol, relative.protocol) !== null;
  result.pathname =
    relative.host || isFile || isHostless(relative.protocol) ? relative.pathname : moveHostOutOfPath(relative);
  takeSearch(result, relative);
  result.host = relative.host || "";
  result.auth = relative.auth;
  result.hostname = relative.hostname || relative.host;
  result.port = relative.port;
  if (result.pathname || result.search) setPath(result);
  result.slashes = result.slashes || relative.slashes;
  return result;
}

function moveHostOutOfPath(relative: any): string {
  const path: string[] = StringPrototypeSplit(relative.pathname || "", "/");
  while (path.length > 0 && !(relative.host = ArrayPrototypeShift(path)));
  relative.host ||= "";
  relative.hostname ||= "";
  if (path[0] !== "") ArrayPrototypeUnshift(path, "");
  if (path.length < 2) ArrayPrototypeUnshift(path, "");
  return ArrayPrototypeJoin(path, "/");
}

function takeSearch(result: any, relative: any): void {
  result.search = relative.search;
  result.query = relative.query;
}

function setPath(result: any): void {
  result.path = (result.pathname || "") + (result.search || "");
}

function startsWithSlash(path: unknown): boolean {
  return typeof path === "string" && StringPrototypeStartsWith(path, "/");
}

function split(pathname: any): string[] {
  return pathname ? StringPrototypeSplit(pathname, "/") : [];
}

function resolvePath(result: any, relative: any): any {
  const isRelativeAbsolute = !!relative.host || startsWithSlash(relative.pathname);
  const startsAbsolute =
    isRelativeAbsolute || startsWithSlash(result.pathname) || !!(result.host && relative.pathname);
  // Without slashes in front of it, a host is a part of the path, so that ".." can remove it.
  const hasHostInPath = !!result.protocol && !isSlashed(result.protocol);
  let path = split(result.pathname);
  const relativePath = split(relative.pathname);
  let mustBeAbsolute = startsAbsolute;
  if (hasHostInPath) {
    moveHostsIntoPaths(result, relative, path, relativePath);
    mustBeAbsolute = startsAbsolute && (relativePath[0] === "" || path[0] === "");
  }
  if (isRelativeAbsolute) {
    takeHost(result, relative);
    takeSearch(result, relative);
    path = relativePath;
  } else if (relativePath.length > 0) {
    ArrayPrototypePop(path);
    path = ArrayPrototypeConcat(path, relativePath) as string[];
    takeSearch(result, relative);
  } else if (relative.search !== null && relative.search !== undefined) {
    if (hasHostInPath) takeHostFromPath(result, path);
    takeSearch(result, relative);
    if (result.pathname !== null || result.search !== null) setPath(result);
    return result;
  }
  if (path.length === 0) {
    result.pathname = null;
    result.path = result.search ? `/${result.search}` : null;
    return result;
  }
  return takeResolvedPath(result, relative, path, { mustBeAbsolute, startsAbsolute, hasHostInPath });
}

function moveHostsIntoPaths(result: any, relative: any, path: string[], relativePath: string[]): void {
  result.hostname = "";
  result.port = null;
  if (result.host) putFirst(path, result.host);
  result.host = "";
  if (!relative.protocol) return;
  relative.hostname = null;
  relative.port = null;
  result.auth = null;
  if (relative.host) putFirst(relativePath, relative.host);
  relative.host = null;
}

function putFirst(path: string[], host: string): void {
  if (path[0] === "") path[0] = host;
  else ArrayPrototypeUnshift(path, host);
}

function takeHost(result: any, relative: any): void {
  if (relative.host || relative.host === "") {
    if (result.host !== relative.host) result.auth = null;
    result.host = relative.host;
    result.port = relative.port;
  }
  if (relative.hostname || relative.hostname === "") {
    if (result.hostname !== relative.hostname) result.auth = null;
    result.hostname = relative.hostname;
  }
}

// The user may be in the host alone, as for "mailto:local1@domain1" and "local2@domain2".
function takeHostFromPath(result: any, path: string[]): void {
  result.host = ArrayPrototypeShift(path);
  result.hostname = result.host;
  if (!result.host || StringPrototypeIndexOf(result.host, "@") <= 0) return;
  const parts = StringPrototypeSplit(result.host, "@");
  result.auth = parts[0];
  result.host = parts[1];
  result.hostname = parts[1];
}

interface PathRules {
  mustBeAbsolute: boolean;
  startsAbsolute: boolean;
  hasHostInPath: boolean;
}

function takeResolvedPath(result: any, relative: any, path: string[], rules: PathRules): any {
  const last = path[path.length - 1];
  const endsInDots = last === "." || last === "..";
  const endsWithSlash = last === "" || (endsInDots && !!(result.host || relative.host || path.length > 1));
  const above = removeDots(path);
  let { mustBeAbsolute } = rules;
  if (!mustBeAbsolute && !rules.startsAbsolute) {
    for (let i = 0; i < above; i++) ArrayPrototypeUnshift(path, "..");
  }
  if (mustBeAbsolute && path[0] !== "" && !startsWithSlash(path[0])) ArrayPrototypeUnshift(path, "");
  if (endsWithSlash && !StringPrototypeEndsWith(ArrayPrototypeJoin(path, "/"), "/")) ArrayPrototypePush(path, "");
  const isAbsolute = path[0] === "" || startsWithSlash(path[0]);
  if (rules.hasHostInPath) {
    if (isAbsolute) result.hostname = result.host = "";
    else if (path.length === 0) result.hostname = result.host = "";
    else takeHostFromPath(result, path);
  }
  mustBeAbsolute ||= !!(result.host && path.length > 0);
  if (mustBeAbsolute && !isAbsolute) ArrayPrototypeUnshift(path, "");
  result.pathname = path.length === 0 ? null : ArrayPrototypeJoin(path, "/");
  if (path.length === 0) result.path = null;
  if (result.pathname !== null || result.search !== null) setPath(result);
  result.auth = relative.auth || result.auth;
  result.slashes = result.slashes || relative.slashes;
  return result;
}

/** Removes "." and what ".." cancels; gives the number of ".." that went above the root. */
function removeDots(path: string[]): number {
  let above = 0;
  for (let i = path.length - 1; i >= 0; i--) {
    const part = path[i];
    if (part === ".") {
      ArrayPrototypeSplice(path, i, 1);
    } else if (part === "..") {
      ArrayPrototypeSplice(path, i, 1);
      above++;
    } else if (above > 0) {
      ArrayPrototypeSplice(path, i, 1);
      above--;
    }
  }
  return above;
}
