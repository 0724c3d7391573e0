#include "graph/file_cache.h"

#include "base/paths.h"

namespace weft::graph {

namespace {

std::unique_ptr<PackageEntry> readPackage(std::string_view directory, std::span<const std::string> fields) {
  auto entry = std::make_unique<PackageEntry>();
  entry->path = std::string(directory) + "/package.json";
  Result<std::string, SysError> text = readFile(entry->path);
  if (!text) return entry;  // unreadable is absent, as in Node
  Result<PackageJson, JsonError> package = parsePackageJson(entry->path, *text, fields);
  if (package) {
    entry->package = std::move(*package);
  } else {
    entry->error = std::move(package.error().message);
  }
  return entry;
}

bool exists(const PackageEntry& entry) {
  return entry.package || !entry.error.empty();
}

}  // namespace

FileCache::Entry FileCache::look(const std::string& path) {
  Shard& shard = shardOf(path);
  {
    std::lock_guard lock(shard.mutex);
    auto found = shard.entries.find(path);
    if (found != shard.entries.end()) return found->second;
  }
  Entry entry;
  LinkKind link = linkKind(path);
  entry.isSymbolicLink = link.isSymbolicLink;
  entry.kind = link.isSymbolicLink ? fileKind(path) : link.kind;
  std::lock_guard lock(shard.mutex);
  return shard.entries.try_emplace(path, std::move(entry)).first->second;
}

FileKind FileCache::kind(const std::string& path) {
  return look(path).kind;
}

std::string FileCache::realPathOf(const std::string& path) {
  if (path == "/") return path;
  Entry entry = look(path);
  if (entry.hasRealPath) return entry.realPath.empty() ? path : entry.realPath;
  std::string real;
  if (entry.isSymbolicLink) {
    Result<std::string, SysError> resolved = realPath(path);
    if (!resolved) return path;
    real = std::move(*resolved);
  } else {
    real = realPathOf(std::string(paths::dirname(path)));
    if (real.back() != '/') real.push_back('/');
    real.append(paths::basename(path));
  }
  Shard& shard = shardOf(path);
  std::lock_guard lock(shard.mutex);
  Entry& stored = shard.entries.try_emplace(path, entry).first->second;
  stored.hasRealPath = true;
  stored.realPath = real == path ? std::string() : real;
  return real;
}

const PackageEntry* FileCache::packageIn(std::string_view directory) {
  Shard& shard = shardOf(directory);
  {
    std::lock_guard lock(shard.mutex);
    auto found = shard.packages.find(directory);
    if (found != shard.packages.end()) return found->second.get();
  }
  std::unique_ptr<PackageEntry> entry = readPackage(directory == "/" ? "" : directory, packageFields_);
  std::lock_guard lock(shard.mutex);
  return shard.packages.try_emplace(std::string(directory), std::move(entry)).first->second.get();
}

const PackageEntry* FileCache::knownScope(std::string_view directory, bool& isKnown) {
  Shard& shard = shardOf(directory);
  std::lock_guard lock(shard.mutex);
  auto found = shard.scopes.find(directory);
  isKnown = found != shard.scopes.end();
  return isKnown ? found->second : nullptr;
}

const PackageEntry* FileCache::scopeOf(std::string_view directory) {
  std::vector<std::string_view> passed;
  const PackageEntry* scope = nullptr;
  for (std::string_view at = directory;; at = paths::dirname(at)) {
    bool isKnown = false;
    scope = knownScope(at, isKnown);
    if (isKnown) break;
    passed.push_back(at);
    if (paths::basename(at) == "node_modules") break;
    const PackageEntry* here = packageIn(at);
    if (exists(*here)) scope = here;
    if (scope || at == "/") break;
  }
  for (std::string_view at : passed) {
    Shard& shard = shardOf(at);
    std::lock_guard lock(shard.mutex);
    shard.scopes.try_emplace(std::string(at), scope);
  }
  return scope;
}

const PackageJson* FileCache::browserScopeOf(std::string_view directory) {
  for (std::string_view at = directory.empty() ? "/" : directory;; at = paths::dirname(at)) {
    const PackageEntry* here = packageIn(at);
    if (here->package && here->package->browserMap) return &*here->package;
    if (at == "/" || at == ".") return nullptr;
  }
}

const TsConfigEntry* FileCache::configAt(const std::string& path) {
  Shard& shard = shardOf(path);
  {
    std::lock_guard lock(shard.mutex);
    auto found = shard.configs.find(path);
    if (found != shard.configs.end()) return found->second.get();
  }
  auto entry = std::make_unique<TsConfigEntry>();
  auto config = readTsConfig(path, *this);
  if (config)
    entry->config = std::move(*config);
  else
    entry->error = std::move(config.error());
  std::lock_guard lock(shard.mutex);
  return shard.configs.try_emplace(path, std::move(entry)).first->second.get();
}

const TsConfigEntry* FileCache::tsConfigOf(std::string_view directory) {
  if (directory.ends_with("/node_modules") || directory.find("/node_modules/") != std::string_view::npos)
    return nullptr;
  std::vector<std::string_view> passed;
  const TsConfigEntry* config = nullptr;
  for (std::string_view at = directory;; at = paths::dirname(at)) {
    {
      Shard& shard = shardOf(at);
      std::lock_guard lock(shard.mutex);
      auto known = shard.configScopes.find(at);
      if (known != shard.configScopes.end()) {
        config = known->second;
        break;
      }
    }
    passed.push_back(at);
    for (std::string_view name : {"/tsconfig.json", "/jsconfig.json"}) {
      std::string path = std::string(at == "/" ? "" : at).append(name);
      if (!config && isFile(path)) config = configAt(path);
    }
    if (config || at == "/" || at.empty()) break;
  }
  for (std::string_view at : passed) {
    Shard& shard = shardOf(at);
    std::lock_guard lock(shard.mutex);
    shard.configScopes.try_emplace(std::string(at), config);
  }
  return config;
}

void FileCache::noteRead(const std::string& path) {
  if (!isTraced_ || kind(path) == FileKind::Missing) return;
  Shard& shard = shardOf(path);
  std::lock_guard lock(shard.mutex);
  shard.noted.insert_or_assign(path, FileSeen::Read);
}

void FileCache::visit(const FileVisitor& visitor) const {
  for (const Shard& shard : shards_) {
    // First what was missing once: that is how it was.
    for (const auto& [path, seen] : shard.noted) visitor(path, seen);
    for (const auto& [path, entry] : shard.entries)
      visitor(path, entry.kind == FileKind::Missing && !entry.isSymbolicLink ? FileSeen::Missing : FileSeen::Present);
    for (const auto& [directory, entry] : shard.packages)
      visitor(entry->path, exists(*entry) ? FileSeen::Read : FileSeen::Missing);
    for (const auto& [path, entry] : shard.configs) visitor(path, FileSeen::Read);
  }
}

void FileCache::forgetMisses() {
  for (Shard& shard : shards_) {
    std::lock_guard lock(shard.mutex);
    if (isTraced_)
      for (const auto& [path, entry] : shard.entries)
        if (entry.kind == FileKind::Missing) shard.noted.try_emplace(path, FileSeen::Missing);
    std::erase_if(shard.entries, [](const auto& entry) { return entry.second.kind == FileKind::Missing; });
  }
}

void FileCache::clear() {
  for (Shard& shard : shards_) {
    std::lock_guard lock(shard.mutex);
    shard.entries.clear();
    shard.packages.clear();
    shard.scopes.clear();
    shard.configs.clear();
    shard.configScopes.clear();
  }
}

}  // namespace weft::graph
