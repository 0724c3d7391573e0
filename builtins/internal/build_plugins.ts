/**
 * The plugins of a build: what their `setup(build)` has registered, asked in the order in which it was. The shape is
 * esbuild's (https://esbuild.github.io/plugins/); Bun's plugins are the same objects, with a few words of their own.
 */
import { type Message, messageOfThrown, messagesOf } from "internal/build_messages";

const { isAbsolute } = require("node:path").default;

/** Of what is asked for by other plugins, too: "esbuild" fills in a loader where none is given, "bun" goes by names. */
export type Flavour = "esbuild" | "bun";

interface Registered {
  plugin: string;
  filter: RegExp;
  namespace: string;  // "": every one
  callback: (args: any) => any;
}

/** What a chain of callbacks came to; `undefined` for `result`: none had anything to say. */
export interface Answer {
  result?: any;
  plugin: string;
  errors: Message[];
  warnings: Message[];
}

const kResolveKeys = ["pluginName", "errors", "warnings", "path", "external", "sideEffects", "namespace", "suffix", "pluginData", "watchFiles", "watchDirs"];
const kLoadKeys = ["pluginName", "errors", "warnings", "contents", "resolveDir", "pluginData", "loader", "watchFiles", "watchDirs", "exports"];
const kEndKeys = ["errors", "warnings"];
export const kKinds = ["entry-point", "import-statement", "require-call", "dynamic-import", "require-resolve", "import-rule", "composes-from", "url-token"];

function checkKeys(result: any, keys: string[], plugin: string, callback: string): void {
  if (typeof result !== "object") throw new TypeError(`Expected ${callback}() callback in plugin "${plugin}" to return an object`);
  for (const key of Object.keys(result)) {
    if (!keys.includes(key)) throw new TypeError(`Invalid option from ${callback}() callback in plugin "${plugin}": "${key}"`);
  }
}

/** The text of a module with these exports (Bun's loader "object"). */
function moduleOfExports(exports: any): string {
  if (typeof exports !== "object" || exports === null) throw new TypeError('the loader "object" needs "exports", an object');
  let text = "";
  for (const key of Object.keys(exports)) {
    const value = JSON.stringify(exports[key]);
    if (value === undefined) throw new TypeError(`the loader "object" can bundle what JSON can say: the export "${key}" is a ${typeof exports[key]}`);
    text += key === "default" ? `export default ${value};\n` : `const ${nameOf(text.length)} = ${value};\nexport { ${nameOf(text.length)} as ${JSON.stringify(key)} };\n`;
  }
  return text;
}
const nameOf = (number: number): string => `value${number}`;

export class PluginHost {
  readonly #flavour: Flavour;
  readonly #resolvers: Registered[] = [];
  readonly #loaders: Registered[] = [];
  readonly #starts: { plugin: string; callback: () => any }[] = [];
  readonly #ends: { plugin: string; callback: (result: any) => any }[] = [];
  readonly #disposals: { callback: () => any }[] = [];
  /** What native code knows by number; 0 is nothing. */
  readonly data: any[] = [undefined];
  readonly messages: Message[] = [];
  /** Files and folders that plugins look at: a change of one is a change of the build. */
  readonly watchFiles = new Set<string>();
  readonly watchDirs = new Set<string>();
  #isSetUp = false;
  /** Where a name leads without plugins; set before the first build. */
  resolveByDefault: (specifier: string, importer: string, resolveDir: string, kind: string) => any = () => "There is no build under way";
  enter: (who: string) => () => void = () => () => {};

  constructor(flavour: Flavour) {
    this.#flavour = flavour;
  }

  get isEmpty(): boolean {
    return this.#resolvers.length === 0 && this.#loaders.length === 0;
  }

