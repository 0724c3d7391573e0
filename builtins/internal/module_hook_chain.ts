// Chains of module hooks, and what hooks must give back (internal/module_hooks.ts).
import { ArrayBufferIsView, ArrayPrototypePush } from "internal/primordials";
import { codes } from "internal/errors";

export interface Resolved {
  url: string;
  format: string | null | undefined;
  importAttributes: Record<string, string> | undefined;
}
export interface Loaded {
  format: string | null | undefined;
  source: any;
}
export type Hook = (first: string, context: any, next: (first?: any, context?: any) => any) => any;
export interface HookSet {
  resolve?: Hook;
  load?: Hook;
}

// ---- chains: the hooks that were registered last come first

function listOf(kind: "resolve" | "load", sets: HookSet[]): Hook[] {
  const hooks: Hook[] = [];
  for (let i = 0; i < sets.length; i++) if (sets[i]![kind] !== undefined) ArrayPrototypePush(hooks, sets[i]![kind]!);
  return hooks;
}

/** What a hook returns is passed on as it is: a promise by those of register(). */
export function callChain(
  kind: "resolve" | "load", sets: HookSet[], first: string, context: any, isAsync: boolean,
  last: (first: string, context: any) => any,
): any {
  const hooks = listOf(kind, sets);
  const step = (index: number, subject: string, given: any): any => {
    if (index < 0) return last(subject, given);
    const hook = hooks[index]!;
    let wentOn = false;
    const next = (nextSubject: any = subject, nextContext: any = undefined): any => {
      wentOn = true;
      if (typeof nextSubject !== "string") {
        throw new codes.ERR_INVALID_ARG_TYPE(kind === "resolve" ? "specifier" : "url", "string", nextSubject);
      }
      return step(index - 1, nextSubject, { ...given, ...nextContext });
    };
    const check = (result: any): any => {
      if (result === null || typeof result !== "object") {
        throw new codes.ERR_INVALID_RETURN_VALUE("an object", `${nameOf(hook, kind)} hook's ${isAsync ? "next<HookName>()" : "return"}`, result);
      }
      if (!wentOn && result.shortCircuit !== true) throw new codes.ERR_LOADER_CHAIN_INCOMPLETE(nameOf(hook, kind));
      return result;
    };
    if (!isAsync) return check(hook(subject, given, next));
    return (async () => check(await hook(subject, given, async (a: any, b: any) => next(a, b))))();
  };
  return step(hooks.length - 1, first, context);
}

function nameOf(hook: Hook, kind: string): string {
  return `${hook.name || kind} '${kind}'`;
}

export function checkResolved(result: any): Resolved {
  const { url, format, importAttributes } = result;
  if (typeof url !== "string") throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE("a URL string", "resolve", "url", url);
  if (!native("modules").isBuiltin(url) && require("web/url").URL.parse(url) === null) {
    throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE("a URL string", "resolve", "url", url);
  }
  if (format !== undefined && format !== null && typeof format !== "string") {
    throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE("a string", "resolve", "format", format);
  }
  if (importAttributes !== undefined && (importAttributes === null || typeof importAttributes !== "object")) {
    throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE("an object", "resolve", "importAttributes", importAttributes);
  }
  return { url, format, importAttributes };
}

// ---- what load gives

export function textOf(source: any, format: unknown): string {
  if (typeof source === "string") return source;
  const isBytes = ArrayBufferIsView(source) || require("node:util").default.types.isAnyArrayBuffer(source);
  if (!isBytes) {
    throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE("a string, an ArrayBuffer, or a TypedArray", "load", "source", source);
  }
  if (format === "wasm") throw new codes.ERR_UNKNOWN_MODULE_FORMAT(format, "");
  return new (require("web/encoding").TextDecoder)().decode(source);
}

export function checkLoaded(url: string, loaded: any): Loaded {
  if (typeof loaded.format !== "string") {
    if (loaded.format === undefined || loaded.format === null) throw new codes.ERR_UNKNOWN_MODULE_FORMAT(loaded.format, url);
    throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE("a string", "load", "format", loaded.format);
  }
  return loaded;
}
