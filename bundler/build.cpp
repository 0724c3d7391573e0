#include "bundler/build.h"

#include "bundler/emit.h"
#include "bundler/link.h"
#include "bundler/names.h"
#include "bundler/scan.h"

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

}  // namespace

std::optional<std::string> build(graph::Resolver& resolver, const BuildOptions& options, ThreadPool* pool, Log& log) {
  Modules modules = scanModules(resolver, {options.entry}, options.scan, pool, log);
  if (log.hasErrors()) return std::nullopt;
  ModuleId entry = modules.entries[0];
  Linker linker(modules, log);
  Linked linked = linker.link(entry, options.output.treeShaking);
  refuseTopLevelAwait(modules, linked, options.output.format, log);
  if (log.hasErrors()) return std::nullopt;
  Names names = nameAll(modules, linked, options.output.minifyIdentifiers);
  return emit(modules, entry, linker, linked, names, options.output, log);
}

}  // namespace weft::bundler
