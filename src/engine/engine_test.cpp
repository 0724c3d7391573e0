#include <catch2/catch.hpp>

#include "engine/bytecode.h"
#include "engine/class.h"
#include "engine/handle.h"
#include "engine/promise.h"
#include "engine/test_world.h"

namespace js = weft::js;

namespace {

struct World : js::TestWorld {
  std::string run(std::string_view source) {
    auto value = realm->evaluate(source, "/t/test.js");
    vm->drainMicrotasks();
    js::Value shown = value ? *value : value.error().toValue(*realm);
    auto text = shown.toUtf8(*realm);
    return (value ? "" : "throws ") + (text ? *text : "?");
  }
};

js::Result<std::string> join(js::Realm&, std::string text, double number, std::optional<int32_t> extra) {
  if (number < 0) return js::fail(js::JsError(js::ErrorKind::RangeError, "ERR_OUT_OF_RANGE", "negative"));
  return text + std::to_string(static_cast<int>(number)) + (extra ? "+" + std::to_string(*extra) : "");
}
double sum(js::Call& call) {
  double out = 0;
  for (js::Value v : call.arguments()) out += v.isNumber() ? v.asNumber() : 0;
  return out;
}
uint32_t firstByte(js::Bytes bytes) {
  return bytes.size ? bytes.data[0] : 256;
}

int counters = 0;

class Counter : public js::Native {
 public:
  explicit Counter(int32_t start) : value_(start) { ++counters; }
  ~Counter() override { --counters; }
  static js::Result<std::unique_ptr<Counter>> construct(js::Realm&, int32_t start) {
    if (start < 0) return js::fail(js::JsError::rangeError("negative start"));
    return std::make_unique<Counter>(start);
  }
  int32_t add(int32_t n) { return value_ += n; }
  int32_t value() const { return value_; }
  void setValue(int32_t n) { value_ = n; }
  void keep(js::Value v) { kept_.set(*this, v); }
  js::Value kept() const { return kept_.value(); }
  void trace(js::Tracer& tracer) override { tracer.visit(kept_); }

  static const js::MemberSpec kMembers[];
  static const js::ClassSpec kClass;

 private:
  int32_t value_;
  js::Traced kept_;
};
constexpr js::MemberSpec Counter::kMembers[] = {
    js::method<&Counter::add>("add"),   js::getter<&Counter::value>("value"), js::setter<&Counter::setValue>("value"),
    js::method<&Counter::keep>("keep"), js::getter<&Counter::kept>("kept"),
};
const js::ClassSpec Counter::kClass = js::classOf<Counter, &Counter::construct>("Counter", Counter::kMembers);

int32_t valueOfCounter(Counter* counter) {
  return counter->value();
}

}  // namespace

TEST_CASE("values keep their types and numbers") {
  CHECK(js::Value::number(1.0).isInt32());
  CHECK(js::Value::number(-0.0).isInt32() == false);
  CHECK(js::Value::number(2147483648.0).asNumber() == 2147483648.0);
  CHECK(js::Value::number(1.5).asNumber() == 1.5);
  CHECK(js::Value::null().isNullish());
  CHECK(js::Value().isUndefined());
}

TEST_CASE("native functions convert, and throw what they return") {
  World w;
  auto global = w.realm->globalObject();
  constexpr js::FunctionSpec kFunctions[] = {js::fn<&join>("join"), js::fn<&sum>("sum"),
                                             js::fn<&firstByte>("firstByte")};
  js::defineFunctions(*w.realm, global, kFunctions);
  CHECK(w.run("join('a', 1)") == "a1");
  CHECK(w.run("join('\\u00e9', 1, 2)") == "\u00e91+2");
  CHECK(w.run("join.length") == "3");
  CHECK(w.run("join.name") == "join");
  CHECK(w.run("try { join('a', -1) } catch (e) { e.name + ' ' + e.code + ' ' + e.message + ' ' + (e instanceof "
              "RangeError) }") == "RangeError ERR_OUT_OF_RANGE negative true");
  CHECK(w.run("join({ toString() { throw new Error('from toString') } }, 1)") == "throws Error: from toString");
  CHECK(w.run("sum(1, 2, 3.5)") == "6.5");
  CHECK(w.run("firstByte(new Uint8Array([7, 8]).subarray(1))") == "8");
  CHECK(w.run("try { firstByte('x') } catch (e) { e.code }") == "ERR_INVALID_ARG_TYPE");
}

