#include "bundler/emit.h"

#include <algorithm>
#include <set>
#include <utility>

#include "bundler/identifiers.h"
#include "bundler/print_modules.h"
#include "graph/json.h"
#include "syntax/printer.h"

namespace weft::bundler {

namespace {

std::string quoted(std::string_view text) {
  std::string out;
  graph::appendJsonString(out, text);
  return out;
}

/// What is exported of a view or of another module, and is no variable there.
bool needsVariable(const Target& target) {
  bool isVariable = target.kind == Target::Kind::Symbol || target.kind == Target::Kind::Namespace;
  return !isVariable && target.name != kNamespaceName;
}

/// What the texts of all files are made from.
struct Sources {
  Modules& modules;
  Linker& linker;
  const Linked& linked;
  const Chunks& chunks;
  const Names& names;
  const FileNames& files;
  const OutputOptions& options;
  std::vector<Code> codes;            // by ModuleId
  std::vector<bool> isNamespaceUsed;  // by ModuleId
};

using PreludeSet = std::array<bool, kPreludeCount>;

bool isEmpty(const PreludeSet& set) {
  return std::ranges::none_of(set, [](bool it) { return it; });
}

/// Minified where the output is.
std::string preludeText(const PreludeSet& used, const Names& names, const OutputOptions& options) {
  std::string source = preludeSource(used, names.prelude);
  if (!options.minifyWhitespace || source.empty()) return source;
  syntax::TransformOptions minify;
  minify.print.minifyWhitespace = minify.minifySyntax = minify.minifyIdentifiers = true;
  minify.parse.goal = syntax::SourceGoal::Script;
  Log log;
  auto result = syntax::transform(SourceText("prelude.js", source), minify, log);
  return result ? std::move(result->code) : source;
}

/// One file.
class Emitter {
 public:
  Emitter(Sources& sources, uint32_t index)
      : modules_(sources.modules),
        linker_(sources.linker),
        linked_(sources.linked),
        chunks_(sources.chunks),
        chunk_(sources.chunks.list[index]),
        names_(sources.names),
        files_(sources.files),
        options_(sources.options),
        codes_(sources.codes),
        isNamespaceUsed_(sources.isNamespaceUsed),
        index_(index),
        entry_(chunk_.entry) {}

  /// Its modules, and what it exports.
  void write() {
    keepHashbang();
    for (ModuleId id : chunk_.modules) {
      const Code& code = codes_[id];
      for (size_t i = 0; i < kPreludeCount; ++i) used_[i] |= code.usedPrelude[i];
      usesImportMeta_ |= code.usesImportMeta;
      assets_.insert(assets_.end(), code.assets.begin(), code.assets.end());
    }
    for (ModuleId id : chunk_.modules)
      if (linked_.modules[id].wrap != Wrap::None) wrapped(id);
    for (ModuleId id : chunk_.modules)
      if (linked_.modules[id].wrap == Wrap::None) namespaceOf(id);
    for (ModuleId id : chunk_.steps) evaluated(id);
    exports();
    head_ = externals();
  }

  [[nodiscard]] const PreludeSet& used() const { return used_; }

  /// `prelude`: the functions that it calls, or the file that they are in.
  Emitted assembled(uint32_t preludeChunk) {
    std::string around = surroundings();
    if (options_.platform == Platform::Browser && usesImportMeta_)
      around += "var " + names_.importMeta +
                " = { url: globalThis.document?.currentScript?.src ?? globalThis.location?.href };\n";
    std::string out = std::move(hashbang_);
    addLines(out, options_.banner);
    if (options_.format == Format::Iife)
      out += options_.globalName.empty() ? "(() => {\n" : "var " + options_.globalName + " = (() => {\n";
    out += imports(preludeChunk) + around + head_;
    if (preludeChunk == index_) out += preludeText(used_, names_, options_);
    for (Piece& piece : pieces_) {
      piece.begin += out.size();
      piece.end += out.size();
    }
    out += text_;
    if (options_.format == Format::Iife) out += "})();\n";
    std::string legal = legalComments();
    if (options_.legalComments == Legal::EndOfFile) addLines(out, std::exchange(legal, {}));
    addLines(out, options_.footer);
    if (preludeChunk != index_ && !isEmpty(used_)) imported_.insert(imported_.begin(), preludeChunk);
    return {std::move(out),       std::move(pieces_), std::move(legal), std::move(exports_),
            std::move(imported_), std::move(assets_), std::move(bytes_)};
  }

