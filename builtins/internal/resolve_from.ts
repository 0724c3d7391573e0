/** Weft.resolve and Weft.resolveSync: the file that an import names, seen from a folder. */
import { StringPrototypeStartsWith } from "internal/primordials";
import { validateString } from "internal/validators";

interface ResolveNative {
  /** As `import` would find it. The referrer is a file, or a folder with a slash at its end. */
  importPath(specifier: string, referrer: string): string;
}
const binding: ResolveNative = native("modules");

function pathOf(value: any): string {
  const text = typeof value === "object" && value !== null && typeof value.href === "string" ? value.href : value;
  validateString(text, "from");
  return StringPrototypeStartsWith(text, "file:") ? require("internal/file_url").fileURLToPath(text) : text;
}

/**
 * @param specifier What stands in an import.
 * @param from The folder that it is looked for from.
 * @returns The absolute path, or the name of a builtin (`node:fs`).
 * @throws ERR_MODULE_NOT_FOUND, and what else an import fails with.
 */
export function resolveSync(specifier: unknown, from: unknown): string {
  validateString(specifier, "specifier");
  const folder = pathOf(from);
  return binding.importPath(specifier, folder[folder.length - 1] === "/" ? folder : `${folder}/`);
}

/** As resolveSync, as a promise. */
export async function resolve(specifier: unknown, from: unknown): Promise<string> {
  return resolveSync(specifier, from);
}

/** import.meta.resolveSync: from the module itself, unless a folder is given. */
export function resolveFromModule(specifier: unknown, from: unknown, filename: string): string {
  if (from !== undefined) return resolveSync(specifier, from);
  validateString(specifier, "specifier");
  return binding.importPath(specifier, filename);
}
