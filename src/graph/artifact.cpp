#include "graph/artifact.h"

#include "base/file.h"
#include "base/utf.h"
#include "syntax/hoist_mocks.h"

namespace weft::graph {

namespace {

ModuleKind kindOfHint(KindHint hint) {
  switch (hint) {
    case KindHint::EsModule:
      return ModuleKind::EsModule;
    case KindHint::Json:
      return ModuleKind::Json;
    case KindHint::Text:
      return ModuleKind::Text;
    case KindHint::Wasm:
      return ModuleKind::Wasm;
    case KindHint::Addon:
      return ModuleKind::Addon;
    case KindHint::Json5:
      return ModuleKind::Json5;
    case KindHint::Toml:
      return ModuleKind::Toml;
    case KindHint::Yaml:
      return ModuleKind::Yaml;
    case KindHint::CommonJs:
    case KindHint::BySyntax:
    case KindHint::BySyntaxOrWasm:
      break;
  }
  return ModuleKind::CommonJs;
}

bool isScript(KindHint hint) {
  ModuleKind kind = kindOfHint(hint);
  return kind == ModuleKind::EsModule || kind == ModuleKind::CommonJs;
}

/// Makes the bytes valid UTF-8 without a byte order mark; true if they are ASCII.
bool makeText(std::string& bytes) {
  if (isAscii(bytes)) return true;
  if (bytes.starts_with(kUtf8ByteOrderMark)) bytes.erase(0, kUtf8ByteOrderMark.size());
  if (!isValidUtf8(bytes)) bytes = toValidUtf8(bytes);
  return isAscii(bytes);
}

syntax::ScanGoal goalOf(KindHint hint) {
  if (hint == KindHint::EsModule) return syntax::ScanGoal::EsModule;
  return hint == KindHint::CommonJs ? syntax::ScanGoal::CommonJs : syntax::ScanGoal::Unknown;
}

}  // namespace

std::string_view Artifact::shownText() const {
  if (!origin.isInFile) return origin.written.empty() ? source.text() : std::string_view(origin.written);
  std::call_once(shownOnce_, [&] {
    if (auto bytes = readFile(source.path())) shown_ = std::move(*bytes);
  });
  return shown_;
}

LineColumn Artifact::placeOf(uint32_t offset) const {
  LineColumn at = source.lines().positionAt(offset);
  if (!origin.positions) return at;
  std::optional<OriginalPosition> original = origin.positions->find(at);
  return original ? original->at : at;
}

std::shared_ptr<const Artifact> makeArtifact(std::string path, std::string bytes, KindHint hint, Origin origin,
                                             std::optional<CacheTicket> ticket) {
  Hash128 hash = origin.hash ? *origin.hash : hash128(origin.written.empty() ? bytes : origin.written);
  if (hint == KindHint::BySyntaxOrWasm && isWasmBytes(bytes)) hint = KindHint::Wasm;
  ModuleKind kind = kindOfHint(hint);
  if (kind == ModuleKind::Wasm || kind == ModuleKind::Addon)
    return std::make_shared<Artifact>(std::move(path), std::move(bytes), hash, kind, syntax::ModuleScan(), false);
  bool ascii = makeText(bytes);
  syntax::ModuleScan scan;
  if (isScript(hint)) {
    scan = syntax::scanModule(bytes, goalOf(hint));
    scan.mentionsMocks = syntax::mentionsMocks(bytes);
    bool isDecided = hint == KindHint::EsModule || hint == KindHint::CommonJs;
    if (!isDecided && scan.looksLikeEsModule()) kind = ModuleKind::EsModule;
  }
  return std::make_shared<Artifact>(std::move(path), std::move(bytes), hash, kind, std::move(scan), ascii,
                                    std::move(origin), ticket);
}

bool looksBinary(std::string_view bytes) {
  return bytes.substr(0, 4096).find('\0') != std::string_view::npos;
}

}  // namespace weft::graph