TEST_CASE("classes check their brand, take subclasses, trace and die with their object") {
  {
    World w;
    w.realm->globalObject().define(*w.realm, "Counter", js::classConstructor(*w.realm, Counter::kClass));
    constexpr js::FunctionSpec kFunctions[] = {js::fn<&valueOfCounter>("valueOf_")};
    js::defineFunctions(*w.realm, w.realm->globalObject(), kFunctions);
    CHECK(w.run("const c = new Counter(5); c.add(3); c.value") == "8");
    CHECK(w.run("c.value = 1; valueOf_(c)") == "1");
    CHECK(w.run("String(c)") == "[object Counter]");
    CHECK(w.run("class Sub extends Counter { twice() { return this.value * 2 } } const s = new Sub(4); s.twice() + ' ' "
                "+ (s instanceof Counter)") == "8 true");
    CHECK(w.run("new Counter(-1)") == "throws RangeError: negative start");
    CHECK(w.run("try { Counter(1) } catch (e) { e.message }") ==
          "Class constructor Counter cannot be invoked without 'new'");
    CHECK(w.run("try { Counter.prototype.add.call({}, 1) } catch (e) { e.code }") == "ERR_INVALID_THIS");
    CHECK(w.run("try { valueOf_({}) } catch (e) { e.code }") == "ERR_INVALID_ARG_TYPE");
    CHECK(w.run("c.keep({ deep: 'yes' }); 0") == "0");
    w.vm->collect();
    CHECK(w.run("c.kept.deep") == "yes");
    w.run("for (let i = 0; i < 1000; i++) new Counter(i)");
    w.vm->collect();
    w.vm->collect();
    CHECK(counters < 500);
  }
  CHECK(counters == 0);
}

TEST_CASE("handles hold, or let go") {
  World w;
  js::Persistent held(*w.realm, w.realm->evaluate("({ kept: 1 })", "/t/a.js").value());
  js::Weak weak(*w.realm, held.value().asObject());
  w.vm->collect();
  CHECK(held.value().asObject().get(*w.realm, "kept").value().asInt32() == 1);
  CHECK(weak.value().isObject());
  js::Persistent moved = std::move(held);
  CHECK(!held);
  CHECK(moved.value().isObject());
}

TEST_CASE("promises settle and are watched") {
  World w;
  std::string log;
  js::Deferred first(*w.realm), second(*w.realm);
  js::whenSettled(
      *w.realm, first.promise(), [&](js::Value v) { log += "ok " + *v.toUtf8(*w.realm); },
      [&](js::Value) { log += "bad"; });
  js::whenSettled(
      *w.realm, second.promise(), [&](js::Value) { log += "bad"; },
      [&](js::Value v) { log += " failed " + *v.toUtf8(*w.realm); });
  CHECK(js::promiseState(first.promise()) == js::PromiseState::Pending);
  first.resolve(js::Value::int32(1));
  second.reject(js::JsError::typeError("no"));
  w.vm->drainMicrotasks();
  CHECK(log == "ok 1 failed TypeError: no");
  CHECK(js::promiseState(second.promise()) == js::PromiseState::Rejected);
}

TEST_CASE("memory is shared without copying and released") {
  World w;
  bool released = false;
  {
    auto* data = new uint8_t[3]{1, 2, 3};
    auto array = js::adoptUint8Array(*w.realm, {data, 3}, [&](void* p) {
      delete[] static_cast<uint8_t*>(p);
      released = true;
    });
    w.realm->globalObject().define(*w.realm, "shared", array);
    data[0] = 9;
    CHECK(w.run("shared[0] + shared.length") == "12");
    w.run("shared = undefined");
  }
  w.run("(function f(n) { return n ? f(n - 1) : 0 })(500)");  // overwrites stale stack slots
  w.vm->collect();
  w.realm.reset();
  w.vm.reset();
  CHECK(released);
}

TEST_CASE("stacks have V8's form") {
  World w;
  CHECK(w.run("function f() { throw new TypeError('m') }\ntry { f() } catch (e) { e.stack }") ==
        "TypeError: m\n    at f (/t/test.js:1:22)\n    at /t/test.js:2:7");
  CHECK(w.run("const o = {}; Error.captureStackTrace(o); typeof o.stack") == "string");
  CHECK(w.run("Object.getOwnPropertyNames(new Error('x')).sort().join()") == "message,stack");
}

TEST_CASE("deep recursion is a RangeError") {
  World w;
  CHECK(w.run("function r() { r() } try { r() } catch (e) { e.name }") == "RangeError");
}

TEST_CASE("realms of one VM are apart") {
  World w;
  auto other = w.vm->createRealm();
  w.run("globalThis.mine = 1");
  CHECK(other->evaluate("typeof mine", "/t/b.js").value().toUtf8(*other).value() == "undefined");
}

TEST_CASE("scripts compile to bytecode, and syntax errors say so") {
  World w;
  auto good = js::compileScript(*w.vm, "(function () { return 1 })", "internal/x");
  REQUIRE(good);
  CHECK(good->size() > 100);
  auto bad = js::compileScript(*w.vm, "(function () { return", "internal/x");
  REQUIRE(!bad);
  CHECK(!bad.error().empty());
}
