#include "graph/data_module.h"

#include "base/utf.h"

namespace weft::graph {

namespace {

ModuleError errorOf(const Log& log, const SourceText& source) {
  const Diagnostic& first = log.diagnostics().front();
  ModuleError error;
  error.code = ModuleErrorCode::InvalidDataFile;
  error.message = source.path() + ": " + first.message;
  error.path = source.path();
  error.place = source.lines().positionAt(first.range.begin);
  error.suggestion = first.suggestion;
  return error;
}

}  // namespace

ArtifactResult makeDataArtifact(std::string path, std::string bytes, data::DataFormat format) {
  Hash128 hash = hash128(bytes);
  if (bytes.starts_with(kUtf8ByteOrderMark)) bytes.erase(0, kUtf8ByteOrderMark.size());
  SourceText source(path, SourceText::Borrowed{bytes});
  Log log;
  std::optional<data::Document> document = data::parseData(format, source, log);
  if (!document) return fail(errorOf(log, source));
  auto shared = std::make_shared<const data::Document>(std::move(*document));
  bool ascii = isAscii(bytes);
  return std::make_shared<Artifact>(std::move(path), std::move(bytes), hash, kindOfData(format), syntax::ModuleScan(),
                                    ascii, Origin{}, std::nullopt, CompiledCode{}, std::move(shared));
}

}  // namespace weft::graph
