#include "bundler/file_names.h"

#include <algorithm>

#include "base/base64.h"
#include "base/hash.h"
#include "base/paths.h"
#include "bundler/loaders.h"

namespace weft::bundler {

namespace {

constexpr size_t kHashLength = 8;

std::string hashText(Hash128 hash, size_t length) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string out;
  uint64_t bits = hash.low ^ hash.high;
  for (size_t i = 0; i < length; ++i, bits >>= 5) out.push_back(kDigits[bits & 31]);
  return out;
}

void replaceAll(std::string& text, std::string_view from, std::string_view to) {
  for (size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
}

}  // namespace

std::string_view nameOfFile(std::string_view path) {
  std::string_view name = paths::basename(path);
  return name.substr(0, name.size() - paths::extname(name).size());
}

std::string fillPattern(std::string_view pattern, std::string_view dir, std::string_view name,
                        std::string_view extension, std::string_view bytes) {
  std::string path(pattern);
  replaceAll(path, "[dir]", dir);
  replaceAll(path, "[name]", name);
  replaceAll(path, "[ext]", extension.substr(std::min<size_t>(1, extension.size())));
  if (path.find("[hash]") != path.npos) replaceAll(path, "[hash]", hashText(hash128(bytes), kHashLength));
  return paths::normalize("/" + path + std::string(extension)).substr(1);
}

std::string assetPath(const OutputOptions& options, const std::string& base, const Asset& asset) {
  return fillPattern(options.assetNames, folderInside(base, paths::dirname(asset.path)), nameOfFile(asset.path),
                     paths::extname(asset.path), asset.bytes);
}

std::string folderInside(const std::string& base, std::string_view path) {
  std::string folder = paths::relative(base, path);
  std::string inside;
  for (std::string_view rest = folder; !rest.empty();) {
    std::string_view part = rest.substr(0, rest.find('/'));
    inside += (inside.empty() ? "" : "/") + std::string(part == ".." ? "_.._" : part);
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
  }
  return inside;
}

std::string dataUrlOf(const Asset& asset) {
  return "data:" + std::string(mediaTypeOf(asset.path, asset.bytes)) + ";base64," + encodeBase64(asset.bytes);
}

std::string addressFrom(const OutputOptions& options, std::string_view from, const std::string& to) {
  if (!options.publicPath.empty()) return options.publicPath + (options.publicPath.ends_with('/') ? "" : "/") + to;
  std::string out = paths::relative("/" + std::string(from), "/" + to);
  return out.starts_with("../") ? out : "./" + out;
}

std::string commonFolder(std::span<const std::string> files) {
  std::string common;
  for (size_t i = 0; i < files.size(); ++i) {
    std::string folder(paths::dirname(files[i]));
    if (i == 0) common = folder;
    auto isInside = [&] {
      return folder == common || common == "/" || (folder.starts_with(common) && folder[common.size()] == '/');
    };
    while (!isInside()) common = paths::dirname(common);
  }
  return common;
}

FileNames::FileNames(const Modules& modules, const Chunks& chunks, const OutputOptions& options) : options_(options) {
  findUnusedPrefix(modules);
  std::vector<std::string> entries;
  for (ModuleId id : modules.entries) entries.push_back(modules[id].location.path);
  base_ = options.outbase.empty() ? commonFolder(entries) : options.outbase;
  for (const Chunk& chunk : chunks.list) {
    if (chunk.entry == kNoModule) {
      addPath(options.chunkNames, "", "chunk");
      continue;
    }
    const std::string& path = modules[chunk.entry].location.path;
    if (!chunk.isGiven || modules.pageScripts.contains(chunk.entry)) {
      addPath(options.chunkNames, "", nameOfFile(path));
      continue;
    }
    size_t index = static_cast<size_t>(&chunk - chunks.list.data());
    const std::string own = index < options.entryOutputs.size() ? options.entryOutputs[index] : std::string();
    if (own.empty())
      addPath(options.entryNames, folderInside(base_, paths::dirname(path)), nameOfFile(path));
    else
      addPath(options.entryNames, paths::dirname("/" + own).substr(1), paths::basename(own));
  }
}

uint32_t FileNames::addChunk() {
  addPath(options_.chunkNames, "", "chunk");
  return static_cast<uint32_t>(paths_.size() - 1);
}

void FileNames::addPath(std::string_view pattern, std::string_view folder, std::string_view name) {
  std::string path(pattern);
  replaceAll(path, "[dir]", folder);
  replaceAll(path, "[name]", name);
  std::string_view extension = options_.jsExtension;
  replaceAll(path, "[ext]", extension.substr(std::min<size_t>(1, extension.size())));
  replaceAll(path, "[hash]", mark(static_cast<uint32_t>(paths_.size())));
  path = paths::normalize("/" + path + std::string(extension)).substr(1);
  paths_.push_back(std::move(path));
}

std::string FileNames::specifierOf(uint32_t from, const std::string& path) const {
  return addressFrom(options_, paths::dirname(paths_[from]), path);
}

std::string FileNames::specifier(uint32_t from, uint32_t to) const {
  return specifierOf(from, paths_[to]);
}

std::string FileNames::specifier(uint32_t from, const Asset& asset) const {
  if (options_.isSelfContained) return dataUrlOf(asset);
  return specifierOf(from, pathOf(asset));
}

std::string FileNames::pathOf(const Asset& asset) const {
  return assetPath(options_, base_, asset);
}

// --- Marks.

void FileNames::findUnusedPrefix(const Modules& modules) {
  for (char a = 'a';; ++a) {
    for (char b : std::string_view("wxyzabcdefghijklmnopqrstuv")) {
      prefix_ = {'@', a, b};
      auto hasIt = [&](const Module& module) {
        return module.valueText.find(prefix_) != std::string::npos ||
               (module.tree && module.tree->source.text().find(prefix_) != std::string_view::npos);
      };
      if (a == 'z' || std::ranges::none_of(modules.list, hasIt)) return;
    }
  }
}

std::string FileNames::mark(uint32_t chunk) const {
  std::string number = std::to_string(chunk);
  return prefix_ + std::string(kHashLength - prefix_.size() - std::min<size_t>(number.size(), 5), '0') + number;
}

std::vector<uint32_t> FileNames::marksIn(std::string_view text) const {
  std::vector<uint32_t> out;
  for (size_t at = 0; (at = text.find(prefix_, at)) != std::string_view::npos; ++at) {
    uint32_t number = 0;
    for (char byte : text.substr(at + prefix_.size(), kHashLength - prefix_.size()))
      number = number * 10 + static_cast<uint32_t>(byte - '0');
    if (number < paths_.size() && text.substr(at, kHashLength) == mark(number)) out.push_back(number);
  }
  std::ranges::sort(out);
  out.erase(std::ranges::unique(out).begin(), out.end());
  return out;
}

void FileNames::replaceMarks(std::string& text, const std::vector<std::string>& hashes) const {
  for (size_t at = 0; (at = text.find(prefix_, at)) != std::string::npos; ++at) {
    std::vector<uint32_t> found = marksIn(std::string_view(text).substr(at, kHashLength));
    if (!found.empty()) text.replace(at, kHashLength, hashes[found[0]]);
  }
}

void FileNames::putHashes(std::span<std::string*> texts) {
  std::vector<std::vector<uint32_t>> named;
  std::vector<std::string> own;
  // What a file is numbered as is no part of it.
  const std::vector<std::string> blanks(paths_.size(), std::string(kHashLength, '-'));
  for (size_t i = 0; i < texts.size(); ++i) {
    named.push_back(marksIn(*texts[i]));
    std::string text = paths_[i] + "\n" + *texts[i];
    replaceMarks(text, blanks);
    own.push_back(hash128(text).hex());
  }
  std::vector<std::string> hashes;
  for (uint32_t i = 0; i < texts.size(); ++i)
    hashes.push_back(hashText(hash128(closureOf(i, named, own)), kHashLength));
  for (std::string* text : texts) replaceMarks(*text, hashes);
  for (std::string& path : paths_) replaceMarks(path, hashes);
}

/// What is hashed of a file: its own text, and those that it leads to.
std::string FileNames::closureOf(uint32_t first, const std::vector<std::vector<uint32_t>>& named,
                                 const std::vector<std::string>& own) {
  std::vector<bool> seen(own.size());
  std::vector<uint32_t> waiting = {first};
  std::vector<std::string_view> parts;
  seen[first] = true;
  while (!waiting.empty()) {
    uint32_t at = waiting.back();
    waiting.pop_back();
    if (at != first) parts.push_back(own[at]);
    for (uint32_t next : named[at]) {
      if (seen[next]) continue;
      seen[next] = true;
      waiting.push_back(next);
    }
  }
  std::ranges::sort(parts);
  std::string out = own[first];
  for (std::string_view part : parts) out += part;
  return out;
}

}  // namespace weft::bundler
