#pragma once

// The engines that a list of targets names, for what else than JavaScript depends on them: CSS.

#include <cstdint>
#include <string_view>
#include <vector>

namespace weft::syntax {

enum class Engine : uint8_t { Chrome, Deno, Edge, Firefox, Ios, Node, Opera, Safari, Count };

/// Three numbers of a version, comparable as one.
[[nodiscard]] constexpr uint64_t engineVersion(uint64_t major, uint64_t minor = 0, uint64_t patch = 0) {
  return major << 40 | minor << 20 | patch;
}

struct EngineTarget {
  Engine engine = Engine::Chrome;
  uint64_t version = 0;
};

/// Of a list as parseTargets() takes it, which is who tells of faults.
[[nodiscard]] std::vector<EngineTarget> enginesOf(std::string_view list);

}  // namespace weft::syntax
