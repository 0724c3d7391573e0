#include "graph/artifact_cache.h"

#include <algorithm>
#include <chrono>
#include <cstring>

#include "base/embedded_files.h"
#include "base/file.h"

namespace weft::graph {

namespace {

std::string settingsText(const syntax::LowerOptions& lower) {
  const syntax::JsxOptions& jsx = lower.jsx;
  std::string text;
  for (bool flag : {lower.experimentalDecorators, lower.emitDecoratorMetadata, lower.useDefineForClassFields,
                    lower.verbatimModuleSyntax, jsx.isDevelopment})
    text.push_back(flag ? '1' : '0');
  text.push_back(static_cast<char>('0' + static_cast<int>(jsx.transform)));
  for (const std::string& name : {jsx.factory, jsx.fragment, jsx.importSource}) text.append(name).push_back('\0');
  return text;
}

/// A file that was changed so shortly before may change again without its stamp telling.
bool isSettled(const FileStamp& stamp) {
  constexpr int64_t kSecond = 1'000'000'000;
  int64_t now =
      std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  return now - std::max(stamp.modifiedNanoseconds, stamp.changedNanoseconds) > 2 * kSecond;
}

FileStamp storedStamp(const FileStamp& stamp) {
  return isSettled(stamp) ? stamp : FileStamp{};
}

}  // namespace

std::optional<CacheTicket> ArtifactCache::ticketFor(const std::string& path, KindHint hint,
                                                    const syntax::LowerOptions* lower, HoistsMocks hoists) const {
  Result<FileStat, SysError> stat = statFile(path);
  if (!stat || stat->kind != FileKind::File) return std::nullopt;
  std::string name = path;
  name.push_back('\0');
  name.push_back(static_cast<char>('0' + static_cast<int>(hint)));
  if (lower) name.append(settingsText(*lower));
  if (hoists == HoistsMocks::Yes) name.append("hoists mocks");
  return CacheTicket{hash128(name), stampOf(*stat)};
}

std::optional<CacheTicket> ArtifactCache::ticketFor(const std::string& path, std::string_view way) const {
  Result<FileStat, SysError> stat = statFile(path);
  if (!stat || stat->kind != FileKind::File) return std::nullopt;
  std::string name = path;
  name.append("\0made\0", 6).append(way);
  return CacheTicket{hash128(name), stampOf(*stat)};
}

std::shared_ptr<const Artifact> ArtifactCache::load(const std::string& path, const CacheTicket& ticket) {
  const embedded::File* inside = embedded::find(path);
  bool isCompiled = inside && !inside->compiled.empty();
  std::optional<std::string_view> bytes = isCompiled ? inside->compiled : disk_.find(ticket.key);
  if (!bytes) return nullptr;
  std::optional<StoredArtifact> stored = decodeArtifact(*bytes);
  if (!stored) return nullptr;
  if (!isCompiled && stored->stamp != ticket.stamp) {
    Result<std::string, SysError> now = readFile(path);
    if (!now || hash128(*now) != stored->sourceHash) return nullptr;
    std::lock_guard lock(mutex_);
    moved_.emplace_back(ticket, *bytes);
  }
  Origin origin;
  origin.isInFile = stored->isMade;
  origin.positions = std::move(stored->positions);
  return std::make_shared<Artifact>(path, SourceText::Borrowed{stored->text}, stored->sourceHash, stored->kind,
                                    std::move(stored->scan), stored->isAscii, std::move(origin), ticket,
                                    stored->compiled);
}

void ArtifactCache::store(const Artifact& artifact, const CompiledCode& compiled, const TextWrapper& wrapper) {
  if (artifact.ticket)
    disk_.put(artifact.ticket->key, encodeArtifact(artifact, storedStamp(artifact.ticket->stamp), compiled, wrapper));
}

void ArtifactCache::flush() {
  std::lock_guard lock(mutex_);
  for (const auto& [ticket, bytes] : moved_) {
    if (!isSettled(ticket.stamp)) continue;
    std::string copy(bytes);
    std::memcpy(copy.data(), &ticket.stamp, sizeof ticket.stamp);  // the stamp stands first (artifact_codec.cpp)
    disk_.put(ticket.key, std::move(copy));
  }
  moved_.clear();
  disk_.flush();
}

}  // namespace weft::graph
