/**
 * React Fast Refresh: components that are replaced keep their state. A family is all versions of one component; React's
 * renderer asks which family a type belongs to, and is told which families have changed. It is reached by the hook
 * that React DevTools use, `__REACT_DEVTOOLS_GLOBAL_HOOK__`, which must be there before React is.
 */

interface Family {
  current: any;
}

interface Signature {
  key: string;
  isReset: boolean;
  whole: string | undefined;
  hooks: (() => any[]) | undefined;
}

interface Helpers {
  scheduleRefresh(root: any, update: { staleFamilies: Set<Family>; updatedFamilies: Set<Family> }): void;
  scheduleRoot(root: any, element: any): void;
  setRefreshHandler(handler: ((type: any) => Family | undefined) | null): void;
}

const kForwardRef = Symbol.for("react.forward_ref");
const kMemo = Symbol.for("react.memo");
const kLazy = Symbol.for("react.lazy");

const families = new Map<string, Family>();
const familyOf = new WeakMap<object, Family>();
const changedFamilyOf = new WeakMap<object, Family>();
const signatures = new WeakMap<object, Signature>();
let pending: [Family, any][] = [];

const helpersOf = new Map<number, Helpers>();
const helpersOfRoot = new Map<any, Helpers>();
const mounted = new Set<any>();
const failed = new Set<any>();
const elementOf = new WeakMap<any, any>();

function isObject(type: any): boolean {
  return typeof type === "function" || (typeof type === "object" && type !== null);
}

export function register(type: any, id: string): void {
  if (!isObject(type) || familyOf.has(type)) return;
  let family = families.get(id);
  if (family)
    pending.push([family, type]);
  else
    families.set(id, family = { current: type });
  familyOf.set(type, family);
  if (type.$$typeof === kForwardRef) register(type.render, `${id}$render`);
  if (type.$$typeof === kMemo) register(type.type, `${id}$type`);
}

function setSignature(type: any, key: string, isReset = false, hooks?: () => any[]): void {
  if (!isObject(type)) return;
  if (!signatures.has(type)) signatures.set(type, { key, isReset, whole: undefined, hooks });
  if (type.$$typeof === kForwardRef) setSignature(type.render, key, isReset, hooks);
  if (type.$$typeof === kMemo) setSignature(type.type, key, isReset, hooks);
}

/** Called without arguments in the function itself, at its first run the hooks that it uses are there. */
export function createSignature(): any {
  let signed: any, hasHooks = false, isKnown = false;
  return (type?: any, key?: string, isReset?: boolean, hooks?: () => any[]) => {
    if (typeof key === "string") {
      signed ??= type;
      hasHooks = typeof hooks === "function";
      setSignature(type, key, isReset, hooks);
      return type;
    }
    if (!isKnown && hasHooks) {
      isKnown = true;
      wholeKey(signatures.get(signed)!);
    }
    return undefined;
  };
}

function wholeKey(signature: Signature): string {
  if (signature.whole !== undefined) return signature.whole;
  let whole = signature.key;
  let hooks: any[] = [];
  try {
    hooks = signature.hooks?.() ?? [];
  } catch {
    signature.isReset = true;
  }
  for (const hook of hooks) {
    // Something else than a hook of this program: who knows what it does.
    if (typeof hook !== "function") {
      signature.isReset = true;
      continue;
    }
    const inner = signatures.get(hook);
    if (!inner) continue;
    whole += `\n---\n${wholeKey(inner)}`;
    signature.isReset ||= inner.isReset;
  }
  return signature.whole = whole;
}

function isClass(type: any): boolean {
  return Boolean(type?.prototype?.isReactComponent);
}

function hasSameSignature(before: any, after: any): boolean {
  const old = signatures.get(before), fresh = signatures.get(after);
  if (!old && !fresh) return true;
  return Boolean(old && fresh) && wholeKey(old!) === wholeKey(fresh!) && !fresh!.isReset;
}

function keepsState(before: any, after: any): boolean {
  if (isClass(before) || isClass(after)) return false;
  if (typeof before !== typeof after) return false;
  if (typeof after === "object" && before.$$typeof !== after.$$typeof) return false;
  return hasSameSignature(before, after);
}

