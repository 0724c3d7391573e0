/**
 * From the path of a URL to a file: never one outside of the folders that are served, nor one that is nobody's business
 * (`.env`, `.git` and whatever else begins with a dot; keys).
 *
 * Invariant: what `fileInside` gives is a real path, without symbolic links, below the real path of a root, and each
 * name between them is one that may be served.
 */
const fs = require("node:fs").default;
const { join, relative, sep } = require("node:path").default;

/** Private keys and what holds them, by name. */
const kSecret = /\.(?:pem|key|p12|pfx|p8|jks|keystore|kdbx|ppk|asc|gpg)$|^id_(?:rsa|dsa|ecdsa|ed25519)|~$/;

/** Names that are not served, whatever is in them. */
export function isSecretName(name: string): boolean {
  const lower = name.toLowerCase();
  return lower.startsWith(".") || kSecret.test(lower);
}

/**
 * The names of a URL's path, decoded; undefined if it is no way down from a root: `..` in whatever form, separators
 * that were encoded, Windows' drives, streams and short names, control characters.
 */
export function namesOf(pathname: string): string[] | undefined {
  const names: string[] = [];
  for (const part of pathname.split("/")) {
    if (part === "" || part === ".") continue;
    let name: string;
    try {
      name = decodeURIComponent(part);
    } catch {
      return undefined;
    }
    if (name === "." || name === ".." || /[\0-\x1f\x7f/\\]|^[a-z]:|::\$|[. ]$/i.test(name)) return undefined;
    names.push(name);
  }
  return names;
}

/** Whether none of the names on the way down from a root is a secret one. Packages of pnpm lie in `node_modules/.pnpm`. */
export function mayBeServed(names: string[]): boolean {
  return names.every((name, i) =>
    !isSecretName(name) || (i === 0 && name === ".well-known") || (name === ".pnpm" && names[i - 1] === "node_modules"));
}

/** Whether `path`, which is absolute and normal, is `folder` or below it. */
export function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

export interface ServedFile {
  /** Real. */
  path: string;
  size: number;
  modified: number;
}

/** The file of a root that a path asks for; a folder counts as its index.html. */
export function fileInside(root: string, pathname: string): ServedFile | undefined {
  const names = namesOf(pathname);
  return names === undefined || !mayBeServed(names) ? undefined : realFile([root], join(root, ...names));
}

/** A file that somebody names by its absolute path: undefined unless it lies in one of the folders, and may be served. */
export function realFile(roots: string[], path: string): ServedFile | undefined {
  try {
    let real = fs.realpathSync(path);
    let stats = fs.statSync(real);
    if (stats.isDirectory()) {
      real = fs.realpathSync(join(real, "index.html"));
      stats = fs.statSync(real);
    }
    if (!stats.isFile()) return undefined;
    for (const root of roots) {
      const realRoot = fs.realpathSync(root);
      if (isInside(realRoot, real) && mayBeServed(relative(realRoot, real).split(sep)))
        return { path: real, size: stats.size, modified: Math.floor(stats.mtimeMs) };
    }
  } catch {
    // It is not there, or not ours to read.
  }
  return undefined;
}
