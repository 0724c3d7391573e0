#pragma once

// What becomes of a file that is not read as a program that runs would read it: as another language, as data in the
// output, or as a file beside it.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/module_kind.h"
#include "syntax/module_scan.h"

namespace weft::bundler {

enum class Loader : uint8_t {
  Js,
  Jsx,
  Ts,
  Tsx,
  Json,
  Json5,
  Toml,
  Yaml,
  Text,
  Base64,   // a string of its bytes
  DataUrl,  // a data: URL of them
  Binary,   // a Uint8Array
  File,     // copied beside the output: its URL
  Empty,    // nothing is read: an object without members
  Css,      // a style sheet: its names are its own where its path says so
  GlobalCss,
  LocalCss,
};

/// By extension, ".png" or ".module.css".
using Loaders = std::map<std::string, Loader, std::less<>>;

/// Images, fonts, sounds and what else pages have URLs of: File.
[[nodiscard]] Loaders assetLoaders();
[[nodiscard]] std::optional<Loader> loaderNamed(std::string_view name);
/// All names, for messages.
[[nodiscard]] std::vector<std::string> loaderNames();
/// What `with { type: … }` asks for, else what the path's longest known extension has. Nothing: what is read is what a
/// program that runs reads.
[[nodiscard]] std::optional<Loader> loaderOf(const Loaders& loaders, std::string_view path,
                                             const std::vector<syntax::ImportAttribute>& attributes);
/// Of those that are data at run time, too.
[[nodiscard]] std::optional<graph::AttributeType> attributeOf(Loader loader);
/// An expression of what the loader gives of a file; nothing where that is code or a file.
[[nodiscard]] std::string valueOf(Loader loader, std::string_view path, std::string_view bytes);
/// "image/png"; by the extension, else by whether the bytes are text.
[[nodiscard]] std::string_view mediaTypeOf(std::string_view path, std::string_view bytes);

}  // namespace weft::bundler
