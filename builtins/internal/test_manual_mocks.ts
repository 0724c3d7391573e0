/**
 * Mocks that are written as files: `__mocks__` beside a module, or, for packages and builtins, in the roots of the
 * project (https://jestjs.io/docs/manual-mocks).
 */
import {
  MapPrototypeGet, MapPrototypeHas, MapPrototypeSet, SafeMap, StringPrototypeIndexOf, StringPrototypeLastIndexOf, StringPrototypeSlice,
  StringPrototypeStartsWith,
} from "internal/primordials";

type Find = (request: string, referrer: string, isImport: boolean) => [type: string, path: string] | undefined;

const kFolder = "/__mocks__/";
const kExtensions = ["", ".js", ".ts", ".mjs", ".cjs", ".jsx", ".tsx", ".mts", ".cts", ".json"];

export class ManualMocks {
  #folders: string[];
  #find: Find;
  #known = new SafeMap<string, string | undefined>();

  constructor(roots: string[], find: Find) {
    this.#find = find;
    const { existsSync } = require("node:fs").default;
    this.#folders = [];
    for (let i = 0; i < roots.length; i++) {
      const folder = (roots[i] === "/" ? "" : roots[i]) + "/__mocks__";
      if (!this.#folders.includes(folder) && existsSync(folder)) this.#folders.push(folder);
    }
  }

  /** Whether there may be mocks of packages. */
  hasAny(): boolean {
    return this.#folders.length > 0;
  }

  /** Whether a file is such a mock. */
  isOne(path: string): boolean {
    return StringPrototypeIndexOf(path, kFolder) >= 0;
  }

  /** The file that stands for a module when it is mocked. */
  of({ type, path, request }: { type: string; path: string; request: string }): string | undefined {
    if (type === "builtin") return this.ofPackage(StringPrototypeStartsWith(path, "node:") ? StringPrototypeSlice(path, 5) : path);
    const isPackage = !StringPrototypeStartsWith(request, ".") && !StringPrototypeStartsWith(request, "/");
    return (isPackage ? this.ofPackage(request) : undefined) ?? this.#beside(path);
  }

  ofPackage(name: string): string | undefined {
    if (this.#folders.length === 0) return undefined;
    return this.#once(name, () => {
      for (let i = 0; i < this.#folders.length; i++) {
        const found = this.#file(`${this.#folders[i]}/${name}`);
        if (found !== undefined) return found;
      }
      return undefined;
    });
  }

  #beside(path: string): string | undefined {
    return this.#once(path, () => {
      const slash = StringPrototypeLastIndexOf(path, "/");
      const folder = StringPrototypeSlice(path, 0, slash) + kFolder;
      const name = StringPrototypeSlice(path, slash + 1);
      const dot = StringPrototypeLastIndexOf(name, ".");
      return this.#file(folder + name) ?? (dot > 0 ? this.#file(folder + StringPrototypeSlice(name, 0, dot)) : undefined);
    });
  }

  #file(path: string): string | undefined {
    for (let i = 0; i < kExtensions.length; i++) {
      const found = this.#find(path + kExtensions[i], "/", false);
      if (found !== undefined) return found[1];
    }
    return undefined;
  }

  #once(key: string, look: () => string | undefined): string | undefined {
    if (!MapPrototypeHas(this.#known, key)) MapPrototypeSet(this.#known, key, look());
    return MapPrototypeGet(this.#known, key);
  }
}
