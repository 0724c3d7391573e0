// node:domain: https://nodejs.org/api/domain.html. What one piece of the program starts, as a group with one handler
// of errors.
//
// Which domain is active follows the program through timers, promises and the file system in an AsyncLocalStorage.
// `stack` says which were entered by the callback that runs. A callback that throws leaves it as it was, so that
// whoever reports the error finds the domain; the end of the report empties it.
import {
  ArrayPrototypeIndexOf, ArrayPrototypeLastIndexOf, ArrayPrototypePush, ArrayPrototypeSlice, ArrayPrototypeSplice, FunctionPrototypeCall,
  ObjectDefineProperty, ReflectApply, SafeMap,
} from "internal/primordials";
import { createHook } from "internal/async_hooks";
import { AsyncLocalStorage } from "internal/async_local_storage";
import { codes } from "internal/errors";
import { hasUncaughtExceptionCaptureCallback, setDomains } from "internal/process_events";
import EventEmitter from "node:events";

if (hasUncaughtExceptionCaptureCallback()) throw new codes.ERR_DOMAIN_CALLBACK_NOT_AVAILABLE();

const process = require("node:process").default;
const Emitter: any = EventEmitter;
const storage = new AsyncLocalStorage<any>();
const exported: any = {};
let stack: any[] = [];

function activate(domain: any): void {
  storage.enterWith(domain ?? undefined);
  exported.active = domain;
}

function top(): any {
  return stack.length === 0 ? undefined : stack[stack.length - 1];
}

function setStack(domains: any[]): void {
  stack = domains;
  exported._stack = stack;
  activate(top());
}

/** The domain of what runs now. */
function current(): any {
  return top() ?? storage.getStore();
}

class Domain extends Emitter {
  members: any[] = [];

  enter(): void {
    ArrayPrototypePush(stack, this);
    activate(this);
  }

  /** Leaves this domain, and those that were entered since. */
  exit(): void {
    const index = ArrayPrototypeLastIndexOf(stack, this);
    if (index < 0) return;
    ArrayPrototypeSplice(stack, index, stack.length);
    activate(top());
  }

  add(member: any): void {
    if (member.domain === this) return;
    if (member.domain) member.domain.remove(member);
    // A ring of domains would handle an error for ever.
    if (member.domain && member instanceof Domain) {
      for (let outer: any = this.domain; outer; outer = outer.domain) if (outer === member) return;
    }
    ObjectDefineProperty(member, "domain", {
      __proto__: null, configurable: true, enumerable: false, value: this, writable: true,
    } as any);
    ArrayPrototypePush(this.members, member);
  }

  remove(member: any): void {
    member.domain = null;
    const index = ArrayPrototypeIndexOf(this.members, member);
    if (index >= 0) ArrayPrototypeSplice(this.members, index, 1);
  }

  run(callback: any, ...args: any[]): any {
    this.enter();
    const result = ReflectApply(callback, this, args);
    this.exit();
    return result;
  }

  /** A function whose first argument is an error, if there is one: then the domain gets it, and the callback is not called. */
  intercept(callback: any): any {
    const domain = this;
    return bound(domain, function intercepted(this: unknown, ...args: any[]): any {
      const error = args[0];
      if (error) {
        stamp(error, { domainBound: callback, domainThrown: false, domain });
        domain.emit("error", error);
        return undefined;
      }
      return runWithin(domain, callback, this, ArrayPrototypeSlice(args, 1));
    });
  }

  bind(callback: any): any {
    const domain = this;
    return bound(domain, function runBound(this: unknown, ...args: any[]): any {
      return runWithin(domain, callback, this, args);
    });
  }
}

function bound(domain: any, callback: any): any {
  ObjectDefineProperty(callback, "domain", {
    __proto__: null, configurable: true, enumerable: false, value: domain, writable: true,
  } as any);
  return callback;
}

function runWithin(domain: any, callback: any, self: unknown, args: any[]): any {
  domain.enter();
  const result = ReflectApply(callback, self, args);
  domain.exit();
  return result;
}

