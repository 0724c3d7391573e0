#include "bundler/build.h"

#include <map>
#include <set>

#include "base/paths.h"
#include "bundler/chunks.h"
#include "bundler/emit.h"
#include "bundler/evaluation.h"
#include "bundler/file_names.h"
#include "bundler/link.h"
#include "bundler/metafile.h"
#include "bundler/names.h"
#include "bundler/scan.h"
#include "bundler/source_map.h"
#include "bundler/style_build.h"
#include "bundler/style_module.h"
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

/// "out/a.js" → "out/a.css"
std::string stylePathOf(std::string_view path) {
  path.remove_suffix(paths::extname(path).size());
  return std::string(path) + ".css";
}

struct Program {
  Modules modules;
  Linked linked;
  Names names;
};

/// One output, or several that know nothing of each other.
class Builder {
 public:
  Builder(graph::Resolver& resolver, const BuildOptions& options, ThreadPool* pool, Log& log)
      : resolver_(resolver), options_(options), pool_(pool), log_(log), metafile_(options.scan.workingDirectory) {}

  /// All entries go together: what they share stands in one place where the format can import. False for faults.
  bool add(const std::vector<std::string>& entries, const OutputOptions& output) {
    auto kept = std::make_shared<Program>();
    programs_->push_back(kept);
    Modules& modules = kept->modules;
    modules = scanModules(resolver_, entries, options_.scan, pool_, log_);
    if (log_.hasErrors()) return false;
    if (!addSheetEntries(modules, output)) return false;
    if (modules.entries.empty()) return true;
    Linker linker(modules, log_);
    Linked& linked = kept->linked;
    linked = linker.link({output.treeShaking});
    if (log_.hasErrors()) return false;
    Chunks chunks = divide(modules, linked, output.splits);
    planEvaluation(modules, linked, chunks, output.splits, log_);
    refuseTopLevelAwait(modules, linked, chunks, output.format, log_);
    if (log_.hasErrors()) return false;
    connect(modules, linker, linked, output.format == Format::EsModule, chunks);
    Names& names = kept->names;
    names = nameAll(modules, linked, chunks, output.minifyIdentifiers);
    FileNames files(modules, chunks, output);
    std::optional<std::vector<Emitted>> emitted =
        emit(modules, linker, linked, chunks, names, files, output, pool_, log_);
    if (!emitted) return false;
    std::vector<std::string*> texts;
    for (Emitted& it : *emitted) texts.push_back(&it.text);
    files.putHashes(texts);
    std::vector<std::string> paths;
    for (uint32_t i = 0; i < emitted->size(); ++i)
      paths.push_back(output.outfile.empty() ? paths::resolve(output.outdir, files.pathOf(i)) : output.outfile);
    if (output.wantsMetafile) metafile_.addModules(modules);
    for (uint32_t i = 0; i < emitted->size(); ++i) {
      size_t index = out_.files.size();
      bool isEntry = i < chunks.list.size() && chunks.list[i].isGiven;
      addFile(paths[i], (*emitted)[i], output, isEntry ? OutputKind::Entry : OutputKind::Chunk);
      if (output.wantsMetafile)
        metafile_.addOutput(modules, chunks, paths, i, (*emitted)[i], out_.files[index].contents.size());
    }
    addAssets(*emitted, files, output);
    // What an entry imports of style sheets, now or later, is in one file beside it.
    for (uint32_t i = 0; i < modules.entries.size(); ++i) {
      std::vector<std::string> sheets = importedSheets(modules, modules.entries[i]);
      if (!sheets.empty() && !addStyle(std::move(sheets), stylePathOf(paths[i]), &modules.sheets)) return false;
    }
    return true;
  }

  /// The style sheets `entries` as one file, and what it names. False where they have faults.
  bool addStyle(std::vector<std::string> entries, std::string path, const GivenSheets* given = nullptr) {
    StyleOptions style;
    style.entries = std::move(entries);
    style.workingDirectory = options_.scan.workingDirectory;
    style.externals = options_.scan.externals;
    style.browsers = options_.browsers;
    style.sourceMaps = options_.output.sourceMaps;
    style.outfile = std::move(path);
    style.minifyWhitespace = options_.output.minifyWhitespace;
    style.minifySyntax = options_.output.minifySyntax;
    style.given = given;
    style.plugins = options_.scan.plugins;
    style.inputs = options_.scan.inputs;
    std::optional<StyleOutput> made = buildStyleSheet(style, pool_, log_);
    if (!made) return false;
    addBeside(style.outfile, std::move(made->text), OutputKind::Style);
    if (!made->sourceMap.empty()) addBeside(style.outfile + ".map", std::move(made->sourceMap), OutputKind::SourceMap);
    for (StyleAsset& asset : made->assets)
      addBeside(std::move(asset.path), std::move(asset.contents), OutputKind::Asset);
    return true;
  }

  Output take() {
    if (options_.output.wantsMetafile) out_.metafile = metafile_.json();
    out_.rest = std::move(programs_);
    return std::move(out_);
  }

