#include "test-runner/result_cache.h"

#include <dirent.h>

#include <algorithm>

#include "base/byte_stream.h"
#include "base/environment.h"
#include "base/file.h"
#include "base/paths.h"
#include "graph/artifact_codec.h"

namespace weft::test {

namespace {

constexpr uint8_t kKept = 1, kObjection = 2;
constexpr uint64_t kMaximumBytes = uint64_t{128} << 20;
// File systems stamp with the kernel's tick: what changed within one looks as if it had not.
constexpr double kTickMilliseconds = 20;

bool hasChangedSince(const FileStat& stat, double startedAt) {
  auto latest = std::max(stat.modifiedNanoseconds, stat.changedNanoseconds);
  return static_cast<double>(latest) / 1e6 > startedAt - kTickMilliseconds;
}

/// Of a file's bytes, or of the names in a folder; nothing if it cannot be read.
std::optional<Hash128> contentHash(const std::string& path, FileKind kind) {
  if (kind == FileKind::File) {
    auto bytes = readFile(path);
    if (!bytes) return std::nullopt;
    return hash128(*bytes);
  }
  if (kind != FileKind::Directory) return std::nullopt;
  DIR* stream = opendir(path.c_str());
  if (!stream) return std::nullopt;
  std::vector<std::string> names;
  while (const dirent* entry = readdir(stream)) names.push_back(std::string(entry->d_name) + "\n");
  closedir(stream);
  std::ranges::sort(names);
  std::string all;
  for (const std::string& name : names) all += name;
  return hash128(all, 1);
}

std::string variableText(const std::string& name) {
  auto value = environmentVariable(name);
  return value ? "=" + *value : "";
}

void writeStamp(ByteWriter& out, const graph::FileStamp& stamp) {
  out.value(stamp.size);
  out.value(stamp.modifiedNanoseconds);
  out.value(stamp.changedNanoseconds);
  out.value(stamp.inode);
}

graph::FileStamp readStamp(ByteReader& in) {
  graph::FileStamp stamp;
  stamp.size = in.value<uint64_t>();
  stamp.modifiedNanoseconds = in.value<int64_t>();
  stamp.changedNanoseconds = in.value<int64_t>();
  stamp.inode = in.value<uint64_t>();
  return stamp;
}

/// What the host said, as it would say it again.
std::string framesOf(const FileResult& file) {
  std::string frames = encode(Event{FileStarted{0, 0}});
  Collected collected{0, {}};
  for (const TestResult& test : file.tests) collected.tests.push_back(test.info);
  frames += encode(Event{collected});
  for (const Written& written : file.output) frames += encode(Event{Output{0, written.descriptor, written.text}});
  for (uint32_t i = 0; i < file.tests.size(); ++i) {
    const TestResult& test = file.tests[i];
    if (test.isEnded)
      frames += encode(Event{TestEnded{0, i, test.status, test.milliseconds, test.attempts, test.faults, test.note}});
  }
  FileEnded ended;
  ended.milliseconds = file.milliseconds;
  ended.snapshots = file.snapshots;
  ended.inputs = file.inputs;
  ended.missing = file.missing;
  ended.variables = file.variables;
  return frames + encode(Event{ended});
}

void renumber(Event& event, uint32_t number) {
  std::visit(
      [&](auto& it) {
        if constexpr (requires { it.file; }) it.file = number;
      },
      event);
}

std::string snapshotFileOf(const std::string& path) {
  return paths::join({paths::dirname(path), "__snapshots__", std::string(paths::basename(path)) + ".snap"});
}

}  // namespace

ResultCache::ResultCache(Options options)
    : options_(std::move(options)), disk_({options_.directory, options_.build, kMaximumBytes}) {}

void ResultCache::setSettings(uint32_t project, std::string json, std::vector<std::string> inputs) {
  if (projects_.size() <= project) projects_.resize(project + 1);
  projects_[project] = {std::move(json), std::move(inputs)};
}

Hash128 ResultCache::keyOf(const FileResult& file) const {
  const Project& project = projects_[file.project];
  std::string key = "result 1\n" + options_.root + "\n" + file.path + "\n" + file.projectName + "\n" + project.settings;
  return hash128(key);
}

std::string ResultCache::shown(const std::string& path, const std::string& root) {
  return path.starts_with(root + "/") ? path.substr(root.size() + 1) : path;
}

/// Once a run for each path: many files have the same inputs.
const ResultCache::Seen& ResultCache::look(const std::string& path, bool needsHash) {
  auto [place, isNew] = seen_.try_emplace(path);
  Seen& seen = place->second;
  if (isNew) {
    auto stat = statFile(path);
    seen.isThere = stat.has_value();
    if (stat) seen.stamp = graph::stampOf(*stat);
  }
  if (needsHash && seen.isThere && seen.hash == Hash128{}) {
    auto hash = contentHash(path, fileKind(path));
    seen.isThere = hash.has_value();
    if (hash) seen.hash = *hash;
  }
  return seen;
}

ResultCache::Found ResultCache::find(const FileResult& file) {
  auto bytes = disk_.find(keyOf(file));
  if (!bytes) return {{}, "no result is kept of it with this weft and these settings"};
  ByteReader in(*bytes);
  auto kind = in.value<uint8_t>();
  if (kind == kObjection) return {{}, std::string(in.text())};
  if (kind != kKept) return {{}, "what is kept of it cannot be read"};
  for (uint32_t count = in.count(); count > 0 && in.isGood(); --count) {
    std::string path(in.text());
    graph::FileStamp stamp = readStamp(in);
    Hash128 hash{in.value<uint64_t>(), in.value<uint64_t>()};
    const Seen& now = look(path, false);
    if (!now.isThere) return {{}, shown(path, options_.root) + " is gone"};
    if (now.stamp == stamp) continue;
    const Seen& exact = look(path, true);
    if (!exact.isThere || exact.hash != hash) return {{}, shown(path, options_.root) + " has changed"};
  }
  for (uint32_t count = in.count(); count > 0 && in.isGood(); --count) {
    std::string path(in.text());
    if (look(path, false).isThere) return {{}, shown(path, options_.root) + " is there now"};
  }
  for (uint32_t count = in.count(); count > 0 && in.isGood(); --count) {
    std::string name(in.text());
    Hash128 hash{in.value<uint64_t>(), in.value<uint64_t>()};
    if (hash128(variableText(name)) != hash) return {{}, "the variable " + name + " has changed"};
  }
  FrameReader reader;
  reader.append(in.text());
  Found found;
  while (auto event = reader.nextEvent()) {
    renumber(*event, file.number);
    found.events.push_back(std::move(*event));
  }
  bool isWhole = in.isGood() && !reader.isBroken() && !found.events.empty() &&
                 std::holds_alternative<FileEnded>(found.events.back());
  if (!isWhole) return {{}, "what is kept of it cannot be read"};
  found.why = "nothing has changed that it read";
  return found;
}

/// What the host told, and what stands for the file whether or not it was asked for.
std::vector<std::string> ResultCache::inputsOf(const FileResult& file, std::vector<std::string>& missing) const {
  std::vector<std::string> inputs = file.inputs;
  missing = file.missing;
  std::vector<std::string> either = projects_[file.project].inputs;
  either.push_back(file.path);
  either.push_back(snapshotFileOf(file.path));
  for (std::string folder(paths::dirname(file.path));; folder = paths::dirname(folder)) {
    for (const char* name : {"package.json", "tsconfig.json", "jsconfig.json"})
      either.push_back(paths::join({folder, name}));
    if (folder == options_.root || folder == "/") break;
  }
  for (std::string& path : either) (fileKind(path) == FileKind::Missing ? missing : inputs).push_back(std::move(path));
  for (auto* list : {&inputs, &missing}) {
    std::ranges::sort(*list);
    list->erase(std::ranges::unique(*list).begin(), list->end());
  }
  return inputs;
}

std::string ResultCache::objection(const FileResult& file, const std::vector<std::string>& inputs,
                                   const std::vector<std::string>& missing) {
  if (file.outcome() == Outcome::Failed) return "it failed the last time";
  if (!file.isEnded || file.notRun() > 0) return "it did not run to its end the last time";
  if (file.inputs.empty()) return "what it reads is not known";
  for (const TestResult& test : file.tests)
    if (test.attempts > 1) return "a test passed only when it was tried again: " + test.fullName();
  const SnapshotCounts& snapshots = file.snapshots;
  bool wrote =
      snapshots.added + snapshots.updated + snapshots.removed > 0 || snapshots.fileWritten || snapshots.fileRemoved;
  if (wrote) return "it wrote snapshots the last time";
  if (!file.untraced.empty()) return "it used what has inputs that nobody can name: " + file.untraced.front();
  for (const std::string& path : inputs) {
    auto stat = statFile(path);
    if (!stat) return shown(path, options_.root) + " was gone when it had run";
    if (hasChangedSince(*stat, file.startedAt))
      return shown(path, options_.root) + " changed just before it ran, or since";
  }
  for (const std::string& path : missing)
    if (fileKind(path) != FileKind::Missing) return shown(path, options_.root) + " appeared while it ran";
  return {};
}

void ResultCache::keep(const FileResult& file) {
  std::vector<std::string> missing;
  std::vector<std::string> inputs = inputsOf(file, missing);
  ByteWriter out;
  std::string why = objection(file, inputs, missing);
  std::vector<Seen> seen;
  for (size_t i = 0; i < inputs.size() && why.empty(); ++i) {
    const Seen& one = look(inputs[i], true);
    auto stat = statFile(inputs[i]);
    bool isSame = one.isThere && stat && graph::stampOf(*stat) == one.stamp;
    if (!isSame) why = shown(inputs[i], options_.root) + " changed while it ran";
    seen.push_back(one);
  }
  if (!why.empty()) {
    out.value(kObjection);
    out.text(why);
    disk_.put(keyOf(file), out.take());
    return;
  }
  out.value(kKept);
  out.value(static_cast<uint32_t>(inputs.size()));
  for (size_t i = 0; i < inputs.size(); ++i) {
    out.text(inputs[i]);
    writeStamp(out, seen[i].stamp);
    out.value(seen[i].hash.low);
    out.value(seen[i].hash.high);
  }
  out.value(static_cast<uint32_t>(missing.size()));
  for (const std::string& path : missing) out.text(path);
  out.value(static_cast<uint32_t>(file.variables.size()));
  for (const std::string& name : file.variables) {
    Hash128 hash = hash128(variableText(name));
    out.text(name);
    out.value(hash.low);
    out.value(hash.high);
  }
  out.text(framesOf(file));
  disk_.put(keyOf(file), out.take());
}

}  // namespace weft::test
