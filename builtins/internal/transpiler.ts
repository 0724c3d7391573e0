/**
 * Weft.Transpiler: TypeScript and JSX to JavaScript, from a string to a string. The methods are those of Bun's class
 * of the same name (https://bun.com/docs/api/transpiler).
 */
import { codes } from "internal/errors";
import { textOf } from "internal/text_argument";
import { validateArray, validateBoolean, validateObject, validateOneOf, validateString, validateStringArray } from "internal/validators";
import { ArrayIsArray, ArrayPrototypePush, JSONParse, JSONStringify, ObjectKeys, String, StringPrototypeIncludes } from "internal/primordials";

/** What is not a flag. */
type Lists = [
  texts: [factory: string, fragment: string, importSource: string, target: string],
  defines: string[],  // name and value in turn
  removed: string[],  // exports
  values: string[],  // of exports: name, new name or "", value
];

interface TranspilerNative {
  /** The JavaScript of `code`. Throws a SyntaxError with its line and column. */
  transform(code: string, flags: number, lists: Lists): string;
  /** Kind and specifier of each import in turn, and the names of exports. */
  scan(code: string, flags: number, lists: Lists): [imports: string[], exports: string[]];
  /** May `text` be what a define stands for? */
  isConstant(text: string): boolean;
  /** Is it a name, or names with dots between? */
  isPath(text: string): boolean;
  /** What is wrong with a list of targets; nothing: "". */
  targetFault(list: string): string;
}
const binding: TranspilerNative = native("transpiler");

// What src/runtime/transpiler_binding.cpp calls them.
const kTypeScript = 1, kJsx = 2, kClassic = 4, kPreserve = 8, kDevelopment = 16, kExperimentalDecorators = 32,
  kDecoratorMetadata = 64, kSetsFields = 128, kVerbatim = 256, kMinifyWhitespace = 512, kMinifySyntax = 1024,
  kMinifyIdentifiers = 2048, kTrimsImports = 4096, kInlines = 8192;

type Loader = "js" | "jsx" | "ts" | "tsx";
const kLoaders: readonly Loader[] = ["js", "jsx", "ts", "tsx"];
/** Bun's names of what runs the code, all of which run it as it is. */
const kPlatforms = { __proto__: null, browser: true, bun: true, node: true } as Record<string, any>;
const kJsxForms = ["react", "react-jsx", "react-jsxdev", "preserve"];

interface ImportRecord {
  kind: "import-statement" | "dynamic-import" | "require-call";
  path: string;
}

function loaderFlags(loader: unknown, name: string): number {
  validateOneOf(loader, name, kLoaders);
  return (loader === "ts" || loader === "tsx" ? kTypeScript : 0) | (loader === "jsx" || loader === "tsx" ? kJsx : 0);
}

function isName(text: string): boolean {
  return binding.isPath(text) && binding.isConstant(text) && !StringPrototypeIncludes(text, ".");
}

/** What stands for `value` in a program. */
function valueText(value: unknown, name: string): string {
  switch (typeof value) {
    case "string":
      return JSONStringify(value);
    case "number":
    case "boolean":
    case "undefined":
      return String(value);
  }
  if (value === null) return "null";
  throw new codes.ERR_INVALID_ARG_TYPE(name, ["string", "number", "boolean", "null", "undefined"], value);
}

export class Transpiler {
  #loader: Loader = "js";
  #flags = 0;
  #lists: Lists = [["", "", "", ""], [], [], []];

  /**
   * @param options.loader What `code` is, unless a method is told otherwise: js (the default), jsx, ts or tsx.
   * @param options.tsconfig `{ compilerOptions }`, as an object or as JSON, of which jsx, jsxFactory,
   *   jsxFragmentFactory, jsxImportSource, experimentalDecorators, emitDecoratorMetadata, useDefineForClassFields and
   *   verbatimModuleSyntax are read.
   * @param options.minify true, or which of `{ whitespace, syntax, identifiers }`.
   * @param options.minifyWhitespace As minify.whitespace.
   * @param options.trimUnusedImports true: unused imports of JavaScript go, too; false: only those marked `type` go.
   * @param options.define What names stand for: `{ "process.env.NODE_ENV": "\"production\"" }`. A value is JSON,
   *   `undefined`, or a name.
   * @param options.exports.eliminate Names of exports that go, with what they declare.
   * @param options.exports.replace By name of an export, its value: a string, number, boolean, null, undefined, or
   *   `[newName, value]`.
   * @param options.inline Constants are written where they are named.
   * @param options.target `browser`, `bun` or `node`, which take the code as it is, or a list of targets as for
   *   `weft transpile --target`.
   * @throws ERR_INVALID_ARG_TYPE and ERR_INVALID_ARG_VALUE for other values.
   */
  constructor(options: any = {}) {
    validateObject(options, "options");
    if (options.loader !== undefined) {
      validateOneOf(options.loader, "options.loader", kLoaders);
      this.#loader = options.loader;
    }
    if (options.trimUnusedImports !== undefined) {
      validateBoolean(options.trimUnusedImports, "options.trimUnusedImports");
      this.#flags |= options.trimUnusedImports ? kTrimsImports : kVerbatim;
    }
    if (options.inline !== undefined) {
      validateBoolean(options.inline, "options.inline");
      if (options.inline) this.#flags |= kInlines;
    }
    if (options.target !== undefined) this.#setTarget(options.target);
    if (options.define !== undefined) this.#setDefines(options.define);
    if (options.exports !== undefined) this.#setExports(options.exports);
    if (options.minify !== undefined) this.#setMinify(options.minify);
    if (options.minifyWhitespace !== undefined) this.#setMinify({ whitespace: options.minifyWhitespace }, "options.minifyWhitespace");
    let { tsconfig } = options;
    if (typeof tsconfig === "string") tsconfig = JSONParse(tsconfig);
    if (tsconfig === undefined) return;
    validateObject(tsconfig, "options.tsconfig");
    if (tsconfig.compilerOptions !== undefined) this.#setCompilerOptions(tsconfig.compilerOptions);
  }

