/**
 * The global scope of the web's workers: `self`, messages from the parent as events of the global, `close`,
 * `importScripts`. https://html.spec.whatwg.org/multipage/workers.html#dedicatedworkerglobalscope
 */
import {
  ArrayPrototypePush, FunctionPrototypeBind, globalThis, ObjectDefineProperty, StringPrototypeStartsWith, SymbolHasInstance,
  TypeError,
} from "internal/primordials";
import { codes } from "internal/errors";
import { ErrorEvent } from "web/error_event";
import { defineEventHandler, EventTarget, fireEvent, hasListeners, kListenerAdded, kListenerRemoved } from "web/event";
import { MessageEvent } from "web/message_event";
import { thread } from "internal/worker_state";
import { placeOfError } from "internal/worker_place";

/** Stands behind the global: it hears what the global's listeners wait for. */
class ScopeTarget extends (EventTarget as any as new () => any) {
  #port: any = thread.parentPort;
  #onUncaught: ((error: any) => void) | undefined;

  [kListenerAdded](type: string): void {
    if (type === "message" && this.#port.onmessage === null) {
      this.#port.onmessage = (event: any) => {
        fireEvent(this as any, new MessageEvent("message", { data: event.data, ports: event.ports }));
      };
    } else if (type === "messageerror" && this.#port.onmessageerror === null) {
      this.#port.onmessageerror = (event: any) => {
        fireEvent(this as any, new MessageEvent("messageerror", { data: event.data }));
      };
    } else if (type === "error" && this.#onUncaught === undefined) {
      this.#onUncaught = (error) => this.#tell(error);
      require("node:process").default.on("uncaughtException", this.#onUncaught);
    }
  }
  [kListenerRemoved](type: string): void {
    if (hasListeners(this as any, type)) return;
    if (type === "message") this.#port.onmessage = null;
    else if (type === "messageerror") this.#port.onmessageerror = null;
    else if (type === "error" && this.#onUncaught !== undefined) {
      require("node:process").default.off("uncaughtException", this.#onUncaught);
      this.#onUncaught = undefined;
    }
  }

  /** An error that a listener does not cancel goes on to the parent, and ends the worker. */
  #tell(error: any): void {
    const event = new ErrorEvent("error", { cancelable: true, ...placeOfError(error), error });
    fireEvent(this as any, event);
    if (event.defaultPrevented) return;
    require("internal/worker_main").reportError(error);
    require("node:process").default.reallyExit(1);
  }
}
for (const type of ["message", "messageerror", "error"]) defineEventHandler(ScopeTarget.prototype, type);

function define(name: string, value: unknown, isEnumerable = true): void {
  ObjectDefineProperty(globalThis, name, {
    __proto__: null, value, writable: true, enumerable: isEnumerable, configurable: true,
  } as any);
}

/** The interfaces of the scope: they can be asked for with `instanceof`, and not made. */
function defineInterface(name: string): void {
  const Interface = { [name]: class { constructor() { throw new codes.ERR_ILLEGAL_CONSTRUCTOR(); } } }[name]!;
  ObjectDefineProperty(Interface, SymbolHasInstance, {
    __proto__: null, value: (value: unknown) => value === globalThis, configurable: true,
  } as any);
  define(name, Interface, false);
}

/** Text and name of a script that a classic worker imports. */
function scriptAt(url: string, base: string | undefined): { text: string; file: string } {
  const { URL } = require("web/url");
  const resolved = new URL(url, base);
  if (resolved.protocol === "file:") {
    const path = require("internal/file_url").fileURLToPath(resolved);
    return { text: require("node:fs").default.readFileSync(path, "utf8"), file: path };
  }
  if (resolved.protocol === "data:") {
    const { bytes } = require("internal/data_url").readDataUrl(resolved.href);
    return { text: require("web/encoding").decodeText(bytes), file: "[worker script]" };
  }
  const { DOMException } = require("web/dom_exception");
  throw new DOMException(`Cannot import a script from ${resolved.href}: only file: and data: URLs can be read at once`, "NetworkError");
}

function makeImportScripts(base: string | undefined, isClassic: boolean): (...urls: unknown[]) => void {
  return function importScripts(...urls: unknown[]): void {
    if (!isClassic) throw new TypeError("Module scripts don't support importScripts()");
    const scripts: { text: string; file: string }[] = [];
    for (let i = 0; i < urls.length; i++) ArrayPrototypePush(scripts, scriptAt(`${urls[i]}`, base));
    const { runInThisContext } = require("node:vm").default;
    for (let i = 0; i < scripts.length; i++) runInThisContext(scripts[i]!.text, { filename: scripts[i]!.file });
  };
}

export function defineScope(web: { url: string; isClassic: boolean }): void {
  const target = new ScopeTarget();
  define("self", globalThis);
  define("name", thread.name);
  for (const name of ["addEventListener", "removeEventListener", "dispatchEvent"])
    define(name, FunctionPrototypeBind((target as any)[name], target));
  for (const type of ["message", "messageerror", "error"]) {
    ObjectDefineProperty(globalThis, `on${type}`, {
      __proto__: null, get: () => (target as any)[`on${type}`], set(value: unknown) { (target as any)[`on${type}`] = value; },
      enumerable: true, configurable: true,
    } as any);
  }
  define("postMessage", function postMessage(message: unknown, transfer?: unknown): void {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("message");
    thread.parentPort.postMessage(message, transfer);
  });
  define("close", function close(): void { require("node:process").default.exit(0); });
  const base = StringPrototypeStartsWith(web.url, "blob:") || StringPrototypeStartsWith(web.url, "data:") ? undefined : web.url;
  define("importScripts", makeImportScripts(base, web.isClassic));
  defineInterface("WorkerGlobalScope");
  defineInterface("DedicatedWorkerGlobalScope");
}
