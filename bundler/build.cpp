#include "bundler/build.h"

#include <map>

#include "base/paths.h"
#include "bundler/chunks.h"
#include "bundler/emit.h"
#include "bundler/evaluation.h"
#include "bundler/file_names.h"
#include "bundler/link.h"
#include "bundler/names.h"
#include "bundler/scan.h"
#include "bundler/source_map.h"
#include "syntax/source_map_writer.h"

namespace weft::bundler {

namespace {

/// Only an ES module may wait at its top level.
void refuseTopLevelAwait(const Modules& modules, const Linked& linked, const Chunks& chunks, Format format, Log& log) {
  if (format == Format::EsModule) return;
  for (const Chunk& chunk : chunks.list) {
    for (ModuleId id : chunk.steps) {
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
}

/// The file, and its map if it has one of its own.
void addFile(std::vector<OutputFile>& files, const Modules& modules, std::string path, Emitted emitted,
             SourceMaps form) {
  std::string& text = emitted.text;
  std::string map;
  if (form != SourceMaps::None) {
    map = sourceMapOf(modules, text, emitted.pieces, path);
    if (form != SourceMaps::External && !text.empty() && !text.ends_with('\n')) text += '\n';
    if (form == SourceMaps::Inline) text += syntax::inlineSourceMap(map);
    if (form == SourceMaps::Linked) text += sourceMapComment(path);
  }
  files.push_back({path, std::move(text)});
  if (form == SourceMaps::Linked || form == SourceMaps::External) files.push_back({path + ".map", std::move(map)});
}

/// What is shared stands in one place: all entries go together, in a format that can import.
std::optional<std::vector<OutputFile>> buildTogether(graph::Resolver& resolver, const BuildOptions& options,
                                                     const std::vector<std::string>& entries, ThreadPool* pool,
                                                     Log& log) {
  const OutputOptions& output = options.output;
  Modules modules = scanModules(resolver, entries, options.scan, pool, log);
  if (log.hasErrors()) return std::nullopt;
  Linker linker(modules, log);
  Linked linked = linker.link({output.treeShaking});
  if (log.hasErrors()) return std::nullopt;
  Chunks chunks = divide(modules, linked, output.splits);
  planEvaluation(modules, linked, chunks, output.splits, log);
  refuseTopLevelAwait(modules, linked, chunks, output.format, log);
  if (log.hasErrors()) return std::nullopt;
  connect(modules, linker, linked, output.format == Format::EsModule, chunks);
  Names names = nameAll(modules, linked, chunks, output.minifyIdentifiers);
  FileNames files(modules, chunks, output);
  std::optional<std::vector<Emitted>> emitted = emit(modules, linker, linked, chunks, names, files, output, pool, log);
  if (!emitted) return std::nullopt;
  std::vector<std::string*> texts;
  for (Emitted& it : *emitted) texts.push_back(&it.text);
  files.putHashes(texts);
  std::vector<OutputFile> out;
  for (uint32_t i = 0; i < emitted->size(); ++i) {
    std::string path = output.outfile.empty() ? paths::resolve(output.outdir, files.pathOf(i)) : output.outfile;
    addFile(out, modules, std::move(path), std::move((*emitted)[i]), output.sourceMaps);
  }
  return out;
}

std::string folderOf(graph::Resolver& resolver, const BuildOptions& options) {
  std::vector<std::string> files;
  for (const std::string& entry : options.entries)
    if (auto location = resolver.resolveEntry(entry, options.scan.workingDirectory)) files.push_back(location->path);
  return commonFolder(files);
}

/// Two files of one name would be one.
void refuseSameNames(const std::vector<OutputFile>& files, Log& log) {
  std::map<std::string_view, const OutputFile*> seen;
  for (const OutputFile& file : files) {
    auto [known, isNew] = seen.try_emplace(file.path, &file);
    if (isNew || known->second->contents == file.contents) continue;
    log.add({Severity::Error,
             "same-output",
             {},
             {},
             "Two files of the output have the name " + file.path,
             {},
             "Tell them apart with [dir] or [hash] in --entry-names and --chunk-names"});
  }
}

}  // namespace

std::optional<std::vector<OutputFile>> build(graph::Resolver& resolver, const BuildOptions& options, ThreadPool* pool,
                                             Log& log) {
  std::vector<OutputFile> files;
  auto add = [&](const BuildOptions& part, const std::vector<std::string>& entries) {
    std::optional<std::vector<OutputFile>> made = buildTogether(resolver, part, entries, pool, log);
    if (made) files.insert(files.end(), std::make_move_iterator(made->begin()), std::make_move_iterator(made->end()));
  };
  if (options.output.splits || options.entries.size() == 1) {
    add(options, options.entries);
  } else {
    BuildOptions part = options;
    if (part.output.outbase.empty()) part.output.outbase = folderOf(resolver, options);
    for (const std::string& entry : options.entries) add(part, {entry});
  }
  if (!log.hasErrors()) refuseSameNames(files, log);
  if (log.hasErrors()) return std::nullopt;
  return files;
}

}  // namespace weft::bundler
