#pragma once

// What emitDecoratorMetadata makes of a type (typescriptlang.org/tsconfig#emitDecoratorMetadata): the constructor that
// its values have at run time.
//
//     string → String     T[], [A, B] → Array     () => void → Function     A.B<C> → A.B     string | number → Object

#include <string_view>

namespace weft::syntax {

struct TypeMetadata {
  enum class Kind : unsigned char {
    Undefined,  // void, undefined, null, never
    Global,     // `name` is a constructor of the language
    Reference,  // `name` is what the type refers to, dotted: a class, an enum, or a type that is nothing at run time
  };
  Kind kind = Kind::Global;
  std::string_view name = "Object";  // static, or part of the type's text

  friend bool operator==(const TypeMetadata&, const TypeMetadata&) = default;
};

/// `type` is the text of a type as the parser accepted it; empty where there is none. Linear in its length.
[[nodiscard]] TypeMetadata metadataOfType(std::string_view type);

}  // namespace weft::syntax
