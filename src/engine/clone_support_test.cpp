#include <catch2/catch.hpp>

#include "engine/clone_support.h"
#include "engine/test_world.h"

namespace js = weft::js;

namespace {

struct World : js::TestWorld {
  js::Value run(std::string_view source) {
    auto value = realm->evaluate(source, "/t/test.js");
    REQUIRE(value);
    return *value;
  }
};

}  // namespace

TEST_CASE("objects are sorted by how they are cloned") {
  World world;
  using Kind = js::CloneKind;
  const std::pair<const char*, Kind> cases[] = {
      {"({})", Kind::Ordinary},
      {"Object.create(null)", Kind::Ordinary},
      {"new (class { #x = 1 })", Kind::Ordinary},
      {"Object.prototype", Kind::Ordinary},
      {"(function () { return arguments })()", Kind::Ordinary},
      {"[1, 2]", Kind::NumberArray},
      {"[1.5]", Kind::NumberArray},
      {"['a']", Kind::DenseArray},
      {"[1, , 2]", Kind::Array},
      {"new Array(3)", Kind::Array},
      {"Object.assign([1], { x: 1 })", Kind::Array},
      {"new Date", Kind::Date},
      {"/x/", Kind::RegExp},
      {"new Map", Kind::Map},
      {"new Set", Kind::Set},
      {"new RangeError", Kind::Error},
      {"new ArrayBuffer(1)", Kind::ArrayBuffer},
      {"new Uint8Array(1)", Kind::TypedArray},
      {"new DataView(new ArrayBuffer(1))", Kind::DataView},
      {"Object(true)", Kind::BooleanObject},
      {"Object(1)", Kind::NumberObject},
      {"Object('')", Kind::StringObject},
      {"Object(1n)", Kind::BigIntObject},
      {"Object(Symbol())", Kind::None},
      {"new WeakMap", Kind::None},
      {"Promise.resolve()", Kind::None},
      {"new Proxy({}, {})", Kind::None},
      {"Math.max", Kind::None},
      {"[].values()", Kind::None},
      {"globalThis", Kind::None},
  };
  for (auto& [source, kind] : cases) {
    INFO(source);
    CHECK(static_cast<int>(js::cloneKind(world.run(source).asObject())) == static_cast<int>(kind));
  }
}

TEST_CASE("views tell whether they follow or have lost their buffer") {
  World world;
  CHECK(js::isLengthTracking(world.run("new Uint8Array(new ArrayBuffer(2, { maxByteLength: 4 }))")));
  CHECK(!js::isLengthTracking(world.run("new Uint8Array(new ArrayBuffer(2, { maxByteLength: 4 }), 0, 1)")));
  CHECK(!js::isLengthTracking(world.run("new DataView(new ArrayBuffer(2))")));
  CHECK(
      js::isOutOfBounds(world.run("(() => { const b = new ArrayBuffer(4, { maxByteLength: 4 });"
                                  "const v = new Uint8Array(b, 2, 2); b.resize(1); return v; })()")));
  CHECK(!js::isOutOfBounds(world.run("new Uint8Array(2)")));
}