  /** Runs each plugin's setup(), which may change `initialOptions`. */
  async setUp(plugins: unknown, initialOptions: any, extra: Record<string, unknown>): Promise<void> {
    if (plugins === undefined || plugins === null) return;
    if (!Array.isArray(plugins)) throw new TypeError('"plugins" must be an array');
    // Frameworks nest them.
    for (const plugin of plugins.flat(Infinity)) {
      if (plugin === undefined || plugin === null || plugin === false) continue;
      if (typeof plugin !== "object" && typeof plugin !== "function") throw new TypeError("A plugin must be an object with a name and a setup function");
      const { name, setup } = plugin as any;
      if (typeof name !== "string" || name === "") throw new TypeError("A plugin needs a name");
      if (typeof setup !== "function") throw new TypeError(`The plugin "${name}" needs a setup function`);
      await setup.call(plugin, this.#interfaceOf(name, initialOptions, extra));
    }
    this.#isSetUp = true;
  }

  #interfaceOf(plugin: string, initialOptions: any, extra: Record<string, unknown>): any {
    const add = (list: Registered[], callbackName: string) => (options: any, callback: any): any => {
      if (typeof options !== "object" || options === null || !(options.filter instanceof RegExp)) {
        throw new TypeError(`${callbackName}() call in plugin "${plugin}" needs a filter, a RegExp`);
      }
      if (typeof callback !== "function") throw new TypeError(`${callbackName}() call in plugin "${plugin}" needs a function`);
      list.push({ plugin, filter: options.filter, namespace: options.namespace === undefined ? "" : String(options.namespace), callback });
      return this_;
    };
    const needFunction = (callback: unknown, callbackName: string): any => {
      if (typeof callback !== "function") throw new TypeError(`${callbackName}() call in plugin "${plugin}" needs a function`);
      return callback;
    };
    const this_: any = {
      initialOptions,
      config: initialOptions,
      onStart: (callback: any) => { this.#starts.push({ plugin, callback: needFunction(callback, "onStart") }); return this_; },
      onEnd: (callback: any) => { this.#ends.push({ plugin, callback: needFunction(callback, "onEnd") }); return this_; },
      onDispose: (callback: any) => { this.#disposals.push({ callback: needFunction(callback, "onDispose") }); return this_; },
      onResolve: add(this.#resolvers, "onResolve"),
      onLoad: add(this.#loaders, "onLoad"),
      resolve: (path: string, options: any = {}) => this.#resolveFor(plugin, path, options),
      ...extra,
    };
    return this_;
  }

  /** Of each callback a filter's source and flags, and a namespace: what native code asks by. */
  rules(): { resolve: string[]; load: string[] } {
    const flat = (list: Registered[]) => list.flatMap(({ filter, namespace }) => [filter.source, filter.flags, namespace]);
    return { resolve: flat(this.#resolvers), load: flat(this.#loaders) };
  }

  /** The number by which native code knows a value. */
  keep(value: unknown): number {
    return value === undefined || value === null ? 0 : this.data.push(value) - 1;
  }

  /** Flat: whether it is an error, its number, the plugin, the text and a place. */
  keepMessages({ errors, warnings }: { errors: Message[]; warnings: Message[] }): any[] {
    const flat: any[] = [];
    const add = (message: Message, isError: boolean): void => {
      const { location } = message;
      const line = location ? [location.file, location.line, location.column, location.length] : ["", 0, 0, 0];
      flat.push(isError, this.messages.push(message) - 1, message.pluginName, message.text, ...line);
    };
    for (const message of errors) add(message, true);
    for (const message of warnings) add(message, false);
    return flat;
  }

  forgetBuild(): void {
    this.data.length = 1;
    this.messages.length = 0;
    this.watchFiles.clear();
    this.watchDirs.clear();
  }

  async runStarts(): Promise<{ errors: Message[]; warnings: Message[] }> {
    const errors: Message[] = [];
    const warnings: Message[] = [];
    await Promise.all(this.#starts.map(async ({ plugin, callback }) => {
      try {
        const result = await callback();
        if (result === undefined || result === null) return;
        if (this.#flavour === "bun" && typeof result !== "object") return;
        checkKeys(result, kEndKeys, plugin, "onStart");
        errors.push(...messagesOf(result.errors, plugin, "errors"));
        warnings.push(...messagesOf(result.warnings, plugin, "warnings"));
      } catch (error) {
        errors.push(messageOfThrown(error, plugin, "onStart"));
      }
    }));
    return { errors, warnings };
  }

  /** One after another: each sees what those before it added. */
  async runEnds(result: any): Promise<void> {
    for (const { plugin, callback } of this.#ends) {
      try {
        const added = await callback(result);
        if (added === undefined || added === null || (this.#flavour === "bun" && typeof added !== "object")) continue;
        checkKeys(added, kEndKeys, plugin, "onEnd");
        result.errors.push(...messagesOf(added.errors, plugin, "errors"));
        result.warnings.push(...messagesOf(added.warnings, plugin, "warnings"));
      } catch (error) {
        result.errors.push(messageOfThrown(error, plugin, "onEnd"));
      }
    }
  }

  get hasEnds(): boolean {
    return this.#ends.length > 0;
  }

  dispose(): void {
    for (const { callback } of this.#disposals.splice(0)) require("node:timers").default.setTimeout(() => callback(), 0);
  }

  async #chain(list: Registered[], name: string, namespace: string, args: any, callbackName: string, keys: string[],
    isAnswer: (result: any) => boolean): Promise<Answer> {
    const errors: Message[] = [];
    const warnings: Message[] = [];
    for (const { plugin, filter, namespace: wanted, callback } of list) {
      filter.lastIndex = 0;
      if ((wanted !== "" && wanted !== namespace) || !filter.test(name)) continue;
      const leave = this.enter(`${callbackName} of the plugin "${plugin}" (${name})`);
      try {
        const result = await callback(args);
        if (result === undefined || result === null) continue;
        checkKeys(result, keys, plugin, callbackName);
        const from = typeof result.pluginName === "string" && result.pluginName !== "" ? result.pluginName : plugin;
        errors.push(...messagesOf(result.errors, from, "errors"));
        warnings.push(...messagesOf(result.warnings, from, "warnings"));
        for (const file of result.watchFiles ?? []) this.watchFiles.add(file);
        for (const folder of result.watchDirs ?? []) this.watchDirs.add(folder);
        if (errors.length > 0) return { plugin: from, errors, warnings };
        if (isAnswer(result)) return { result, plugin: from, errors, warnings };
      } catch (error) {
        errors.push(messageOfThrown(error, plugin, callbackName));
        return { plugin, errors, warnings };
      } finally {
        leave();
      }
    }
    return { plugin: "", errors, warnings };
  }

  async resolve(args: { path: string; importer: string; namespace: string; resolveDir: string; kind: string; pluginData: any; with: any }): Promise<Answer> {
    const answer = await this.#chain(this.#resolvers, args.path, args.namespace, args, "onResolve", kResolveKeys,
      (result) => result.path !== undefined || result.external === true);
    const { result, plugin } = answer;
    if (result === undefined) return answer;
    const namespace = result.namespace ?? "file";
    if (result.external !== true && namespace === "file" && !isAbsolute(result.path)) {
      answer.errors.push(...messagesOf([{
        text: `Plugin "${plugin}" returned a path that is not absolute: ${JSON.stringify(result.path)}`,
        notes: [{ text: 'Files have absolute paths; give what is no file a "namespace" of its own' }],
      }], plugin, "errors"));
      delete answer.result;
    }
    if (result.suffix && !/^[?#]/.test(result.suffix)) {
      answer.errors.push(...messagesOf([{ text: `Plugin "${plugin}" returned a suffix that begins with neither "?" nor "#": ${JSON.stringify(result.suffix)}` }], plugin, "errors"));
      delete answer.result;
    }
    return answer;
  }

  async load(args: { path: string; namespace: string; suffix: string; pluginData: any; with: any }): Promise<Answer> {
    const given = this.#flavour === "bun" ? { ...args, loader: loaderOfName(args.path), defer: () => Promise.resolve() } : args;
    const answer = await this.#chain(this.#loaders, args.path, args.namespace, given, "onLoad", kLoadKeys,
      (result) => (result.contents !== undefined && result.contents !== null) || result.loader === "object");
    const { result, plugin } = answer;
    if (result === undefined) return answer;
    try {
      if (result.loader === "object") {
        answer.result = { ...result, contents: moduleOfExports(result.exports), loader: "js" };
      } else if (typeof result.contents !== "string" && !ArrayBuffer.isView(result.contents) && !(result.contents instanceof ArrayBuffer)) {
        throw new TypeError('"contents" must be a string or a Uint8Array');
      } else if (result.loader === undefined && this.#flavour === "esbuild") {
        answer.result = { ...result, loader: "js" };
      }
    } catch (error) {
      answer.errors.push(messageOfThrown(error, plugin, "onLoad"));
      delete answer.result;
    }
    return answer;
  }

  /** build.resolve(): through all plugins, then as without. */
  async #resolveFor(plugin: string, path: string, options: any): Promise<any> {
    if (!this.#isSetUp) throw new Error("build.resolve() can be called when the plugins have been set up");
    const { importer = "", namespace = "file", resolveDir = "", kind, pluginData, with: attributes = {} } = options;
    if (!kKinds.includes(kind)) throw new TypeError(`build.resolve() needs a "kind": one of ${kKinds.join(", ")}`);
    const failed = (errors: Message[], warnings: Message[]) =>
      ({ errors, warnings, path: "", external: false, sideEffects: false, namespace: "", suffix: "", pluginData: undefined });
    const { result, errors, warnings } = await this.resolve({ path, importer, namespace, resolveDir, kind, pluginData, with: attributes });
    if (errors.length > 0) return failed(errors, warnings);
    if (result !== undefined) {
      return { errors, warnings, path: result.path ?? path, external: result.external === true, sideEffects: result.sideEffects !== false,
        namespace: result.namespace ?? "file", suffix: result.suffix ?? "", pluginData: result.pluginData };
    }
    const found = this.resolveByDefault(path, namespace === "file" ? importer : "", resolveDir, kind);
    if (typeof found === "string") return failed(messagesOf([{ text: found }], options.pluginName ?? plugin, "errors"), warnings);
    return { errors: [], warnings, path: found[0], suffix: found[1], external: found[2], sideEffects: found[3], namespace: found[2] ? "" : "file", pluginData: undefined };
  }
}

function loaderOfName(path: string): string {
  const extension = /\.([^./]+)$/.exec(path)?.[1] ?? "";
  const known: Record<string, string> = { __proto__: null as any, mjs: "js", cjs: "js", mts: "ts", cts: "ts", js: "js", jsx: "jsx", ts: "ts", tsx: "tsx",
    json: "json", toml: "toml", yaml: "yaml", yml: "yaml", txt: "text", css: "css" };
  return known[extension] ?? "file";
}
