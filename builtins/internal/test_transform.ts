/**
 * Transformers of Jest's kind (https://jestjs.io/docs/code-transformation#writing-custom-transformers), in the realm of
 * the test file, for files that match. weft transforms all others by itself.
 */
import {
  ArrayPrototypePush, JSONStringify, RegExp, RegExpPrototypeTest, SafeMap, TypeError,
} from "internal/primordials";
import type { ConfiguredModule, Settings } from "internal/test_settings";

interface Transformer {
  process?(text: string, path: string, options: object): unknown;
  processAsync?(text: string, path: string, options: object): unknown;
  getCacheKey?(text: string, path: string, options: object): string;
}

interface Entry {
  pattern: RegExp;
  given: ConfiguredModule;
  transformer: Transformer | undefined;
  /** Names the transformer as it is. */
  key: string | undefined;
}

export class Transforms {
  #settings: Settings;
  #entries: Entry[] = [];
  #ignored: RegExp[] = [];
  /** A transformer and what it needs are no part of the test: nothing of theirs is mapped or transformed. */
  suspend: (isSuspended: boolean) => void = () => {};
  resume: () => void = () => {};
  #depth = 0;

  constructor(settings: Settings) {
    this.#settings = settings;
    const { transform, transformIgnorePatterns } = settings;
    for (let i = 0; i < transform.length; i++) {
      const [source, given] = transform[i]!;
      ArrayPrototypePush(this.#entries, { pattern: new RegExp(source), given, transformer: undefined, key: undefined });
    }
    for (let i = 0; i < transformIgnorePatterns.length; i++) ArrayPrototypePush(this.#ignored, new RegExp(transformIgnorePatterns[i]!));
  }

  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  /** Undefined: the file is weft's. Else what the cache keeps the result under; "" if it cannot. */
  wayOf(path: string): string | undefined {
    const entry = this.#entryOf(path);
    if (entry === undefined) return undefined;
    // What a transformer reads beside the file is its own affair.
    native("test").noteUntraced(`the transformer ${entry.given.module}`);
    entry.key ??= keyOf(entry.given, this.#settings);
    return entry.key;
  }

  /** [text, kind, what it was made from, a source map] */
  transform(path: string): [string, string, string, string] {
    if (this.#depth++ === 0) this.suspend(true);
    try {
      return this.#transform(path, this.#entryOf(path)!);
    } finally {
      if (--this.#depth === 0) this.resume();
    }
  }

  #transform(path: string, entry: Entry): [string, string, string, string] {
    const text: string = require("node:fs").default.readFileSync(path, "utf8");
    const transformer = (entry.transformer ??= this.#load(entry));
    const options = this.#options(entry.given);
    const result = typeof transformer.process === "function"
      ? transformer.process(text, path, options)
      : settled(transformer.processAsync!(text, path, options), entry.given.module);
    const { code, map } = resultOf(result, entry.given.module);
    return [code, "", text, map];
  }

  #entryOf(path: string): Entry | undefined {
    for (let i = 0; i < this.#entries.length; i++) {
      const entry = this.#entries[i]!;
      if (!RegExpPrototypeTest(entry.pattern, path)) continue;
      if (entry.given.module === "") return undefined;
      for (let j = 0; j < this.#ignored.length; j++) if (RegExpPrototypeTest(this.#ignored[j]!, path)) return undefined;
      return entry;
    }
    return undefined;
  }

  #load({ given: { module, options } }: Entry): Transformer {
    let exported = require("node:module").default.createRequire(module)(module);
    if (exported?.__esModule && exported.default !== undefined) exported = exported.default;
    else if (typeof exported?.default?.process === "function" || typeof exported?.default?.createTransformer === "function") exported = exported.default;
    if (typeof exported?.createTransformer === "function") exported = exported.createTransformer(options);
    if (typeof exported?.process !== "function" && typeof exported?.processAsync !== "function") {
      throw new TypeError(`The transformer ${module} has neither process() nor processAsync()`);
    }
    return exported;
  }

  #options({ options }: ConfiguredModule): object {
    const { rootDir, globalValues, name, transform, roots } = this.#settings;
    const config = { rootDir, cwd: rootDir, globals: globalValues, displayName: name, transform, roots, testEnvironment: this.#settings.environment };
    return {
      cacheFS: new SafeMap(), config, configString: JSONStringify(config), coverageProvider: "v8", instrument: false, supportsDynamicImport: true,
      supportsExportNamespaceFrom: true, supportsStaticESM: false, supportsTopLevelAwait: false, transformerConfig: options ?? {},
    };
  }
}

/** A transformer is what its file, its options and the version of its package are. */
function keyOf({ module, options }: ConfiguredModule, { rootDir }: Settings): string {
  const { mtimeMs, size } = require("node:fs").default.statSync(module);
  return JSONStringify(["transform", module, mtimeMs, size, options ?? null, rootDir, packageVersion(module)]) as string;
}

function packageVersion(module: string): string {
  try {
    const path = require("node:module").default.findPackageJSON(".", require("node:url").default.pathToFileURL(module).href);
    return path === undefined ? "" : `${JSON.parse(require("node:fs").default.readFileSync(path, "utf8")).version}`;
  } catch {
    return "";
  }
}

function resultOf(result: any, module: string): { code: string; map: string } {
  if (typeof result?.code !== "string") throw new TypeError(`The transformer ${module} must return { code: string }`);
  const { code, map } = result;
  return { code, map: map === undefined || map === null ? "" : typeof map === "string" ? map : (JSONStringify(map) as string) };
}

/** What a promise was fulfilled with: a module that is being loaded waits for microtasks, and for nothing else. */
function settled(promise: unknown, module: string): unknown {
  let outcome: { value: unknown } | { error: unknown } | undefined;
  (async () => {
    try {
      outcome = { value: await promise };
    } catch (error) {
      outcome = { error };
    }
  })();
  native("tasks").drainMicrotasks();
  if (outcome === undefined) throw new TypeError(`processAsync() of the transformer ${module} waits for something: only what is done at once can be awaited while a module is loaded. Give it a process() as well`);
  if ("error" in outcome) throw outcome.error;
  return (outcome as { value: unknown }).value;
}
