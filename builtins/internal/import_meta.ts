/** What `import.meta` has beside Node's members, each asked for by the path of the module's file. */

export function env(): object {
  return require("node:process").default.env;
}

/** Under `weft --hot`. */
export function hot(path: string): object | undefined {
  return isHot ? require("internal/hot").hotOf(path) : undefined;
}

let isHot = false;
export function setHot(): void {
  isHot = true;
}

const requires: Record<string, unknown> = { __proto__: null } as any;

/** A CommonJS `require` of that file. */
function requireOf(path: string): unknown {
  return (requires[path] ??= require("internal/cjs_loader").createRequire(path));
}
export { requireOf as require };

export function resolveSync(path: string): (specifier: unknown, from?: unknown) => string {
  return function resolveSync(specifier, from) {
    return require("internal/resolve_from").resolveFromModule(specifier, from, path);
  };
}
