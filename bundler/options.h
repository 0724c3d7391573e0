#pragma once

// What a build is asked for.

#include <cstdint>
#include <string>
#include <vector>

#include "bundler/scan.h"
#include "bundler/source_map.h"

namespace weft::bundler {

enum class Platform : uint8_t { Browser, Node, Neutral };
enum class Format : uint8_t { EsModule, CommonJs, Iife };
/// Linked: a file beside the output, which names it. External: likewise, but the output does not name it. Both: inside
/// of the output, and External.
enum class SourceMaps : uint8_t { None, Linked, Inline, External, Both };

/// Where comments with a licence go: to the end of each file, into a file beside it that it names (Linked) or not.
enum class Legal : uint8_t { Inline, EndOfFile, None, Linked, External };

struct OutputOptions {
  Format format = Format::EsModule;
  Platform platform = Platform::Browser;
  std::string globalName;  // of Iife: the variable that gets the exports
  SourceMaps sourceMaps = SourceMaps::None;
  MapOptions maps;
  /// Absolute: where the files go. `outfile`: instead, the one file of an output that has only one.
  std::string outdir;
  std::string outfile;
  std::string outbase;  // absolute: what [dir] of entries is relative to; empty: the folder that has them all
  std::string entryNames = "[dir]/[name]";
  std::string chunkNames = "[name]-[hash]";
  std::string assetNames = "[name]-[hash]";
  std::string jsExtension = ".js";
  std::string cssExtension = ".css";  // of a style sheet that stands beside a script, or comes of one
  std::string publicPath;             // what URLs of files begin with; empty: they are relative
  bool splits = false;           // import() makes files of their own, and what entries share is shared; of EsModule
  bool isSelfContained = false;  // assets are data: URLs
  std::string banner;            // of scripts: the first lines
  std::string footer;
  Legal legalComments = Legal::EndOfFile;
  bool wantsMetafile = false;
  bool minifyWhitespace = false;
  bool minifyIdentifiers = false;
  bool minifySyntax = false;
  bool treeShaking = true;
  bool keepsFormat = false;  // of a file that is transformed by itself: `format` has no say
  bool showsPaths = true;    // before what is of a module, unless whitespace is minified
  /// What the files of entries are called, from the output's folder and without their extensions; by entry, empty: by
  /// `entryNames`.
  std::vector<std::string> entryOutputs;
};

}  // namespace weft::bundler
