/**
 * Style sheets, images and texts that a test imports, as Vite gives them (https://vite.dev/guide/assets,
 * https://vitest.dev/config/#css): a style sheet is empty, one of classes names them, an asset is its URL.
 */
import {
  ArrayPrototypeIncludes, JSONStringify, RegExp, RegExpPrototypeSymbolReplace, RegExpPrototypeTest, StringPrototypeLastIndexOf, StringPrototypeSlice,
  StringPrototypeStartsWith, StringPrototypeToLowerCase, StringPrototypeTrim,
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

function hasQuery(suffix: string, name: "raw" | "url" | "inline" | "no-inline"): boolean {
  return suffix !== "" && RegExpPrototypeTest(new RegExp(`[?&]${name}(?:[&=#]|$)`), suffix);
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

/** Drawings below this are inlined, as in a bundle. */
const kInlined = 4096;

/** A drawing as a data: URL: readable where it can stand in double quotes so. */
function svgUrl(bytes: any): string {
  const text: string = bytes.toString("utf8");
  const isHard = RegExpPrototypeTest(/<text|<foreignObject|"[^"']*'[^"]*"|'[^'"]*"[^']*'/, text);
  if (isHard) return `data:image/svg+xml;base64,${bytes.toString("base64")}`;
  let url = StringPrototypeTrim(text);
  const steps: [RegExp, string][] = [[/>\s+</g, "><"], [/"/g, "'"], [/%/g, "%25"], [/#/g, "%23"], [/</g, "%3c"], [/>/g, "%3e"], [/\s+/g, "%20"]];
  for (let i = 0; i < steps.length; i++) url = RegExpPrototypeSymbolReplace(steps[i]![0], url, steps[i]![1] as any) as string;
  return `data:image/svg+xml,${url}`;
}

function assetUrl(path: string, suffix: string, extension: string, rootDir: string): string {
  const isKept = hasQuery(suffix, "no-inline");
  if (!isKept && (extension === "svg" || hasQuery(suffix, "inline"))) {
    const bytes = require("node:fs").default.readFileSync(path);
    if (extension === "svg" && (bytes.length < kInlined || hasQuery(suffix, "inline"))) return svgUrl(bytes);
    if (hasQuery(suffix, "inline")) {
      return `data:${require("internal/mime_types").typeOfName(path)};base64,${bytes.toString("base64")}`;
    }
  }
  return urlOf(path, rootDir) + (isKept ? suffix : "");
}

/** [text, kind, what it was made from, no map] */
export function assetText(path: string, suffix: string, settings: Settings): [string, string, string, string] {
  return [codeOf(path, suffix, settings), "module", "", ""];
}

function codeOf(path: string, suffix: string, settings: Settings): string {
  const extension = extensionOf(path);
  if (hasQuery(suffix, "raw")) return `export default ${JSONStringify(require("node:fs").default.readFileSync(path, "utf8"))};`;
  const isStyle = ArrayPrototypeIncludes(kStyles, extension) && !hasQuery(suffix, "url");
  if (!isStyle) return `export default ${JSONStringify(assetUrl(path, suffix, extension, settings.rootDir))};`;
  return RegExpPrototypeTest(/\.module\.[^.]+$/, path) ? classNames(path, settings) : 'export default "";';
}
