/**
 * Style sheets, images and texts that a test imports, as Vite gives them (https://vite.dev/guide/assets,
 * https://vitest.dev/config/#css): a style sheet is empty, one of classes names them, an asset is its URL.
 */
import {
  ArrayPrototypeIncludes, JSONStringify, RegExpPrototypeTest, StringPrototypeLastIndexOf, StringPrototypeSlice,
  StringPrototypeStartsWith, StringPrototypeToLowerCase,
} from "internal/primordials";
import type { Settings } from "internal/test_settings";

const kStyles = ["css", "scss", "sass", "less", "styl", "stylus", "pcss", "postcss", "sss"];
const kAssets = [
  "apng", "bmp", "png", "jpg", "jpeg", "jfif", "pjpeg", "pjp", "gif", "svg", "ico", "webp", "avif", "cur", "jxl",
  "mp4", "webm", "ogg", "mp3", "wav", "flac", "aac", "opus", "mov", "m4a", "vtt",
  "woff", "woff2", "eot", "ttf", "otf", "webmanifest", "pdf", "txt",
];

function extensionOf(path: string): string {
  const name = StringPrototypeSlice(path, StringPrototypeLastIndexOf(path, "/") + 1);
  const dot = StringPrototypeLastIndexOf(name, ".");
  return dot < 0 ? "" : StringPrototypeToLowerCase(StringPrototypeSlice(name, dot + 1));
}

function hasQuery(suffix: string, name: string): boolean {
  return suffix !== "" && RegExpPrototypeTest(name === "raw" ? /[?&]raw(?:[&=#]|$)/ : name === "url" ? /[?&]url(?:[&=#]|$)/ : /[?&]inline(?:[&=#]|$)/, suffix);
}

export function isAsset(path: string, suffix: string): boolean {
  if (hasQuery(suffix, "raw") || hasQuery(suffix, "url")) return true;
  const extension = extensionOf(path);
  return ArrayPrototypeIncludes(kStyles, extension) || ArrayPrototypeIncludes(kAssets, extension);
}

/** The URL under which a dev server would give the file. */
function urlOf(path: string, rootDir: string): string {
  return StringPrototypeStartsWith(path, `${rootDir}/`) ? StringPrototypeSlice(path, rootDir.length) : `/@fs${path}`;
}

/** A short name of a path, as stable as the path. */
function hashOf(text: string): string {
  return require("node:crypto").default.createHash("sha1").update(text).digest("hex").slice(0, 6);
}

/** An object that has every class name. */
function classNames(path: string, { rootDir, cssModules }: Settings): string {
  const file = StringPrototypeStartsWith(path, `${rootDir}/`) ? StringPrototypeSlice(path, rootDir.length + 1) : path;
  const hash = hashOf(file);
  const made = cssModules === "non-scoped" ? "key" : `\`_\${key}_${hash}\``;
  return `export default new Proxy(Object.create(null), {
  get(_, key) { return typeof key === "symbol" || key === "__esModule" || key === "then" ? undefined : ${made}; },
  getOwnPropertyDescriptor() { return { configurable: true, enumerable: true }; },
});`;
}

/** [text, kind, what it was made from, no map] */
export function assetText(path: string, suffix: string, settings: Settings): [string, string, string, string] {
  const { readFileSync } = require("node:fs").default;
  if (hasQuery(suffix, "raw")) return [`export default ${literal(readFileSync(path, "utf8"))};`, "module", "", ""];
  if (hasQuery(suffix, "url")) return [`export default ${literal(urlOf(path, settings.rootDir))};`, "module", "", ""];
  const extension = extensionOf(path);
  if (!ArrayPrototypeIncludes(kStyles, extension)) return [`export default ${literal(urlOf(path, settings.rootDir))};`, "module", "", ""];
  if (RegExpPrototypeTest(/\.module\.[^.]+$/, path)) return [classNames(path, settings), "module", "", ""];
  return ['export default "";', "module", "", ""];
}

function literal(text: string): string {
  return JSONStringify(text) as string;
}
