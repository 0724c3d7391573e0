#pragma once

// A value that is written into a program from outside: JSON, `undefined`, or names with dots between (`globalThis.x`).

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "syntax/ast.h"

namespace weft::syntax {

class ConstantExpression {
 public:
  enum class Kind : uint8_t { Literal, Path, Data };

  /// Nothing where `text` is anything else.
  [[nodiscard]] static std::optional<ConstantExpression> parse(std::string_view text);

  /// Data: an object or an array, of which there is to be one in the program.
  [[nodiscard]] Kind kind() const;
  /// A copy in `ast`, as if it stood at `start` of its source.
  [[nodiscard]] NodeId copyInto(Ast& ast, uint32_t start) const;
  /// What a copy takes of the tree's arena, at most.
  [[nodiscard]] size_t copyBytes() const;

 private:
  struct Parsed;
  explicit ConstantExpression(std::shared_ptr<const Parsed> parsed) : parsed_(std::move(parsed)) {}

  std::shared_ptr<const Parsed> parsed_;
};

}  // namespace weft::syntax
