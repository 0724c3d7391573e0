/**
 * The reading half of structured cloning.
 * https://html.spec.whatwg.org/multipage/structured-data.html#structureddeserialize
 */
import {
  Date,
  Map,
  MapPrototypeSet,
  Object,
  ObjectDefineProperty,
  ObjectPrototype,
  RegExp,
  Set,
  SetPrototypeAdd,
} from "internal/primordials";
import {
  kAbsent,
  kArray,
  kArrayBuffer,
  kBoxed,
  kDataView,
  kDate,
  kDenseArray,
  kEnd,
  kError,
  kMap,
  kNumber,
  kNumberArray,
  kOrdinary,
  kReference,
  kRegExp,
  kSet,
  kSharedArrayBuffer,
  kTypedArray,
  kWasmMemory,
  kWasmModule,
} from "web/clone_tags";
import { errorConstructorOf, viewConstructorOf } from "web/clone_types";
import type { Transferred } from "web/clone_types";
import { platformClassNamed } from "web/webidl";
import type { PlatformClass } from "web/webidl";

export class Reader {
  objects: unknown[];
  #tape: any[];
  #at = 0;

  constructor(tape: any[], objects: unknown[]) {
    this.#tape = tape;
    this.objects = objects;
  }

  #next(): any {
    return this.#tape[this.#at++];
  }

  #begin<T>(value: T): T {
    const { objects } = this;
    objects[objects.length] = value;
    return value;
  }

  read(): any {
    const tag = this.#next();
    if (typeof tag !== "number") return tag;
    switch (tag) {
      case kNumber:
        return this.#next();
      case kReference:
        return this.#readReference();
      case kOrdinary:
        return this.#readProperties(this.#begin({}));
      case kDenseArray:
        return this.#readDenseArray();
      case kNumberArray:
        return this.#begin(this.#next());
      case kArray:
        return this.#readArray();
      case kDate:
        return this.#begin(new Date(this.#next()));
      case kRegExp:
        return this.#begin(new RegExp(this.#next(), this.#next()));
      case kMap:
        return this.#readMap();
      case kSet:
        return this.#readSet();
      case kError:
        return this.#readError();
      case kArrayBuffer:
      case kSharedArrayBuffer:
      case kWasmMemory:
      case kWasmModule:
        return this.#begin(this.#next());
      case kTypedArray:
      case kDataView:
        return this.#readView();
      case kBoxed:
        return this.#begin(Object(this.#next()));
      default:
        return this.#readPlatform();
    }
  }

  #readReference(): any {
    return this.objects[this.#next()];
  }

  #readProperties(target: any): any {
    for (let key = this.#next(); key !== kEnd; key = this.#next()) define(target, key, this.read());
    return target;
  }

  #readDenseArray(): unknown[] {
    const length = this.#next();
    const array: unknown[] = this.#begin([]);
    for (let i = 0; i < length; i++) {
      if (this.#tape[this.#at] === kAbsent) {
        this.#at++;
        array.length = i + 1;
      } else {
        array[i] = this.read();
      }
    }
    return array;
  }

  #readArray(): unknown[] {
    const array: unknown[] = this.#begin([]);
    array.length = this.#next();
    return this.#readProperties(array);
  }

  #readMap(): Map<unknown, unknown> {
    const size = this.#next();
    const map = this.#begin(new Map());
    for (let i = 0; i < size; i++) {
      const key = this.read();
      MapPrototypeSet(map, key, this.read());
    }
    return map;
  }

  #readSet(): Set<unknown> {
    const size = this.#next();
    const set = this.#begin(new Set());
    for (let i = 0; i < size; i++) SetPrototypeAdd(set, this.read());
    return set;
  }

  #readError(): Error {
    const { 0: name, 1: message, 2: stack } = [this.#next(), this.#next(), this.#next()];
    const error = this.#begin(new (errorConstructorOf(name))());
    if (message !== undefined) defineHidden(error, "message", message);
    if (stack !== undefined) defineHidden(error, "stack", stack);
    if (this.#tape[this.#at] === kAbsent) this.#at++;
    else defineHidden(error, "cause", this.read());
    return error;
  }

  // The buffer has its number before the view.
  #readView(): ArrayBufferView {
    const buffer = this.read();
    const View = viewConstructorOf(this.#next());
    const offset = this.#next();
    return this.#begin(new View(buffer, offset, this.#next()));
  }

  #readPlatform(): object {
    const builtin = this.#next();
    const name = this.#next();
    const index = this.objects.length;
    this.#begin(undefined);
    const object = platformClassFrom(builtin, name).deserialize!(this.read());
    this.objects[index] = object;
    return object;
  }
}

/** Makes what a transferred object arrives as. */
export function receive({ builtin, name, data }: Transferred): unknown {
  return builtin === "" ? data : platformClassFrom(builtin, name).receive!(data);
}

// The builtin registers its classes when it is loaded.
function platformClassFrom(builtin: string, name: string): PlatformClass {
  require(builtin);
  return platformClassNamed(name)!;
}

/** CreateDataProperty: a setter that a program put on Object.prototype isn't called. */
function define(target: any, key: string, value: unknown): void {
  if (key in ObjectPrototype) {
    ObjectDefineProperty(target, key, {
      __proto__: null,
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    } as any);
  } else {
    target[key] = value;
  }
}

function defineHidden(target: object, key: string, value: unknown): void {
  ObjectDefineProperty(target, key, {
    __proto__: null,
    value,
    writable: true,
    enumerable: false,
    configurable: true,
  } as any);
}
