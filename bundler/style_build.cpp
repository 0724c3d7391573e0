#include "bundler/style_build.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "base/file.h"
#include "base/paths.h"
#include "bundler/file_names.h"
#include "bundler/source_map.h"
#include "bundler/style_module.h"
#include "bundler/style_resolver.h"
#include "css/link.h"
#include "css/parser.h"
#include "css/process.h"
#include "css/value_edits.h"
#include "syntax/source_map_writer.h"

namespace weft::bundler {

namespace {

/// A sheet read and made ready, with where its imports lead; they are given their numbers later.
struct ReadSheet {
  css::File file;
  std::vector<StyleTarget> targets;  // by css::File::imports
  Log log;
};

struct Job {
  std::string path;
};

class StyleBuild {
 public:
  StyleBuild(const StyleOptions& options, Log& log) : options_(options), resolver_(options.externals), log_(log) {}

  std::optional<StyleOutput> run(ThreadPool* pool) {
    std::vector<std::string> entries;
    for (const std::string& entry : options_.entries) {
      if (givenOf(entry)) {
        entries.push_back(entry);
        continue;
      }
      std::string path = paths::resolve(options_.workingDirectory, entry);
      auto real = realPath(path);
      entries.push_back(real ? *real : path);
    }
    readAll(entries, pool);
    std::vector<css::FileId> ids = number(entries);
    if (log_.hasErrors()) return std::nullopt;
    StyleOutput out;
    for (const css::File& file : files_) out.files.push_back(file.path);
    std::vector<std::string> addresses = referTo(out);
    if (log_.hasErrors()) return std::nullopt;
    bool wantsMap = options_.sourceMaps != SourceMaps::None;
    css::Linked linked = css::link(files_, ids, {options_.minifyWhitespace, wantsMap, &addresses});
    out.text = std::move(linked.text);
    if (wantsMap) addMap(out, linked);
    return out;
  }

 private:
  void readAll(const std::vector<std::string>& entries, ThreadPool* pool) {
    constexpr size_t kParallelFrom = 4;
    Worklist<Job, ReadSheet> list(pool, kParallelFrom, [this](Job& job) { return read(job.path); });
    for (const std::string& entry : entries)
      if (found_.try_emplace(entry).second) list.push({entry});
    list.drain([&](Job&& job, ReadSheet&& sheet) {
      for (const StyleTarget& target : sheet.targets) {
        if (target.kind != StyleTarget::Kind::File || !found_.try_emplace(target.path).second) continue;
        list.push({target.path});
      }
      found_[job.path] = std::move(sheet);
    });
  }

  ReadSheet read(const std::string& path) {
    ReadSheet out;
    out.file.path = path;
    out.file.shownPath = paths::isAbsolute(path) ? paths::relative(options_.workingDirectory, path) : path;
    const GivenSheet* given = givenOf(path);
    std::optional<GivenSheet> loaded;
    if (!given) loaded = askFor(path, out.log);
    if (loaded) given = &*loaded;
    if (options_.inputs && !givenOf(path)) options_.inputs->add(path);
    if (size_t suffix = out.file.shownPath.rfind(kSheetInPage); givenOf(path) && suffix != std::string::npos)
      out.file.shownPath.resize(suffix);
    Result<std::string, SysError> text = given ? given->text : readFile(path);
    if (!text) {
      out.log.add({Severity::Error, "cannot-read", path, {}, text.error().message(), {}, {}});
      text = std::string();
    }
    out.file.source = std::make_unique<SourceText>(path, std::move(*text));
    out.file.sheet = std::make_unique<css::Sheet>(*out.file.source);
    if (!css::parse(*out.file.sheet, out.log)) return out;
    css::findImports(out.file, out.log);
    if (given ? given->isLocal : isStyleModulePath(path)) scope(out, given);
    if (!css::process(*out.file.sheet, {options_.browsers, options_.minifySyntax}, out.log)) return out;
    css::findReferences(out.file);
    for (const css::Import& import : out.file.imports) {
      const std::string from = folderOf(path, given) + "/sheet";
      StyleTarget target = resolve(import.address, path, from, RequestOrigin::ImportRule, out.log);
      if (target.kind == StyleTarget::Kind::Missing)
        out.log.add({Severity::Error, "cannot-resolve", path, import.range, target.message, {}, target.suggestion});
      out.targets.push_back(std::move(target));
    }
    return out;
  }

