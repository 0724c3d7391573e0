// weft-mkbuiltins DIRECTORY START OUTPUT: compiles the transpiled builtins below DIRECTORY to bytecode
// and writes the image that the binary embeds (src/engine/builtin_image.h). START is a list of those
// that are not compressed.

#include <stdio.h>
#include <string.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/zstd_block.h"
#include "engine/builtin_image.h"
#include "engine/bytecode.h"
#include "engine/vm.h"

namespace {

using weft::js::BuiltinImageEntry;
using weft::js::BuiltinImageHeader;

struct Builtin {
  std::string id;
  std::string source;
  std::vector<uint8_t> bytecode;
};

// node/fs/promises.js -> node:fs/promises; weft/x.js -> weft:x; bun/index.js -> bun; internal/x.js -> internal/x
std::string idOf(const std::string& relative) {
  std::string name = relative.substr(0, relative.size() - strlen(".js"));
  for (const char* scheme : {"node", "weft", "bun"}) {
    std::string folder = std::string(scheme) + "/";
    if (!name.starts_with(folder)) continue;
    std::string rest = name.substr(folder.size());
    return rest == "index" ? scheme : std::string(scheme) + ":" + rest;
  }
  return name;
}

bool isAscii(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool load(weft::js::VM& vm, const std::filesystem::path& root, const std::filesystem::path& file,
          std::vector<Builtin>& out) {
  auto text = weft::readFile(file.string());
  if (!text) {
    fprintf(stderr, "weft-mkbuiltins: %s\n", text.error().message().c_str());
    return false;
  }
  Builtin builtin;
  builtin.id = idOf(std::filesystem::relative(file, root).string());
  builtin.source = "(function (exports, require, module, native) {\"use strict\";" + *text + "\n})";
  if (!isAscii(builtin.source)) {
    fprintf(stderr, "weft-mkbuiltins: %s: not ASCII; the transpiler must escape it\n", file.c_str());
    return false;
  }
  auto bytecode = weft::js::compileScript(vm, builtin.source, builtin.id);
  if (!bytecode) {
    fprintf(stderr, "weft-mkbuiltins: %s: %s\n", file.c_str(), bytecode.error().c_str());
    return false;
  }
  builtin.bytecode = std::move(*bytecode);
  out.push_back(std::move(builtin));
  return true;
}

class Image {
 public:
  Image(const std::vector<Builtin>& builtins, const std::set<std::string>& start) {
    bytes_.resize(sizeof(BuiltinImageHeader) + builtins.size() * sizeof(BuiltinImageEntry));
    std::vector<BuiltinImageEntry> entries;
    for (const Builtin& b : builtins) {
      BuiltinImageEntry entry{};
      entry.idOffset = append(b.id.data(), b.id.size(), 1);
      entry.idLength = static_cast<uint32_t>(b.id.size());
      entry.sourceLength = static_cast<uint32_t>(b.source.size());
      entry.bytecodeLength = static_cast<uint32_t>(b.bytecode.size());
      entry.sourceHash = weft::js::sourceHash(b.source);
      if (start.contains(b.id)) {
        entry.sourceOffset = append(b.source.data(), b.source.size(), 1);
        entry.bytecodeOffset = append(b.bytecode.data(), b.bytecode.size(), BuiltinImageEntry::kAlignment);
      } else {
        appendBlock(entry, b);
      }
      entries.push_back(entry);
    }
    BuiltinImageHeader header{BuiltinImageHeader::kMagic, static_cast<uint32_t>(builtins.size())};
    memcpy(bytes_.data(), &header, sizeof header);
    memcpy(bytes_.data() + sizeof header, entries.data(), entries.size() * sizeof(BuiltinImageEntry));
  }

  bool writeTo(const char* path) const {
    FILE* file = fopen(path, "wb");
    if (!file) return false;
    bool written = fwrite(bytes_.data(), 1, bytes_.size(), file) == bytes_.size();
    return fclose(file) == 0 && written;
  }

 private:
  uint32_t append(const void* data, size_t size, uint32_t alignment) {
    bytes_.resize((bytes_.size() + alignment - 1) / alignment * alignment);
    auto offset = static_cast<uint32_t>(bytes_.size());
    auto* begin = static_cast<const uint8_t*>(data);
    bytes_.insert(bytes_.end(), begin, begin + size);
    return offset;
  }

  void appendBlock(BuiltinImageEntry& entry, const Builtin& builtin) {
    std::vector<uint8_t> plain(builtin.source.begin(), builtin.source.end());
    plain.resize((plain.size() + BuiltinImageEntry::kAlignment - 1) / BuiltinImageEntry::kAlignment *
                 BuiltinImageEntry::kAlignment);
    entry.bytecodeOffset = static_cast<uint32_t>(plain.size());
    plain.insert(plain.end(), builtin.bytecode.begin(), builtin.bytecode.end());
    std::vector<uint8_t> block = weft::compressBlock(plain);
    entry.blockOffset = append(block.data(), block.size(), 1);
    entry.blockLength = static_cast<uint32_t>(block.size());
  }

  std::vector<uint8_t> bytes_;
};

/// One id a line; what stands behind # is a comment. A name that is none of a builtin is a fault.
bool readStart(const char* path, const std::vector<Builtin>& builtins, std::set<std::string>& out) {
  auto text = weft::readFile(path);
  if (!text) {
    fprintf(stderr, "weft-mkbuiltins: %s\n", text.error().message().c_str());
    return false;
  }
  bool good = true;
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line);) {
    line = line.substr(0, line.find('#'));
    line.erase(line.find_last_not_of(" \t\r") + 1);
    if (line.empty()) continue;
    bool isKnown = std::any_of(builtins.begin(), builtins.end(), [&](const Builtin& b) { return b.id == line; });
    if (!isKnown) fprintf(stderr, "weft-mkbuiltins: %s: there is no builtin %s\n", path, line.c_str());
    good = good && isKnown;
    out.insert(line);
  }
  return good;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    fprintf(stderr, "usage: weft-mkbuiltins DIRECTORY START OUTPUT\n");
    return 2;
  }
  weft::js::VM::initialise();
  auto vm = weft::js::VM::create();
  std::vector<Builtin> builtins;
  bool good = true;
  for (const auto& item : std::filesystem::recursive_directory_iterator(argv[1])) {
    if (item.path().extension() == ".js") good = load(*vm, argv[1], item.path(), builtins) && good;
  }
  if (!good) return 1;
  std::sort(builtins.begin(), builtins.end(), [](const Builtin& a, const Builtin& b) { return a.id < b.id; });
  std::set<std::string> start;
  if (!readStart(argv[2], builtins, start)) return 1;
  if (!Image(builtins, start).writeTo(argv[3])) {
    perror(argv[3]);
    return 1;
  }
  return 0;
}
