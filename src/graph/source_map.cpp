#include "graph/source_map.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <span>
#include <utility>

#include "base/file.h"
#include "base/paths.h"
#include "graph/data_url.h"
#include "graph/json.h"
#include "graph/url_path.h"
#include "syntax/source_map_reader.h"

namespace weft::graph {

namespace {

constexpr std::string_view kMapKeys[] = {"sections", "sources", "sourcesContent", "sourceRoot", "names", "mappings"};
constexpr uint64_t kMaxMapBytes = uint64_t{512} << 20;

// A reference in a map as the path of a file; another scheme's URL stays as it is.
std::string resolveReference(std::string_view reference, std::string_view folder) {
  std::string_view scheme = urlScheme(reference);
  if (scheme == "file") {
    auto path = paths::fromFileUrl(reference);
    return path ? *path : std::string(reference);
  }
  if (!scheme.empty()) return std::string(reference);
  return paths::resolve(folder, paths::percentDecode(reference));
}

std::string withRoot(std::string_view root, std::string_view source) {
  if (root.empty() || paths::isAbsolute(source) || !urlScheme(source).empty()) return std::string(source);
  std::string joined(root);
  if (!joined.ends_with('/')) joined += '/';
  return joined.append(source);
}

std::string_view textOf(const JsonValue* value) {
  return value && value->is(JsonKind::String) ? std::string_view(value->string) : std::string_view();
}

std::span<const JsonValue> elementsOf(const JsonValue* value) {
  return value && value->is(JsonKind::Array) ? std::span<const JsonValue>(value->elements)
                                             : std::span<const JsonValue>();
}

// A line or column of a section, which begin at 0, as one that begins at 1.
std::optional<uint32_t> offsetNumber(const JsonValue* value) {
  if (!value || !value->is(JsonKind::Number)) return std::nullopt;
  if (!(value->number >= 0 && value->number < std::numeric_limits<int32_t>::max())) return std::nullopt;
  return static_cast<uint32_t>(value->number) + 1;
}

class MapBuilder {
 public:
  explicit MapBuilder(std::string_view folder) : folder_(folder) {}

  bool addMap(const JsonValue& map, LineColumn offset) {
    const JsonValue* mappings = map.find("mappings");
    if (!mappings || !mappings->is(JsonKind::String)) return false;
    auto firstSource = static_cast<uint32_t>(sources_.size());
    auto firstName = static_cast<uint32_t>(names_.size());
    addSources(map);
    for (const JsonValue& name : elementsOf(map.find("names"))) names_.emplace_back(textOf(&name));
    size_t firstEntry = entries_.size();
    syntax::MappingBounds bounds{static_cast<uint32_t>(sources_.size()) - firstSource,
                                 static_cast<uint32_t>(names_.size()) - firstName};
    if (!syntax::readMappings(mappings->string, bounds, offset, entries_)) return false;
    for (size_t i = firstEntry; i < entries_.size(); ++i) rebase(entries_[i], firstSource, firstName);
    return true;
  }

  bool addSections(const JsonValue& sections) {
    for (const JsonValue& section : sections.elements) {
      const JsonValue* offset = section.find("offset");
      const JsonValue* map = section.find("map");
      auto line = offset ? offsetNumber(offset->find("line")) : std::nullopt;
      auto column = offset ? offsetNumber(offset->find("column")) : std::nullopt;
      if (!line || !column || !map || !addMap(*map, {*line, *column})) return false;
    }
    return true;
  }

  std::shared_ptr<const SourceMap> finish() {
    return std::make_shared<const SourceMap>(PositionTable(std::move(entries_), std::move(sources_), std::move(names_)),
                                             std::move(contents_));
  }

 private:
  void addSources(const JsonValue& map) {
    std::string_view root = textOf(map.find("sourceRoot"));
    auto contents = elementsOf(map.find("sourcesContent"));
    size_t index = 0;
    for (const JsonValue& source : elementsOf(map.find("sources"))) {
      bool isNamed = source.is(JsonKind::String);
      sources_.push_back(isNamed ? resolveReference(withRoot(root, source.string), folder_) : std::string());
      contents_.emplace_back(index < contents.size() ? textOf(&contents[index]) : std::string_view());
      ++index;
    }
  }

  // A source without a name (null) is a place that nobody can be sent to.
  void rebase(PositionEntry& entry, uint32_t firstSource, uint32_t firstName) const {
    if (entry.source != PositionEntry::kNone) {
      entry.source += firstSource;
      if (sources_[entry.source].empty()) entry.source = PositionEntry::kNone;
    }
    if (entry.name != PositionEntry::kNone) entry.name += firstName;
  }

  std::string_view folder_;
  std::vector<PositionEntry> entries_;
  std::vector<std::string> sources_, contents_, names_;
};

}  // namespace

const std::string* SourceMap::contentOf(std::string_view source) const {
  const auto& sources = positions_.sources();
  auto found = std::ranges::find(sources, source);
  if (found == sources.end()) return nullptr;
  const std::string& content = contents_[static_cast<size_t>(found - sources.begin())];
  return content.empty() ? nullptr : &content;
}

std::shared_ptr<const SourceMap> parseSourceMap(std::string_view json, std::string_view path) {
  // Servers put this line before JSON so that it cannot be run as a script.
  if (json.starts_with(")]}'")) json.remove_prefix(std::min(json.find('\n'), json.size()));
  auto map = parseJsonMembers(json, kMapKeys);
  if (!map || !map->is(JsonKind::Object)) return nullptr;
  MapBuilder builder(paths::dirname(path));
  const JsonValue* sections = map->find("sections");
  bool isWhole = sections ? builder.addSections(*sections) : builder.addMap(*map, {1, 1});
  return isWhole ? builder.finish() : nullptr;
}

std::string_view findSourceMapUrl(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  for (;;) {
    size_t end = text.find_last_not_of(kBlank);
    if (end == std::string_view::npos) return {};
    text = text.substr(0, end + 1);
    size_t begin = text.find_last_of("\r\n") + 1;
    std::string_view line = text.substr(begin);
    for (std::string_view mark : {"//# sourceMappingURL=", "//@ sourceMappingURL=", "/*# sourceMappingURL="}) {
      size_t at = line.rfind(mark);
      if (at == std::string_view::npos) continue;
      std::string_view url = line.substr(at + mark.size());
      if (mark.starts_with("/*") && url.ends_with("*/")) url = url.substr(0, url.find_last_not_of(" \t*/") + 1);
      if (!url.empty() && url.find_first_of(" \t\"'`") == std::string_view::npos) return url;
    }
    size_t first = line.find_first_not_of(kBlank);
    if (first == std::string_view::npos || !line.substr(first).starts_with("//")) return {};
    text = text.substr(0, begin);
  }
}

std::shared_ptr<const SourceMap> readSourceMap(std::string_view url, std::string_view path) {
  if (urlScheme(url) == "data") {
    auto data = parseDataUrl(url);
    return data ? parseSourceMap(data->bytes, path) : nullptr;
  }
  std::string file = resolveReference(url, paths::dirname(path));
  if (!paths::isAbsolute(file)) return nullptr;
  auto text = readFile(file, kMaxMapBytes);
  return text ? parseSourceMap(*text, file) : nullptr;
}

}  // namespace weft::graph