  [[nodiscard]] const GivenSheet* givenOf(const std::string& path) const {
    if (!options_.given) return nullptr;
    auto found = options_.given->find(path);
    return found == options_.given->end() ? nullptr : &found->second;
  }

  static std::string folderOf(const std::string& path, const GivenSheet* given) {
    return given && !given->resolveDir.empty() ? given->resolveDir : std::string(paths::dirname(path));
  }

  /// What a plugin has in place of a sheet's file.
  std::optional<GivenSheet> askFor(const std::string& path, Log& log) {
    if (!options_.plugins || !options_.plugins->loads({path})) return std::nullopt;
    LoadAnswer answer = loadNow(*options_.plugins, {{path}, {}});
    for (Diagnostic& message : answer.messages) log.add(std::move(message));
    if (answer.kind != LoadAnswer::Kind::Contents) return std::nullopt;
    bool isLocal = answer.loader == Loader::LocalCss || (answer.loader != Loader::GlobalCss && isStyleModulePath(path));
    return GivenSheet{std::move(answer.contents), isLocal, std::move(answer.resolveDir)};
  }

  /// Where plugins lead an address of a sheet, or where it leads by itself. `from`: a path in the folder that it is
  /// relative to.
  StyleTarget resolve(const std::string& address, const std::string& sheet, const std::string& from,
                      RequestOrigin origin, Log& log) {
    bool isSheet = origin == RequestOrigin::ImportRule;
    auto byItself = [&] {
      return isSheet ? resolver_.resolveSheet(address, from) : resolver_.resolveAsset(address, from);
    };
    if (!options_.plugins) return byItself();
    ResolveQuestion question{address, {sheet}, std::string(paths::dirname(from)), origin};
    if (!options_.plugins->resolves(question)) return byItself();
    ResolveAnswer answer = resolveNow(*options_.plugins, std::move(question));
    for (Diagnostic& message : answer.messages) log.add(std::move(message));
    switch (answer.kind) {
      case ResolveAnswer::Kind::Pass:
        return byItself();
      case ResolveAnswer::Kind::Module:
        return {StyleTarget::Kind::File, answer.place.shown(), answer.suffix};
      case ResolveAnswer::Kind::External:
        return {StyleTarget::Kind::External, answer.place.path.empty() ? address : answer.place.path};
      case ResolveAnswer::Kind::Failed:
        break;
    }
    return {StyleTarget::Kind::External, address};  // the fault is told
  }

  /// What is composed from another sheet comes after it.
  void scope(ReadSheet& out, const GivenSheet* given) {
    css::ModuleNames names =
        css::scopeNames(out.file, styleModuleOptions(out.file.path, given, options_.workingDirectory), out.log);
    for (css::ComposedFile& it : names.imports) out.file.imports.push_back({std::move(it.address), it.range, {}});
  }

  /// Breadth first from the entries, in the order of imports, so that nothing depends on timing.
  std::vector<css::FileId> number(const std::vector<std::string>& entries) {
    std::unordered_map<std::string, css::FileId> ids;
    std::vector<std::string> order;
    auto meet = [&](const std::string& path) {
      auto [known, isNew] = ids.try_emplace(path, static_cast<css::FileId>(ids.size()));
      if (isNew) order.push_back(path);
      return known->second;
    };
    std::vector<css::FileId> out;
    for (const std::string& entry : entries) out.push_back(meet(entry));
    for (size_t i = 0; i < order.size(); ++i) {
      ReadSheet& sheet = found_[order[i]];
      for (const Diagnostic& diagnostic : sheet.log.diagnostics()) log_.add(diagnostic);
      for (size_t k = 0; k < sheet.targets.size(); ++k) {
        const StyleTarget& target = sheet.targets[k];
        if (target.kind == StyleTarget::Kind::File) sheet.file.imports[k].target = meet(target.path);
        if (target.kind == StyleTarget::Kind::External) sheet.file.imports[k].external = target.path;
      }
    }
    for (const std::string& path : order) files_.push_back(std::move(found_[path].file));
    return out;
  }

