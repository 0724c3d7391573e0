#include "test-runner/schedule.h"

#include <stdio.h>

#include <algorithm>
#include <charconv>

#include "base/file.h"

namespace weft::test {

namespace {

constexpr std::string_view kHeading = "weft test timings 1\n";
constexpr double kBytesAMillisecond = 1000;  // a guess, for files that have never run

double sizeOf(const std::string& path) {
  auto status = statFile(path);
  return status ? static_cast<double>(status->size) : 0;
}

}  // namespace

Timings::Timings(std::string file, std::string root) : file_(std::move(file)), root_(std::move(root)) {
  entries_ = read();
}

std::string Timings::keyOf(const std::string& path) const {
  return path.starts_with(root_ + "/") ? path.substr(root_.size() + 1) : path;
}

Timings::Entries Timings::read() const {
  Entries entries;
  if (file_.empty()) return entries;
  auto text = readFile(file_);
  if (!text || !text->starts_with(kHeading)) return entries;
  std::string_view rest = std::string_view(*text).substr(kHeading.size());
  while (!rest.empty()) {
    std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    // "12.5 path", after "!" if it failed
    Entry entry;
    if (line.starts_with('!')) {
      entry.hasFailed = true;
      line.remove_prefix(1);
    }
    auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), entry.milliseconds);
    auto length = static_cast<size_t>(end - line.data());
    bool isSound = error == std::errc() && length + 1 < line.size() && line[length] == ' ' && entry.milliseconds >= 0;
    if (isSound) entries.insert_or_assign(std::string(line.substr(length + 1)), entry);
  }
  return entries;
}

const Timings::Entry* Timings::find(const std::string& path) const {
  auto entry = entries_.find(keyOf(path));
  return entry == entries_.end() ? nullptr : &entry->second;
}

void Timings::record(const std::string& path, Entry entry) {
  std::string key = keyOf(path);
  if (key.find('\n') != std::string::npos) return;
  entries_[key] = entry;
  news_[key] = entry;
}

bool Timings::save() {
  if (file_.empty() || news_.empty()) return true;
  Entries all = read();
  for (const auto& [key, entry] : news_) all[key] = entry;
  news_.clear();
  std::vector<std::string> lines;
  for (const auto& [key, entry] : all) {
    char time[48];
    snprintf(time, sizeof time, "%s%.1f ", entry.hasFailed ? "!" : "", entry.milliseconds);
    lines.push_back(time + key + "\n");
  }
  std::ranges::sort(lines, {}, [](const std::string& line) { return line.substr(line.find(' ')); });
  std::string text(kHeading);
  for (const std::string& line : lines) text += line;
  return replaceFile(file_, text).has_value();
}

std::vector<std::string> shardOf(const std::vector<std::string>& paths, const Timings* timings, Shard shard) {
  struct Item {
    double weight;
    size_t place;
  };
  std::vector<Item> items;
  for (size_t i = 0; i < paths.size(); ++i) {
    const Timings::Entry* known = timings ? timings->find(paths[i]) : nullptr;
    items.push_back({(known ? known->milliseconds : sizeOf(paths[i]) / kBytesAMillisecond) + 1, i});
  }
  // The heaviest first, each to the shard that has least.
  std::ranges::sort(items, [&](const Item& a, const Item& b) {
    return a.weight != b.weight ? a.weight > b.weight : paths[a.place] < paths[b.place];
  });
  std::vector<double> loads(shard.count, 0);
  std::vector<size_t> mine;
  for (const Item& item : items) {
    auto least = std::ranges::min_element(loads);
    *least += item.weight;
    if (least - loads.begin() == static_cast<std::ptrdiff_t>(shard.index) - 1) mine.push_back(item.place);
  }
  std::ranges::sort(mine);
  std::vector<std::string> out;
  for (size_t place : mine) out.push_back(paths[place]);
  return out;
}

void sortForSpeed(std::vector<std::string>& paths, const Timings& timings) {
  if (paths.size() < 2) return;
  struct Item {
    bool hasFailed;
    double weight;
    std::string path;
  };
  std::vector<Item> items;
  for (std::string& path : paths) {
    const Timings::Entry* known = timings.find(path);
    double weight = known ? known->milliseconds : sizeOf(path) / kBytesAMillisecond;
    items.push_back({known && known->hasFailed, weight, std::move(path)});
  }
  std::ranges::sort(items, [](const Item& a, const Item& b) {
    if (a.hasFailed != b.hasFailed) return a.hasFailed;
    return a.weight != b.weight ? a.weight > b.weight : a.path < b.path;
  });
  for (size_t i = 0; i < items.size(); ++i) paths[i] = std::move(items[i].path);
}

void shuffle(std::vector<std::string>& paths, const std::string& root, uint32_t seed) {
  auto inRoot = [&](std::string_view path) { return path.starts_with(root) ? path.substr(root.size()) : path; };
  std::ranges::sort(paths, [&](const std::string& a, const std::string& b) {
    uint64_t left = hash64(inRoot(a), seed), right = hash64(inRoot(b), seed);
    return left != right ? left < right : a < b;
  });
}

}  // namespace weft::test
