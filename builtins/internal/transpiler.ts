/**
 * Weft.Transpiler: TypeScript and JSX to JavaScript, from a string to a string. The methods are those of Bun's class
 * of the same name (https://bun.com/docs/api/transpiler).
 */
import { codes } from "internal/errors";
import { textOf } from "internal/text_argument";
import { validateBoolean, validateObject, validateOneOf, validateString } from "internal/validators";
import { ArrayPrototypePush, JSONParse } from "internal/primordials";

interface TranspilerNative {
  /** The JavaScript of `code`. Throws a SyntaxError with its line and column. */
  transform(code: string, flags: number, factory: string, fragment: string, importSource: string): string;
  /** Kind and specifier of each import in turn, and the names of exports. */
  scan(code: string, flags: number): [imports: string[], exports: string[]];
}
const binding: TranspilerNative = native("transpiler");

// What src/runtime/transpiler_binding.cpp calls them.
const kTypeScript = 1, kJsx = 2, kClassic = 4, kPreserve = 8, kDevelopment = 16, kExperimentalDecorators = 32,
  kDecoratorMetadata = 64, kSetsFields = 128, kVerbatim = 256, kMinifyWhitespace = 512, kMinifySyntax = 1024,
  kMinifyIdentifiers = 2048;

type Loader = "js" | "jsx" | "ts" | "tsx";
const kLoaders: readonly Loader[] = ["js", "jsx", "ts", "tsx"];
const kJsxForms = ["react", "react-jsx", "react-jsxdev", "preserve"];

interface ImportRecord {
  kind: "import-statement" | "dynamic-import" | "require-call";
  path: string;
}

function loaderFlags(loader: unknown, name: string): number {
  validateOneOf(loader, name, kLoaders);
  return (loader === "ts" || loader === "tsx" ? kTypeScript : 0) | (loader === "jsx" || loader === "tsx" ? kJsx : 0);
}

export class Transpiler {
  #loader: Loader = "js";
  #flags = 0;
  #factory = "";
  #fragment = "";
  #importSource = "";

  /**
   * @param options.loader What `code` is, unless a method is told otherwise: js (the default), jsx, ts or tsx.
   * @param options.tsconfig `{ compilerOptions }`, as an object or as JSON, of which jsx, jsxFactory,
   *   jsxFragmentFactory, jsxImportSource, experimentalDecorators, emitDecoratorMetadata, useDefineForClassFields and
   *   verbatimModuleSyntax are read.
   * @param options.minify true, or which of `{ whitespace, syntax, identifiers }`.
   * @param options.minifyWhitespace As minify.whitespace.
   * @param options.trimUnusedImports false: only imports marked `type` go.
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
      if (!options.trimUnusedImports) this.#flags |= kVerbatim;
    }
    if (options.minify !== undefined) this.#setMinify(options.minify);
    if (options.minifyWhitespace !== undefined) this.#setMinify({ whitespace: options.minifyWhitespace }, "options.minifyWhitespace");
    let { tsconfig } = options;
    if (typeof tsconfig === "string") tsconfig = JSONParse(tsconfig);
    if (tsconfig === undefined) return;
    validateObject(tsconfig, "options.tsconfig");
    if (tsconfig.compilerOptions !== undefined) this.#setCompilerOptions(tsconfig.compilerOptions);
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
    this.#factory = text("jsxFactory");
    this.#fragment = text("jsxFragmentFactory");
    this.#importSource = text("jsxImportSource");
    if (settings.jsx === undefined) return;
    validateOneOf(settings.jsx, `${name}.jsx`, kJsxForms);
    if (settings.jsx === "react") this.#flags |= kClassic;
    if (settings.jsx === "react-jsxdev") this.#flags |= kDevelopment;
    if (settings.jsx === "preserve") this.#flags |= kPreserve;
  }

  /** @returns The JavaScript of `code`. @throws A SyntaxError with the line and column of the first fault. */
  transformSync(code: unknown, loader: Loader = this.#loader): string {
    const flags = this.#flags | loaderFlags(loader, "loader");
    return binding.transform(textOf(code, "code"), flags, this.#factory, this.#fragment, this.#importSource);
  }

  /** As transformSync, as a promise. */
  async transform(code: unknown, loader?: Loader): Promise<string> {
    return this.transformSync(code, loader);
  }

  /** @returns What `code` imports and exports; imports that only types need are not among them. */
  scan(code: unknown): { exports: string[]; imports: ImportRecord[] } {
    const { 0: parts, 1: exports } = binding.scan(textOf(code, "code"), this.#flags | loaderFlags(this.#loader, "loader"));
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