  /// What url() names: files get names beside the output. The addresses by number.
  std::vector<std::string> referTo(StyleOutput& out) {
    std::vector<std::string> addresses;
    std::unordered_map<std::string, std::string> known;  // by path
    for (css::File& file : files_) {
      for (css::Reference& reference : file.references) {
        const std::string from = folderOf(file.path, givenOf(file.path)) + "/sheet";
        StyleTarget target = resolve(reference.address, file.path, from, RequestOrigin::UrlToken, log_);
        std::string address;
        if (target.kind == StyleTarget::Kind::External) address = seekInFolders(reference.address, target);
        if (!address.empty()) {
          refer(reference, file, addresses, std::move(address));
          continue;
        }
        if (target.kind == StyleTarget::Kind::External) continue;
        if (target.kind == StyleTarget::Kind::Missing) {
          log_.add(
              {Severity::Error, "cannot-resolve", file.path, reference.range, target.message, {}, target.suggestion});
          continue;
        }
        auto [entry, isNew] = known.try_emplace(target.path);
        if (isNew) entry->second = addAsset(target.path, reference, file, out);
        refer(reference, file, addresses, entry->second + target.suffix);
      }
    }
    return addresses;
  }

  static void refer(const css::Reference& reference, css::File& file, std::vector<std::string>& addresses,
                    std::string address) {
    css::Value& value = *reference.value;
    value.kind = css::ValueKind::Url;
    value.flags |= css::Value::IsReference;
    value.text = file.sheet->pool.copy(std::to_string(addresses.size()));
    addresses.push_back(std::move(address));
  }

  /// "/x.png" of a build with pages: a file of their root, which `target` is then, or the address of one of the public
  /// folder. Otherwise empty.
  std::string seekInFolders(const std::string& address, StyleTarget& target) const {
    if (!options_.folders || !address.starts_with('/')) return {};
    PageTarget found = PageResolver(*options_.folders, options_.externals).resolve(address, {});
    bool isPublic = found.kind == PageTarget::Kind::Public;
    if (isPublic && !options_.output.isSelfContained) return addressOf(found.path) + found.suffix;
    if (isPublic) found.path = options_.folders->publicFolder + "/" + found.path;
    if (!isPublic && found.kind != PageTarget::Kind::File) return {};
    target = {StyleTarget::Kind::File, std::move(found.path), std::move(found.suffix)};
    return {};
  }

  [[nodiscard]] std::string folder() const {
    return options_.output.outdir.empty() ? std::string(paths::dirname(options_.outfile)) : options_.output.outdir;
  }

  /// Of a file of the output, from its folder.
  [[nodiscard]] std::string addressOf(const std::string& path) const {
    return addressFrom(options_.output, paths::relative(folder(), paths::dirname(options_.outfile)), path);
  }

  std::string addAsset(const std::string& path, const css::Reference& reference, const css::File& file,
                       StyleOutput& out) {
    if (options_.urlOf) {
      out.files.push_back(path);
      return options_.urlOf(path);
    }
    if (options_.inputs) options_.inputs->add(path);
    auto contents = readFile(path);
    if (!contents) {
      log_.add({Severity::Error, "cannot-read", file.path, reference.range, contents.error().message(), {}, {}});
      return {};
    }
    Asset asset{path, std::move(*contents)};
    if (options_.output.isSelfContained) return dataUrlOf(asset);
    std::string name = assetPath(options_.output, options_.base, asset);
    std::string place = paths::join({folder(), name});
    bool isNew = std::ranges::none_of(out.assets, [&](const StyleAsset& it) { return it.path == place; });
    if (isNew) out.assets.push_back({std::move(place), std::move(asset.bytes)});
    return addressOf(name);
  }

