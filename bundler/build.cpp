#include "bundler/build.h"

#include "base/paths.h"
#include "bundler/emit.h"
#include "bundler/link.h"
#include "bundler/names.h"
#include "bundler/scan.h"
#include "bundler/source_map.h"
#include "syntax/source_map_writer.h"

namespace weft::bundler {

namespace {

/// Only an ES module may wait at its top level.
void refuseTopLevelAwait(const Modules& modules, const Linked& linked, Format format, Log& log) {
  if (format == Format::EsModule) return;
  for (ModuleId id : linked.order) {
    if (!linked.modules[id].isAsync) continue;
    log.add({Severity::Error,
             "top-level-await",
             modules[id].location.path,
             {},
             "Top-level await needs --format esm",
             {},
             {}});
    return;
  }
}

void addSourceMap(Output& output, const Modules& modules, std::span<const Piece> pieces, const OutputOptions& options) {
  if (options.sourceMaps == SourceMaps::None) return;
  std::string map = sourceMapOf(modules, output.text, pieces, options.outfile);
  if (options.sourceMaps != SourceMaps::External && !output.text.empty() && !output.text.ends_with('\n'))
    output.text += '\n';
  if (options.sourceMaps == SourceMaps::Inline) {
    output.text += syntax::inlineSourceMap(map);
    return;
  }
  if (options.sourceMaps == SourceMaps::Linked) output.text += sourceMapComment(options.outfile);
  output.sourceMap = std::move(map);
}

}  // namespace

std::optional<Output> build(graph::Resolver& resolver, const BuildOptions& options, ThreadPool* pool, Log& log) {
  Modules modules = scanModules(resolver, {options.entry}, options.scan, pool, log);
  if (log.hasErrors()) return std::nullopt;
  ModuleId entry = modules.entries[0];
  Linker linker(modules, log);
  Linked linked = linker.link(entry, options.output.treeShaking);
  refuseTopLevelAwait(modules, linked, options.output.format, log);
  if (log.hasErrors()) return std::nullopt;
  Names names = nameAll(modules, linked, options.output.minifyIdentifiers);
  std::optional<Emitted> emitted = emit(modules, entry, linker, linked, names, options.output, pool, log);
  if (!emitted) return std::nullopt;
  Output output{std::move(emitted->text), {}};
  addSourceMap(output, modules, emitted->pieces, options.output);
  std::vector<std::string> sheets = importedSheets(modules, entry);
  if (sheets.empty()) return output;
  std::string_view outfile = options.output.outfile;
  outfile.remove_suffix(paths::extname(outfile).size());
  StyleOptions style = styleOptionsOf(options, std::string(outfile) + ".css");
  style.entries = std::move(sheets);
  output.style = buildStyleSheet(style, pool, log);
  if (!output.style) return std::nullopt;
  return output;
}

StyleOptions styleOptionsOf(const BuildOptions& options, std::string outfile) {
  StyleOptions out;
  out.workingDirectory = options.scan.workingDirectory;
  out.externals = options.scan.externals;
  out.browsers = options.browsers;
  out.sourceMaps = options.output.sourceMaps;
  out.outfile = std::move(outfile);
  out.minifyWhitespace = options.output.minifyWhitespace;
  out.minifySyntax = options.output.minifySyntax;
  return out;
}

}  // namespace weft::bundler
