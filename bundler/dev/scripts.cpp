#include "dev/scripts.h"

#include <algorithm>

#include "base/hash.h"
#include "bundler/source_map.h"
#include "graph/json.h"
#include "graph/source_map.h"

namespace weft::dev {

std::string Scripts::define(std::span<const Unit* const> units, uint64_t version, std::string_view after,
                            const std::string& url, std::string_view before) {
  size_t size = before.size() + after.size() + 200;
  for (const Unit* unit : units) size += unit->id.size() + unit->factory.size() + 8;
  std::string out;
  out.reserve(size);
  out.append(before).append("__weft.define(").append(std::to_string(version)).append(",{\n");
  Layout layout;
  std::string names;
  auto line = static_cast<uint32_t>(std::ranges::count(before, '\n')) + 1;
  for (const Unit* unit : units) {
    if (unit->factory.empty()) continue;
    layout.entries.push_back({unit->id, line, unit->version});
    names.append(unit->id).append("\n").append(std::to_string(unit->version)).append("\n");
    graph::appendJsonString(out, unit->id);
    out.append(":").append(unit->factory).append(",\n");
    line += unit->lines + 1;
  }
  out.append("});\n").append(after);
  constexpr size_t kDigits = 16;
  std::string name = hash128(names).hex().substr(0, kDigits);
  if (!layout.entries.empty())
    out.append("//# sourceMappingURL=").append(places_.base).append("@weft/map/").append(name).append(".map\n");
  remember(url, name, std::move(layout));
  return out;
}

void Scripts::remember(const std::string& url, const std::string& name, Layout layout) {
  entries_ += layout.entries.size() + 1;
  auto kept = std::make_shared<const Layout>(std::move(layout));
  byName_[name] = kept;
  byUrl_[url] = kept;
  order_.emplace_back(url, name);
  while (entries_ > kMostEntries && order_.size() > 1) {
    auto [oldUrl, oldName] = std::move(order_.front());
    order_.pop_front();
    bool isNamed = std::ranges::any_of(order_, [&](const auto& it) { return it.second == oldName; });
    bool isUsed = std::ranges::any_of(order_, [&](const auto& it) { return it.first == oldUrl; });
    entries_ -= std::min(entries_, byName_[oldName]->entries.size() + 1);
    if (!isNamed) byName_.erase(oldName);
    if (!isUsed) byUrl_.erase(oldUrl);
  }
}

/// `{"offset":…,"map":…}` of an unit that is still what it was; else nothing.
std::string Scripts::section(const Layout::Entry& entry) const {
  const Unit* unit = graph_.find(entry.id);
  if (!unit || unit->version != entry.version || unit->isStyle) return {};
  std::optional<MappedUnit> mapped = reader_.readMapped(*unit->job);
  if (!mapped || mapped->factory.text != unit->factory) return {};
  const bundler::Module& module = mapped->scanned.module;
  const SourceText& file = module.written ? module.written->source : module.tree->source;
  bundler::MapSource source{&file, module.written.get(), graph::findSourceMapUrl(file.text())};
  const Factory& factory = mapped->factory;
  std::string map = bundler::sourceMapOf(unit->factory, factory.begin, factory.end, source, factory.mappings,
                                         places_.root + "/@weft/map/x.js");
  while (map.ends_with('\n')) map.pop_back();
  return "{\"offset\":{\"line\":" + std::to_string(entry.line) + ",\"column\":0},\"map\":" + map + "}";
}

std::optional<std::string> Scripts::map(std::string_view name) {
  auto found = byName_.find(std::string(name));
  if (found == byName_.end()) return std::nullopt;
  const std::vector<Layout::Entry>& entries = found->second->entries;
  std::vector<std::string> sections(entries.size());
  constexpr size_t kParallelFrom = 4;
  Worklist<size_t, std::string> worklist(pool_, kParallelFrom, [&](size_t& i) { return section(entries[i]); });
  for (size_t i = 0; i < entries.size(); ++i) worklist.push(i);
  worklist.drain([&](size_t i, std::string text) { sections[i] = std::move(text); });
  std::string out = "{\"version\":3,\"sections\":[";
  for (const std::string& each : sections) {
    if (each.empty()) continue;
    if (out.back() != '[') out += ',';
    out += each;
  }
  return out += "]}\n";
}

std::optional<Place> Scripts::locate(const std::string& url, uint32_t line, uint32_t column) {
  auto found = byUrl_.find(url);
  if (found == byUrl_.end() || line == 0) return std::nullopt;
  const std::vector<Layout::Entry>& entries = found->second->entries;
  auto after = std::ranges::upper_bound(entries, line - 1, {}, &Layout::Entry::line);
  if (after == entries.begin()) return std::nullopt;
  const Layout::Entry& entry = *std::prev(after);
  const Unit* unit = graph_.find(entry.id);
  if (!unit || unit->version != entry.version) return std::nullopt;
  const std::string& path = unit->job->location.path;
  if (line - 1 == entry.line) return Place{path, 1, 1};
  std::optional<MappedUnit> mapped = reader_.readMapped(*unit->job);
  if (!mapped || mapped->factory.text != unit->factory) return std::nullopt;
  const Factory& factory = mapped->factory;
  uint32_t offset = LineIndex(factory.text).offsetAt({line - entry.line, column});
  if (offset < factory.begin) return Place{path, 1, 1};
  const auto& list = factory.mappings.list;
  auto next =
      std::ranges::upper_bound(list, offset - static_cast<uint32_t>(factory.begin), {}, &syntax::Mapping::generated);
  if (next == list.begin()) return Place{path, 1, 1};
  uint32_t original = std::prev(next)->original;
  const bundler::Module& module = mapped->scanned.module;
  if (module.written) {
    const auto& written = module.written->mappings.list;
    auto place = std::ranges::upper_bound(written, original, {}, &syntax::Mapping::generated);
    original = place == written.begin() ? 0 : std::prev(place)->original;
  }
  const SourceText& file = module.written ? module.written->source : module.tree->source;
  LineColumn at = file.lines().positionAt(original);
  return Place{path, at.line, at.column};
}

}  // namespace weft::dev
