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
using Place = MapPart::Place;
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

}  // namespace

/// A module's places in files.
class ModuleMapper::Origin {
 public:
  explicit Origin(const MapSource& source)
      : source_(source), text_(*source.text), cursor_(text_.lines(), text_.text()) {
    if (!source.mapUrl.empty()) map_ = graph::readSourceMap(source.mapUrl, text_.path());
  }

  /// Of a byte of the tree's text; nothing where it is of no file. `name`: what stood there in the tree's text.
  std::optional<Place> find(uint32_t offset, std::string_view& name) {
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
    if (!map_) return Place{own(), at};
    const PositionEntry* entry = entryAt(at);
    if (!entry || entry->source == PositionEntry::kNone) return std::nullopt;
    if (entry->generated == at && entry->name != PositionEntry::kNone) name = map_->positions().names()[entry->name];
    return Place{ofMap(entry->source), entry->original};
  }

  /// Whether what stands in the tree's text is what names are.
  [[nodiscard]] bool isPlain() const { return !source_.written && !map_; }

  MapFiles takeFiles(const MapOptions& options) {
    MapFiles out{std::move(sources_), {}};
    if (!options.hasContents) return out;
    for (const std::string& source : out.sources) {
      std::string& content = out.contents.emplace_back();
      if (!map_)
        graph::appendJsonString(content, text_.text());
      else
        addMappedContent(content, source);
    }
    return out;
  }

 private:
  void addMappedContent(std::string& out, const std::string& source) {
    if (const std::string* known = map_->contentOf(source)) return graph::appendJsonString(out, *known);
    auto text = paths::isAbsolute(source) ? readFile(source) : std::unexpected(SysError{});
    if (text)
      graph::appendJsonString(out, *text);
    else
      out = "null";
  }

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

  uint32_t own() {
    if (sources_.empty()) sources_.push_back(text_.path());
    return 0;
  }

  uint32_t ofMap(uint32_t source) {
    if (ofMap_.empty()) ofMap_.resize(map_->positions().sources().size());
    if (!ofMap_[source]) {
      ofMap_[source] = static_cast<uint32_t>(sources_.size());
      sources_.push_back(map_->positions().sources()[source]);
    }
    return *ofMap_[source];
  }

  MapSource source_;
  const SourceText& text_;
  LineCursor cursor_;
  std::shared_ptr<const graph::SourceMap> map_;
  std::vector<std::string> sources_;
  std::vector<std::optional<uint32_t>> ofMap_;
};

namespace {

/// Encodes one part.
class PartMaker {
 public:
  explicit PartMaker(size_t segments) : writer_(part_.rest) { part_.rest.reserve(segments * 6); }

  void add(LineColumn at, const std::optional<Place>& place, std::string_view name, bool isPlain, uint32_t printed) {
    if (!place) return addNothing(at);
    uint32_t number = name.empty() ? MapPart::kNoName : numberOf(name, isPlain, printed);
    if (!part_.firstPlace) {
      part_.firstAt = at;
      part_.firstPlace = place;
      part_.firstName = number;
      writer_.continueAfter(at, place->source, place->at, number == MapPart::kNoName ? 0 : number);
    } else {
      writer_.add(at, place->source, place->at, MappingsWriter::kNoName);
      if (number != MapPart::kNoName) addName(number);
    }
    part_.isInside = true;
    part_.lastAt = at;
    part_.lastPlace = *place;
    if (number != MapPart::kNoName) part_.lastName = number;
  }

  MapPart take(LineColumn end) {
    part_.end = end;
    return std::move(part_);
  }

 private:
  void addNothing(LineColumn at) {
    if (!part_.firstPlace) {
      if (!part_.nothingAt) part_.nothingAt = at;
      return;
    }
    if (!part_.isInside || at.line != part_.lastAt.line || at == part_.lastAt) return;
    writer_.addNothing(at);
    part_.isInside = false;
    part_.lastAt = at;
  }

  void addName(uint32_t number) {
    size_t begin = part_.rest.size();
    writer_.addName(number);
    if (part_.lastName != MapPart::kNoName) return;
    part_.nameAt = begin;
    part_.nameLength = part_.rest.size() - begin;
    part_.nameNumber = number;
  }

