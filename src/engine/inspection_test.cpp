#include <catch2/catch.hpp>

#include "engine/inspection.h"
#include "engine/test_world.h"

namespace js = weft::js;

namespace {

struct World : js::TestWorld {
  js::Value run(std::string_view source) {
    auto value = realm->evaluate(source, "/t/test.js");
    vm->drainMicrotasks();
    return value ? *value : js::Value();
  }
  std::string text(js::Value value) { return value.toUtf8(*realm).value_or("?"); }
  std::string preview(std::string_view source, uint32_t limit) {
    auto view = js::previewEntries(*realm, run(source).asObject(), limit);
    if (!view) return "throws";
    return text(view->entries) + (view->keyed ? " keyed " : " plain ") + std::to_string(view->total);
  }
};

}  // namespace

TEST_CASE("the kind of an object is what it was made as") {
  World world;
  using Kind = js::ObjectKind;
  const std::pair<const char*, Kind> cases[] = {
      {"1", Kind::Ordinary},
      {"({})", Kind::Ordinary},
      {"globalThis", Kind::Ordinary},
      {"[]", Kind::Array},
      {"(class extends Array {}).of(1)", Kind::Array},
      {"Math.max", Kind::Function},
      {"class A {}; A", Kind::Function},
      {"new Proxy([], {})", Kind::Proxy},
      {"Object.setPrototypeOf(new Map, null)", Kind::Map},
      {"new Set", Kind::Set},
      {"new Map().keys()", Kind::MapIterator},
      {"new Set().keys()", Kind::SetIterator},
      {"new WeakMap", Kind::WeakMap},
      {"new WeakSet", Kind::WeakSet},
      {"Promise.resolve()", Kind::Promise},
      {"new Date", Kind::Date},
      {"/x/", Kind::RegExp},
      {"new TypeError", Kind::Error},
      {"Object.create(Error.prototype)", Kind::Ordinary},
      {"new ArrayBuffer(1)", Kind::ArrayBuffer},
      {"new SharedArrayBuffer(1)", Kind::SharedArrayBuffer},
      {"new DataView(new ArrayBuffer(1))", Kind::DataView},
      {"new BigInt64Array(1)", Kind::TypedArray},
      {"(function () { return arguments; })()", Kind::Arguments},
      {"(function* () {})()", Kind::Generator},
      {"(async function* () {})()", Kind::Generator},
      {"Object(1)", Kind::NumberObject},
      {"Object('')", Kind::StringObject},
      {"Object(true)", Kind::BooleanObject},
      {"Object(1n)", Kind::BigIntObject},
      {"Object(Symbol())", Kind::SymbolObject},
      {"Symbol.prototype", Kind::Ordinary},
      {"BigInt.prototype", Kind::Ordinary},
  };
  for (auto& [source, kind] : cases) {
    INFO(source);
    CHECK(static_cast<int>(js::objectKind(world.run(source))) == static_cast<int>(kind));
  }
}

TEST_CASE("entries are previewed without advancing iterators") {
  World world;
  CHECK(world.preview("new Map([['a', 1], ['b', 2]])", 1) == "a,1 keyed 2");
  CHECK(world.preview("new Set(['a', 'b'])", 9) == "a,b plain 2");
  CHECK(world.preview("new Map", 9) == " keyed 0");
  CHECK(world.preview("globalThis.it = new Map([['a', 1], ['b', 2]]).entries(); it.next(); it", 9) == "b,2 keyed 1");
  CHECK(world.preview("it.next(); it", 9) == " keyed 0");
  CHECK(world.preview("it.next(); it", 9) == " keyed 0");
  CHECK(world.preview("new Map([['a', 1]]).values()", 9) == "1 plain 1");
  CHECK(world.preview("new Set(['a']).entries()", 9) == "a,a keyed 1");
}

TEST_CASE("proxies, promises, keys and functions") {
  World world;
  auto proxy = js::proxyParts(world.run("new Proxy([7], {})").asObject());
  CHECK(world.text(proxy.target) == "7");
  auto revoked =
      js::proxyParts(world.run("const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); proxy").asObject());
  CHECK(revoked.target.isNull());

  auto rejected = js::promiseView(world.run("const p = Promise.reject(5); p.catch(() => {}); p").asObject());
  CHECK(rejected.state == 2);
  CHECK(world.text(rejected.result) == "5");
  CHECK(js::promiseView(world.run("new Promise(() => {})").asObject()).state == 0);

  auto list = world.run("const l = [1, , 3]; l.x = 1; l[Symbol.iterator] = 2; l").asObject();
  CHECK(js::ownNonIndexKeys(*world.realm, list, js::KeyFilter::Enumerable)->length() == 2);
  CHECK(js::ownNonIndexKeys(*world.realm, list, js::KeyFilter::All)->length() == 3);

  auto kind = js::functionKind(world.run("(async function* () {})"));
  CHECK((kind.isAsync && kind.isGenerator && !kind.isClass));
  CHECK(js::functionKind(world.run("(class {})")).isClass);
  CHECK(!js::functionKind(world.run("(function () {}).bind()")).isClass);
  CHECK(js::className(world.run("Object.create(null)").asObject()) == "Object");
}
