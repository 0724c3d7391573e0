#pragma once

// A module as an entry of the page's registry (client/registry.ts): what it is, what it imports, and a function that
// is the module. Imports are read as members of the imported module's namespace, so that they are live and may be
// replaced; a generator's first step is what ECMAScript does before anything is evaluated:
//
//     import { a } from "./x.js"; export let b = a(); export default function f() {}
//     [0, ["/x.js"], function* ($w, $x) {
//       "use strict"; $w.e({ b: () => b, default: () => f }); yield;
//       let b = (0, $x.a)(); function f() {}
//     }]
//
// CommonJS: [1, [], function (module, exports, require, $w) { … $w.require("/y.js") … }]. Data: an expression.
// Parallel: a module at a time; changes its tree.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bundler/module.h"
#include "syntax/printer.h"

namespace weft::dev {

/// The first number of an entry.
enum class FactoryKind : uint8_t { EsModule = 0, CommonJs = 1, Async = 2, Value = 3, Style = 4 };

struct FactoryOptions {
  /// By request: the id in the page; empty: there is no such module. An external's is its URL.
  std::vector<std::string> targets;
  /// By request of a worker's program: its URL.
  std::vector<std::string> workers;
  /// URLs of Module::assetUrls, by node.
  std::map<uint32_t, std::string> assetUrls;
  bool hasRefresh = false;  // React Fast Refresh (syntax/refresh.h)
  bool wantsMappings = false;
};

struct Factory {
  std::string text;
  FactoryKind kind = FactoryKind::EsModule;
  bool isTooDeep = false;
  // The part of `text` that was printed from the tree.
  size_t begin = 0;
  size_t end = 0;
  syntax::Mappings mappings;
};

[[nodiscard]] Factory makeFactory(bundler::Module& module, const FactoryOptions& options);
/// An entry whose value is an expression of JavaScript.
[[nodiscard]] std::string valueFactory(std::string_view expression);
/// A style sheet: its text goes into the page, its value is an object of names.
[[nodiscard]] std::string styleFactory(std::string_view css, std::string_view names);

}  // namespace weft::dev
