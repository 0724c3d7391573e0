#include <catch2/catch.hpp>

#include "syntax/transform.h"

using namespace weft;
using namespace weft::syntax;

namespace {

std::string erased(std::string text) {
  SourceText source("/a.ts", std::move(text));
  Log log;
  TransformOptions options;
  options.parse.dialect = Dialect::TypeScript;
  options.mayErase = true;
  std::optional<Transformed> result = transform(source, options, log);
  if (result && !result->isErased) return "needs code";
  return result ? result->code : log.diagnostics().empty() ? "no diagnostics" : log.diagnostics()[0].message;
}

/// What is left parses as JavaScript.
bool isJavaScript(const std::string& text) {
  SourceText source("/a.mjs", text);
  Log log;
  (void)parse(source, {}, log);
  return !log.hasErrors();
}

}  // namespace

TEST_CASE("types become blanks and everything else stays in its place") {
  struct Case {
    const char* before;
    const char* after;
  };
  Case cases[] = {
      {"const x: number = 1;", "const x         = 1;"},
      {"let x!: A, y: B | C;", "let x    , y       ;"},
      {"f<T>(a as B, c!, d satisfies E);", "f   (a     , c , d            );"},
      {"const y = <T>z;", "const y =    z;"},
      {"function f<T>(this: A, a?: B, ...c: D[]): E {}", "function f   (         a    , ...c     )    {}"},
      {"const g = async <T>(x: T): Promise<T> => x;", "const g = async    (x   )             => x;"},
      {"class A<T> extends B<T> implements C, D {}", "class A    extends B                    {}"},
      {"class A { private readonly x?: T; y!: U = 1 }", "class A { ;                x    ; y     = 1 }"},
      {"abstract class A { abstract m(): void; n(): void; n() {} }",
       "         class A { ;                   ;          n() {} }"},
      {"class A { [k: string]: T; static declare x: U; }", "class A { ;               ;                    }"},
      {"type A = 1; let x", ";           let x"},
      {"interface A {} let x", ";              let x"},
      {"declare const a: B; export type { C }; f();", ";                   ;                  f();"},
      {"export declare function f(): void; export {}", ";                                  export {}"},
      {"function f(): void; function f() {}", ";                   function f() {}"},
      {"namespace N { export type A = 1 } f()", ";                                 f()"},
      {"try {} catch (e: unknown) {}", "try {} catch (e         ) {}"},
      {"a < b > c;", "a < b > c;"},
  };
  for (const Case& it : cases) {
    CAPTURE(it.before);
    std::string after = erased(it.before);
    CHECK(after == it.after);
    CHECK(after.size() == std::string_view(it.before).size());
    CHECK(isJavaScript(after));
  }
}

TEST_CASE("imports that only types use are gone") {
  CHECK(erased("import { A } from 'm'; let x: A;") == ";                    ; let x   ;");
  CHECK(erased("import { type A, b } from 'm'; b;") == "import {         b } from 'm'; b;");
  CHECK(erased("import { b, A } from 'm'; b;") == "import { b,   } from 'm'; b;");
  CHECK(erased("import D, { A } from 'm'; A;") == "import    { A } from 'm'; A;");
  CHECK(erased("import D, * as n from 'm'; D;") == "import D         from 'm'; D;");
  CHECK(erased("import type { A } from 'm'; f();") == ";                           f();");
  CHECK(erased("import 'm';") == "import 'm';");
  CHECK(erased("import { a } from 'm'; export { a };") == "import { a } from 'm'; export { a };");
  CHECK(erased("import { a } from 'm'; g({ a });") == "import { a } from 'm'; g({ a });");
  CHECK(erased("type A = 1; const b = 1; export { A, b };") == ";           const b = 1; export {    b };");
  CHECK(erased("export { type A, b } from 'm';") == "export {         b } from 'm';");
}

TEST_CASE("what is erased does not change how the lines around it hang together") {
  CHECK(erased("let x = y as T\n(z)") == "let x = y    ;\n(z)");
  CHECK(erased("let x = 1\ntype A = B\n(z)") == "let x = 1\n;         \n(z)");
  CHECK(erased("const f = (a): {\n b: 1 } => a") == "const f = (a    \n      ) => a");
  CHECK(erased("function f() { return <T,\n>(x) => x }") == "function f() { return (  \n  x) => x }");
  CHECK(isJavaScript(erased("class A { x = 1\n private [y] = 2 }")));
  CHECK(erased("let x: '\xC3\xA9\xF0\x9F\x98\x80';") == "let x       ;");
}

TEST_CASE("what is imported as a type is not exported") {
  CHECK(erased("import type { A } from 'm'; export { A, b }; const b = 1") ==
        ";                           export {    b }; const b = 1");
}

TEST_CASE("TypeScript that is more than types needs code") {
  for (const char* text :
       {"enum A { B }", "namespace N { export const a = 1 }", "class A { constructor(private x: B) {} }",
        "import a = require('a')", "class A { accessor b = 1 }"})
    CHECK(erased(text) == "needs code");
}
