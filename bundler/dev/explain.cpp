#include "dev/explain.h"

#include <algorithm>
#include <charconv>
#include <cstdio>

#include "graph/json.h"

namespace weft::dev {

namespace {

std::string number(double value) {
  char text[32];
  snprintf(text, sizeof text, "%.3f", value);
  return text;
}

void addList(std::string& out, const std::vector<std::string>& list) {
  out += '[';
  for (const std::string& each : list) {
    if (out.back() != '[') out += ',';
    graph::appendJsonString(out, each);
  }
  out += ']';
}

std::string_view nameOf(UpdateKind kind) {
  switch (kind) {
    case UpdateKind::None:
      return "none";
    case UpdateKind::Update:
      return "update";
    case UpdateKind::Reload:
      return "reload";
    case UpdateKind::Problems:
      return "problems";
  }
  return "";
}

}  // namespace

void History::load(double milliseconds, size_t modules) {
  if (loadMilliseconds_ == 0) loadMilliseconds_ = milliseconds;
  loadedModules_ = modules;
}

void History::addUpdate(uint64_t from, uint64_t to) {
  updates_.push_back({from, to});
  if (updates_.size() > kMostUpdates) updates_.pop_front();
}

std::optional<History::Span> History::updateNamed(std::string_view name) const {
  Span span;
  const char* end = name.data() + name.size();
  auto first = std::from_chars(name.data(), end, span.from);
  if (first.ec != std::errc() || first.ptr == end || *first.ptr != '-') return std::nullopt;
  auto second = std::from_chars(first.ptr + 1, end, span.to);
  if (second.ec != std::errc() || second.ptr != end) return std::nullopt;
  bool isKnown =
      std::ranges::any_of(updates_, [&](const Span& it) { return it.from == span.from && it.to == span.to; });
  return isKnown ? std::optional(span) : std::nullopt;
}

void History::change(const Update& update, std::span<const std::string> ids, const UnitGraph& graph) {
  last_ = "{\"kind\":\"" + std::string(nameOf(update.kind)) + "\",\"milliseconds\":" + number(update.milliseconds) +
          ",\"reason\":";
  graph::appendJsonString(last_, update.reason);
  last_ += ",\"modules\":[";
  for (const std::string& id : ids) {
    const Unit* unit = graph.find(id);
    if (!unit) continue;
    if (last_.back() != '[') last_ += ',';
    last_ += "{\"id\":";
    graph::appendJsonString(last_, id);
    last_.append(",\"milliseconds\":").append(number(unit->milliseconds)).append(",\"importers\":");
    addList(last_, graph.importersOf(id));
    last_ += '}';
  }
  last_ += "]}";
}

std::string History::json() const {
  return "\"load\":{\"milliseconds\":" + number(loadMilliseconds_) + ",\"modules\":" + std::to_string(loadedModules_) +
         "},\"last\":" + last_;
}

void appendModules(std::string& out, const UnitGraph& graph, const Places& places) {
  std::vector<const Unit*> units;
  graph.forEach([&](const Unit& unit) { units.push_back(&unit); });
  std::ranges::sort(units, {}, &Unit::id);
  out += '[';
  for (const Unit* unit : units) {
    if (out.back() != '[') out += ',';
    out += "{\"id\":";
    graph::appendJsonString(out, unit->id);
    out += ",\"path\":";
    graph::appendJsonString(out, places.shown(unit->job->location.path));
    out += ",\"kind\":\"";
    out += unit->isStyle ? "css" : unit->isEsModule ? "esm" : "other";
    out += "\",\"bytes\":" + std::to_string(unit->bytes) + ",\"sent\":" + std::to_string(unit->factory.size()) +
           ",\"milliseconds\":" + number(unit->milliseconds) + ",\"version\":" + std::to_string(unit->version) +
           ",\"importers\":";
    addList(out, graph.importersOf(unit->id));
    out += '}';
  }
  out += ']';
}

}  // namespace weft::dev
