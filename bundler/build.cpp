#include "bundler/build.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <span>

#include "base/file.h"
#include "base/paths.h"
#include "bundler/chunks.h"
#include "bundler/emit.h"
#include "bundler/evaluation.h"
#include "bundler/file_names.h"
#include "bundler/fold_constants.h"
#include "bundler/link.h"
#include "bundler/metafile.h"
#include "bundler/names.h"
#include "bundler/page_build.h"
#include "bundler/public_files.h"
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
std::string stylePathOf(std::string_view path, const OutputOptions& output) {
  path.remove_suffix(paths::extname(path).size());
  return std::string(path) + output.cssExtension;
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
  /// `pagesFrom`: entries that follow are scripts of pages.
  bool add(const std::vector<std::string>& entries, const OutputOptions& output, size_t pagesFrom = SIZE_MAX) {
    auto kept = std::make_shared<Program>();
    programs_->push_back(kept);
    Modules& modules = kept->modules;
    modules = scanModules(resolver_, entries, options_.scan, pool_, log_);
    if (log_.hasErrors()) return false;
    findPageScripts(modules, pagesFrom);
    std::vector<std::string> asked = entries;
    if (!addSheetEntries(modules, output, asked, pagesFrom)) return false;
    if (modules.entries.empty()) return true;
    if (output.isSelfContained && !buildWorkers(modules)) return false;
    if (options_.scan.tree.minifySyntax) foldConstants(modules, options_.scan, pool_);
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
    names = nameAll(modules, linked, chunks,
                    {output.minifyIdentifiers, countExportVariables(linker, chunks, output.format)});
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
      if (!output.wantsMetafile) continue;
      metafile_.addOutput(modules, chunks, paths, i, (*emitted)[i], out_.files[index].contents.size());
      for (const Piece& piece : (*emitted)[i].pieces)
        out_.files[index].pieces.push_back({modules[piece.module].shownPath, piece.begin, piece.end});
    }
    if (!output.isSelfContained) addAssets(*emitted, files, output);
    for (const Module& module : modules.list)
      if (uint32_t chunk = chunks.chunkOf[module.id]; chunk != kNoChunk)
        scriptOf_.try_emplace(module.location.path, paths[chunk]);
    // What an entry imports of style sheets, now or later, is in one file beside it.
    for (uint32_t i = 0; i < modules.entries.size(); ++i) {
      ModuleId entry = modules.entries[i];
      auto chunk = static_cast<uint32_t>(std::ranges::find(chunks.list, entry, &Chunk::entry) - chunks.list.begin());
      std::vector<std::string> sheets = importedSheets(modules, entry);
      if (i >= pagesFrom) {
        BuiltScript& script = built_[asked[i]];
        script.path = paths[chunk];
        script.imports = loadedWith(chunk, *emitted, paths);
        if (!sheets.empty() && !addStyleOfPage(std::move(sheets), script, modules.sheets)) return false;
      } else if (!sheets.empty() && !addStyle(std::move(sheets), stylePathOf(paths[chunk], output), &modules.sheets)) {
        return false;
      }
    }
    if (output.isSelfContained && pagesFrom < asked.size()) takeScript(built_[asked[pagesFrom]]);
    return true;
  }

  /// The style sheets `entries` as one file, and what it names. False where they have faults.
  bool addStyle(std::vector<std::string> entries, const std::string& path, const GivenSheets* given = nullptr) {
    std::optional<StyleOutput> made = makeStyle(std::move(entries), path, options_.output.sourceMaps, given);
    if (!made) return false;
    addBeside(path, std::move(made->text), OutputKind::Style);
    if (!made->sourceMap.empty()) addBeside(path + ".map", std::move(made->sourceMap), OutputKind::SourceMap);
    return true;
  }

  /// Likewise, with a name of its own and a hash; its path.
  std::optional<std::string> addStyleWithHash(std::vector<std::string> entries, const GivenSheets* given = nullptr) {
    const OutputOptions& output = options_.output;
    std::string folder = folderInside(output.outbase, paths::dirname(entries.front()));
    std::string name(nameOfFile(entries.front()));
    auto pathFor = [&](std::string_view text) {
      return paths::join({output.outdir, fillPattern(output.assetNames, folder, name, ".css", text)});
    };
    bool isLinked = output.sourceMaps == SourceMaps::Linked;
    SourceMaps form = isLinked ? SourceMaps::External : output.sourceMaps;
    std::optional<StyleOutput> made = makeStyle(entries, pathFor(""), form, given);
    if (!made) return std::nullopt;
    std::string path = pathFor(made->text);
    if (paths::dirname(path) != paths::dirname(pathFor(""))) made = makeStyle(entries, path, form, given);
    if (!made) return std::nullopt;
    if (isLinked) made->text += "/*# sourceMappingURL=" + std::string(paths::basename(path)) + ".map */\n";
    addBeside(path, std::move(made->text), OutputKind::Style);
    if (!made->sourceMap.empty()) addBeside(path + ".map", std::move(made->sourceMap), OutputKind::SourceMap);
    return path;
  }

  std::optional<std::string> styleText(const std::string& path, const GivenSheets& given, const std::string& outfile) {
    std::optional<StyleOutput> made = makeStyle({path}, outfile, SourceMaps::None, &given);
    if (!made) return std::nullopt;
    return std::move(made->text);
  }

  std::string addAsset(Asset asset) {
    const OutputOptions& output = options_.output;
    std::string path = paths::join({output.outdir, assetPath(output, output.outbase, asset)});
    if (assets_.insert(path + "\n" + asset.path).second) addBeside(path, std::move(asset.bytes), OutputKind::Asset);
    return path;
  }

  void addBeside(std::string path, std::string text, OutputKind kind) {
    metafile_.addFile(path, text.size());
    out_.files.push_back({std::move(path), std::move(text), kind});
  }

  [[nodiscard]] const BuiltScripts& built() const { return built_; }
  [[nodiscard]] std::string scriptOf(const std::string& path) const {
    auto found = scriptOf_.find(path);
    return found == scriptOf_.end() ? std::string() : found->second;
  }

  Output take() {
    if (options_.output.wantsMetafile) out_.metafile = metafile_.json();
    out_.rest = std::move(programs_);
    return std::move(out_);
  }

 private:
  /// Entries that turn out to be style sheets are no programs; `names` and `pagesFrom` follow the entries.
  bool addSheetEntries(Modules& modules, const OutputOptions& output, std::vector<std::string>& names,
                       size_t& pagesFrom) {
    std::vector<ModuleId> programs;
    std::vector<std::string> kept;
    size_t pages = pagesFrom;
    for (size_t i = 0; i < modules.entries.size(); ++i) {
      const Module& module = modules[modules.entries[i]];
      if (!module.isSheet) {
        programs.push_back(modules.entries[i]);
        kept.push_back(names[i]);
        continue;
      }
      if (i < pagesFrom && pages != SIZE_MAX) --pages;
      std::string name = stylePathOf(paths::basename(module.location.path), output);
      std::string path = output.outfile.empty() ? paths::join({output.outdir, name}) : output.outfile;
      if (!addStyle({module.location.path}, path, &modules.sheets)) return false;
    }
    modules.entries = std::move(programs);
    names = std::move(kept);
    pagesFrom = pages;
    return true;
  }

  static void findPageScripts(Modules& modules, size_t pagesFrom) {
    for (size_t i = pagesFrom; i < modules.entries.size(); ++i) {
      ModuleId id = modules.entries[i];
      auto others = std::span(modules.entries).first(pagesFrom);
      if (std::ranges::find(others, id) == others.end()) modules.pageScripts.insert(id);
      // A page runs its scripts, whatever their package says.
      if (modules[id].location.suffix != kJoinedScripts) continue;
      for (const Request& request : modules[id].facts.requests)
        if (request.target != kNoModule) modules[request.target].hasSideEffects = true;
    }
  }

  /// Programs of workers that are data: URLs have to be whole.
  bool buildWorkers(Modules& modules) {
    for (Module& module : modules.list) {
      for (const AssetUrl& url : module.facts.assetUrls) {
        auto asset = module.assetUrls.find(url.node);
        if (!url.isWorker || asset == module.assetUrls.end()) continue;
        if (!openWorkers_.insert(asset->second.path).second) {
          log_.add({Severity::Error,
                    "worker-in-worker",
                    module.location.path,
                    url.range,
                    "A worker that starts itself cannot be in a single file",
                    {},
                    {}});
          return false;
        }
        Builder worker(resolver_, options_, pool_, log_);
        worker.openWorkers_ = openWorkers_;
        OutputOptions output = options_.output;
        output.format = Format::Iife;
        output.splits = output.wantsMetafile = false;
        output.globalName.clear();
        if (!worker.add({asset->second.path}, output)) return false;
        openWorkers_.erase(asset->second.path);
        asset->second.bytes = std::move(worker.out_.files.front().contents);
        asset->second.path = std::string(nameOfFile(asset->second.path)) + ".js";
      }
    }
    return true;
  }

  /// All scripts that a script imports, and that these import, in their order.
  static std::vector<std::string> loadedWith(uint32_t chunk, const std::vector<Emitted>& emitted,
                                             const std::vector<std::string>& paths) {
    std::vector<std::string> out;
    std::vector<bool> seen(emitted.size());
    std::vector<uint32_t> waiting = {chunk};
    seen[chunk] = true;
    for (size_t i = 0; i < waiting.size(); ++i) {
      if (i > 0) out.push_back(paths[waiting[i]]);
      for (uint32_t next : emitted[waiting[i]].imports) {
        if (!seen[next]) waiting.push_back(next);
        seen[next] = true;
      }
    }
    return out;
  }

  bool addStyleOfPage(std::vector<std::string> sheets, BuiltScript& script, const GivenSheets& given) {
    if (options_.output.isSelfContained) {
      std::optional<StyleOutput> made = makeStyle(std::move(sheets), script.path, SourceMaps::None, &given);
      if (made) script.sheetText = std::move(made->text);
      return made.has_value();
    }
    std::optional<std::string> path = addStyleWithHash(std::move(sheets), &given);
    if (path) script.sheet = std::move(*path);
    return path.has_value();
  }

  /// The script goes into the page, and is no file.
  void takeScript(BuiltScript& script) {
    auto file = std::ranges::find(out_.files, script.path, &OutputFile::path);
    if (file == out_.files.end()) return;
    script.text = std::move(file->contents);
    out_.files.erase(file);
  }

  std::optional<StyleOutput> makeStyle(std::vector<std::string> entries, const std::string& path, SourceMaps form,
                                       const GivenSheets* given) {
    StyleOptions style;
    style.entries = std::move(entries);
    style.workingDirectory = options_.scan.workingDirectory;
    style.externals = options_.scan.externals;
    style.browsers = options_.browsers;
    style.sourceMaps = form;
    style.maps = options_.output.maps;
    style.outfile = path;
    style.output = options_.output;
    style.base = options_.output.outbase;
    style.given = given;
    style.plugins = options_.scan.plugins;
    style.inputs = options_.scan.inputs;
    style.folders = options_.scan.folders;
    style.minifyWhitespace = options_.output.minifyWhitespace;
    style.minifySyntax = options_.output.minifySyntax;
    Log faults;
    std::optional<StyleOutput> made = buildStyleSheet(style, pool_, faults);
    for (Diagnostic fault : faults.diagnostics()) {
      // What stands in a page is shown there.
      if (size_t suffix = fault.path.rfind(kSheetInPage); given && suffix != std::string::npos)
        fault.path.resize(suffix);
      log_.add(std::move(fault));
    }
    if (!made) return std::nullopt;
    for (StyleAsset& asset : made->assets)
      if (assets_.insert(asset.path).second)
        addBeside(std::move(asset.path), std::move(asset.contents), OutputKind::Asset);
    return made;
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
      if (form == SourceMaps::Inline || form == SourceMaps::Both) text += syntax::inlineSourceMap(map);
      if (form == SourceMaps::Linked) text += sourceMapComment(path);
    }
    out_.files.push_back({path, std::move(text), kind});
    bool isFile = form == SourceMaps::Linked || form == SourceMaps::External || form == SourceMaps::Both;
    if (isFile) addBeside(path + ".map", std::move(map), OutputKind::SourceMap);
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

  graph::Resolver& resolver_;
  const BuildOptions& options_;
  ThreadPool* pool_;
  Log& log_;
  Metafile metafile_;
  std::shared_ptr<std::vector<std::shared_ptr<Program>>> programs_ =
      std::make_shared<std::vector<std::shared_ptr<Program>>>();
  Output out_;
  BuiltScripts built_;
  std::map<std::string, std::string> scriptOf_;  // by the module's path
  std::set<std::string> assets_;
  std::set<std::string> openWorkers_;
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