/** What an error tells of how it came to a domain. */
function stamp(error: any, facts: any): void {
  if ((typeof error !== "object" && typeof error !== "function") || error === null) return;
  for (const name in facts) {
    ObjectDefineProperty(error, name, {
      __proto__: null, configurable: true, enumerable: false, value: facts[name], writable: true,
    } as any);
  }
}

/** An error that nobody caught, while a domain was active. False: no domain takes it. */
function onUncaught(error: any): boolean {
  let domain = current();
  if (domain === undefined) return false;
  stamp(error, { domain, domainThrown: true });
  for (;;) {
    // The handler runs outside of its own domain: what it throws is for the domain around it.
    const index = ArrayPrototypeLastIndexOf(stack, domain);
    let outer = ArrayPrototypeSlice(stack, 0, index < 0 ? 0 : index);
    while (outer.length > 0 && outer[outer.length - 1] === domain) outer = ArrayPrototypeSlice(outer, 0, -1);
    setStack(outer);
    if (domain.listenerCount("error") === 0) {
      setStack([]);
      return false;
    }
    try {
      domain.emit("error", error);
      setStack([]);
      return true;
    } catch (handlersError) {
      if (outer.length === 0) {
        setStack([]);
        throw handlersError;
      }
      error = handlersError;
      domain = top();
      stamp(error, { domain, domainThrown: true });
    }
  }
}

setDomains({
  current, onUncaught,
  listens() {
    const domain = current();
    return domain !== undefined && (domain.listenerCount("error") > 0 || stack.some((it) => it.listenerCount("error") > 0));
  },
});

// ---- timers, ticks and the like

const domainOf = new SafeMap<number, any>();
createHook({
  init(asyncId: number): void {
    const domain = current();
    if (domain !== undefined) domainOf.set(asyncId, domain);
  },
  before(asyncId: number): void {
    domainOf.get(asyncId)?.enter();
  },
  after(asyncId: number): void {
    domainOf.get(asyncId)?.exit();
  },
  destroy(asyncId: number): void {
    domainOf.delete(asyncId);
  },
}).enable();

ObjectDefineProperty(process, "domain", {
  __proto__: null, enumerable: true, configurable: true, get: current, set: activate,
} as any);

// ---- emitters: those made while a domain is active belong to it

const initWithoutDomain = Emitter.init;
const emitWithoutDomain = Emitter.prototype.emit;
Emitter.usingDomains = true;

Emitter.init = function (this: any, options: any): void {
  const domain = this instanceof Domain ? undefined : current();
  ObjectDefineProperty(this, "domain", {
    __proto__: null, configurable: true, enumerable: false, value: domain ?? null, writable: true,
  } as any);
  FunctionPrototypeCall(initWithoutDomain, this, options);
};

Emitter.prototype.emit = function emit(this: any, ...args: any[]): boolean {
  const { domain } = this;
  const type = args[0];
  const isHandled = type === "error" && this.listenerCount(type) > 0;
  if (isHandled || domain === null || domain === undefined || this === process) {
    return ReflectApply(emitWithoutDomain, this, args);
  }
  if (type === "error") {
    emitInDomain(this, domain, args[1]);
    return false;
  }
  domain.enter();
  const result = ReflectApply(emitWithoutDomain, this, args);
  domain.exit();
  return result;
};

/** The 'error' of an emitter without a handler is its domain's. */
function emitInDomain(emitter: any, domain: any, value: any): void {
  const error = value || new codes.ERR_UNHANDLED_ERROR(value);
  stamp(error, { domainEmitter: emitter, domain, domainThrown: false });
  const before = ArrayPrototypeSlice(stack, 0);
  let outer = before;
  while (outer.length > 0 && outer[outer.length - 1] === current()) outer = ArrayPrototypeSlice(outer, 0, -1);
  setStack(ArrayPrototypeSlice(outer, 0));
  try {
    domain.emit("error", error);
  } finally {
    setStack(before);
  }
}

function createDomain(): any {
  return new (Domain as any)();
}

exported._stack = stack;
exported.Domain = Domain;
exported.createDomain = createDomain;
exported.create = createDomain;
exported.active = null;

export default exported;
