#pragma once

// Calls that replace modules in tests run before what is imported, wherever they stand:
//
//     import { vi } from "vitest";                     import { vi } from "vitest";
//     import { load } from "./load.js";                vi.mock("./load.js", () => ({ load: vi.fn() }));
//     vi.mock("./load.js",                       →     const imported = await import("./load.js");
//       () => ({ load: vi.fn() }));                    test("x", () => (0, imported.load)());
//     test("x", () => load());
//
// `jest.mock` and its like go to the head of their block, those of `vi` to the head of the file, with what
// `vi.hoisted` gives. What is re-exported (`export … from`) is evaluated before all of them.

#include <cstddef>
#include <string_view>

#include "base/diagnostics.h"
#include "syntax/ast.h"
#include "syntax/bind.h"

namespace weft::syntax {

/// Whether a text may hold such calls. If not, it holds none.
[[nodiscard]] bool mentionsMocks(std::string_view text);

enum class Hoisted : uint8_t { Nothing, Some, TooDeep };

/// On a tree that is JavaScript, bound. A mock's factory that refers to what is not there yet is a fault.
[[nodiscard]] Hoisted hoistMocks(Ast& ast, Bindings& bindings, std::string_view path, Log& log,
                                 size_t stackBytes = size_t{3} << 20);

}  // namespace weft::syntax
