// An analysis for a terminal: of each file what it is made of, why, and what is there more than once.

#include <algorithm>
#include <cstdio>

#include "analyze/analysis.h"

namespace weft::analyze {

namespace {

constexpr size_t kShownParts = 20;  // of a file; the rest is one line

std::string padded(std::string text, size_t width) {
  if (text.size() < width) text.insert(0, width - text.size(), ' ');
  return text;
}

std::string percentText(size_t part, size_t whole) {
  char text[16];
  snprintf(text, sizeof text, "%.1f%%",
           whole == 0 ? 0.0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole));
  return text;
}

constexpr size_t kColumn = 10;

std::string row(const Sizes& sizes, const std::string& share) {
  return padded(sizeText(sizes.bytes), kColumn) + padded(share, kColumn - 2) + padded(sizeText(sizes.gzip), kColumn) +
         padded(sizeText(sizes.brotli), kColumn);
}

void addChain(std::string& out, const Analysis& analysis, const std::string& module) {
  auto chain = analysis.chains.find(module);
  if (chain == analysis.chains.end() || chain->second.size() < 2) return;
  out += std::string(4 * kColumn + 2, ' ');
  for (const ChainLink& link : chain->second) {
    if (link.module == module) break;
    out += link.module + (&link == &chain->second.back() ? "" : " › ");
  }
  const std::string& kind = chain->second.back().kind;
  out += kind == "dynamic-import" ? "import()" : kind == "require-call" ? "require()" : "import";
  out += "\n";
}

void addFile(std::string& out, const Analysis& analysis, const AnalyzedFile& file) {
  out += "\n" + file.path + (file.entry.empty() || file.parts.empty() ? "" : "  (" + file.entry + ")") + "\n";
  out += row(file.sizes, "100.0%") + "\n";
  size_t shown = std::min(file.parts.size(), kShownParts);
  for (size_t i = 0; i < shown; ++i) {
    const AnalyzedPart& part = file.parts[i];
    out += row(part.sizes, percentText(part.sizes.bytes, file.sizes.bytes)) + "  " + part.module + "  (of " +
           sizeText(part.source) + ")\n";
    addChain(out, analysis, part.module);
  }
  if (shown == file.parts.size()) return;
  Sizes rest;
  for (size_t i = shown; i < file.parts.size(); ++i) {
    rest.bytes += file.parts[i].sizes.bytes;
    rest.gzip += file.parts[i].sizes.gzip;
    rest.brotli += file.parts[i].sizes.brotli;
  }
  out += row(rest, percentText(rest.bytes, file.sizes.bytes)) + "  " + std::to_string(file.parts.size() - shown) +
         " more\n";
}

}  // namespace

std::string sizeText(size_t bytes) {
  char text[32];
  if (bytes < 1000)
    snprintf(text, sizeof text, "%zu B", bytes);
  else
    snprintf(text, sizeof text, bytes < 1000000 ? "%.1f kB" : "%.2f MB",
             static_cast<double>(bytes) / (bytes < 1000000 ? 1e3 : 1e6));
  return text;
}

std::string analysisText(const Analysis& analysis) {
  std::string out = padded("bytes", kColumn) + padded("share", kColumn - 2) + padded("gzip", kColumn) +
                    padded("brotli", kColumn) + "  (a module's: by itself)\n";
  Sizes sum;
  for (const AnalyzedFile& file : analysis.files) {
    addFile(out, analysis, file);
    sum.bytes += file.sizes.bytes;
    sum.gzip += file.sizes.gzip;
    sum.brotli += file.sizes.brotli;
  }
  if (analysis.files.size() > 1)
    out += "\n" + row(sum, "") + "  in " + std::to_string(analysis.files.size()) + " files\n";
  if (!analysis.duplicates.empty()) out += "\nPackages that are there more than once:\n";
  for (const DuplicatePackage& package : analysis.duplicates) {
    out += "  " + package.name + "\n";
    for (const PackageCopy& copy : package.copies)
      out += padded(sizeText(copy.bytes), kColumn) + "  " + copy.version + "  " + copy.folder + "\n";
  }
  return out;
}

}  // namespace weft::analyze
