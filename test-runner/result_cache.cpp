#include "test-runner/result_cache.h"

#include <dirent.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "base/environment.h"
#include "base/file.h"
#include "base/paths.h"
#include "graph/artifact_codec.h"

namespace weft::test {

namespace {

constexpr uint8_t kKept = 1, kObjection = 2;
// By the engine, the resolver and what starts a program: whatever a file does.
constexpr const char* kAlwaysRead[] = {
    "TZ",         "LANG",        "LANGUAGE",    "LC_ALL",       "LC_CTYPE",  "LC_MESSAGES",      "LC_TIME",
    "LC_NUMERIC", "LC_COLLATE",  "LC_MONETARY", "NODE_OPTIONS", "NODE_PATH", "NODE_NO_WARNINGS", "NODE_DEBUG",
    "HOME",       "FORCE_COLOR", "NO_COLOR",    "TERM",         "TMPDIR"};
constexpr uint64_t kMaximumBytes = uint64_t{128} << 20;
// File systems stamp with the kernel's tick: what changed within one looks as if it had not.
constexpr double kTickMilliseconds = 20;

bool hasChangedSince(const FileStat& stat, double startedAt) {
  auto latest = std::max(stat.modifiedNanoseconds, stat.changedNanoseconds);
  return static_cast<double>(latest) / 1e6 > startedAt - kTickMilliseconds;
}

/// Where a link leads; empty for what is none.
std::string linkText(const std::string& path) {
  char text[PATH_MAX];
  ssize_t size = readlink(path.c_str(), text, sizeof text);
  return size > 0 ? std::string(text, static_cast<size_t>(size)) : std::string();
}

/// Of a file's bytes, or of the names and kinds of what is in a folder; nothing if it cannot be read.
std::optional<Hash128> contentHash(const std::string& path) {
  FileKind kind = fileKind(path);
  if (kind == FileKind::File) {
    auto bytes = readFile(path);
    if (!bytes) return std::nullopt;
    std::string link = linkText(path);
    return link.empty() ? hash128(*bytes) : hash128(link + '\0' + *bytes, 2);
  }
  if (kind != FileKind::Directory) return std::nullopt;
  DIR* stream = opendir(path.c_str());
  if (!stream) return std::nullopt;
  std::vector<std::string> names;
  while (const dirent* entry = readdir(stream))
    names.push_back(std::string(entry->d_name) + static_cast<char>('0' + entry->d_type) + "\n");
  closedir(stream);
  std::ranges::sort(names);
  std::string all;
  for (const std::string& name : names) all += name;
  return hash128(all, 1);
}

/// What a program can learn by stat and lstat, but for when it was read last.
std::optional<Hash128> stampHash(const std::string& path) {
  struct stat own, target;
  if (lstat(path.c_str(), &own) != 0) return std::nullopt;
  bool leads = stat(path.c_str(), &target) == 0;
  ByteWriter out;
  for (const struct stat* it : {&own, leads ? &target : nullptr}) {
    if (!it) continue;
    for (uint64_t field : {uint64_t{it->st_dev}, uint64_t{it->st_ino}, uint64_t{it->st_mode}, uint64_t{it->st_nlink},
                           uint64_t{it->st_uid}, uint64_t{it->st_gid}, static_cast<uint64_t>(it->st_size)})
      out.value(field);
    for (const timespec& time : {it->st_mtim, it->st_ctim}) {
      out.value(static_cast<int64_t>(time.tv_sec));
      out.value(static_cast<int64_t>(time.tv_nsec));
    }
  }
  return hash128(out.take());
}

/// What kind of thing is there, and where it leads.
std::optional<Hash128> presenceHash(const std::string& path) {
  LinkKind link = linkKind(path);
  if (link.kind == FileKind::Missing) return std::nullopt;
  FileKind kind = link.isSymbolicLink ? fileKind(path) : link.kind;
  return hash128(std::string(1, static_cast<char>(kind)) + (link.isSymbolicLink ? linkText(path) : ""), 3);
}

/// These tell of a shell how it came to be, and of nothing that a program goes by.
bool isFleeting(std::string_view variable) {
  return variable == "_" || variable == "SHLVL" || variable == "OLDPWD";
}

std::string variableText(const std::string& name) {
  if (name == "*") {
    std::vector<std::string> lines;
    for (const auto& [variable, value] : environmentVariables())
      if (!isFleeting(variable)) lines.push_back(variable + "=" + value);
    std::ranges::sort(lines);
    std::string all;
    for (const std::string& line : lines) (all += line) += '\0';
    return all;
  }
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
    if (test.isStarted) frames += encode(Event{TestStarted{0, i}});
    if (test.isEnded)
      frames += encode(Event{TestEnded{0, i, test.status, test.milliseconds, test.attempts, test.faults, test.note}});
  }
  FileEnded ended;
  ended.milliseconds = file.milliseconds;
  ended.snapshots = file.snapshots;
  ended.inputs = file.inputs;
  ended.missing = file.missing;
  ended.stamps = file.stamps;
  ended.present = file.present;
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
  std::string key = "result 2\n" + options_.surroundings + "\n" + options_.root + "\n" + file.path + "\n" +
                    file.projectName + "\n" + project.settings;
  return hash128(key);
}

std::string ResultCache::shown(const std::string& path, const std::string& root) {
  return path.starts_with(root + "/") ? path.substr(root.size() + 1) : path;
}

/// Once a run for each path: many files have the same inputs.
const ResultCache::Seen& ResultCache::look(const std::string& path) {
  auto [place, isNew] = seen_.try_emplace(path);
  Seen& seen = place->second;
  if (!isNew) return seen;
  // (A link that leads nowhere is there.)
  seen.isThere = linkKind(path).kind != FileKind::Missing;
  if (auto stat = statFile(path)) seen.stamp = graph::stampOf(*stat);
  return seen;
}

const ResultCache::Seen& ResultCache::look(const std::string& path, Look what) {
  const Seen& known = look(path);
  std::optional<Hash128>& hash = seen_.find(path)->second.hashes[static_cast<size_t>(what)];
  if (!known.isThere || hash) return known;
  hash = what == Look::Contents ? contentHash(path) : what == Look::Stamp ? stampHash(path) : presenceHash(path);
  return known;
}

std::string ResultCache::change(ByteReader& in) {
  for (Look what : {Look::Contents, Look::Stamp, Look::Present}) {
    for (uint32_t count = in.count(); count > 0 && in.isGood(); --count) {
      std::string path(in.text());
      graph::FileStamp stamp;
      if (what == Look::Contents) stamp = readStamp(in);
      Hash128 hash{in.value<uint64_t>(), in.value<uint64_t>()};
      const Seen& now = look(path);
      if (!now.isThere) return shown(path, options_.root) + " is gone";
      if (what == Look::Contents && now.stamp == stamp) continue;
      if (look(path, what).hashes[static_cast<size_t>(what)] == hash) continue;
      return shown(path, options_.root) + (what == Look::Present ? " is something else now" : " has changed");
    }
  }
  for (uint32_t count = in.count(); count > 0 && in.isGood(); --count) {
    std::string path(in.text());
    if (look(path).isThere) return shown(path, options_.root) + " is there now";
  }
  for (uint32_t count = in.count(); count > 0 && in.isGood(); --count) {
    std::string name(in.text());
    Hash128 hash{in.value<uint64_t>(), in.value<uint64_t>()};
    if (hash128(variableText(name)) == hash) continue;
    return name == "*" ? "the environment has changed" : "the variable " + name + " has changed";
  }
  return {};
}

ResultCache::Found ResultCache::find(const FileResult& file) {
  auto bytes = disk_.find(keyOf(file));
  if (!bytes) return {{}, "no result is kept of it with this weft and these settings"};
  ByteReader in(*bytes);
  auto kind = in.value<uint8_t>();
  if (kind == kObjection) return {{}, std::string(in.text())};
  if (kind != kKept) return {{}, "what is kept of it cannot be read"};
  if (std::string why = change(in); !why.empty()) return {{}, std::move(why)};
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
ResultCache::Inputs ResultCache::inputsOf(const FileResult& file) const {
  Inputs inputs{{file.inputs, file.stamps, file.present}, file.missing};
  std::vector<std::string> either = projects_[file.project].inputs;
  either.push_back(file.path);
  either.push_back(snapshotFileOf(file.path));
  either.emplace_back("/etc/localtime");
  for (std::string folder(paths::dirname(file.path));; folder = paths::dirname(folder)) {
    for (const char* name : {"package.json", "tsconfig.json", "jsconfig.json"})
      either.push_back(paths::join({folder, name}));
    if (folder == options_.root || folder == "/") break;
  }
  for (std::string& path : either)
    (fileKind(path) == FileKind::Missing ? inputs.missing : inputs.paths[0]).push_back(std::move(path));
  for (auto* list : {&inputs.paths[0], &inputs.missing}) {
    std::ranges::sort(*list);
    list->erase(std::ranges::unique(*list).begin(), list->end());
  }
  return inputs;
}

std::string ResultCache::objection(const FileResult& file, const Inputs& inputs) {
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
  for (Look what : {Look::Contents, Look::Stamp})
    for (const std::string& path : inputs.paths[static_cast<size_t>(what)]) {
      auto stat = statFile(path);
      // (Of a link that leads nowhere, only the stamp is to be had.)
      if (!stat && what == Look::Contents) return shown(path, options_.root) + " was gone when it had run";
      if (stat && hasChangedSince(*stat, file.sentAt))
        return shown(path, options_.root) + " changed just before it ran, or since";
    }
  for (const std::string& path : inputs.missing)
    if (linkKind(path).kind != FileKind::Missing) return shown(path, options_.root) + " appeared while it ran";
  return {};
}

void ResultCache::keep(const FileResult& file) {
  Inputs inputs = inputsOf(file);
  std::string why = objection(file, inputs);
  ByteWriter out;
  out.value(kKept);
  for (Look what : {Look::Contents, Look::Stamp, Look::Present}) {
    const std::vector<std::string>& list = inputs.paths[static_cast<size_t>(what)];
    out.value(static_cast<uint32_t>(list.size()));
    for (const std::string& path : list) {
      if (!why.empty()) break;
      const Seen& one = look(path, what);
      std::optional<Hash128> hash = one.hashes[static_cast<size_t>(what)];
      bool isSame = one.isThere && hash.has_value();
      // What was seen at the run's beginning may not be what the file has read.
      if (what != Look::Present) {
        auto stat = statFile(path);
        isSame &= graph::FileStamp(stat ? graph::stampOf(*stat) : graph::FileStamp()) == one.stamp;
      }
      if (!isSame) why = shown(path, options_.root) + " changed while it ran";
      out.text(path);
      if (what == Look::Contents) writeStamp(out, one.stamp);
      out.value(hash.value_or(Hash128()).low);
      out.value(hash.value_or(Hash128()).high);
    }
  }
  if (!why.empty()) {
    ByteWriter refusal;
    refusal.value(kObjection);
    refusal.text(why);
    disk_.put(keyOf(file), refusal.take());
    return;
  }
  out.value(static_cast<uint32_t>(inputs.missing.size()));
  for (const std::string& path : inputs.missing) out.text(path);
  std::vector<std::string> variables = file.variables;
  variables.insert(variables.end(), std::begin(kAlwaysRead), std::end(kAlwaysRead));
  out.value(static_cast<uint32_t>(variables.size()));
  for (const std::string& name : variables) {
    Hash128 hash = hash128(variableText(name));
    out.text(name);
    out.value(hash.low);
    out.value(hash.high);
  }
  out.text(framesOf(file));
  disk_.put(keyOf(file), out.take());
}

}  // namespace weft::test
