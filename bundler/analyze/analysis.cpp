#include "analyze/analysis.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "analyze/compressed_size.h"
#include "base/file.h"
#include "base/paths.h"
#include "graph/json.h"

namespace weft::analyze {

using graph::JsonKind;
using graph::JsonMember;
using graph::JsonValue;

namespace {

size_t numberOf(const JsonValue& object, std::string_view key) {
  const JsonValue* value = object.find(key);
  return value && value->is(JsonKind::Number) ? static_cast<size_t>(value->number) : 0;
}

std::string_view textOf(const JsonValue& object, std::string_view key) {
  const JsonValue* value = object.find(key);
  return value && value->is(JsonKind::String) ? std::string_view(value->string) : std::string_view();
}

std::vector<JsonMember> membersOf(JsonValue& object, std::string_view key) {
  for (JsonMember& member : object.members)
    if (member.key == key) return std::move(member.value.members);
  return {};
}

/// "node_modules/@a/b/node_modules/c/x.js" → "node_modules/@a/b/node_modules/c"; empty: of no package.
std::string_view packageFolder(std::string_view module) {
  constexpr std::string_view kFolder = "node_modules/";
  size_t at = module.rfind(kFolder);
  if (at == module.npos) return {};
  size_t name = at + kFolder.size();
  size_t end = module.find('/', name);
  if (end != module.npos && module[name] == '@') end = module.find('/', end + 1);
  return end == module.npos ? std::string_view() : module.substr(0, end);
}

class Analyzer {
 public:
  Analyzer(JsonValue metafile, const std::vector<AnalyzedText>& texts, const std::string& folder) : folder_(folder) {
    for (JsonMember& input : membersOf(metafile, "inputs")) inputs_.emplace(input.key, std::move(input.value));
    outputs_ = membersOf(metafile, "outputs");
    for (const AnalyzedText& text : texts) texts_.emplace(text.path, &text);
  }

  Analysis run() {
    for (const JsonMember& output : outputs_)
      if (!output.key.ends_with(".map")) addFile(output.key, output.value);
    std::ranges::sort(out_.files, [](const AnalyzedFile& a, const AnalyzedFile& b) {
      if (a.isProgram != b.isProgram) return a.isProgram;
      return std::pair(b.sizes.bytes, a.path) < std::pair(a.sizes.bytes, b.path);
    });
    findChains();
    findDuplicates();
    return std::move(out_);
  }

 private:
  void addFile(const std::string& path, const JsonValue& output) {
    AnalyzedFile file{.path = path, .entry = std::string(textOf(output, "entryPoint"))};
    file.sizes.bytes = numberOf(output, "bytes");
    std::map<std::string_view, std::string> textOfModule;
    if (auto text = texts_.find(path); text != texts_.end()) {
      file.sizes = sizesOf(text->second->text);
      for (const AnalyzedText::Piece& piece : text->second->pieces)
        textOfModule[piece.module] += text->second->text.substr(piece.begin, piece.end - piece.begin);
    }
    const JsonValue* parts = output.find("inputs");
    for (const JsonMember& part : parts ? parts->members : std::vector<JsonMember>()) {
      AnalyzedPart it{part.key};
      if (auto input = inputs_.find(part.key); input != inputs_.end()) it.source = numberOf(input->second, "bytes");
      it.sizes.bytes = numberOf(part.value, "bytesInOutput");
      if (auto text = textOfModule.find(part.key); text != textOfModule.end()) it.sizes = sizesOf(text->second);
      file.parts.push_back(std::move(it));
    }
    file.isProgram = !file.parts.empty() || !file.entry.empty();
    std::ranges::sort(file.parts, [](const AnalyzedPart& a, const AnalyzedPart& b) {
      return std::pair(b.sizes.bytes, std::string_view(a.module)) <
             std::pair(a.sizes.bytes, std::string_view(b.module));
    });
    out_.files.push_back(std::move(file));
  }

  static Sizes sizesOf(std::string_view text) { return {text.size(), gzipSize(text), brotliSize(text)}; }