 private:
  void keepHashbang() {
    if (!chunk_.isGiven || !modules_[entry_].tree) return;
    const syntax::Tree& tree = *modules_[entry_].tree;
    if (tree.source.text().starts_with("#!"))
      hashbang_.append(tree.source.text().substr(0, tree.source.text().find('\n'))).append("\n");
  }

  static void addLines(std::string& out, const std::string& lines) {
    if (lines.empty()) return;
    if (!out.empty() && !out.ends_with('\n')) out += '\n';
    out += lines;
    if (!lines.ends_with('\n')) out += '\n';
  }

  /// Of all its modules, each once.
  std::string legalComments() const {
    std::string out;
    if (options_.legalComments == Legal::Inline || options_.legalComments == Legal::None) return out;
    std::set<std::string_view> seen;
    for (ModuleId id : chunk_.modules) {
      if (!modules_[id].tree) continue;
      const syntax::Ast& ast = modules_[id].tree->ast;
      for (const syntax::KeptComment& comment : ast.comments) {
        if (!comment.isLegal) continue;
        std::string_view text = ast.slice(comment.range.begin, comment.range.end);
        if (seen.insert(text).second) out.append(text).append("\n");
      }
    }
    return out;
  }

  // --- What it takes from other files.

  std::string imports(uint32_t preludeChunk) {
    std::string out;
    if (preludeChunk != index_ && !isEmpty(used_)) {
      std::vector<std::string> list;
      for (size_t i = 0; i < kPreludeCount; ++i)
        if (used_[i]) list.push_back(names_.prelude[i]);
      out += importLine(list, preludeChunk);
    }
    for (uint32_t from : chunk_.imports) {
      std::vector<std::string> list;
      for (const Reference& it : chunk_.takes)
        if (chunks_.chunkOf[it.module] == from) list.push_back(names_.of(it));
      out += importLine(list, from);
      imported_.push_back(from);
    }
    return out;
  }

  std::string importLine(const std::vector<std::string>& list, uint32_t from) {
    std::string out = "import ";
    if (!list.empty()) out += "{ " + joined(list) + " } from ";
    out += quoted(files_.specifier(index_, from)) + ";\n";
    return options_.minifyWhitespace ? shortened(out) : out;
  }

  static std::string joined(const std::vector<std::string>& list) {
    std::string out;
    for (const std::string& name : list) out += (out.empty() ? "" : ", ") + name;
    return out;
  }

  // --- Modules.

  void place(Printed printed) {
    size_t begin = text_.size();
    text_ += printed.text;
    if (!printed.text.empty()) bytes_[printed.module] += printed.text.size();
    if (printed.map.firstPlace || (options_.wantsMetafile && !printed.text.empty()))
      pieces_.push_back({printed.module, begin, text_.size(), std::move(printed.map), std::move(printed.files)});
  }

  void heading(const Module& module) {
    if (!options_.minifyWhitespace && options_.showsPaths) text_ += "// " + module.shownPath + "\n";
  }

  void line(std::string_view text) { glue(std::string(text) + "\n"); }

  void glue(std::string_view text) { text_ += options_.minifyWhitespace ? shortened(text) : std::string(text); }

  /// Code that the linker writes itself, without blanks that do not keep two words apart.
  static std::string shortened(std::string_view text) {
    std::string out;
    bool isQuoted = false;
    for (size_t i = 0; i < text.size(); ++i) {
      char byte = text[i];
      if (byte == '"') isQuoted = !isQuoted;
      if (isQuoted && byte == '\\') {
        out += byte;
        out += text[++i];
        continue;
      }
      bool isBlank = !isQuoted && (byte == ' ' || byte == '\n');
      bool isBetweenWords = i > 0 && i + 1 < text.size() && isWordByte(text[i - 1]) && isWordByte(text[i + 1]);
      if (!isBlank || (isBetweenWords && byte == ' ')) out += byte;
    }
    return out;
  }

  const std::string& use(Prelude function) {
    used_[static_cast<size_t>(function)] = true;
    return names_.of(function);
  }

  void wrapped(ModuleId id) {
    Module& module = modules_[id];
    const LinkedModule& linked = linked_.modules[id];
    const ModuleNames& names = names_.modules[id];
    heading(module);
    if (linked.wrap == Wrap::Lazy) return lazy(module, linked, names);
    if (!module.tree) {
      glue("var " + names.require + " = " + use(Prelude::CommonJs) + "((exports, module) => {\nmodule.exports = ");
      std::string value = module.asset ? quoted(files_.specifier(index_, *module.asset)) : module.valueText;
      if (module.asset) assets_.push_back(module.asset.get());
      text_ += value;
      bytes_[id] += value.size();
    } else {
      glue("var " + names.require + " = " + use(Prelude::CommonJs) + "(function (" + codes_[id].parameters + ") {\n");
      place(std::move(codes_[id].body));
    }
    line("});");
    if (!linked.needsView) return;
    line("var " + names.view + ", " + names.init + " = " + use(Prelude::Lazy) + "(() => {\n" + names.view + " = " +
         use(Prelude::View) + "(" + names.require + "(), " + viewNames(id) + ");\n});");
  }

