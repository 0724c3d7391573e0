#include "graph/artifact.h"

#include <catch2/catch.hpp>

using namespace weft;
using namespace weft::graph;

TEST_CASE("the kind is fixed or found by syntax") {
  CHECK(makeArtifact("/a.js", "import 'x'", KindHint::BySyntax)->kind == ModuleKind::EsModule);
  CHECK(makeArtifact("/a.js", "require('x')", KindHint::BySyntax)->kind == ModuleKind::CommonJs);
  CHECK(makeArtifact("/a.cjs", "import 'x'", KindHint::CommonJs)->kind == ModuleKind::CommonJs);
  CHECK(makeArtifact("/a.mjs", "1", KindHint::EsModule)->kind == ModuleKind::EsModule);
  CHECK(makeArtifact("/a", std::string("\0asm\1\0\0\0", 8), KindHint::BySyntaxOrWasm)->kind == ModuleKind::Wasm);
  CHECK(makeArtifact("/a", "1", KindHint::BySyntaxOrWasm)->kind == ModuleKind::CommonJs);
}

TEST_CASE("the text is valid UTF-8 without a byte order mark, the hash is of the bytes") {
  auto marked = makeArtifact("/a.js", "\xEF\xBB\xBFlet a", KindHint::BySyntax);
  CHECK(marked->text() == "let a");
  CHECK(marked->isAscii);
  CHECK(marked->sourceHash == hash128("\xEF\xBB\xBFlet a"));
  auto broken = makeArtifact("/a.txt", "a\xFF", KindHint::Text);
  CHECK(broken->text() == "a\uFFFD");
  CHECK_FALSE(broken->isAscii);
  auto wasm = makeArtifact("/a.wasm", "\xFF\xEF", KindHint::Wasm);
  CHECK(wasm->text() == "\xFF\xEF");
}

TEST_CASE("facts are of scripts only") {
  CHECK(makeArtifact("/a.json", "require('x')", KindHint::Json)->scan.requests.empty());
  auto script = makeArtifact("/a.js", "exports.a = require('x')", KindHint::BySyntax);
  CHECK(script->scan.requests.size() == 1);
  CHECK(script->scan.commonJsExports == std::vector<std::string>{"a"});
  CHECK(script->source.lines().lineCount() == 1);
}

TEST_CASE("extensions") {
  CHECK(moduleKindByExtension("/a.mjs") == ModuleKind::EsModule);
  CHECK(moduleKindByExtension("/a.node") == ModuleKind::Addon);
  CHECK_FALSE(moduleKindByExtension("/a.js"));
  CHECK_FALSE(moduleKindByExtension("/a"));
  CHECK(hasUnknownExtension("/a.css"));
  CHECK_FALSE(hasUnknownExtension("/a.js"));
  CHECK_FALSE(hasUnknownExtension("/a"));
  CHECK_FALSE(hasUnknownExtension("/.js"));
  CHECK(moduleKindName(ModuleKind::Wasm) == "wasm");
}

TEST_CASE("binary files are recognised") {
  CHECK(
      looksBinary(std::string_view("\x7F"
                                   "ELF\0",
                                   5)));
  CHECK_FALSE(looksBinary("let a"));
}