/// Files that pages have a use for are copied, unless it was said what they are.
void copyFilesOfPages(Loaders& loaders) {
  for (const char* extension :
       {".aac", ".avif", ".bmp", ".eot",  ".flac",        ".gif",  ".ico",  ".jfif", ".jpeg", ".jpg",
        ".m4a", ".mov",  ".mp3", ".mp4",  ".ogg",         ".opus", ".otf",  ".pdf",  ".png",  ".svg",
        ".ttf", ".vtt",  ".wav", ".webm", ".webmanifest", ".webp", ".woff", ".woff2"})
    loaders.try_emplace(extension, Loader::File);
}

/// Entries by what they are.
struct Entries {
  std::vector<std::string> pages;
  std::vector<std::string> sheets;
  std::vector<std::string> programs;
  std::vector<std::string> outputs;  // of programs: OutputOptions::entryOutputs
};

Entries sorted(const BuildOptions& options) {
  Entries out;
  for (size_t i = 0; i < options.entries.size(); ++i) {
    const std::string& entry = options.entries[i];
    bool isProgram = !isPagePath(entry) && !isStylePath(entry);
    (isProgram ? out.programs : isPagePath(entry) ? out.pages : out.sheets).push_back(entry);
    if (!isProgram) continue;
    bool isNamed = i < options.output.entryOutputs.size();
    out.outputs.push_back(isNamed ? options.output.entryOutputs[i] : std::string());
  }
  return out;
}