  uint32_t numberOf(std::string_view name, bool isPlain, uint32_t printed) {
    if (!isPlain) {
      uint32_t number = others_.of(name);
      if (number == part_.nameCount) listName(name);
      return number;
    }
    if (printed >= ofPrinted_.size()) ofPrinted_.resize(printed + 1, MapPart::kNoName);
    if (ofPrinted_[printed] == MapPart::kNoName) {
      ofPrinted_[printed] = part_.nameCount;
      listName(name);
    }
    return ofPrinted_[printed];
  }

  void listName(std::string_view name) {
    if (part_.nameCount++ > 0) part_.names.push_back(',');
    graph::appendJsonString(part_.names, name);
  }

  MapPart part_;
  MappingsWriter writer_;
  std::vector<uint32_t> ofPrinted_;
  Numbers others_;
};

/// Puts the parts of an output together.
class MapJoiner {
 public:
  MapJoiner(std::string_view text, std::span<Piece> pieces) : text_(text), pieces_(pieces) {}

  std::string json(std::string_view outfile, const MapOptions& options) {
    std::string out = "{\"version\":3,\"file\":";
    out.reserve(sizeOf());
    graph::appendJsonString(out, escaped(paths::basename(outfile), "%?#"));
    if (!options.root.empty()) {
      out += ",\"sourceRoot\":";
      graph::appendJsonString(out, options.root);
    }
    out += ",\"sources\":[";
    std::string_view folder = paths::dirname(outfile);
    for (const Piece& piece : pieces_) {
      for (const std::string& source : piece.files.sources) {
        if (out.back() != '[') out.push_back(',');
        bool isPath = paths::isAbsolute(source);
        graph::appendJsonString(out, isPath ? escaped(paths::relative(folder, source), "%?#") : source);
      }
    }
    if (options.hasContents) {
      out += "],\"sourcesContent\":[";
      for (Piece& piece : pieces_) {
        for (std::string& content : piece.files.contents) {
          if (out.back() != '[') out.push_back(',');
          out += content;
          content = std::string();
        }
      }
    }
    out += "],\"names\":[";
    for (Piece& piece : pieces_) {
      if (piece.map.nameCount == 0) continue;
      if (out.back() != '[') out.push_back(',');
      out += piece.map.names;
      piece.map.names = std::string();
    }
    out += "],\"mappings\":\"";
    addMappings(out);
    return out.append("\"}\n");
  }

 private:
  size_t sizeOf() const {
    constexpr size_t kSegment = 40;
    size_t size = 4096;
    for (const Piece& piece : pieces_) {
      size += piece.map.rest.size() + 2 * kSegment + piece.map.names.size() + 1;
      for (const std::string& source : piece.files.sources) size += source.size() + kSegment;
      for (const std::string& content : piece.files.contents) size += content.size() + 1;
    }
    return size;
  }

  void addMappings(std::string& out) {
    MappingsWriter writer(out);
    uint32_t sources = 0, names = 0;
    for (size_t i = 0; i < pieces_.size(); ++i) {
      Piece& piece = pieces_[i];
      auto [known, isNew] = firstSource_.try_emplace(piece.module, sources);
      if (isNew) sources += static_cast<uint32_t>(piece.files.sources.size());
      advance(piece.begin);
      addPart(writer, out, piece.map, known->second, names);
      names += piece.map.nameCount;
      at_ = after(at_, piece.map.end);
      counted_ = piece.end;
      piece.map.rest = std::string();
      bool isFollowed = i + 1 < pieces_.size() && pieces_[i + 1].begin == piece.end;
      // What follows is the linker's own.
      if (!isFollowed) addNothing(writer, at_);
    }
  }

