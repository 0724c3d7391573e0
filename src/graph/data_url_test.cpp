#include "graph/data_url.h"

#include <catch2/catch.hpp>

using namespace weft::graph;

TEST_CASE("data: URLs of the kinds Node knows, and of data") {
  DataUrl plain = parseDataUrl("data:text/javascript,export%20default%201;//?x#y").value();
  CHECK(plain.hint == KindHint::EsModule);
  CHECK(plain.bytes == "export default 1;//");
  DataUrl json = parseDataUrl("data:application/json;charset=utf-8;base64,eyJhIjoxfQ==").value();
  CHECK(json.hint == KindHint::Json);
  CHECK(json.bytes == "{\"a\":1}");
  CHECK(parseDataUrl("data:application/yaml,a")->hint == KindHint::Yaml);
  CHECK(parseDataUrl("data:application/toml,a=1")->hint == KindHint::Toml);
  CHECK(parseDataUrl("data:application/json5,1")->hint == KindHint::Json5);
  CHECK(parseDataUrl("data:application/wasm;base64,AGFzbQ==")->bytes == std::string("\0asm", 4));
}

TEST_CASE("data: URLs that are no modules") {
  CHECK(parseDataUrl("data:text/css,a").error().message == "Unknown module format: text/css for URL data:text/css,a");
  CHECK(parseDataUrl("data:,a").error().code == ModuleErrorCode::UnknownModuleFormat);
  CHECK(parseDataUrl("data:text/javascript").error().code == ModuleErrorCode::InvalidUrl);
  CHECK(parseDataUrl("data:").error().code == ModuleErrorCode::InvalidUrl);
}
