#include "syntax/type_metadata.h"

#include <catch2/catch.hpp>
#include <string>

using namespace weft::syntax;

namespace {

std::string described(std::string_view type) {
  TypeMetadata it = metadataOfType(type);
  if (it.kind == TypeMetadata::Kind::Undefined) return "undefined";
  return (it.kind == TypeMetadata::Kind::Reference ? "&" : "") + std::string(it.name);
}

}  // namespace

TEST_CASE("a type is what its values' constructor is") {
  struct Case {
    const char* type;
    const char* value;
  };
  for (const Case& it : {Case{"string", "String"},
                         {"'a' | 'b'", "String"},
                         {"`a${B}`", "String"},
                         {"-1", "Number"},
                         {"10n", "BigInt"},
                         {"true | false", "Boolean"},
                         {"void", "undefined"},
                         {"string | number", "Object"},
                         {"string | null", "Object"},
                         {"A[]", "Array"},
                         {"readonly A[]", "Array"},
                         {"[A, B]", "Array"},
                         {"A['b']", "Object"},
                         {"(a: B) => C", "Function"},
                         {"<T>(a: T) => T", "Function"},
                         {"new () => C", "Function"},
                         {"(string)", "String"},
                         {"((A))[]", "Array"},
                         {"{ a: B }", "Object"},
                         {"A.B . C<D, E<F>>", "&A.B . C"},
                         {"Promise<() => void>", "&Promise"},
                         {"unique symbol", "Symbol"},
                         {"typeof a", "Object"},
                         {"a is string", "Boolean"},
                         {"asserts a", "undefined"},
                         {"A extends B ? C : D", "Object"},
                         {"| A | A", "&A"},
                         {"any", "Object"},
                         {"", "Object"}})
    CHECK(described(it.type) == it.value);
}