  std::string viewNames(ModuleId id) {
    std::string out = "[";
    for (const std::string& name : linker_.namesOf(id)) {
      if (out.size() > 1) out += ", ";
      out += quoted(name);
    }
    return out + "]";
  }

  void lazy(Module& module, const LinkedModule& linked, const ModuleNames& names) {
    Code& code = codes_[module.id];
    namespaceOf(module.id);
    if (!code.variables.empty()) {
      std::string list;
      for (const std::string& variable : code.variables) list += (list.empty() ? "var " : ", ") + variable;
      line(list + ";");
    }
    place(std::move(code.hoisted));
    if (linked.isAsync) {
      lazyAsync(module, std::move(code.body), names);
      return;
    }
    line("var " + names.init + " = " + use(Prelude::Lazy) + "(() => {");
    for (ModuleId id : linked.dependencies)
      if (linked_.modules[id].wrap != Wrap::None) evaluateWrapped(id);
    place(std::move(code.body));
    line("});");
  }

  void lazyAsync(const Module& module, Printed body, const ModuleNames& names) {
    bool awaits = module.facts.hasTopLevelAwait;
    line("var " + names.init + " = " + use(Prelude::LazyAsync) + (awaits ? "(async () => {" : "(() => {"));
    place(std::move(body));
    std::string needed;
    for (ModuleId id : linked_.modules[module.id].dependencies)
      if (linked_.modules[id].wrap != Wrap::None) needed += (needed.empty() ? "" : ", ") + evaluator(id);
    line("}, () => [" + needed + (awaits ? "], true);" : "]);"));
  }

  /// The function that evaluates a wrapped module.
  const std::string& evaluator(ModuleId id) const {
    bool isItself = linked_.modules[id].wrap == Wrap::CommonJs && !linked_.modules[id].needsView;
    return isItself ? names_.modules[id].require : names_.modules[id].init;
  }

  void evaluateWrapped(ModuleId id) {
    const LinkedModule& linked = linked_.modules[id];
    line((linked.wrap == Wrap::Lazy && linked.isAsync ? "await " : "") + evaluator(id) + "();");
  }

  void evaluated(ModuleId id) {
    if (linked_.modules[id].wrap != Wrap::None) return evaluateWrapped(id);
    Module& module = modules_[id];
    Code& code = codes_[id];
    if (code.body.text.empty()) return;
    heading(module);
    place(std::move(code.body));
  }

  // --- Namespace objects and what names stand for.

  std::string valueOf(const Target& target) {
    auto named = [&](const std::string& object) {
      if (target.name == kNamespaceName) return object;
      return isIdentifierName(target.name) ? object + "." + target.name : object + "[" + quoted(target.name) + "]";
    };
    switch (target.kind) {
      case Target::Kind::Symbol:
        return names_.modules[target.module].symbols[target.symbol];
      case Target::Kind::Namespace:
        return names_.modules[target.module].exports;
      case Target::Kind::View:
        return named(names_.modules[target.module].view);
      case Target::Kind::External:
        return named(names_.externals.at(target.external));
      default:
        return "undefined";
    }
  }

  void namespaceOf(ModuleId id) {
    if (!linked_.modules[id].needsNamespace || !isNamespaceUsed_[id]) return;
    std::string out = "var " + names_.modules[id].exports + " = " + use(Prelude::Namespace) + "({";
    bool isFirst = true;
    for (const std::string& name : linker_.namesOf(id)) {
      out += isFirst ? " " : ", ";
      isFirst = false;
      out += name == "__proto__" ? "[\"__proto__\"]" : isIdentifierName(name) ? name : quoted(name);
      out += ": () => " + valueOf(linker_.resolveExport(id, name));
    }
    line(out + (isFirst ? "});" : " });"));
  }

  // --- The ends of the output.

