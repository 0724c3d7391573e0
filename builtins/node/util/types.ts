// util.types: what an object is, asked of the engine. https://nodejs.org/api/util.html#utiltypes

import { ArrayBufferIsView, TypedArrayPrototypeGetSymbolToStringTag } from "internal/primordials";
import { binding, functionKinds, kinds } from "internal/util_binding";

function isKind(kind: number): (value: unknown) => boolean {
  return (value) => binding.kindOf(value) === kind;
}

function isTypedArrayOf(name: string): (value: unknown) => boolean {
  return (value) => ArrayBufferIsView(value) && TypedArrayPrototypeGetSymbolToStringTag(value) === name;
}

function hasFunctionKind(value: unknown, bit: number): boolean {
  return typeof value === "function" && (binding.functionKind(value) & bit) !== 0;
}

/** Of a class that may not have been loaded; then nothing can be an instance. */
function isInstanceOfGlobal(value: unknown, name: string): boolean {
  const constructor = (globalThis as any)[name];
  return typeof constructor === "function" && value instanceof constructor;
}

const types: Record<string, (value: any) => boolean> = {
  /** weft hands no bare pointers to JavaScript. */
  isExternal: () => false,
  isDate: isKind(kinds.Date),
  isArgumentsObject: isKind(kinds.Arguments),
  isBigIntObject: isKind(kinds.BigIntObject),
  isBooleanObject: isKind(kinds.BooleanObject),
  isNumberObject: isKind(kinds.NumberObject),
  isStringObject: isKind(kinds.StringObject),
  isSymbolObject: isKind(kinds.SymbolObject),
  isBoxedPrimitive(value) {
    const kind = binding.kindOf(value);
    return kind >= kinds.NumberObject && kind <= kinds.SymbolObject;
  },
  isNativeError: isKind(kinds.Error),
  isRegExp: isKind(kinds.RegExp),
  isAsyncFunction: (value) => hasFunctionKind(value, functionKinds.async),
  isGeneratorFunction: (value) => hasFunctionKind(value, functionKinds.generator),
  isGeneratorObject: isKind(kinds.Generator),
  isPromise: isKind(kinds.Promise),
  isMap: isKind(kinds.Map),
  isSet: isKind(kinds.Set),
  isMapIterator: isKind(kinds.MapIterator),
  isSetIterator: isKind(kinds.SetIterator),
  isWeakMap: isKind(kinds.WeakMap),
  isWeakSet: isKind(kinds.WeakSet),
  isArrayBuffer: isKind(kinds.ArrayBuffer),
  isDataView: isKind(kinds.DataView),
  isSharedArrayBuffer: isKind(kinds.SharedArrayBuffer),
  isProxy: isKind(kinds.Proxy),
  isModuleNamespaceObject: isKind(kinds.Namespace),
  isAnyArrayBuffer(value) {
    const kind = binding.kindOf(value);
    return kind === kinds.ArrayBuffer || kind === kinds.SharedArrayBuffer;
  },
  isCryptoKey: (value) => isInstanceOfGlobal(value, "CryptoKey"),
  /** There is no KeyObject without node:crypto. */
  isKeyObject: (value) => isInstanceOfGlobal(value, "KeyObject"),
  isEventTarget: (value) => isInstanceOfGlobal(value, "EventTarget"),
  isArrayBufferView: (value) => ArrayBufferIsView(value),
  isTypedArray: isKind(kinds.TypedArray),
  isUint8Array: isTypedArrayOf("Uint8Array"),
  isUint8ClampedArray: isTypedArrayOf("Uint8ClampedArray"),
  isUint16Array: isTypedArrayOf("Uint16Array"),
  isUint32Array: isTypedArrayOf("Uint32Array"),
  isInt8Array: isTypedArrayOf("Int8Array"),
  isInt16Array: isTypedArrayOf("Int16Array"),
  isInt32Array: isTypedArrayOf("Int32Array"),
  isFloat16Array: isTypedArrayOf("Float16Array"),
  isFloat32Array: isTypedArrayOf("Float32Array"),
  isFloat64Array: isTypedArrayOf("Float64Array"),
  isBigInt64Array: isTypedArrayOf("BigInt64Array"),
  isBigUint64Array: isTypedArrayOf("BigUint64Array"),
};

export default types;
