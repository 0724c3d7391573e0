#include "bundler/source_map.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "base/file.h"
#include "base/paths.h"
#include "graph/json.h"
#include "graph/source_map.h"
#include "syntax/source_map_writer.h"

namespace weft::bundler {

using syntax::Mapping;
using syntax::MappingsWriter;

namespace {

/// What a reader of URLs takes for something else in a path.
std::string escaped(std::string_view path, std::string_view bytes) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (char byte : path) {
    if (bytes.find(byte) == std::string_view::npos) {
      out.push_back(byte);
      continue;
    }
    auto c = static_cast<unsigned char>(byte);
    out.push_back('%');
    out.push_back(kHex[c >> 4]);
    out.push_back(kHex[c & 15]);
  }
  return out;
}

/// Strings by the number of their first use.
class Numbers {
 public:
  uint32_t of(std::string_view text) {
    auto [known, isNew] = numbers_.try_emplace(std::string(text), static_cast<uint32_t>(list_.size()));
    if (isNew) list_.emplace_back(text);
    return known->second;
  }
  [[nodiscard]] const std::vector<std::string>& list() const { return list_; }

 private:
  std::unordered_map<std::string, uint32_t> numbers_;
  std::vector<std::string> list_;
};

struct Place {
  uint32_t source = 0;
  LineColumn at;
  std::string_view name = {};
};

/// A module's places in files.
class Origin {
 public:
  explicit Origin(const MapSource& source)
      : source_(source), text_(*source.text), cursor_(text_.lines(), text_.text()) {
    if (!source.mapUrl.empty()) map_ = graph::readSourceMap(source.mapUrl, text_.path());
  }

  /// Of a byte of the tree's text; nothing where it is of no file. `name`: what stood there in the tree's text.
  std::optional<Place> find(uint32_t offset, std::string_view name, Numbers& sources) {
    if (source_.written) {
      const Mapping* mapping = writtenAt(offset);
      if (!mapping) return std::nullopt;
      bool isExact = mapping->generated == offset;
      offset = mapping->original;
      if (isExact && mapping->name != Mapping::kNoName) name = source_.written->mappings.names[mapping->name];
    }
    // Variables that were made on the way have names that were never written.
    if (!text_.text().substr(offset).starts_with(name)) name = {};
    LineColumn at = cursor_.positionAt(offset);
    if (!map_) return Place{own(sources), at, name};
    const PositionEntry* entry = entryAt(at);
    if (!entry || entry->source == PositionEntry::kNone) return std::nullopt;
    if (entry->generated == at && entry->name != PositionEntry::kNone) name = map_->positions().names()[entry->name];
    return Place{ofMap(entry->source, sources), entry->original, name};
  }

  /// The text of a file that the module was made of; nothing if the map does not have it.
  [[nodiscard]] const std::string* contentOf(std::string_view path) const {
    return map_ ? map_->contentOf(path) : nullptr;
  }
  [[nodiscard]] bool isMapped() const { return map_ != nullptr; }
  [[nodiscard]] const SourceText& text() const { return text_; }

 private:
  const Mapping* writtenAt(uint32_t offset) const {
    if (offset >= source_.written->codeEnd) return nullptr;
    const std::vector<Mapping>& list = source_.written->mappings.list;
    auto after = std::ranges::upper_bound(list, offset, {}, &Mapping::generated);
    return after == list.begin() ? nullptr : &*std::prev(after);
  }

  const PositionEntry* entryAt(LineColumn at) const {
    auto entries = map_->positions().entries();
    auto isBefore = [](const LineColumn& a, const LineColumn& b) {
      return std::pair(a.line, a.column) < std::pair(b.line, b.column);
    };
    auto after = std::ranges::upper_bound(entries, at, isBefore, &PositionEntry::generated);
    if (after == entries.begin()) return nullptr;
    const PositionEntry& found = *std::prev(after);
    return found.generated.line == at.line ? &found : nullptr;
  }

  uint32_t own(Numbers& sources) {
    if (!own_) own_ = sources.of(text_.path());
    return *own_;
  }

  uint32_t ofMap(uint32_t source, Numbers& sources) {
    if (ofMap_.empty()) ofMap_.resize(map_->positions().sources().size());
    if (!ofMap_[source]) ofMap_[source] = sources.of(map_->positions().sources()[source]);
    return *ofMap_[source];
  }