  void addPart(MappingsWriter& writer, std::string& out, const MapPart& part, uint32_t source, uint32_t name) {
    if (part.nothingAt) addNothing(writer, after(at_, *part.nothingAt));
    if (!part.firstPlace) return;
    auto global = [&](uint32_t number) { return number == MapPart::kNoName ? MappingsWriter::kNoName : name + number; };
    writer.add(after(at_, part.firstAt), source + part.firstPlace->source, part.firstPlace->at, global(part.firstName));
    std::string_view rest = part.rest;
    if (part.nameLength > 0) {
      out += rest.substr(0, part.nameAt);
      writer.addName(name + part.nameNumber);
      rest.remove_prefix(part.nameAt + part.nameLength);
    }
    out += rest;
    last_ = after(at_, part.lastAt);
    writer.continueAfter(last_, source + part.lastPlace.source, part.lastPlace.at,
                         part.lastName == MapPart::kNoName ? writer.name() : name + part.lastName);
    isInside_ = part.isInside;
  }

  void addNothing(MappingsWriter& writer, LineColumn at) {
    if (!isInside_ || at.line != last_.line || at == last_) return;
    writer.addNothing(at);
    isInside_ = false;
    last_ = at;
  }

  /// Where `inner`, a place of a text, is if the text begins at `begin`.
  static LineColumn after(LineColumn begin, LineColumn inner) {
    if (inner.line > 1) return {begin.line + inner.line - 1, inner.column};
    return {begin.line, begin.column + inner.column - 1};
  }

  /// Over the linker's own text.
  void advance(size_t to) {
    if (to == counted_) return;
    std::string_view between = text_.substr(counted_, to - counted_);
    LineIndex lines(between);
    at_ = after(at_, lines.positionAt(static_cast<uint32_t>(between.size())));
    counted_ = to;
  }

  std::string_view text_;
  std::span<Piece> pieces_;
  std::unordered_map<uint32_t, uint32_t> firstSource_;  // by module
  size_t counted_ = 0;                                  // of the text
  LineColumn at_;                                       // of that
  LineColumn last_{0, 0};
  bool isInside_ = false;
};

}  // namespace

ModuleMapper::ModuleMapper(const MapSource& source, const MapOptions& options)
    : options_(options), origin_(std::make_unique<Origin>(source)) {}
ModuleMapper::~ModuleMapper() = default;

MapPart ModuleMapper::partOf(std::string_view text, const syntax::Mappings& mappings) {
  const std::vector<Mapping>& list = mappings.list;
  LineIndex lines(text);
  LineCursor generated(lines, text);
  PartMaker maker(list.size());
  for (size_t i = 0; i < list.size(); ++i) {
    // Of a statement and the name that it begins with, the name.
    if (i + 1 < list.size() && list[i + 1].generated == list[i].generated) continue;
    if (list[i].generated > text.size()) break;
    LineColumn at = generated.positionAt(list[i].generated);
    std::string_view name;
    if (list[i].name != Mapping::kNoName) name = mappings.names[list[i].name];
    std::optional<Place> place = origin_->find(list[i].original, name);
    maker.add(at, place, name, origin_->isPlain(), list[i].name);
  }
  return maker.take(generated.positionAt(static_cast<uint32_t>(text.size())));
}

MapFiles ModuleMapper::takeFiles() {
  return origin_->takeFiles(options_);
}

MapSource mapSourceOf(const Module& module) {
  const SourceText* file = module.written ? &module.written->source : module.tree ? &module.tree->source : nullptr;
  return {file, module.written.get(), file ? graph::findSourceMapUrl(file->text()) : std::string_view()};
}

std::string sourceMapOf(std::string_view text, std::span<Piece> pieces, std::string_view outfile,
                        const MapOptions& options) {
  return MapJoiner(text, pieces).json(outfile, options);
}

std::string sourceMapOf(std::string_view text, size_t begin, size_t end, const MapSource& source,
                        const syntax::Mappings& mappings, std::string_view outfile, const MapOptions& options) {
  ModuleMapper mapper(source, options);
  Piece piece{0, begin, end, mapper.partOf(text.substr(begin, end - begin), mappings), {}};
  piece.files = mapper.takeFiles();
  return sourceMapOf(text, {&piece, 1}, outfile, options);
}

std::string sourceMapComment(std::string_view outfile) {
  return "//# sourceMappingURL=" + escaped(paths::basename(outfile), "%?# \"'`") + ".map\n";
}

}  // namespace weft::bundler