  /// Breadth first from all entries at once; each is reached by as few imports as can be.
  void findChains() {
    std::map<std::string, std::pair<std::string, std::string>> cameFrom;  // by module: who asks for it, and how
    std::deque<std::string> waiting;
    for (const AnalyzedFile& file : out_.files) {
      bool isGiven = !file.entry.empty() && !isAskedForLater(file.entry);
      if (isGiven && cameFrom.try_emplace(file.entry, "", "entry-point").second) waiting.push_back(file.entry);
    }
    while (!waiting.empty()) {
      std::string module = std::move(waiting.front());
      waiting.pop_front();
      auto input = inputs_.find(module);
      if (input == inputs_.end()) continue;
      const JsonValue* imports = input->second.find("imports");
      for (const JsonValue& import : imports ? imports->elements : std::vector<JsonValue>()) {
        if (import.find("external")) continue;
        std::string path(textOf(import, "path"));
        if (cameFrom.try_emplace(path, module, textOf(import, "kind")).second) waiting.push_back(path);
      }
    }
    for (const AnalyzedFile& file : out_.files)
      for (const AnalyzedPart& part : file.parts) addChain(part.module, cameFrom);
  }

  /// Entries by import() alone are asked for by other modules.
  [[nodiscard]] bool isAskedForLater(const std::string& module) {
    if (!hasTargets_) {
      for (const auto& [path, input] : inputs_) {
        const JsonValue* imports = input.find("imports");
        for (const JsonValue& import : imports ? imports->elements : std::vector<JsonValue>())
          if (textOf(import, "kind") == "dynamic-import") lateTargets_.emplace(textOf(import, "path"), true);
      }
      hasTargets_ = true;
    }
    return lateTargets_.contains(module);
  }

  void addChain(const std::string& module, const std::map<std::string, std::pair<std::string, std::string>>& cameFrom) {
    if (out_.chains.contains(module)) return;
    std::vector<ChainLink> chain;
    for (auto at = cameFrom.find(module); at != cameFrom.end(); at = cameFrom.find(at->second.first))
      chain.push_back({at->first, at->second.second});
    std::ranges::reverse(chain);
    if (!chain.empty()) out_.chains.emplace(module, std::move(chain));
  }

  void findDuplicates() {
    std::map<std::string, size_t> bytes;  // by the package's folder
    for (const AnalyzedFile& file : out_.files)
      for (const AnalyzedPart& part : file.parts)
        if (std::string_view package = packageFolder(part.module); !package.empty())
          bytes[std::string(package)] += part.sizes.bytes;
    std::map<std::string, std::vector<PackageCopy>> byName;
    for (const auto& [package, count] : bytes) {
      auto [name, version] = nameAndVersion(package);
      byName[name].push_back({package, version, count});
    }
    for (auto& [name, copies] : byName)
      if (copies.size() > 1) out_.duplicates.push_back({name, std::move(copies)});
    auto cost = [](const DuplicatePackage& it) {
      size_t sum = 0;
      for (const PackageCopy& copy : it.copies) sum += copy.bytes;
      return sum;
    };
    std::ranges::sort(out_.duplicates, [&](const DuplicatePackage& a, const DuplicatePackage& b) {
      return std::pair(cost(b), a.name) < std::pair(cost(a), b.name);
    });
  }

  /// What its package.json says, else what its folder is called.
  [[nodiscard]] std::pair<std::string, std::string> nameAndVersion(const std::string& package) const {
    std::string name = package.substr(package.rfind("node_modules/") + std::string_view("node_modules/").size());
    std::string version = "?";
    auto text = readFile(paths::resolve(folder_, package + "/package.json"));
    if (!text) return {name, version};
    auto json = graph::parseJson(*text);
    if (!json) return {name, version};
    if (std::string_view it = textOf(*json, "name"); !it.empty()) name = it;
    if (std::string_view it = textOf(*json, "version"); !it.empty()) version = it;
    return {name, version};
  }

  const std::string& folder_;
  std::map<std::string, JsonValue> inputs_;
  std::vector<JsonMember> outputs_;
  std::map<std::string, const AnalyzedText*> texts_;
  std::map<std::string, bool> lateTargets_;
  bool hasTargets_ = false;
  Analysis out_;
};

}  // namespace

std::optional<Analysis> analyze(std::string_view metafile, const std::vector<AnalyzedText>& texts,
                                const std::string& folder) {
  auto json = graph::parseJson(metafile);
  if (!json) return std::nullopt;
  return Analyzer(std::move(*json), texts, folder).run();
}

}  // namespace weft::analyze