/** Draws anew what was replaced. Whether there was something. */
export function performRefresh(): boolean {
  if (pending.length === 0) return false;
  const staleFamilies = new Set<Family>(), updatedFamilies = new Set<Family>();
  const list = pending;
  pending = [];
  for (const [family, type] of list) {
    const before = family.current;
    changedFamilyOf.set(before, family);
    changedFamilyOf.set(type, family);
    family.current = type;
    (keepsState(before, type) ? updatedFamilies : staleFamilies).add(family);
  }
  const update = { staleFamilies, updatedFamilies };
  for (const helpers of helpersOf.values()) helpers.setRefreshHandler((type) => changedFamilyOf.get(type));
  let first: unknown, hasFailed = false;
  const attempt = (action: () => void) => {
    try {
      action();
    } catch (error) {
      if (!hasFailed) [hasFailed, first] = [true, error];
    }
  };
  // A root that an error has taken away is drawn again from its last element.
  for (const root of [...failed])
    attempt(() => {
      if (elementOf.has(root)) helpersOfRoot.get(root)?.scheduleRoot(root, elementOf.get(root));
    });
  for (const root of [...mounted]) attempt(() => helpersOfRoot.get(root)?.scheduleRefresh(root, update));
  if (hasFailed) throw first;
  return true;
}

/** Functions called like components, classes of React's, and what memo() and forwardRef() give. */
function isComponent(type: any): boolean {
  if (typeof type === "function") {
    if (isClass(type)) return true;
    const { prototype } = type;
    if (prototype && (Object.getOwnPropertyNames(prototype).length > 1 || Object.getPrototypeOf(prototype) !== Object.prototype))
      return false;
    return /^[A-Z]/.test(type.name || type.displayName || "");
  }
  return isObject(type) && (type.$$typeof === kMemo || type.$$typeof === kForwardRef || type.$$typeof === kLazy);
}

/** A module that exports nothing but components can take its own updates. */
export function isComponentModule(namespace: Record<string, any>): boolean {
  const names = Object.keys(namespace);
  if (names.length === 0) return false;
  for (const name of names) {
    try {
      if (!isComponent(namespace[name]) && !familyOf.has(Object(namespace[name]))) return false;
    } catch {
      return false;
    }
  }
  return true;
}

/** What importers know of a module of components: where it stays the same, they need not be made again. */
export function exportsOf(namespace: Record<string, any>): any[] {
  return Object.keys(namespace).sort().flatMap((name) => {
    let value: any;
    try {
      value = namespace[name];
    } catch {}
    return [name, familyOf.get(Object(value)) ?? value];
  });
}

/** Stands where React looks for its developer tools; what was there is still called. */
export function installHook(): void {
  const place = self as any;
  let hook = place.__REACT_DEVTOOLS_GLOBAL_HOOK__;
  if (!hook || hook.isDisabled) {
    let lastId = 0;
    place.__REACT_DEVTOOLS_GLOBAL_HOOK__ = hook = {
      renderers: new Map(),
      supportsFiber: true,
      inject: () => lastId++,
      onScheduleFiberRoot() {},
      onCommitFiberRoot() {},
      onCommitFiberUnmount() {},
    };
  }
  const { inject, onScheduleFiberRoot, onCommitFiberRoot } = hook;
  const take = (id: number, renderer: any) => {
    if (typeof renderer?.scheduleRefresh === "function" && typeof renderer.setRefreshHandler === "function")
      helpersOf.set(id, renderer);
  };
  hook.inject = function (this: any, renderer: any) {
    const id = inject.apply(this, arguments);
    take(id, renderer);
    return id;
  };
  hook.renderers?.forEach((renderer: any, id: number) => take(id, renderer));
  hook.onScheduleFiberRoot = function (this: any, id: number, root: any, element: any) {
    failed.delete(root);
    elementOf.set(root, element);
    return onScheduleFiberRoot?.apply(this, arguments);
  };
  hook.onCommitFiberRoot = function (this: any, id: number, root: any, _priority: any, didError: boolean) {
    const helpers = helpersOf.get(id);
    if (helpers) noteCommit(root, helpers, didError);
    return onCommitFiberRoot?.apply(this, arguments);
  };
}

function noteCommit(root: any, helpers: Helpers, didError: boolean): void {
  helpersOfRoot.set(root, helpers);
  const isThere = Boolean(root.current?.memoizedState?.element);
  const wasThere = Boolean(root.current?.alternate?.memoizedState?.element);
  if (isThere) {
    mounted.add(root);
    failed.delete(root);
  } else if (wasThere) {
    mounted.delete(root);
    if (didError)
      failed.add(root);
    else
      helpersOfRoot.delete(root);
  }
}