bool addSheets(Builder& builder, const std::vector<std::string>& sheets, const BuildOptions& options) {
  for (const std::string& entry : sheets) {
    bool isAlone = options.entries.size() == 1 && !options.output.outfile.empty();
    std::string path = options.output.outfile;
    if (!isAlone)
      path = stylePathOf(paths::join({options.output.outdir, std::string(paths::basename(entry))}), options.output);
    if (!builder.addStyle({entry}, path)) return false;
  }
  return true;
}

/// `pagesFrom`: of the programs, those that follow are scripts of pages.
bool addPrograms(Builder& builder, const std::vector<std::string>& programs, size_t pagesFrom, OutputOptions output) {
  if (output.splits || programs.size() <= 1)
    return programs.empty() || builder.add(programs, output, pagesFrom < programs.size() ? pagesFrom : SIZE_MAX);
  std::vector<std::string> outputs = std::move(output.entryOutputs);
  for (size_t i = 0; i < programs.size(); ++i) {
    output.entryOutputs.clear();
    if (i < outputs.size()) output.entryOutputs.push_back(outputs[i]);
    if (!builder.add({programs[i]}, output, i < pagesFrom ? SIZE_MAX : 0)) return false;
  }
  return true;
}

std::optional<Output> buildPages(graph::Resolver& resolver, BuildOptions options, const Entries& entries,
                                 ThreadPool* pool, Log& log) {
  OutputOptions& output = options.output;
  const std::string& workingDirectory = options.scan.workingDirectory;
  std::vector<std::string> files;
  for (const std::string& page : entries.pages) {
    std::string path = paths::resolve(workingDirectory, page);
    auto real = realPath(path);
    files.push_back(real ? *real : path);
  }
  PageFolders folders = pageFoldersOf(output.outbase.empty() ? commonFolder(files) : output.outbase, workingDirectory,
                                      options.publicFolder, log);
  for (const std::string& entry : entries.programs)
    if (auto location = resolver.resolveEntry(entry, workingDirectory)) files.push_back(location->path);
  if (output.outbase.empty()) output.outbase = commonFolder(files);
  if (output.isSelfContained) output.splits = false;
  options.scan.followsWorkers = output.splits;
  options.scan.folders = &folders;
  options.scan.webRoots = folders.roots;
  if (!folders.publicFolder.empty()) options.scan.webRoots.insert(options.scan.webRoots.begin(), folders.publicFolder);
  copyFilesOfPages(options.scan.loaders);
  output.entryOutputs = entries.outputs;
  PageBuild pages(options, folders, output.outbase, log);
  pages.read(entries.pages);
  if (log.hasErrors()) return std::nullopt;
  options.scan.texts = pages.givenTexts();
  Builder builder(resolver, options, pool, log);
  if (!addSheets(builder, entries.sheets, options)) return std::nullopt;
  std::vector<std::string> programs = entries.programs;
  programs.insert(programs.end(), pages.scripts().begin(), pages.scripts().end());
  if (!addPrograms(builder, programs, entries.programs.size(), output)) return std::nullopt;
  PageServices services;
  services.addSheet = [&](const std::string& path) { return builder.addStyleWithHash({path}).value_or(""); };
  services.sheetText = [&](const std::string& path, const GivenSheets& given, const std::string& outfile) {
    return builder.styleText(path, given, outfile);
  };
  services.addAsset = [&](Asset asset) { return builder.addAsset(std::move(asset)); };
  services.scriptOf = [&](const std::string& path) { return builder.scriptOf(path); };
  std::vector<OutputFile> written;
  if (!pages.write(builder.built(), services, written)) return std::nullopt;
  if (!folders.publicFolder.empty() && !output.isSelfContained) {
    for (const std::string& file : filesBelow(folders.publicFolder)) {
      auto bytes = readFile(folders.publicFolder + "/" + file);
      if (bytes)
        builder.addBeside(paths::join({output.outdir, file}), std::move(*bytes), OutputKind::Asset);
      else
        log.add({Severity::Error, "cannot-read", {}, {}, bytes.error().message(), {}, {}});
    }
  }
  // Pages come first.
  for (OutputFile& page : written) builder.addBeside(std::move(page.path), std::move(page.contents), OutputKind::Entry);
  Output out = builder.take();
  std::ranges::rotate(out.files, out.files.end() - static_cast<std::ptrdiff_t>(written.size()));
  return out;
}

std::optional<Output> buildPrograms(graph::Resolver& resolver, const BuildOptions& options, const Entries& entries,
                                    ThreadPool* pool, Log& log) {
  Builder builder(resolver, options, pool, log);
  if (!addSheets(builder, entries.sheets, options)) return std::nullopt;
  OutputOptions output = options.output;
  output.entryOutputs = entries.outputs;
  bool isApart = !output.splits && entries.programs.size() > 1;
  if (isApart && output.outbase.empty()) output.outbase = folderOf(resolver, options);
  if (!addPrograms(builder, entries.programs, entries.programs.size(), output)) return std::nullopt;
  return builder.take();
}

}  // namespace

std::optional<Output> build(graph::Resolver& resolver, const BuildOptions& options, ThreadPool* pool, Log& log) {
  Entries entries = sorted(options);
  std::optional<Output> out = entries.pages.empty() ? buildPrograms(resolver, options, entries, pool, log)
                                                    : buildPages(resolver, options, entries, pool, log);
  if (!out) return std::nullopt;
  refuseSameNames(out->files, log);
  if (log.hasErrors()) return std::nullopt;
  return out;
}

}  // namespace weft::bundler
