// The language's own functions, captured before user code runs, so that a builtin keeps working
// when a program patches `Array.prototype` and its like. Methods come uncurried, in Node's naming:
// `ArrayPrototypePush(list, x)` is `list.push(x)` as it was at start-up.
//
// This is one plain object (`export =`), not a list of exports: an importer then reads a data
// property, where an ES export would be a getter. It is evaluated at every process start: keep it
// an explicit list, in alphabetical order, and add a name only with its first use.

const { apply } = Reflect;
const { getOwnPropertyDescriptor, getPrototypeOf, defineProperty, setPrototypeOf, freeze } = Object;
const ownKeys = Reflect.ownKeys;

/**
 * `method.call(self, ...args)` as a plain function. Rest and apply are what the engine's JIT inlines.
 * It stands here three times because a function that is called some thirty times is compiled, on a thread that
 * every start of the process would have to pay for.
 */
function uncurry<A extends unknown[], R>(method: (...args: A) => R): (self: any, ...args: A) => R;
function uncurry(method: Function) {
  return (self: unknown, ...args: unknown[]) => apply(method, self, args);
}
function uncurryText<A extends unknown[], R>(method: (...args: A) => R): (self: any, ...args: A) => R;
function uncurryText(method: Function) {
  return (self: unknown, ...args: unknown[]) => apply(method, self, args);
}
function uncurryList<A extends unknown[], R>(method: (...args: A) => R): (self: any, ...args: A) => R;
function uncurryList(method: Function) {
  return (self: unknown, ...args: unknown[]) => apply(method, self, args);
}

function uncurryGetter(object: object, key: PropertyKey): (self: any) => any {
  const getter = getOwnPropertyDescriptor(object, key)!.get!;
  return (self) => apply(getter, self, []);
}

/** A static that needs its constructor as `this`. */
function bindStatic<F extends (...args: any[]) => any>(constructor: unknown, method: F): F {
  return ((...args: unknown[]) => apply(method, constructor, args)) as F;
}

const ArrayPrototype = Array.prototype;
const ArrayBufferPrototype = ArrayBuffer.prototype;
const BigIntPrototype = BigInt.prototype;
const BooleanPrototype = Boolean.prototype;
const DataViewPrototype = DataView.prototype;
const DatePrototype = Date.prototype;
const ErrorPrototype = Error.prototype;
const FinalizationRegistryPrototype = FinalizationRegistry.prototype;
const FunctionPrototype = Function.prototype;
const MapPrototype = Map.prototype;
const NumberPrototype = Number.prototype;
const ObjectPrototype = Object.prototype;
const PromisePrototype = Promise.prototype;
const RegExpPrototype = RegExp.prototype;
const SetPrototype = Set.prototype;
const SharedArrayBufferPrototype = SharedArrayBuffer.prototype;
const StringPrototype = String.prototype;
const SymbolPrototype = Symbol.prototype;
const WeakMapPrototype = WeakMap.prototype;
const WeakRefPrototype = WeakRef.prototype;
const WeakSetPrototype = WeakSet.prototype;
const TypedArray = getPrototypeOf(Uint8Array) as Uint8ArrayConstructor;
const TypedArrayPrototype = TypedArray.prototype;
const ArrayIteratorPrototype = getPrototypeOf(ArrayPrototype[Symbol.iterator]()) as ArrayIterator<unknown>;
const StringIteratorPrototype = getPrototypeOf(StringPrototype[Symbol.iterator]()) as StringIterator<string>;
const IteratorPrototype = getPrototypeOf(ArrayIteratorPrototype) as object;
const AsyncIteratorPrototype = getPrototypeOf(getPrototypeOf(async function* () {}).prototype);

const arrayIteratorNext = uncurry(ArrayIteratorPrototype.next);
const arrayIterator = uncurry(ArrayPrototype[Symbol.iterator]);
const stringIteratorNext = uncurry(StringIteratorPrototype.next);
const stringIterator = uncurry(StringPrototype[Symbol.iterator]);
const promiseThen = uncurry(PromisePrototype.then) as <T, A = T, B = never>(
  promise: PromiseLike<T>, onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
  onRejected?: ((reason: any) => B | PromiseLike<B>) | null) => Promise<A | B>;