  void exports() {
    if (entry_ == kNoModule) return exportNames();
    const Module& entry = modules_[entry_];
    bool isCommonJs = !entry.isEsModule();
    switch (options_.format) {
      case Format::EsModule:
        return exportNames();
      case Format::CommonJs:
        if (isCommonJs)
          line("module.exports = " + names_.modules[entry_].require + "();");
        else if (!linker_.namesOf(entry_).empty())
          exportNamespace();
        return;
      case Format::Iife:
        if (options_.globalName.empty()) return;
        line("return " + (isCommonJs ? names_.modules[entry_].require + "()" : names_.modules[entry_].exports) + ";");
        return;
    }
  }

  void exportNames() {
    std::vector<std::string> list;
    for (const Reference& it : chunk_.gives) list.push_back(names_.of(it));
    if (entry_ != kNoModule) addEntryNames(list);
    if (!list.empty()) line("export { " + joined(list) + " };");
    if (entry_ == kNoModule) return;
    for (uint32_t star : modules_[entry_].facts.exportStars) {
      const Request& request = modules_[entry_].facts.requests[star];
      if (!request.external.empty()) line("export * from " + quoted(request.external) + ";");
    }
  }

  void exportNamespace() {
    line("module.exports = " + use(Prelude::ToCommonJs) + "(" + names_.modules[entry_].exports + ");");
    annotateExports();
  }

  /// For who looks for the names of CommonJS without running it, as Node does for `import`.
  void annotateExports() {
    if (options_.platform != Platform::Node) return;
    std::string list;
    for (const std::string& name : linker_.namesOf(entry_))
      if (name != "default" && isIdentifierName(name)) list += (list.empty() ? "" : ", ") + name;
    if (!list.empty()) line("0 && (module.exports = { " + list + " });");
  }

  void addEntryNames(std::vector<std::string>& list) {
    std::vector<std::string> free = names_.exportVariables[index_];
    std::string variables;
    for (const std::string& name : linker_.namesOf(entry_)) {
      // import() gives that, too; who imports a file by its name has not asked for it.
      if (name == "module.exports" && !modules_[entry_].isEsModule() && chunk_.isGiven) continue;
      const Target& target = linker_.resolveExport(entry_, name);
      std::string local = valueOf(target);
      if (needsVariable(target)) {
        std::string variable = std::move(free.back());
        free.pop_back();
        variables += (variables.empty() ? "var " : ", ") + variable + " = " + local;
        local = std::move(variable);
      }
      exports_.push_back(name);
      list.push_back(local == name ? name : local + " as " + (isIdentifierName(name) ? name : quoted(name)));
    }
    if (!variables.empty()) line(variables + ";");
  }

  /// Modules that are not in the bundle, in the order in which they are asked for.
  std::string externals() {
    std::string out;
    std::set<std::string> seen;
    auto add = [&](const Module& module) {
      for (const Request& request : module.facts.requests) {
        if (request.external.empty() || !request.isStatic() || !seen.insert(request.external).second) continue;
        const std::string& name = names_.externals.at(request.external);
        if (options_.format == Format::EsModule)
          out += "import * as " + name + " from " + quoted(request.external) + ";\n";
        else
          out +=
              "var " + name + " = " + use(Prelude::ViewOfExternal) + "(" + requireExternal(request.external) + ");\n";
      }
    };
    for (ModuleId id : chunk_.modules) add(modules_[id]);
    return out;
  }

  std::string requireExternal(const std::string& name) {
    bool isThere = options_.format == Format::CommonJs || options_.platform == Platform::Node;
    return (isThere ? "require" : use(Prelude::Require)) + "(" + quoted(name) + ")";
  }

  /// What CommonJS finds around it on a server, where the output is an ES module.
  std::string surroundings() {
    if (options_.platform != Platform::Node) return {};
    bool usesRequire = false, usesFilename = false, usesDirname = false;
    for (ModuleId id : chunk_.modules) {
      const Module& module = modules_[id];
      for (const std::string& name : module.facts.freeNames) {
        usesRequire |= name == "require" && !module.isEsModule();
        usesFilename |= name == "__filename" && !module.isEsModule();
        usesDirname |= name == "__dirname" && !module.isEsModule();
      }
      for (const Request& request : module.facts.requests)
        usesRequire |= request.kind == syntax::RequestKind::Require && !request.external.empty();
    }
    std::string out;
    if (usesImportMeta_ && options_.format != Format::EsModule) {
      out += options_.format == Format::CommonJs
                 ? "var " + names_.importMeta +
                       " = { url: require(\"node:url\").pathToFileURL(__filename).href, filename: __filename, dirname: "
                       "__dirname };\n"
                 : "var " + names_.importMeta + " = {};\n";
    }
    if (options_.format != Format::EsModule) return out;
    if (usesRequire)
      out +=
          "import { createRequire as $createRequire } from \"node:module\";\nvar require = "
          "$createRequire(import.meta.url);\n";
    if (usesFilename || usesDirname) out += "var __filename = import.meta.filename, __dirname = import.meta.dirname;\n";
    return out;
  }