  #setTarget(target: unknown): void {
    validateString(target, "options.target");
    if (kPlatforms[target]) return;
    const fault = binding.targetFault(target);
    if (fault) throw new codes.ERR_INVALID_ARG_VALUE("options.target", target, `is not browser, bun or node; ${fault}`);
    this.#lists[0][3] = target;
  }

  #setDefines(define: any): void {
    validateObject(define, "options.define");
    const names = ObjectKeys(define);
    for (let i = 0; i < names.length; i++) {
      const name = names[i]!;
      const value = define[name];
      if (!binding.isPath(name)) throw new codes.ERR_INVALID_ARG_VALUE("options.define", name, "has a key that is no name, nor names with dots between");
      validateString(value, `options.define[${JSONStringify(name)}]`);
      if (!binding.isConstant(value)) throw new codes.ERR_INVALID_ARG_VALUE(`options.define[${JSONStringify(name)}]`, value, "is neither JSON nor a name");
      ArrayPrototypePush(this.#lists[1], name, value);
    }
  }

  #setExports(exports: any): void {
    validateObject(exports, "options.exports");
    if (exports.eliminate !== undefined) {
      validateStringArray(exports.eliminate, "options.exports.eliminate");
      for (let i = 0; i < exports.eliminate.length; i++) ArrayPrototypePush(this.#lists[2], exports.eliminate[i]!);
    }
    if (exports.replace === undefined) return;
    validateObject(exports.replace, "options.exports.replace");
    const names = ObjectKeys(exports.replace);
    for (let i = 0; i < names.length; i++) {
      const name = names[i]!;
      const where = `options.exports.replace[${JSONStringify(name)}]`;
      let value = exports.replace[name];
      let newName = "";
      if (ArrayIsArray(value)) {
        validateArray(value, where, 2);
        newName = value[0];
        value = value[1];
        validateString(newName, `${where}[0]`);
        if (!isName(newName)) throw new codes.ERR_INVALID_ARG_VALUE(`${where}[0]`, newName, "is no name");
      }
      ArrayPrototypePush(this.#lists[3], name, newName, valueText(value, where));
    }
  }

  #setMinify(minify: any, name?: string): void {
    if (minify === true) this.#flags |= kMinifyWhitespace | kMinifySyntax | kMinifyIdentifiers;
    if (typeof minify === "boolean") return;
    if (typeof minify !== "object" || minify === null) {
      throw new codes.ERR_INVALID_ARG_TYPE("options.minify", ["boolean", "Object"], minify);
    }
    const flag = (key: string, bit: number) => {
      if (minify[key] === undefined) return;
      validateBoolean(minify[key], name ?? `options.minify.${key}`);
      if (minify[key]) this.#flags |= bit;
    };
    flag("whitespace", kMinifyWhitespace);
    flag("syntax", kMinifySyntax);
    flag("identifiers", kMinifyIdentifiers);
  }

  #setCompilerOptions(settings: any): void {
    const name = "options.tsconfig.compilerOptions";
    validateObject(settings, name);
    const flag = (key: string, bit: number, when: boolean) => {
      if (settings[key] === undefined) return;
      validateBoolean(settings[key], `${name}.${key}`);
      if (settings[key] === when) this.#flags |= bit;
    };
    flag("experimentalDecorators", kExperimentalDecorators, true);
    flag("emitDecoratorMetadata", kDecoratorMetadata, true);
    flag("useDefineForClassFields", kSetsFields, false);
    flag("verbatimModuleSyntax", kVerbatim, true);
    const text = (key: string): string => {
      if (settings[key] === undefined) return "";
      validateString(settings[key], `${name}.${key}`);
      return settings[key];
    };
    const texts = this.#lists[0];
    texts[0] = text("jsxFactory");
    texts[1] = text("jsxFragmentFactory");
    texts[2] = text("jsxImportSource");
    if (settings.jsx === undefined) return;
    validateOneOf(settings.jsx, `${name}.jsx`, kJsxForms);
    if (settings.jsx === "react") this.#flags |= kClassic;
    if (settings.jsx === "react-jsxdev") this.#flags |= kDevelopment;
    if (settings.jsx === "preserve") this.#flags |= kPreserve;
  }

  /** @returns The JavaScript of `code`. @throws A SyntaxError with the line and column of the first fault. */
  transformSync(code: unknown, loader: Loader = this.#loader): string {
    const flags = this.#flags | loaderFlags(loader, "loader");
    return binding.transform(textOf(code, "code"), flags, this.#lists);
  }

  /** As transformSync, as a promise. */
  async transform(code: unknown, loader?: Loader): Promise<string> {
    return this.transformSync(code, loader);
  }

  /** @returns What `code` imports and exports; imports that only types need are not among them. */
  scan(code: unknown): { exports: string[]; imports: ImportRecord[] } {
    const { 0: parts, 1: exports } = binding.scan(textOf(code, "code"), this.#flags | loaderFlags(this.#loader, "loader"), this.#lists);
    const imports: ImportRecord[] = [];
    for (let i = 0; i < parts.length; i += 2)
      ArrayPrototypePush(imports, { kind: parts[i] as ImportRecord["kind"], path: parts[i + 1]! });
    return { exports, imports };
  }

  /** As scan, of imports alone. */
  scanImports(code: unknown): ImportRecord[] {
    return this.scan(code).imports;
  }
}
