#include "graph/artifact_codec.h"

#include "base/byte_stream.h"

namespace weft::graph {

namespace {

using syntax::ModuleRequest;
using syntax::ModuleScan;

void writeStrings(ByteWriter& out, const std::vector<std::string>& list) {
  out.value(static_cast<uint32_t>(list.size()));
  for (const std::string& item : list) out.text(item);
}

std::vector<std::string> readStrings(ByteReader& in) {
  std::vector<std::string> list;
  for (uint32_t left = in.count(); left > 0; --left) list.emplace_back(in.text());
  return list;
}

void writeRequest(ByteWriter& out, const ModuleRequest& request) {
  out.text(request.specifier);
  out.value(static_cast<uint32_t>(request.attributes.size()));
  for (const syntax::ImportAttribute& attribute : request.attributes) {
    out.text(attribute.key);
    out.text(attribute.value);
  }
  out.value(request.kind);
  out.value(request.phase);
  out.value(request.range);
  out.value(request.specifierRange);
}

ModuleRequest readRequest(ByteReader& in) {
  ModuleRequest request;
  request.specifier = in.text();
  for (uint32_t left = in.count(); left > 0; --left) {
    std::string key(in.text());
    request.attributes.push_back({std::move(key), std::string(in.text())});
  }
  request.kind = in.value<syntax::RequestKind>();
  request.phase = in.value<syntax::ImportPhase>();
  request.range = in.value<ByteRange>();
  request.specifierRange = in.value<ByteRange>();
  return request;
}

enum ScanFlags : uint32_t {
  kHasImport = 1,
  kHasExport = 2,
  kUsesMeta = 4,
  kUsesDynamicImport = 8,
  kHasAwait = 16,
  kHasUnambiguousAwait = 32,
  kRedeclares = 64,
  kMentionsMocks = 128,
};

void writeScan(ByteWriter& out, const ModuleScan& scan) {
  out.value(static_cast<uint32_t>(scan.requests.size()));
  for (const ModuleRequest& request : scan.requests) writeRequest(out, request);
  uint32_t flags = (scan.hasImportSyntax ? kHasImport : 0) | (scan.hasExportSyntax ? kHasExport : 0) |
                   (scan.usesImportMeta ? kUsesMeta : 0) | (scan.usesDynamicImport ? kUsesDynamicImport : 0) |
                   (scan.hasTopLevelAwait ? kHasAwait : 0) |
                   (scan.hasUnambiguousTopLevelAwait ? kHasUnambiguousAwait : 0) |
                   (scan.redeclaresCommonJsName ? kRedeclares : 0) | (scan.mentionsMocks ? kMentionsMocks : 0);
  out.value(flags);
  out.value(static_cast<uint32_t>(scan.topLevelAwaits.size()));
  for (uint32_t offset : scan.topLevelAwaits) out.value(offset);
  writeStrings(out, scan.commonJsExports);
  writeStrings(out, scan.commonJsReexports);
  out.value(scan.errorOffset);
}

ModuleScan readScan(ByteReader& in) {
  ModuleScan scan;
  for (uint32_t left = in.count(); left > 0 && in.isGood(); --left) scan.requests.push_back(readRequest(in));
  auto flags = in.value<uint32_t>();
  scan.hasImportSyntax = flags & kHasImport;
  scan.hasExportSyntax = flags & kHasExport;
  scan.usesImportMeta = flags & kUsesMeta;
  scan.usesDynamicImport = flags & kUsesDynamicImport;
  scan.hasTopLevelAwait = flags & kHasAwait;
  scan.hasUnambiguousTopLevelAwait = flags & kHasUnambiguousAwait;
  scan.redeclaresCommonJsName = flags & kRedeclares;
  scan.mentionsMocks = flags & kMentionsMocks;
  for (uint32_t left = in.count(); left > 0 && in.isGood(); --left) scan.topLevelAwaits.push_back(in.value<uint32_t>());
  scan.commonJsExports = readStrings(in);
  scan.commonJsReexports = readStrings(in);
  scan.errorOffset = in.value<uint32_t>();
  return scan;
}

/// Tables that lowering makes name one source, the file itself.
void writePositions(ByteWriter& out, const PositionTable* table) {
  std::span<const PositionEntry> entries = table ? table->entries() : std::span<const PositionEntry>();
  out.value(static_cast<uint32_t>(entries.size()));
  for (const PositionEntry& entry : entries) {
    out.value(entry.generated);
    out.value(entry.original);
  }
}

std::shared_ptr<const PositionTable> readPositions(ByteReader& in) {
  std::vector<PositionEntry> entries;
  for (uint32_t left = in.count(); left > 0 && in.isGood(); --left) {
    auto generated = in.value<LineColumn>();
    entries.push_back({generated, in.value<LineColumn>(), 0});
  }
  if (entries.empty()) return nullptr;
  return std::make_shared<PositionTable>(std::move(entries), std::vector<std::string>{""});
}

}  // namespace

std::string encodeArtifact(const Artifact& artifact, const FileStamp& stamp, const CompiledCode& compiled,
                           const TextWrapper& wrapper) {
  ByteWriter out;
  out.value(stamp);
  out.value(artifact.sourceHash);
  out.value(artifact.kind);
  out.value(artifact.isAscii);
  bool isMade = artifact.origin.isInFile || !artifact.origin.written.empty();
  out.value(isMade);
  out.value(static_cast<uint32_t>(wrapper.before.size()));
  out.value(static_cast<uint32_t>(wrapper.after.size()));
  std::string whole(wrapper.before);
  whole.append(artifact.text()).append(wrapper.after);
  out.text(whole);
  writePositions(out, artifact.origin.positions.get());
  writeScan(out, artifact.scan);
  out.text(compiled.record);
  out.value(compiled.textHash);
  // So that the bytecode, after its length, is aligned.
  out.align(16);
  out.value(uint32_t{0});
  out.value(uint32_t{0});
  out.value(uint32_t{0});
  out.text(compiled.bytecode);
  return out.take();
}

std::optional<StoredArtifact> decodeArtifact(std::string_view bytes) {
  ByteReader in(bytes);
  StoredArtifact stored;
  stored.stamp = in.value<FileStamp>();
  stored.sourceHash = in.value<Hash128>();
  stored.kind = in.value<ModuleKind>();
  stored.isAscii = in.value<bool>();
  stored.isMade = in.value<bool>();
  auto before = in.value<uint32_t>();
  auto after = in.value<uint32_t>();
  std::string_view whole = in.text();
  if (uint64_t{before} + after > whole.size()) return std::nullopt;
  stored.text = whole.substr(before, whole.size() - before - after);
  if (before + after != 0) stored.compiled.whole = whole;
  stored.positions = readPositions(in);
  stored.scan = readScan(in);
  stored.compiled.record = in.text();
  stored.compiled.textHash = in.value<uint32_t>();
  in.align(16);
  in.value<uint32_t>();
  in.value<uint32_t>();
  in.value<uint32_t>();
  stored.compiled.bytecode = in.text();
  if (!in.isGood()) return std::nullopt;
  return stored;
}

}  // namespace weft::graph