/** Gives `target` its own copies of its parent's methods, so that a later patch of the parent can't reach it. */
function makeSafe<C extends Function & { prototype: object }>(parent: Function & { prototype: object }, target: C): C {
  const keys = ownKeys(parent.prototype);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    if (key !== "constructor")
      defineProperty(target.prototype, key, getOwnPropertyDescriptor(parent.prototype, key)!);
  }
  setPrototypeOf(target.prototype, null);
  return freeze(target);
}

class SafeMap<K, V> extends Map<K, V> {}
class SafeSet<T> extends Set<T> {}
class SafeWeakMap<K extends WeakKey, V> extends WeakMap<K, V> {}
class SafeWeakSet<T extends WeakKey> extends WeakSet<T> {}
makeSafe(Map, SafeMap);
makeSafe(Set, SafeSet);
makeSafe(WeakMap, SafeWeakMap);
makeSafe(WeakSet, SafeWeakSet);

/** Iterates an array as `for…of` would, whatever became of `Array.prototype[Symbol.iterator]`. */
class SafeArrayIterator<T> {
  #iterator: ArrayIterator<T>;
  constructor(list: ArrayLike<T>) { this.#iterator = arrayIterator(list) as ArrayIterator<T>; }
  next(): IteratorResult<T> { return arrayIteratorNext(this.#iterator) as IteratorResult<T>; }
  [Symbol.iterator]() { return this; }
}

/** Iterates a string by code points. */
class SafeStringIterator {
  #iterator: StringIterator<string>;
  constructor(text: string) { this.#iterator = stringIterator(text) as StringIterator<string>; }
  next(): IteratorResult<string> { return stringIteratorNext(this.#iterator) as IteratorResult<string>; }
  [Symbol.iterator]() { return this; }
}

/**
 * `Promise.all` over an array-like without user-visible iteration or `then` look-ups on promises.
 * `map` is applied to each entry first.
 */
function SafePromiseAll<T, R = Awaited<T>>(
  list: ArrayLike<T>, map?: (entry: T, index: number) => R | PromiseLike<R>): Promise<R[]> {
  return new Promise((resolve, reject) => {
    const results: R[] = [];
    let pending = list.length;
    if (pending === 0) return resolve(results);
    for (let i = 0; i < list.length; i++) {
      const entry = (map ? map(list[i]!, i) : list[i]) as R | PromiseLike<R>;
      promiseThen(Promise.resolve(entry), (value) => {
        results[i] = value as R;
        if (--pending === 0) resolve(results);
      }, reject);
    }
  });
}

type Replace = (
  text: string, pattern: string | RegExp, replacement: string | ((match: string, ...args: any[]) => string)) => string;

const primordials = {
  AggregateError,
  Array,
  ArrayBuffer,
  ArrayBufferIsView: ArrayBuffer.isView,
  ArrayBufferPrototype,
  ArrayBufferPrototypeGetByteLength: uncurryGetter(ArrayBufferPrototype, "byteLength"),
  ArrayBufferPrototypeGetDetached: uncurryGetter(ArrayBufferPrototype, "detached"),
  ArrayBufferPrototypeGetMaxByteLength: uncurryGetter(ArrayBufferPrototype, "maxByteLength"),
  ArrayBufferPrototypeGetResizable: uncurryGetter(ArrayBufferPrototype, "resizable"),
  ArrayBufferPrototypeSlice: uncurryList(ArrayBufferPrototype.slice),
  ArrayBufferPrototypeTransfer: uncurryList(ArrayBufferPrototype.transfer),
  ArrayFrom: Array.from,
  ArrayFromAsync: Array.fromAsync,
  ArrayIsArray: Array.isArray,
  ArrayIteratorPrototype,
  ArrayIteratorPrototypeNext: arrayIteratorNext,
  ArrayOf: Array.of,
  ArrayPrototype,
  ArrayPrototypeAt: uncurryList(ArrayPrototype.at),
  ArrayPrototypeConcat: uncurryList(ArrayPrototype.concat),
  ArrayPrototypeCopyWithin: uncurryList(ArrayPrototype.copyWithin),
  ArrayPrototypeEntries: uncurryList(ArrayPrototype.entries),
  ArrayPrototypeEvery: uncurryList(ArrayPrototype.every),
  ArrayPrototypeFill: uncurryList(ArrayPrototype.fill),
  ArrayPrototypeFilter: uncurryList(ArrayPrototype.filter),
  ArrayPrototypeFind: uncurryList(ArrayPrototype.find),
  ArrayPrototypeFindIndex: uncurryList(ArrayPrototype.findIndex),
  ArrayPrototypeFindLast: uncurryList(ArrayPrototype.findLast),
  ArrayPrototypeFindLastIndex: uncurryList(ArrayPrototype.findLastIndex),
  ArrayPrototypeFlat: uncurryList(ArrayPrototype.flat),
  ArrayPrototypeFlatMap: uncurryList(ArrayPrototype.flatMap),
  ArrayPrototypeForEach: uncurryList(ArrayPrototype.forEach),
  ArrayPrototypeIncludes: uncurryList(ArrayPrototype.includes),
  ArrayPrototypeIndexOf: uncurryList(ArrayPrototype.indexOf),
  ArrayPrototypeJoin: uncurryList(ArrayPrototype.join),
  ArrayPrototypeKeys: uncurryList(ArrayPrototype.keys),
  ArrayPrototypeLastIndexOf: uncurryList(ArrayPrototype.lastIndexOf),
  ArrayPrototypeMap: uncurryList(ArrayPrototype.map),
  ArrayPrototypePop: uncurryList(ArrayPrototype.pop),
  ArrayPrototypePush: uncurryList(ArrayPrototype.push),
  ArrayPrototypeReduce: uncurryList(ArrayPrototype.reduce),
  ArrayPrototypeReduceRight: uncurryList(ArrayPrototype.reduceRight),
  ArrayPrototypeReverse: uncurryList(ArrayPrototype.reverse),
  ArrayPrototypeShift: uncurryList(ArrayPrototype.shift),
  ArrayPrototypeSlice: uncurryList(ArrayPrototype.slice),
  ArrayPrototypeSome: uncurryList(ArrayPrototype.some),
  ArrayPrototypeSort: uncurryList(ArrayPrototype.sort),
  ArrayPrototypeSplice: uncurryList(ArrayPrototype.splice),
  ArrayPrototypeSymbolIterator: arrayIterator,
  ArrayPrototypeToReversed: uncurryList(ArrayPrototype.toReversed),
  ArrayPrototypeToSorted: uncurryList(ArrayPrototype.toSorted),
  ArrayPrototypeToSpliced: uncurryList(ArrayPrototype.toSpliced),
  ArrayPrototypeUnshift: uncurryList(ArrayPrototype.unshift),
  ArrayPrototypeValues: uncurryList(ArrayPrototype.values),
  ArrayPrototypeWith: uncurryList(ArrayPrototype.with),
  AsyncIteratorPrototype,
  Atomics,
  AtomicsAdd: Atomics.add,
  AtomicsLoad: Atomics.load,
  AtomicsNotify: Atomics.notify,
  AtomicsStore: Atomics.store,
  AtomicsSub: Atomics.sub,
  AtomicsWait: Atomics.wait,
  BigInt,
  BigInt64Array,
  BigIntAsIntN: BigInt.asIntN,
  BigIntAsUintN: BigInt.asUintN,
  BigIntPrototype,
  BigIntPrototypeToString: uncurry(BigIntPrototype.toString),
  BigIntPrototypeValueOf: uncurry(BigIntPrototype.valueOf),
  BigUint64Array,
  Boolean,
  BooleanPrototype,
  BooleanPrototypeToString: uncurry(BooleanPrototype.toString),
  BooleanPrototypeValueOf: uncurry(BooleanPrototype.valueOf),
  DataView,
  DataViewPrototypeGetBigInt64: uncurryList(DataViewPrototype.getBigInt64),
  DataViewPrototypeGetBigUint64: uncurryList(DataViewPrototype.getBigUint64),
  DataViewPrototypeGetBuffer: uncurryGetter(DataViewPrototype, "buffer"),
  DataViewPrototypeGetByteLength: uncurryGetter(DataViewPrototype, "byteLength"),
  DataViewPrototypeGetByteOffset: uncurryGetter(DataViewPrototype, "byteOffset"),
  DataViewPrototypeGetFloat32: uncurryList(DataViewPrototype.getFloat32),
  DataViewPrototypeGetFloat64: uncurryList(DataViewPrototype.getFloat64),
  DataViewPrototypeGetInt16: uncurryList(DataViewPrototype.getInt16),
  DataViewPrototypeGetInt32: uncurryList(DataViewPrototype.getInt32),
  DataViewPrototypeGetInt8: uncurryList(DataViewPrototype.getInt8),
  DataViewPrototypeGetUint16: uncurryList(DataViewPrototype.getUint16),
  DataViewPrototypeGetUint32: uncurryList(DataViewPrototype.getUint32),
  DataViewPrototypeGetUint8: uncurryList(DataViewPrototype.getUint8),
  DataViewPrototypeSetFloat64: uncurryList(DataViewPrototype.setFloat64),
  DataViewPrototypeSetUint32: uncurryList(DataViewPrototype.setUint32),
  DataViewPrototypeSetUint8: uncurryList(DataViewPrototype.setUint8),
  Date,
  DateNow: Date.now,
  DateParse: Date.parse,
  DatePrototype,
  DatePrototypeGetDate: uncurryText(DatePrototype.getDate),
  DatePrototypeGetDay: uncurryText(DatePrototype.getDay),
  DatePrototypeGetFullYear: uncurryText(DatePrototype.getFullYear),
  DatePrototypeGetHours: uncurryText(DatePrototype.getHours),
  DatePrototypeGetMilliseconds: uncurryText(DatePrototype.getMilliseconds),
  DatePrototypeGetMinutes: uncurryText(DatePrototype.getMinutes),
  DatePrototypeGetMonth: uncurryText(DatePrototype.getMonth),
  DatePrototypeGetSeconds: uncurryText(DatePrototype.getSeconds),
  DatePrototypeGetTime: uncurryText(DatePrototype.getTime),
  DatePrototypeGetTimezoneOffset: uncurryText(DatePrototype.getTimezoneOffset),
  DatePrototypeSetTime: uncurryText(DatePrototype.setTime),
  DatePrototypeToISOString: uncurryText(DatePrototype.toISOString),
  DatePrototypeToString: uncurryText(DatePrototype.toString),
  DatePrototypeToUTCString: uncurryText(DatePrototype.toUTCString),
  DatePrototypeValueOf: uncurryText(DatePrototype.valueOf),
  DateUTC: Date.UTC,
  Error,
  ErrorCaptureStackTrace: Error.captureStackTrace,
  ErrorPrototype,
  ErrorPrototypeToString: uncurry(ErrorPrototype.toString),
  EvalError,
  FinalizationRegistry,
  FinalizationRegistryPrototypeRegister: uncurry(FinalizationRegistryPrototype.register),
  FinalizationRegistryPrototypeUnregister: uncurry(FinalizationRegistryPrototype.unregister),
  Float32Array,
  Float64Array,
  Function,
  FunctionPrototype,
  FunctionPrototypeApply: uncurry(FunctionPrototype.apply),
  FunctionPrototypeBind: uncurry(FunctionPrototype.bind),
  FunctionPrototypeCall: uncurry(FunctionPrototype.call),
  FunctionPrototypeSymbolHasInstance: uncurry(FunctionPrototype[Symbol.hasInstance]),
  FunctionPrototypeToString: uncurry(FunctionPrototype.toString),
  Int16Array,
  Int32Array,
  Int8Array,
  IteratorPrototype,
  JSON,
  JSONParse: JSON.parse,
  JSONStringify: JSON.stringify,
  Map,
  MapPrototype,
  MapPrototypeClear: uncurry(MapPrototype.clear),
  MapPrototypeDelete: uncurry(MapPrototype.delete),
  MapPrototypeEntries: uncurry(MapPrototype.entries),
  MapPrototypeForEach: uncurry(MapPrototype.forEach),
  MapPrototypeGet: uncurry(MapPrototype.get),
  MapPrototypeGetSize: uncurryGetter(MapPrototype, "size"),
  MapPrototypeHas: uncurry(MapPrototype.has),
  MapPrototypeKeys: uncurry(MapPrototype.keys),
  MapPrototypeSet: uncurry(MapPrototype.set),
  MapPrototypeValues: uncurry(MapPrototype.values),
  Math,
  MathAbs: Math.abs,
  MathCbrt: Math.cbrt,
  MathCeil: Math.ceil,
  MathCos: Math.cos,
  MathFloor: Math.floor,
  MathFround: Math.fround,
  MathLog: Math.log,
  MathLog10: Math.log10,
  MathLog2: Math.log2,
  MathMax: Math.max,
  MathMin: Math.min,
  MathPow: Math.pow,
  MathRandom: Math.random,
  MathRound: Math.round,
  MathSign: Math.sign,
  MathSin: Math.sin,
  MathSqrt: Math.sqrt,
  MathTrunc: Math.trunc,
  Number,
  NumberEPSILON: Number.EPSILON,
  NumberIsFinite: Number.isFinite,
  NumberIsInteger: Number.isInteger,
  NumberIsNaN: Number.isNaN,
  NumberIsSafeInteger: Number.isSafeInteger,
  NumberMAX_SAFE_INTEGER: Number.MAX_SAFE_INTEGER,
  NumberMAX_VALUE: Number.MAX_VALUE,
  NumberMIN_SAFE_INTEGER: Number.MIN_SAFE_INTEGER,
  NumberNEGATIVE_INFINITY: Number.NEGATIVE_INFINITY,
  NumberPOSITIVE_INFINITY: Number.POSITIVE_INFINITY,
  NumberParseFloat: Number.parseFloat,
  NumberParseInt: Number.parseInt,
  NumberPrototype,
  NumberPrototypeToExponential: uncurryText(NumberPrototype.toExponential),
  NumberPrototypeToFixed: uncurryText(NumberPrototype.toFixed),
  NumberPrototypeToPrecision: uncurryText(NumberPrototype.toPrecision),
  NumberPrototypeToString: uncurryText(NumberPrototype.toString),
  NumberPrototypeValueOf: uncurryText(NumberPrototype.valueOf),
  Object,
  ObjectAssign: Object.assign,
  ObjectCreate: Object.create,
  ObjectDefineProperties: Object.defineProperties,
  ObjectDefineProperty: Object.defineProperty,
  ObjectEntries: Object.entries,
  ObjectFreeze: Object.freeze,
  ObjectFromEntries: Object.fromEntries,
  ObjectGetOwnPropertyDescriptor: Object.getOwnPropertyDescriptor,
  ObjectGetOwnPropertyDescriptors: Object.getOwnPropertyDescriptors,
  ObjectGetOwnPropertyNames: Object.getOwnPropertyNames,
  ObjectGetOwnPropertySymbols: Object.getOwnPropertySymbols,
  ObjectGetPrototypeOf: Object.getPrototypeOf,
  ObjectGroupBy: Object.groupBy,
  ObjectHasOwn: Object.hasOwn,
  ObjectIs: Object.is,
  ObjectIsExtensible: Object.isExtensible,
  ObjectIsFrozen: Object.isFrozen,
  ObjectIsSealed: Object.isSealed,
  ObjectKeys: Object.keys,
  ObjectPreventExtensions: Object.preventExtensions,
  ObjectPrototype,
  ObjectPrototypeHasOwnProperty: uncurry(ObjectPrototype.hasOwnProperty),
  ObjectPrototypeIsPrototypeOf: uncurry(ObjectPrototype.isPrototypeOf),
  ObjectPrototypePropertyIsEnumerable: uncurry(ObjectPrototype.propertyIsEnumerable),
  ObjectPrototypeToString: uncurry(ObjectPrototype.toString),
  ObjectPrototypeValueOf: uncurry(ObjectPrototype.valueOf),
  ObjectPrototype__lookupGetter__: uncurry((ObjectPrototype as any).__lookupGetter__),
  ObjectSeal: Object.seal,
  ObjectSetPrototypeOf: Object.setPrototypeOf,
  ObjectValues: Object.values,
  Promise,
  PromiseAll: bindStatic(Promise, Promise.all),
  PromiseAllSettled: bindStatic(Promise, Promise.allSettled),
  PromiseAny: bindStatic(Promise, Promise.any),
  PromisePrototype,
  PromisePrototypeCatch: uncurry(PromisePrototype.catch),
  PromisePrototypeFinally: uncurry(PromisePrototype.finally),
  PromisePrototypeThen: promiseThen,
  PromiseRace: bindStatic(Promise, Promise.race),
  PromiseReject: bindStatic(Promise, Promise.reject),
  PromiseResolve: bindStatic(Promise, Promise.resolve),
  PromiseWithResolvers: bindStatic(Promise, Promise.withResolvers),
  Proxy,
  RangeError,
  RangeErrorPrototype: RangeError.prototype,
  ReferenceError,
  Reflect,
  ReflectApply: Reflect.apply,
  ReflectConstruct: Reflect.construct,
  ReflectDefineProperty: Reflect.defineProperty,
  ReflectDeleteProperty: Reflect.deleteProperty,
  ReflectGet: Reflect.get,
  ReflectGetOwnPropertyDescriptor: Reflect.getOwnPropertyDescriptor,
  ReflectGetPrototypeOf: Reflect.getPrototypeOf,
  ReflectHas: Reflect.has,
  ReflectIsExtensible: Reflect.isExtensible,
  ReflectOwnKeys: Reflect.ownKeys,
  ReflectPreventExtensions: Reflect.preventExtensions,
  ReflectSet: Reflect.set,
  ReflectSetPrototypeOf: Reflect.setPrototypeOf,
  RegExp,
  RegExpPrototype,
  RegExpPrototypeExec: uncurryText(RegExpPrototype.exec),
  RegExpPrototypeGetFlags: uncurryGetter(RegExpPrototype, "flags"),
  RegExpPrototypeGetGlobal: uncurryGetter(RegExpPrototype, "global"),
  RegExpPrototypeGetSource: uncurryGetter(RegExpPrototype, "source"),
  RegExpPrototypeGetSticky: uncurryGetter(RegExpPrototype, "sticky"),
  RegExpPrototypeSymbolMatch: uncurryText(RegExpPrototype[Symbol.match]),
  RegExpPrototypeSymbolMatchAll: uncurryText(RegExpPrototype[Symbol.matchAll]),
  RegExpPrototypeSymbolReplace: uncurryText(RegExpPrototype[Symbol.replace]),
  RegExpPrototypeSymbolSearch: uncurryText(RegExpPrototype[Symbol.search]),
  RegExpPrototypeSymbolSplit: uncurryText(RegExpPrototype[Symbol.split]),
  RegExpPrototypeTest: uncurryText(RegExpPrototype.test),
  RegExpPrototypeToString: uncurryText(RegExpPrototype.toString),
  SafeArrayIterator,
  SafeMap,
  SafePromiseAll,
  SafeSet,
  SafeStringIterator,
  SafeWeakMap,
  SafeWeakSet,
  Set,
  SetPrototype,
  SetPrototypeAdd: uncurry(SetPrototype.add),
  SetPrototypeClear: uncurry(SetPrototype.clear),
  SetPrototypeDelete: uncurry(SetPrototype.delete),
  SetPrototypeEntries: uncurry(SetPrototype.entries),
  SetPrototypeForEach: uncurry(SetPrototype.forEach),
  SetPrototypeGetSize: uncurryGetter(SetPrototype, "size"),
  SetPrototypeHas: uncurry(SetPrototype.has),
  SetPrototypeKeys: uncurry(SetPrototype.keys),
  SetPrototypeValues: uncurry(SetPrototype.values),
  SharedArrayBuffer,
  SharedArrayBufferPrototypeGetByteLength: uncurryGetter(SharedArrayBufferPrototype, "byteLength"),
  SharedArrayBufferPrototypeSlice: uncurry(SharedArrayBufferPrototype.slice),
  String,
  StringFromCharCode: String.fromCharCode,
  StringFromCodePoint: String.fromCodePoint,
  StringIteratorPrototype,
  StringIteratorPrototypeNext: stringIteratorNext,
  StringPrototype,
  StringPrototypeAt: uncurryText(StringPrototype.at),
  StringPrototypeCharAt: uncurryText(StringPrototype.charAt),
  StringPrototypeCharCodeAt: uncurryText(StringPrototype.charCodeAt),
  StringPrototypeCodePointAt: uncurryText(StringPrototype.codePointAt),
  StringPrototypeConcat: uncurryText(StringPrototype.concat),
  StringPrototypeEndsWith: uncurryText(StringPrototype.endsWith),
  StringPrototypeIncludes: uncurryText(StringPrototype.includes),
  StringPrototypeIndexOf: uncurryText(StringPrototype.indexOf),
  StringPrototypeIsWellFormed: uncurryText(StringPrototype.isWellFormed),
  StringPrototypeLastIndexOf: uncurryText(StringPrototype.lastIndexOf),
  StringPrototypeLocaleCompare: uncurryText(StringPrototype.localeCompare),
  StringPrototypeMatch: uncurryText(StringPrototype.match),
  StringPrototypeMatchAll: uncurryText(StringPrototype.matchAll),
  StringPrototypeNormalize: uncurryText(StringPrototype.normalize),
  StringPrototypePadEnd: uncurryText(StringPrototype.padEnd),
  StringPrototypePadStart: uncurryText(StringPrototype.padStart),
  StringPrototypeRepeat: uncurryText(StringPrototype.repeat),
  StringPrototypeReplace: uncurryText(StringPrototype.replace) as Replace,
  StringPrototypeReplaceAll: uncurryText(StringPrototype.replaceAll) as Replace,
  StringPrototypeSearch: uncurryText(StringPrototype.search),
  StringPrototypeSlice: uncurryText(StringPrototype.slice),
  StringPrototypeSplit: uncurryText(StringPrototype.split) as (
    text: string, separator: string | RegExp, limit?: number) => string[],
  StringPrototypeStartsWith: uncurryText(StringPrototype.startsWith),
  StringPrototypeSubstring: uncurryText(StringPrototype.substring),
  StringPrototypeSymbolIterator: stringIterator,
  StringPrototypeToLocaleLowerCase: uncurryText(StringPrototype.toLocaleLowerCase),
  StringPrototypeToLowerCase: uncurryText(StringPrototype.toLowerCase),
  StringPrototypeToUpperCase: uncurryText(StringPrototype.toUpperCase),
  StringPrototypeToWellFormed: uncurryText(StringPrototype.toWellFormed),
  StringPrototypeTrim: uncurryText(StringPrototype.trim),
  StringPrototypeTrimEnd: uncurryText(StringPrototype.trimEnd),
  StringPrototypeTrimStart: uncurryText(StringPrototype.trimStart),
  StringPrototypeValueOf: uncurryText(StringPrototype.valueOf),
  StringRaw: String.raw,
  Symbol,
  SymbolAsyncDispose: Symbol.asyncDispose ?? Symbol.for("Symbol.asyncDispose"),
  SymbolAsyncIterator: Symbol.asyncIterator,
  SymbolDispose: Symbol.dispose ?? Symbol.for("Symbol.dispose"),
  SymbolFor: Symbol.for,
  SymbolHasInstance: Symbol.hasInstance,
  SymbolIterator: Symbol.iterator,
  SymbolKeyFor: Symbol.keyFor,
  SymbolMatch: Symbol.match,
  SymbolMatchAll: Symbol.matchAll,
  SymbolPrototype,
  SymbolPrototypeGetDescription: uncurryGetter(SymbolPrototype, "description"),
  SymbolPrototypeToString: uncurry(SymbolPrototype.toString),
  SymbolPrototypeValueOf: uncurry(SymbolPrototype.valueOf),
  SymbolReplace: Symbol.replace,
  SymbolSearch: Symbol.search,
  SymbolSpecies: Symbol.species,
  SymbolSplit: Symbol.split,
  SymbolToPrimitive: Symbol.toPrimitive,
  SymbolToStringTag: Symbol.toStringTag,
  SyntaxError,
  TypeError,
  TypeErrorPrototype: TypeError.prototype,
  TypedArray,
  TypedArrayPrototype,
  TypedArrayPrototypeAt: uncurryList(TypedArrayPrototype.at),
  TypedArrayPrototypeCopyWithin: uncurryList(TypedArrayPrototype.copyWithin),
  TypedArrayPrototypeFill: uncurryList(TypedArrayPrototype.fill),
  TypedArrayPrototypeGetBuffer: uncurryGetter(TypedArrayPrototype, "buffer"),
  TypedArrayPrototypeGetByteLength: uncurryGetter(TypedArrayPrototype, "byteLength"),
  TypedArrayPrototypeGetByteOffset: uncurryGetter(TypedArrayPrototype, "byteOffset"),
  TypedArrayPrototypeGetLength: uncurryGetter(TypedArrayPrototype, "length"),
  TypedArrayPrototypeGetSymbolToStringTag: uncurryGetter(TypedArrayPrototype, Symbol.toStringTag),
  TypedArrayPrototypeIncludes: uncurryList(TypedArrayPrototype.includes),
  TypedArrayPrototypeIndexOf: uncurryList(TypedArrayPrototype.indexOf),
  TypedArrayPrototypeJoin: uncurryList(TypedArrayPrototype.join),
  TypedArrayPrototypeKeys: uncurryList(TypedArrayPrototype.keys),
  TypedArrayPrototypeSet: uncurryList(TypedArrayPrototype.set),
  TypedArrayPrototypeSlice: uncurryList(TypedArrayPrototype.slice),
  TypedArrayPrototypeSort: uncurryList(TypedArrayPrototype.sort),
  TypedArrayPrototypeSubarray: uncurryList(TypedArrayPrototype.subarray),
  TypedArrayPrototypeValues: uncurryList(TypedArrayPrototype.values),
  URIError,
  Uint16Array,
  Uint32Array,
  Uint8Array,
  Uint8ArrayPrototype: Uint8Array.prototype,
  Uint8ArrayPrototypeFill: uncurryList(TypedArrayPrototype.fill),
  Uint8ArrayPrototypeSet: uncurryList(TypedArrayPrototype.set),
  Uint8ArrayPrototypeSlice: uncurryList(TypedArrayPrototype.slice),
  Uint8ArrayPrototypeSubarray: uncurryList(TypedArrayPrototype.subarray),
  Uint8ClampedArray,
  WeakMap,
  WeakMapPrototype,
  WeakMapPrototypeDelete: uncurry(WeakMapPrototype.delete),
  WeakMapPrototypeGet: uncurry(WeakMapPrototype.get),
  WeakMapPrototypeHas: uncurry(WeakMapPrototype.has),
  WeakMapPrototypeSet: uncurry(WeakMapPrototype.set),
  WeakRef,
  WeakRefPrototypeDeref: uncurry(WeakRefPrototype.deref),
  WeakSet,
  WeakSetPrototype,
  WeakSetPrototypeAdd: uncurry(WeakSetPrototype.add),
  WeakSetPrototypeDelete: uncurry(WeakSetPrototype.delete),
  WeakSetPrototypeHas: uncurry(WeakSetPrototype.has),
  decodeURI,
  decodeURIComponent,
  encodeURI,
  encodeURIComponent,
  globalThis,
  uncurryThis: uncurry,
};

export = primordials;
