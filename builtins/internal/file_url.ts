/** Between file paths and file: URLs. https://nodejs.org/api/url.html#urlfileurltopathurl-options */
import {
  decodeURIComponent,
  StringPrototypeCharCodeAt,
  StringPrototypeEndsWith,
  StringPrototypeIncludes,
  StringPrototypeIndexOf,
  StringPrototypeReplaceAll,
  StringPrototypeToLowerCase,
} from "internal/primordials";
import { codes } from "internal/errors";
import { validateString } from "internal/validators";
import { isURL, URL } from "web/url";

export function fileURLToPath(value: unknown): string {
  let url: any = value;
  if (typeof value === "string") url = new URL(value);
  else if (!isURL(value)) throw new codes.ERR_INVALID_ARG_TYPE("path", ["string", "URL"], value);
  if (url.protocol !== "file:") throw new codes.ERR_INVALID_URL_SCHEME("file");
  if (url.hostname !== "") {
    throw new codes.ERR_INVALID_FILE_URL_HOST(require("node:process").default.platform);
  }
  const pathname: string = url.pathname;
  if (StringPrototypeIndexOf(pathname, "%") < 0) return pathname;
  if (StringPrototypeIncludes(StringPrototypeToLowerCase(pathname), "%2f")) {
    throw new codes.ERR_INVALID_FILE_URL_PATH("must not include encoded / characters");
  }
  return decodeURIComponent(pathname);
}

// What the URL parser would take for something else than a part of the path.
const kEscapes: [character: string, escape: string][] = [
  ["%", "%25"],
  ["\\", "%5C"],
  ["\n", "%0A"],
  ["\r", "%0D"],
  ["\t", "%09"],
  ["?", "%3F"],
  ["#", "%23"],
];

export function pathToFileURL(path: unknown): URL {
  validateString(path, "path");
  let resolved: string = require("node:path").default.resolve(path);
  const last = StringPrototypeCharCodeAt(path as string, (path as string).length - 1);
  if (last === 0x2f && !StringPrototypeEndsWith(resolved, "/")) resolved += "/";
  for (let i = 0; i < kEscapes.length; i++) {
    resolved = StringPrototypeReplaceAll(resolved, kEscapes[i][0], kEscapes[i][1]);
  }
  return new URL(`file://${resolved}`);
}
