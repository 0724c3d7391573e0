/** Files that share a realm (--no-isolate): what each has for itself, and what the next one takes over. */
import { type Entered, enter, environmentKey } from "internal/test_environment";
import { importFrom } from "internal/test_module_api";
import type { Settings } from "internal/test_settings";

let key: string | undefined;
let entered: Entered | undefined;

/** The environment of the file before stays if this one has the same: modules hold on to its document. */
export function enterShared(settings: Settings, path: string): Entered | Promise<Entered> {
  const wanted = environmentKey(settings, path);
  (globalThis as any).process.argv[1] = path;
  if (key === wanted) return entered!;
  const before = entered;
  key = entered = undefined;
  return change(before, wanted, settings, path);
}

async function change(before: Entered | undefined, wanted: string, settings: Settings, path: string): Promise<Entered> {
  await before?.leave();
  entered = await enter(settings, path);
  key = wanted;
  return entered;
}

/** Evaluates a module once more; what it imports stays as it is. */
export function importAgain(specifier: string, folder: string, time: number): Promise<unknown> {
  const { createRequire } = require("node:module").default;
  const load = createRequire(`${folder}/`);
  let path: string;
  try {
    path = load.resolve(specifier);
  } catch {
    // What only import finds: a builtin has nothing to say twice.
    return importFrom(specifier, `${folder}/`);
  }
  if (!path.startsWith("/")) return importFrom(specifier, `${folder}/`);
  delete load.cache[path];
  return importFrom(`${require("node:url").default.pathToFileURL(path).href}?${time}`, `${folder}/`);
}