  const MapSource& source_;
  const SourceText& text_;
  LineCursor cursor_;
  std::shared_ptr<const graph::SourceMap> map_;
  std::optional<uint32_t> own_;
  std::vector<std::optional<uint32_t>> ofMap_;
};

class MapMaker {
 public:
  MapMaker(std::span<const MapSource> sources, std::string_view text, std::span<const Piece> pieces)
      : given_(sources), text_(text), pieces_(pieces), lines_(text), generated_(lines_, text), writer_(0) {
    for (size_t i = 0; i < pieces.size(); ++i) {
      bool isFollowed = i + 1 < pieces.size() && pieces[i + 1].begin == pieces[i].end;
      addPiece(pieces[i], isFollowed);
    }
  }

  std::string json(std::string_view outfile) {
    std::string out = "{\"version\":3,\"file\":";
    graph::appendJsonString(out, escaped(paths::basename(outfile), "%?#"));
    out += ",\"sources\":[";
    addList(out, sources_.list(), [&](const std::string& source) {
      bool isPath = paths::isAbsolute(source);
      graph::appendJsonString(out, isPath ? escaped(paths::relative(paths::dirname(outfile), source), "%?#") : source);
    });
    out += "],\"sourcesContent\":[";
    addList(out, sources_.list(), [&](const std::string& source) { addContent(out, source); });
    out += "],\"names\":[";
    addList(out, names_.list(), [&](const std::string& name) { graph::appendJsonString(out, name); });
    return out.append("],\"mappings\":\"").append(writer_.take()).append("\"}\n");
  }

 private:
  void addPiece(const Piece& piece, bool isFollowed) {
    auto origin = origins_.try_emplace(piece.module);
    if (origin.second) origin.first->second = std::make_unique<Origin>(given_[piece.module]);
    Origin& from = *origin.first->second;
    const std::vector<Mapping>& list = piece.mappings.list;
    for (size_t i = 0; i < list.size(); ++i) {
      // Of a statement and the name that it begins with, the name.
      if (i + 1 < list.size() && list[i + 1].generated == list[i].generated) continue;
      LineColumn at = generated_.positionAt(static_cast<uint32_t>(piece.begin + list[i].generated));
      std::string_view name;
      if (list[i].name != Mapping::kNoName) name = piece.mappings.names[list[i].name];
      add(at, from.find(list[i].original, name, sources_));
    }
    if (isFollowed) return;
    // What follows is the linker's own.
    LineColumn end = generated_.positionAt(static_cast<uint32_t>(piece.end));
    if (end.line == last_.line) add(end, std::nullopt);
  }

  void add(LineColumn at, const std::optional<Place>& place) {
    if (!place && (!isInside_ || at.line != last_.line)) return;
    if (!place && at == last_) return;
    isInside_ = place.has_value();
    last_ = at;
    if (!place) return writer_.addNothing(at);
    writer_.add(at, place->source, place->at, place->name.empty() ? MappingsWriter::kNoName : names_.of(place->name));
  }

  template <typename Add>
  static void addList(std::string& out, const std::vector<std::string>& list, Add add) {
    for (const std::string& item : list) {
      if (out.back() != '[') out.push_back(',');
      add(item);
    }
  }

  void addContent(std::string& out, const std::string& source) {
    for (const auto& [id, origin] : origins_) {
      if (origin->isMapped()) {
        if (const std::string* content = origin->contentOf(source)) return graph::appendJsonString(out, *content);
      } else if (origin->text().path() == source) {
        return graph::appendJsonString(out, origin->text().text());
      }
    }
    auto text = paths::isAbsolute(source) ? readFile(source) : std::unexpected(SysError{});
    if (text)
      graph::appendJsonString(out, *text);
    else
      out += "null";
  }

  std::span<const MapSource> given_;
  std::string_view text_;
  std::span<const Piece> pieces_;
  LineIndex lines_;
  LineCursor generated_;
  MappingsWriter writer_;
  std::unordered_map<ModuleId, std::unique_ptr<Origin>> origins_;
  Numbers sources_;
  Numbers names_;
  LineColumn last_{0, 0};
  bool isInside_ = false;
};

}  // namespace

std::string sourceMapOf(const Modules& modules, std::string_view text, std::span<const Piece> pieces,
                        std::string_view outfile) {
  std::vector<MapSource> sources;
  for (const Module& module : modules.list) {
    const SourceText* file = module.written ? &module.written->source : module.tree ? &module.tree->source : nullptr;
    sources.push_back({file, module.written.get(), file ? graph::findSourceMapUrl(file->text()) : std::string_view()});
  }
  return MapMaker(sources, text, pieces).json(outfile);
}

std::string sourceMapOf(std::span<const MapSource> sources, std::string_view text, std::span<const Piece> pieces,
                        std::string_view outfile) {
  return MapMaker(sources, text, pieces).json(outfile);
}

std::string sourceMapComment(std::string_view outfile) {
  return "//# sourceMappingURL=" + escaped(paths::basename(outfile), "%?# \"'`") + ".map\n";
}

}  // namespace weft::bundler
