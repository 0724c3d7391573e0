#include "syntax/lower_helpers.h"

#include <string_view>

namespace weft::syntax {

namespace {

struct HelperSource {
  std::string_view name;
  std::string_view rest;  // from its parameters on
};

constexpr HelperSource kSources[] = {
    // What TypeScript's documentation of experimentalDecorators says: the last decorator first, each may replace what
    // it was given. `descriptor` is null for methods and accessors, undefined for fields, and left out for classes.
    {"__decorate", R"js((decorators, target, key, descriptor) {
  var isClass = arguments.length < 3;
  var value = isClass ? target : descriptor === null ? Object.getOwnPropertyDescriptor(target, key) : descriptor;
  if (typeof Reflect === "object" && typeof Reflect.decorate === "function") {
    value = Reflect.decorate(decorators, target, key, isClass ? descriptor : value);
  } else {
    for (var i = decorators.length - 1; i >= 0; i--) {
      var decorator = decorators[i];
      if (!decorator) continue;
      var result = isClass ? decorator(value) : arguments.length > 3 ? decorator(target, key, value) : decorator(target, key);
      value = result || value;
    }
  }
  if (!isClass && value) Object.defineProperty(target, key, value);
  return value;
}
)js"},
    {"__decorateParam", R"js((index, decorator) {
  return function (target, key) { decorator(target, key, index); };
}
)js"},
    {"__metadata", R"js((key, value) {
  if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(key, value);
}
)js"},
    // State of a class with decorators. Element kinds: 1 method, 2 getter, 3 setter, 4 accessor, 5 field; + 8 static,
    // + 16 private. element() answers the element's key, apply() calls all decorators. What a private method or
    // accessor has become is in `call`; pieces of code of static fields are in `parts`.
    {"__decorators", R"js((decorators, className) {
  var symbol = Symbol.metadata || Symbol.for("Symbol.metadata");
  var kinds = [, "method", "getter", "setter", "accessor", "field"], slots = [, "value", "get", "set"];
  var elements = [], extras = [[], []], classExtras = [], metadata;
  function check(value, what) {
    if (typeof value !== "function") throw new TypeError(what + " is not a function");
    return value;
  }
  function run(functions, self) {
    for (var i = 0; i < functions.length; i++) functions[i].call(self);
  }
  function decorate(decorator, value, context, initializers) {
    var isOpen = true;
    context.metadata = metadata;
    context.addInitializer = function (initializer) {
      if (!isOpen) throw new TypeError("addInitializer was called after the decorator had returned");
      initializers.push(check(initializer, "An initializer"));
    };
    try {
      return check(decorator, "A decorator")(value, context);
    } finally {
      isOpen = false;
    }
  }
  function contextOf(it) {
    var key = it.key, access = { has: it.has || function (object) { return key in object; } };
    if (it.kind !== 3) access.get = it.get || function (object) { return object[key]; };
    if (it.kind > 2) access.set = it.set || function (object, value) { object[key] = value; };
    return { kind: kinds[it.kind], name: key, static: it.isStatic, private: it.isPrivate, access: access };
  }
  function setPair(it, descriptor, result) {
    if (typeof result !== "object" || result === null) throw new TypeError("A decorated accessor is not an object");
    var get = result.get, set = result.set, init = result.init;
    if (get !== undefined) descriptor.get = check(get, "get");
    if (set !== undefined) descriptor.set = check(set, "set");
    if (init !== undefined) it.initializers.unshift(check(init, "init"));
  }
  function decorateElement(it, target) {
    var slot = slots[it.kind], home = it.isStatic ? target : target.prototype, descriptor = it.own;
    if (!it.isPrivate && it.kind < 5) descriptor = Object.getOwnPropertyDescriptor(home, it.key);
    for (var i = it.decorators.length - 1; i >= 0; i--) {
      var value = slot ? descriptor[slot] : it.kind === 4 ? { get: descriptor.get, set: descriptor.set } : undefined;
      var result = decorate(it.decorators[i], value, contextOf(it), slot ? extras[+it.isStatic] : it.extras);
      if (result === undefined) continue;
      if (slot) descriptor[slot] = check(result, "A decorated " + kinds[it.kind]);
      else if (it.kind === 4) setPair(it, descriptor, result);
      else it.initializers.unshift(check(result, "The initializer of a field"));
    }
    if (it.kind === 5) return;
    if (it.isPrivate) state.call[it.index] = slot ? descriptor[slot] : descriptor;
    else if (it.decorators.length) Object.defineProperty(home, it.key, descriptor);
  }
  function unhide(it, target) {
    var home = it.isStatic ? target : target.prototype;
    it.own = Object.getOwnPropertyDescriptor(home, it.hidden);
    delete home[it.hidden];
    var name = (it.kind > 1 ? slots[it.kind] + " " : "") + it.key;
    Object.defineProperty(it.own[slots[it.kind]], "name", { value: name, configurable: true });
  }
  var state = {
    target: undefined,
    call: [],
    parts: [],
    hidden: Symbol(),
    element: function (flags, decorators, key, has, get, set, pair) {
      var it = { kind: flags & 7, isStatic: (flags & 8) !== 0, isPrivate: (flags & 16) !== 0, index: elements.length };
      if (typeof key === "object" || typeof key === "function") key = Reflect.ownKeys({ [key]: 0 })[0];
      it.key = typeof key === "symbol" ? key : "" + key;
      it.decorators = decorators, it.has = has, it.get = get, it.set = set;
      it.initializers = [], it.extras = [];
      if (pair) it.own = Object.getOwnPropertyDescriptor(pair, key);
      else if (it.isPrivate && it.kind < 4) it.hidden = Symbol();
      elements.push(it);
      return it.hidden || it.key;
    },
    key: function (index) { return elements[index].key; },
    apply: function (target) {
      var parent = Object.getPrototypeOf(target), inherited = parent ? parent[symbol] : undefined;
      metadata = Object.create(inherited === undefined ? null : inherited);
      delete target[state.hidden];
      elements.forEach(function (it) { if (it.hidden) unhide(it, target); });
      for (var phase = 0; phase < 4; phase++) elements.forEach(function (it) {
        if (phase === (it.kind === 5 ? 2 : 0) + (it.isStatic ? 0 : 1)) decorateElement(it, target);
      });
      if (typeof className === "symbol") className = className.description ? "[" + className.description + "]" : "";
      for (var i = decorators ? decorators.length - 1 : -1; i >= 0; i--) {
        var result = decorate(decorators[i], target, { kind: "class", name: className }, classExtras);
        if (result !== undefined) target = check(result, "A decorated class");
      }
      Object.defineProperty(target, symbol, { value: metadata, writable: true, enumerable: true, configurable: true });
      return state.target = target;
    },
    start: function (self, isStatic) { run(extras[isStatic], self); },
    init: function (index, self, value) {
      var initializers = elements[index].initializers;
      for (var i = 0; i < initializers.length; i++) value = initializers[i].call(self, value);
      return value;
    },
    done: function (index, self) { run(elements[index].extras, self); },
    define: function (self, key, value) {
      Object.defineProperty(self, key, { value: value, writable: true, enumerable: true, configurable: true });
    },
    finish: function () { run(classExtras, state.target); }
  };
  return state;
}
)js"},
    {"__identity", R"js((value) {
  return value;
}
)js"},
    {"__pow", R"js((base, exponent) { return Math.pow(base, exponent); }
)js"},
    {"__spread", R"js((target, source) {
  if (source != null) {
    source = Object(source);
    Reflect.ownKeys(source).forEach(function (key) {
      var own = Object.getOwnPropertyDescriptor(source, key);
      if (own && own.enumerable) Object.defineProperty(target, key, { value: source[key], enumerable: true, configurable: true, writable: true });
    });
  }
  return target;
}
)js"},
    // A prototype other than the usual is that of a `__proto__: value`.
    {"__define", R"js((target, source) {
  var prototype = Object.getPrototypeOf(source);
  if (prototype !== Object.prototype) Object.setPrototypeOf(target, prototype);
  Reflect.ownKeys(source).forEach(function (key) {
    Object.defineProperty(target, key, Object.getOwnPropertyDescriptor(source, key));
  });
  return target;
}
)js"},
    {"__rest", R"js((source, keys) {
  if (source == null) throw new TypeError("Cannot destructure '" + source + "'");
  source = Object(source);
  keys = keys.map(function (key) { return typeof key === "symbol" ? key : key + ""; });
  var rest = {};
  Reflect.ownKeys(source).forEach(function (key) {
    if (keys.indexOf(key) >= 0) return;
    var own = Object.getOwnPropertyDescriptor(source, key);
    if (own && own.enumerable) Object.defineProperty(rest, key, { value: source[key], enumerable: true, configurable: true, writable: true });
  });
  return rest;
}
)js"},
    {"__key", R"js((value) { return Reflect.ownKeys({ [value]: 0 })[0]; }
)js"},
    {"__async", R"js((self, args, body) {
  return new Promise(function (resolve, reject) {
    var generator = body.apply(self, args);
    function next(value) { step("next", value); }
    function fail(error) { step("throw", error); }
    function step(method, value) {
      var result, promise;
      try {
        result = generator[method](value);
      } catch (error) {
        return reject(error);
      }
      if (result.done) return resolve(result.value);
      try {
        promise = Promise.resolve(result.value);
      } catch (error) {
        return fail(error);
      }
      promise.then(next, fail);
    }
    next();
  });
}
)js"},
    // The generator yields [0, value] to await, [1, value] to yield, [2, iterator] to go through another.
    {"__asyncGenerator", R"js((self, args, body) {
  var generator = body.apply(self, args), requests = [], inner = null;
  function settle(isThrown, value, done) {
    var request = requests.shift();
    if (isThrown) request.reject(value);
    else request.resolve({ value: value, done: done });
    if (requests.length > 0) start();
  }
  function wait(value, next, fail) {
    var promise;
    try {
      promise = Promise.resolve(value);
    } catch (error) {
      return fail(error);
    }
    promise.then(next, fail);
  }
  function next(value) { step("next", value); }
  function fail(error) { step("throw", error); }
  function finish(value) { step("return", value); }
  function start() {
    var request = requests[0];
    if (inner) forward(request.method, request.value);
    else if (request.method === "return") wait(request.value, finish, fail);
    else step(request.method, request.value);
  }
  function step(method, value) {
    var result;
    try {
      result = generator[method](value);
    } catch (error) {
      return settle(true, error);
    }
    if (result.done) return settle(false, result.value, true);
    if (result.value[0] === 0) return wait(result.value[1], next, fail);
    if (result.value[0] === 1) return settle(false, result.value[1], false);
    inner = result.value[1];
    forward("next");
  }
  function leave(error) {
    inner = null;
    fail(error);
  }
  function forward(method, value) {
    var call, promise;
    try {
      call = inner[method];
      if (call == null) {
        if (method === "return") {
          inner = null;
          return wait(value, finish, fail);
        }
        var error = new TypeError("The iterator does not have a throw method");
        call = inner.return;
        if (call == null) return leave(error);
        return wait(call.call(inner), function () { leave(error); }, leave);
      }
      promise = call.call(inner, value);
    } catch (error) {
      return leave(error);
    }
    wait(promise, function (result) {
      var done, answer;
      try {
        if (Object(result) !== result) throw new TypeError("The iterator's result is not an object");
        done = result.done;
        answer = result.value;
      } catch (error) {
        return leave(error);
      }
      if (!done) return settle(false, answer, false);
      inner = null;
      step(method === "return" ? "return" : "next", answer);
    }, leave);
  }
  function send(method) {
    return function (value) {
      return new Promise(function (resolve, reject) {
        requests.push({ method: method, value: value, resolve: resolve, reject: reject });
        if (requests.length === 1) start();
      });
    };
  }
  var object = { next: send("next"), throw: send("throw"), return: send("return") };
  object[Symbol.asyncIterator || Symbol.for("Symbol.asyncIterator")] = function () { return this; };
  return object;
}
)js"},
    {"__asyncIterator", R"js((iterable) {
  var method = iterable[Symbol.asyncIterator || Symbol.for("Symbol.asyncIterator")], iterator;
  function checked(value) {
    if (Object(value) !== value) throw new TypeError("The iterator or its result is not an object");
    return value;
  }
  if (method != null) return checked(method.call(iterable));
  iterator = checked(iterable[Symbol.iterator]());
  function close(error) {
    try {
      if (iterator.return != null) iterator.return();
    } catch (_) {}
    throw error;
  }
  function forward(name) {
    return function (value) {
      return new Promise(function (resolve, reject) {
        var method = iterator[name], result, done;
        if (method == null && name === "return") return resolve({ value: value, done: true });
        if (method == null) {
          try {
            if (iterator.return != null) checked(iterator.return());
          } catch (error) {
            return reject(error);
          }
          throw new TypeError("The iterator does not have a throw method");
        }
        result = checked(arguments.length > 0 ? method.call(iterator, value) : method.call(iterator));
        done = result.done;
        var promise = Promise.resolve(result.value);
        if (!done && name !== "return") promise = promise.catch(close);
        promise.then(function (value) { resolve({ value: value, done: done }); }, reject);
      });
    };
  }
  return { next: forward("next"), return: forward("return"), throw: forward("throw") };
}
)js"},
    {"__superGet", R"js((home, self, key) { return Reflect.get(Object.getPrototypeOf(home), key, self); }
)js"},
    {"__superSet", R"js((home, self, key, value) {
  if (!Reflect.set(Object.getPrototypeOf(home), key, value, self)) throw new TypeError("Cannot assign to the property '" + String(key) + "'");
  return value;
}
)js"},
    {"__superReference", R"js((get, set, key) {
  return { get _() { return get(key); }, set _(value) { set(key, value); } };
}
)js"},
    {"__publicField", R"js((object, key, value) {
  Object.defineProperty(object, key, { value: value, enumerable: true, configurable: true, writable: true });
}
)js"},
    {"__privateAdd", R"js((object, storage, value) {
  if (storage.has(object)) throw new TypeError("The object has this private member already");
  if (storage instanceof WeakSet) storage.add(object);
  else storage.set(object, value);
}
)js"},
    {"__privateGet", R"js((object, storage, getter) {
  if (!storage.has(object)) throw new TypeError("The object does not have this private member");
  if (arguments.length < 3) return storage.get(object);
  if (!getter) throw new TypeError("The private member has no getter");
  return getter.call(object);
}
)js"},
    {"__privateSet", R"js((object, storage, value, setter) {
  if (!storage.has(object)) throw new TypeError("The object does not have this private member");
  if (arguments.length < 4) storage.set(object, value);
  else if (setter) setter.call(object, value);
  else throw new TypeError("The private member cannot be assigned to");
  return value;
}
)js"},
    {"__privateMethod", R"js((object, storage, method) {
  if (!storage.has(object)) throw new TypeError("The object does not have this private method");
  return method;
}
)js"},
    {"__privateReference", R"js((object, storage, getter, setter) {
  var isField = arguments.length < 3;
  function check() {
    if (!storage.has(object)) throw new TypeError("The object does not have this private member");
  }
  return {
    get _() {
      check();
      if (isField) return storage.get(object);
      if (!getter) throw new TypeError("The private member has no getter");
      return getter.call(object);
    },
    set _(value) {
      check();
      if (isField) storage.set(object, value);
      else if (setter) setter.call(object, value);
      else throw new TypeError("The private member cannot be assigned to");
    },
  };
}
)js"},
    {"__privateIn", R"js((storage, object) {
  if (Object(object) !== object) throw new TypeError("The right side of 'in' is not an object");
  return storage.has(object);
}
)js"},
    {"__using", R"js((stack, value, isAwait) {
  var method, sync;
  if (value == null) {
    if (isAwait) stack.push([]);
    return value;
  }
  if (Object(value) !== value) throw new TypeError("The value of 'using' is neither an object nor null nor undefined");
  if (isAwait) method = value[Symbol.asyncDispose || Symbol.for("Symbol.asyncDispose")];
  if (method == null) {
    method = value[Symbol.dispose || Symbol.for("Symbol.dispose")];
    sync = isAwait;
  }
  if (typeof method !== "function") throw new TypeError("The value of 'using' is not disposable");
  stack.push([value, method, isAwait, sync]);
  return value;
}
)js"},
    // Backwards; what is thrown later suppresses what was thrown before. A null of `await using` asks for one turn.
    {"__dispose", R"js((stack) {
  var failure = stack.failure;
  function fail(error) {
    if (failure) {
      var suppressed = failure[0];
      if (typeof SuppressedError === "function") {
        error = new SuppressedError(error, suppressed, "An error was suppressed during disposal");
      } else {
        var both = new Error("An error was suppressed during disposal");
        both.name = "SuppressedError";
        both.error = error;
        both.suppressed = suppressed;
        error = both;
      }
    }
    failure = [error];
  }
  var needsTurn = false;
  function next() {
    while (stack.length > 0) {
      var entry = stack.pop();
      if (entry.length === 0) {
        needsTurn = true;
        continue;
      }
      if (needsTurn && !entry[2]) {
        stack.push(entry);
        needsTurn = false;
        return Promise.resolve().then(next);
      }
      try {
        var result = entry[1].call(entry[0]);
        if (entry[2]) {
          needsTurn = false;
          return Promise.resolve(entry[3] ? undefined : result).then(next, function (error) {
            fail(error);
            return next();
          });
        }
      } catch (error) {
        fail(error);
        if (entry[2]) needsTurn = true;
      }
    }
    if (needsTurn) {
      needsTurn = false;
      return Promise.resolve().then(next);
    }
    if (failure) throw failure[0];
  }
  return next();
}
)js"},
};
static_assert(std::size(kSources) == static_cast<size_t>(Helper::Count));

}  // namespace

Atom HelperSet::use(Helper helper, AtomTable& atoms) {
  Atom& name = names_[static_cast<size_t>(helper)];
  unsigned last = 0;
  if (name == Atom::Empty) name = makeFreshName(kSources[static_cast<size_t>(helper)].name, atoms, last);
  return name;
}

std::string HelperSet::source(const AtomTable& atoms) const {
  std::string out;
  for (size_t i = 0; i < names_.size(); ++i) {
    if (names_[i] == Atom::Empty) continue;
    out.append("function ");
    out.append(atoms.text(names_[i]));
    out.append(kSources[i].rest);
  }
  return out;
}

Atom makeFreshName(std::string_view wanted, AtomTable& atoms, unsigned& last) {
  for (;; ++last) {
    std::string text(wanted);
    if (last != 0) text += std::to_string(last + 1);
    uint32_t before = atoms.size();
    Atom name = atoms.internCopy(text);
    if (atoms.size() != before) return name;
  }
}

}  // namespace weft::syntax