 private:
  /// Entries that turn out to be style sheets are no programs.
  bool addSheetEntries(Modules& modules, const OutputOptions& output) {
    std::vector<ModuleId> programs;
    for (ModuleId id : modules.entries) {
      const Module& module = modules[id];
      if (!module.isSheet) {
        programs.push_back(id);
        continue;
      }
      std::string name = stylePathOf(paths::basename(module.location.path));
      std::string path = output.outfile.empty() ? paths::join({output.outdir, name}) : output.outfile;
      if (!addStyle({module.location.path}, std::move(path), &modules.sheets)) return false;
    }
    modules.entries = std::move(programs);
    return true;
  }

  /// The file, and what stands beside it.
  void addFile(const std::string& path, Emitted& emitted, const OutputOptions& output, OutputKind kind) {
    std::string& text = emitted.text;
    SourceMaps form = output.sourceMaps;
    std::string map;
    if (!emitted.legal.empty() && output.legalComments == Legal::Linked)
      text.append(text.ends_with('\n') ? "" : "\n")
          .append("/*! For license information please see ")
          .append(paths::basename(path))
          .append(".LEGAL.txt */\n");
    if (form != SourceMaps::None) {
      map = sourceMapOf(text, emitted.pieces, path, output.maps);
      if (form != SourceMaps::External && !text.empty() && !text.ends_with('\n')) text += '\n';
      if (form == SourceMaps::Inline) text += syntax::inlineSourceMap(map);
      if (form == SourceMaps::Linked) text += sourceMapComment(path);
    }
    out_.files.push_back({path, std::move(text), kind});
    if (form == SourceMaps::Linked || form == SourceMaps::External)
      addBeside(path + ".map", std::move(map), OutputKind::SourceMap);
    if (!emitted.legal.empty()) addBeside(path + ".LEGAL.txt", std::move(emitted.legal), OutputKind::Legal);
  }

  void addAssets(const std::vector<Emitted>& emitted, const FileNames& names, const OutputOptions& output) {
    std::string folder = output.outfile.empty() ? output.outdir : std::string(paths::dirname(output.outfile));
    std::set<std::string> seen;
    for (const Emitted& it : emitted) {
      for (const Asset* asset : it.assets) {
        std::string path = paths::resolve(folder, names.pathOf(*asset));
        if (seen.insert(path + "\n" + asset->path).second) addBeside(std::move(path), asset->bytes, OutputKind::Asset);
      }
    }
  }

  void addBeside(std::string path, std::string text, OutputKind kind) {
    metafile_.addFile(path, text.size());
    out_.files.push_back({std::move(path), std::move(text), kind});
  }

  graph::Resolver& resolver_;
  const BuildOptions& options_;
  ThreadPool* pool_;
  Log& log_;
  Metafile metafile_;
  std::shared_ptr<std::vector<std::shared_ptr<Program>>> programs_ =
      std::make_shared<std::vector<std::shared_ptr<Program>>>();
  Output out_;
};

std::string folderOf(graph::Resolver& resolver, const BuildOptions& options) {
  std::vector<std::string> files;
  for (const std::string& entry : options.entries)
    if (auto location = resolver.resolveEntry(entry, options.scan.workingDirectory)) files.push_back(location->path);
  return commonFolder(files);
}

/// Two files of one name would be one; the same file twice is.
void refuseSameNames(std::vector<OutputFile>& files, Log& log) {
  std::map<std::string, size_t> seen;
  std::vector<OutputFile> kept;
  for (OutputFile& file : files) {
    auto [known, isNew] = seen.try_emplace(file.path, kept.size());
    if (isNew) {
      kept.push_back(std::move(file));
      continue;
    }
    if (kept[known->second].contents == file.contents) continue;
    log.add({Severity::Error,
             "same-output",
             {},
             {},
             "Two files of the output have the name " + file.path,
             {},
             "Tell them apart with [dir] or [hash] in --entry-names, --chunk-names and --asset-names"});
  }
  files = std::move(kept);
}

}  // namespace

std::optional<Output> build(graph::Resolver& resolver, const BuildOptions& options, ThreadPool* pool, Log& log) {
  Builder builder(resolver, options, pool, log);
  std::vector<std::string> programs;
  std::vector<std::string> outputs;  // of programs: OutputOptions::entryOutputs
  for (size_t i = 0; i < options.entries.size(); ++i) {
    const std::string& entry = options.entries[i];
    if (!isStylePath(entry)) {
      programs.push_back(entry);
      bool isNamed = i < options.output.entryOutputs.size();
      outputs.push_back(isNamed ? options.output.entryOutputs[i] : std::string());
      continue;
    }
    bool isAlone = options.entries.size() == 1 && !options.output.outfile.empty();
    std::string path =
        isAlone ? options.output.outfile : paths::join({options.output.outdir, std::string(paths::basename(entry))});
    if (!builder.addStyle({entry}, std::move(path))) return std::nullopt;
  }
  OutputOptions output = options.output;
  if (options.output.splits || programs.size() <= 1) {
    output.entryOutputs = std::move(outputs);
    if (!programs.empty() && !builder.add(programs, output)) return std::nullopt;
  } else {
    if (output.outbase.empty()) output.outbase = folderOf(resolver, options);
    for (size_t i = 0; i < programs.size(); ++i) {
      output.entryOutputs = {outputs[i]};
      if (!builder.add({programs[i]}, output)) return std::nullopt;
    }
  }
  Output out = builder.take();
  refuseSameNames(out.files, log);
  if (log.hasErrors()) return std::nullopt;
  return out;
}

}  // namespace weft::bundler
