#pragma once

// What a build is asked for.

#include <cstdint>
#include <string>

#include "bundler/scan.h"

namespace weft::bundler {

enum class Platform : uint8_t { Browser, Node };
enum class Format : uint8_t { EsModule, CommonJs, Iife };

struct OutputOptions {
  Format format = Format::EsModule;
  Platform platform = Platform::Browser;
  std::string globalName;  // of Iife: the variable that gets the exports
  bool minifyWhitespace = false;
  bool minifyIdentifiers = false;
  bool minifySyntax = false;
  bool treeShaking = true;
};

}  // namespace weft::bundler