  void addMap(StyleOutput& out, css::Linked& linked) {
    const MapOptions& options = options_.maps;
    std::map<css::FileId, ModuleMapper> mappers;
    std::vector<Piece> pieces;
    std::string_view text = out.text;
    for (const css::Piece& piece : linked.pieces) {
      const SourceText* source = files_[piece.file].source.get();
      auto [known, isNew] =
          mappers.try_emplace(piece.file, MapSource{source, nullptr, mapUrlOf(source->text())}, options);
      MapPart part = known->second.partOf(text.substr(piece.begin, piece.end - piece.begin), piece.mappings);
      pieces.push_back({piece.file, piece.begin, piece.end, std::move(part)});
    }
    for (Piece& piece : pieces) {
      auto mapper = mappers.find(piece.module);
      if (mapper != mappers.end()) piece.files = mapper->second.takeFiles();
      mappers.erase(piece.module);
    }
    std::string map = sourceMapOf(text, pieces, options_.outfile, options);
    if (options_.sourceMaps == SourceMaps::Inline || options_.sourceMaps == SourceMaps::Both) {
      std::string comment = syntax::inlineSourceMap(map);
      asCssComment(comment);
      out.text += comment;
      if (options_.sourceMaps == SourceMaps::Inline) return;
    }
    if (options_.sourceMaps == SourceMaps::Linked) {
      std::string comment = sourceMapComment(options_.outfile);
      asCssComment(comment);
      out.text += comment;
    }
    out.sourceMap = std::move(map);
  }

  /// `//# x` and a line's end → `/*# x */`
  static void asCssComment(std::string& comment) {
    comment.replace(0, 3, "/*#");
    comment.insert(comment.size() - 1, " */");
  }

  /// `/*# sourceMappingURL=url */` where the file ends.
  static std::string_view mapUrlOf(std::string_view text) {
    constexpr std::string_view kMark = "/*# sourceMappingURL=";
    size_t at = text.rfind(kMark);
    if (at == text.npos) return {};
    std::string_view rest = text.substr(at + kMark.size());
    size_t end = rest.find("*/");
    if (end == rest.npos || rest.find_first_not_of(" \t\r\n", end + 2) != rest.npos) return {};
    rest = rest.substr(0, end);
    while (rest.ends_with(' ')) rest.remove_suffix(1);
    return rest;
  }

  const StyleOptions& options_;
  StyleResolver resolver_;
  Log& log_;
  std::unordered_map<std::string, ReadSheet> found_;
  std::vector<css::File> files_;
};

}  // namespace

std::optional<StyleOutput> buildStyleSheet(const StyleOptions& options, ThreadPool* pool, Log& log) {
  return StyleBuild(options, log).run(pool);
}

std::vector<std::string> importedSheets(const Modules& modules, ModuleId entry) {
  struct Visit {
    ModuleId id;
    size_t next = 0;
  };
  std::vector<std::string> out;
  std::vector<bool> seen(modules.size());
  std::vector<ModuleId> later;  // of import(), after what is imported at once
  auto walk = [&](ModuleId from) {
    if (seen[from]) return;
    seen[from] = true;
    std::vector<Visit> path = {{from}};
    while (!path.empty()) {
      Visit& visit = path.back();
      const Module& module = modules[visit.id];
      if (visit.next == module.facts.requests.size()) {
        if (module.isSheet) out.push_back(module.location.path);
        path.pop_back();
        continue;
      }
      const Request& request = module.facts.requests[visit.next++];
      if (request.target == kNoModule || seen[request.target]) continue;
      if (!request.isStatic() && request.kind != syntax::RequestKind::Require) {
        later.push_back(request.target);
        continue;
      }
      seen[request.target] = true;
      path.push_back({request.target});
    }
  };
  walk(entry);
  for (size_t i = 0; i < later.size(); ++i) walk(later[i]);
  return out;
}

}  // namespace weft::bundler
