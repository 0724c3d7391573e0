#pragma once

// What a build is asked for.

#include <cstdint>
#include <string>

#include "bundler/scan.h"

namespace weft::bundler {

enum class Platform : uint8_t { Browser, Node };
enum class Format : uint8_t { EsModule, CommonJs, Iife };
/// Linked: a file beside the output, which names it. External: likewise, but the output does not name it.
enum class SourceMaps : uint8_t { None, Linked, Inline, External };

struct OutputOptions {
  Format format = Format::EsModule;
  Platform platform = Platform::Browser;
  std::string globalName;  // of Iife: the variable that gets the exports
  SourceMaps sourceMaps = SourceMaps::None;
  std::string outfile;  // the absolute path that the output will have, which places in a source map are relative to
  bool minifyWhitespace = false;
  bool minifyIdentifiers = false;
  bool minifySyntax = false;
  bool treeShaking = true;
};

}  // namespace weft::bundler
