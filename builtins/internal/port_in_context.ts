/**
 * A port in a context of node:vm: an object of that context's, and so is what its messages say. It knows `onmessage`
 * and `onmessageerror` alone, no listeners.
 * https://nodejs.org/api/worker_threads.html#workermovemessageporttocontextport-contextifiedsandbox
 */
import {
  Array, ArrayBuffer, Boolean, Date, Error, EvalError, Map, Number, Object, ObjectGetPrototypeOf, ObjectSetPrototypeOf, RangeError,
  ReferenceError, ReflectApply, RegExp, SafeMap, SafeSet, Set, SharedArrayBuffer, String, SyntaxError, TypeError, URIError,
} from "internal/primordials";
import { codes } from "internal/errors";
import { binding, contextOf } from "internal/vm_contexts";
import { viewConstructorOf } from "web/clone_types";
import { postTo, unpack } from "web/message";
import type { PortHandle } from "web/message";
import { handleOf, isPort } from "web/message_port";

const kOrdinary: Record<string, any> = {
  __proto__: null as any, Array, Boolean, Date, Error, EvalError, Map, Number, Object, RangeError, ReferenceError, RegExp,
  Set, String, SyntaxError, TypeError, URIError,
};
const kViews = [
  "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array", "Float16Array",
  "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array", "DataView",
];

/** The prototypes of the language's classes here, and what they are there. */
function prototypesIn(context: object): Map<object, object> {
  const found = new SafeMap<object, object>();
  const add = (constructor: any, name: string): void => {
    if (constructor === undefined) return;
    const there: any = binding.run(context, `globalThis["${name}"]`, "node:vm", 0, 0, undefined, undefined)[0];
    if (typeof there === "function") found.set(constructor.prototype, there.prototype);
  };
  for (const name in kOrdinary) add(kOrdinary[name], name);
  for (let i = 0; i < kViews.length; i++) add(viewConstructorOf(kViews[i]!), kViews[i]!);
  add(ArrayBuffer, "ArrayBuffer");
  add(SharedArrayBuffer, "SharedArrayBuffer");
  return found;
}

// The functions are the context's own, and so are the errors that they throw.
const kMaker = `(function (operations, fail) {
  "use strict";
  const guard = (operation) => (...values) => {
    const outcome = operation(...values);
    if (outcome === undefined || outcome[0]) return outcome === undefined ? undefined : outcome[1];
    throw fail(outcome[1]);
  };
  class MessagePort { constructor() { throw new TypeError("Illegal constructor"); } }
  for (const name of ["postMessage", "start", "close", "ref", "unref", "hasRef"]) {
    const run = guard(operations[name]);
    const method = { [name](...values) { return run(...values); } }[name];
    Object.defineProperty(MessagePort.prototype, name, { value: method, writable: true, enumerable: true, configurable: true });
  }
  const port = Object.create(MessagePort.prototype);
  class DOMException extends Error {}
  return [port, (type, data, ports) => {
    const handler = port["on" + type];
    if (typeof handler === "function") handler.call(port, Object.assign(Object.create(Object.prototype), { type, data, ports, target: port }));
  }, (message, name, code) => Object.assign(new DOMException(message), { name, code })];
})`;

export function moveMessagePortToContext(port: unknown, contextifiedObject: unknown): object {
  if (!isPort(port)) throw new codes.ERR_INVALID_ARG_TYPE("port", "MessagePort", port);
  const old = handleOf(port as any);
  if (!old.isOpen()) throw new codes.ERR_CLOSED_MESSAGE_PORT();
  return portIn(contextOf(contextifiedObject, "contextifiedSandbox"), old.move());
}

function portIn(context: object, handle: PortHandle): object {
  const prototypes = prototypesIn(context);
  const portsMade = new SafeSet<object>();
  /** False where something is of a class that the context has not. */
  const translate = (objects: unknown[]): boolean => {
    let isWhole = true;
    for (let i = 0; i < objects.length; i++) {
      const object: any = objects[i];
      if (typeof object !== "object" || object === null || portsMade.has(object)) continue;
      const there = prototypes.get(ObjectGetPrototypeOf(object) as object);
      if (there !== undefined) ObjectSetPrototypeOf(object, there);
      else isWhole = false;
    }
    return isWhole;
  };
  const attempt = (operation: (...values: any[]) => unknown) => (...values: any[]): [boolean, unknown] => {
    try {
      return [true, ReflectApply(operation, undefined, values)];
    } catch (error) {
      return [false, error];
    }
  };
  const deliver = (packed: any): void => {
    const objects: unknown[] = [];
    let message;
    try {
      message = unpack(packed, objects, (other) => {
        const port = portIn(context, other);
        portsMade.add(port);
        return port;
      });
      if (!translate(objects)) throw new codes.ERR_MESSAGE_TARGET_CONTEXT_UNAVAILABLE();
    } catch (error) {
      translate([error]);
      emit("messageerror", error, []);
      return;
    }
    const ports: unknown[] = [];
    for (let i = 0; i < message.ports.length; i++) ports[i] = message.ports[i];
    translate([ports]);
    emit("message", message.data, ports);
  };
  const operations = {
    postMessage: attempt((...values) => postTo(handle, values[0], values[1], values.length)),
    start: attempt(() => {
      handle.ref();
      handle.start(deliver);
    }),
    close: attempt(() => handle.close()),
    ref: attempt(() => handle.ref()),
    unref: attempt(() => handle.unref()),
    hasRef: attempt(() => handle.hasRef()),
  };
  handle.watch(() => {});
  const make: any = binding.run(context, kMaker, "node:vm", 0, 0, undefined, undefined)[0];
  const made = make(operations, (error: any) => {
    if (error instanceof require("web/dom_exception").DOMException) return made[2](error.message, error.name, error.code);
    translate([error]);
    return error;
  });
  const emit: (type: string, data: unknown, ports: unknown[]) => void = made[1];
  return made[0];
}
