#pragma once
// The system's names for numbers, as Node lists them in os.constants.

#include <span>
#include <string_view>

#include "engine/value.h"

namespace weft::runtime {

struct NamedNumber {
  std::string_view name;
  int number;
};

[[nodiscard]] std::span<const NamedNumber> signalNumbers();
[[nodiscard]] std::span<const NamedNumber> errorNumbers();

/// { SIGHUP: 1, … }
[[nodiscard]] js::Object toObject(js::Realm&, std::span<const NamedNumber>);

}  // namespace weft::runtime
