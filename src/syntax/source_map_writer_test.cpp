#include "syntax/source_map_writer.h"

#include <catch2/catch.hpp>

#include "syntax/source_map_reader.h"
#include "syntax/transform.h"

using namespace weft;
using namespace weft::syntax;

namespace {

struct Printed {
  std::string code;
  std::vector<PositionEntry> entries;
};

/// What the map of a file says, read back.
Printed printed(const std::string& text) {
  SourceText source("/a.tsx", text);
  Log log;
  TransformOptions options;
  options.parse.dialect = Dialect::TypeScript;
  options.parse.jsx = JsxMode::On;
  options.wantsMappings = true;
  std::optional<Transformed> result = transform(source, options, log);
  REQUIRE(result);
  std::string map = sourceMapOf(result->code, result->mappings, source, "a.js", "a.tsx");
  size_t from = map.find("\"mappings\":\"") + 12;
  Printed out{result->code, {}};
  REQUIRE(readMappings(std::string_view(map).substr(from, map.rfind('"') - from), {1, 1000}, {1, 1}, out.entries));
  return out;
}

}  // namespace

TEST_CASE("a name's place in the printed text is mapped to its place in the source, in UTF-16") {
  std::string text =
      "enum E { A = first() }\n"
      "const s = '\xF0\x9F\x98\x80', t: string = second(E.A,\n"
      "   third as any);\n"
      "namespace N { export function f() { return fourth(s + t); } }\n"
      "x = <a b={fifth}>{N.f()}</a>;\n";
  Printed result = printed(text);
  LineIndex before(text);
  LineIndex after(result.code);
  for (const char* name : {"first", "second", "third", "fourth", "fifth"}) {
    LineColumn generated = after.positionAt(static_cast<uint32_t>(result.code.find(name)));
    LineColumn original = before.positionAt(static_cast<uint32_t>(text.find(name)));
    bool isMapped = false;
    for (const PositionEntry& entry : result.entries)
      isMapped |= entry.generated == generated && entry.original == original;
    INFO(name << " in\n" << result.code);
    CHECK(isMapped);
  }
}

TEST_CASE("a source map carries its source, escaped") {
  SourceText source("/a.ts", "a\"\\\n\t\x01");
  CHECK(sourceMapOf("", {}, source, "o\"ut.js", "../a.ts") ==
        "{\"version\":3,\"file\":\"o\\\"ut.js\",\"sources\":[\"../"
        "a.ts\"],\"sourcesContent\":[\"a\\\"\\\\\\n\\t\\u0001\"],"
        "\"names\":[],\"mappings\":\"\"}");
  CHECK(inlineSourceMap("{}") == "//# sourceMappingURL=data:application/json;base64,e30=\n");
}