  Modules& modules_;
  Linker& linker_;
  const Linked& linked_;
  const Chunks& chunks_;
  const Chunk& chunk_;
  const Names& names_;
  const FileNames& files_;
  const OutputOptions& options_;
  std::vector<Code>& codes_;
  const std::vector<bool>& isNamespaceUsed_;
  uint32_t index_;
  ModuleId entry_;
  std::string head_;
  std::string text_;
  std::vector<Piece> pieces_;
  std::string hashbang_;
  std::vector<std::string> exports_;
  std::vector<uint32_t> imported_;
  std::vector<const Asset*> assets_;
  std::map<ModuleId, size_t> bytes_;
  PreludeSet used_ = {};
  bool usesImportMeta_ = false;
};

/// Modules whose namespace object someone asks for: exports of an entry are exports of its file otherwise.
std::vector<bool> findUsedNamespaces(const Modules& modules, const Linked& linked, const Chunks& chunks,
                                     const OutputOptions& options) {
  std::vector<bool> isUsed(modules.size());
  if (options.format != Format::EsModule) isUsed[chunks.roots[0]] = true;
  for (const Module& module : modules.list) {
    const LinkedModule& it = linked.modules[module.id];
    if (!it.isLive) continue;
    for (const Target& target : it.imports)
      if (target.kind == Target::Kind::Namespace) isUsed[target.module] = true;
    for (const Export& each : module.facts.exports)
      if (each.imported == kNamespaceName && module.facts.requests[each.request].target != kNoModule)
        isUsed[module.facts.requests[each.request].target] = true;
    for (size_t i = 0; i < module.facts.requests.size(); ++i) {
      const Request& request = module.facts.requests[i];
      if (request.isStatic() || request.target == kNoModule || !it.isRequestLive[i]) continue;
      if (request.kind == syntax::RequestKind::Require || !options.splits) isUsed[request.target] = true;
    }
  }
  return isUsed;
}

/// A file of the functions that several files call.
Emitted preludeFile(const std::vector<Emitter>& emitters, const Names& names, const OutputOptions& options) {
  PreludeSet used = {};
  for (const Emitter& it : emitters)
    for (size_t i = 0; i < kPreludeCount; ++i) used[i] |= it.used()[i];
  Emitted out{preludeText(used, names, options)};
  std::string list;
  for (size_t i = 0; i < kPreludeCount; ++i)
    if (used[i]) list += (list.empty() ? "" : options.minifyWhitespace ? "," : ", ") + names.prelude[i];
  out.text += options.minifyWhitespace ? "export{" + list + "};" : "export { " + list + " };\n";
  return out;
}

}  // namespace

std::vector<uint32_t> countExportVariables(Linker& linker, const Chunks& chunks, Format format) {
  std::vector<uint32_t> counts(chunks.list.size());
  if (format != Format::EsModule) return counts;
  for (size_t i = 0; i < chunks.list.size(); ++i) {
    ModuleId entry = chunks.list[i].entry;
    if (entry == kNoModule) continue;
    for (const std::string& name : linker.namesOf(entry)) counts[i] += needsVariable(linker.resolveExport(entry, name));
  }
  return counts;
}

std::optional<std::vector<Emitted>> emit(Modules& modules, Linker& linker, const Linked& linked, const Chunks& chunks,
                                         const Names& names, FileNames& files, const OutputOptions& options,
                                         ThreadPool* pool, Log& log) {
  Sources sources{modules, linker, linked, chunks, names, files, options, {}, {}};
  sources.codes = printModules(modules, linked, chunks, names, files, options, pool, log);
  if (log.hasErrors()) return std::nullopt;
  sources.isNamespaceUsed = findUsedNamespaces(modules, linked, chunks, options);
  std::vector<Emitter> emitters;
  std::vector<uint32_t> users;
  for (uint32_t i = 0; i < chunks.list.size(); ++i) {
    emitters.emplace_back(sources, i).write();
    if (!isEmpty(emitters[i].used())) users.push_back(i);
  }
  uint32_t preludeChunk = users.empty() ? 0 : users[0];
  if (users.size() > 1) preludeChunk = files.addChunk();
  std::vector<Emitted> out;
  for (Emitter& it : emitters) out.push_back(it.assembled(preludeChunk));
  if (users.size() > 1) out.push_back(preludeFile(emitters, names, options));
  return out;
}

}  // namespace weft::bundler
