#include "bundler/emit.h"

#include <algorithm>
#include <cstring>
#include <set>

#include "bundler/identifiers.h"
#include "bundler/rewrite.h"
#include "graph/json.h"
#include "syntax/minify_names.h"
#include "syntax/printer.h"

namespace weft::bundler {

using syntax::NodeList;

namespace {

NodeList listOf(syntax::Ast& ast, const std::vector<syntax::NodeId>& items) {
  if (items.empty()) return {};
  size_t bytes = items.size() * sizeof(syntax::NodeId);
  char* place = ast.arena().allocate(bytes);
  std::memcpy(place, items.data(), bytes);
  return {ast.arena().unitOf(place), static_cast<uint32_t>(items.size())};
}

std::string quoted(std::string_view text) {
  std::string out;
  graph::appendJsonString(out, text);
  return out;
}

class Emitter {
 public:
  Emitter(Modules& modules, ModuleId entry, Linker& linker, const Linked& linked, const Names& names,
          const OutputOptions& options, Log& log)
      : modules_(modules),
        entry_(entry),
        linker_(linker),
        linked_(linked),
        names_(names),
        options_(options),
        log_(log) {}

  std::optional<Emitted> run(ThreadPool* pool) {
    keepHashbang();
    printModules(pool);
    if (log_.hasErrors()) return std::nullopt;
    for (ModuleId id : linked_.wrapped) wrapped(id);
    for (ModuleId id : linked_.order) namespaceOf(id);
    for (ModuleId id : linked_.order) evaluated(id);
    exports();
    return assembled();
  }

 private:
  void keepHashbang() {
    if (!modules_[entry_].tree) return;
    if (uint32_t end = modules_[entry_].tree->ast.hashbangEnd)
      hashbang_.append(modules_[entry_].tree->source.text().substr(0, end)).append("\n");
  }

  // --- Modules.

  struct Printed {
    ModuleId module = kNoModule;
    std::string text;
    syntax::Mappings mappings;
  };
  struct Code {
    Printed hoisted;
    Printed body;
    std::vector<std::string> variables;
    std::array<bool, kPreludeCount> usedPrelude = {};
    bool usesImportMeta = false;
    bool isTooDeep = false;
  };

  /// The code of all modules that have some. A module at a time on any thread: the output is the same.
  void printModules(ThreadPool* pool) {
    constexpr size_t kParallelFrom = 4;
    Worklist<ModuleId, Code> worklist(pool, kParallelFrom, [this](ModuleId id) { return codeOf(modules_[id]); });
    codes_.resize(modules_.size());
    std::vector<bool> isWanted(modules_.size());
    for (ModuleId id : linked_.wrapped) isWanted[id] = true;
    for (ModuleId id : linked_.order) isWanted[id] = true;
    for (ModuleId id = 0; id < modules_.size(); ++id)
      if (isWanted[id] && modules_[id].tree) worklist.push(id);
    worklist.drain([this](ModuleId id, Code code) { codes_[id] = std::move(code); });
    for (const Module& module : modules_.list) {
      const Code& code = codes_[module.id];
      for (size_t i = 0; i < kPreludeCount; ++i) used_[i] |= code.usedPrelude[i];
      usesImportMeta_ |= code.usesImportMeta;
      if (!code.isTooDeep) continue;
      log_.add({Severity::Error,
                "nested-too-deep",
                module.location.path,
                {0, 1},
                "The source is nested too deeply",
                {},
                {}});
    }
  }

  Code codeOf(Module& module) const {
    Code code;
    Rewritten rewritten = rewrite(module, modules_, linked_, names_, options_);
    code.usedPrelude = rewritten.usedPrelude;
    code.usesImportMeta = rewritten.usesImportMeta;
    syntax::Ast& ast = module.tree->ast;
    NodeList hoisted = listOf(ast, rewritten.hoisted);
    NodeList body = listOf(ast, rewritten.body);
    std::vector<syntax::NodeId> all = rewritten.hoisted;
    all.insert(all.end(), rewritten.body.begin(), rewritten.body.end());
    ast.body = listOf(ast, all);
    bool isDone = !options_.minifyIdentifiers || syntax::minifyNames(ast, {.renamesTopLevel = !module.isEsModule()});
    syntax::PrintOptions print;
    print.minifyWhitespace = options_.minifyWhitespace;
    print.minifySyntax = options_.minifySyntax;
    ast.hashbangEnd = 0;  // stands at the head of the output
    auto printed = [&](NodeList list, Printed& out) {
      out.module = module.id;
      ast.body = list;
      if (options_.sourceMaps != SourceMaps::None) print.mappings = &out.mappings;
      return list.empty() || syntax::print(ast, print, out.text);
    };
    code.isTooDeep = !(isDone && printed(hoisted, code.hoisted) && printed(body, code.body));
    code.variables = std::move(rewritten.variables);
    return code;
  }

  /// Whether its last line has a comment that the line's end ends.
  static bool endsInComment(std::string_view text) {
    size_t line = text.find_last_of('\n', text.size() - 2) + 1;
    return text.find("//", line) != std::string_view::npos;
  }

  void place(Printed printed) {
    size_t begin = text_.size();
    std::string_view text = printed.text;
    bool endsAnyway = text.ends_with(";\n") || text.ends_with("}\n");
    if (options_.minifyWhitespace && endsAnyway && !endsInComment(text)) text.remove_suffix(1);
    text_ += text;
    if (!printed.mappings.list.empty())
      pieces_.push_back({printed.module, begin, text_.size(), std::move(printed.mappings)});
  }

  void heading(const Module& module) {
    if (!options_.minifyWhitespace) text_ += "// " + module.shownPath + "\n";
  }

  void line(std::string_view text) { glue(std::string(text) + "\n"); }

  /// Code that the linker writes itself: minified, it has no blank that does not keep two words apart.
  void glue(std::string_view text) {
    if (!options_.minifyWhitespace) {
      text_ += text;
      return;
    }
    bool isQuoted = false;
    for (size_t i = 0; i < text.size(); ++i) {
      char byte = text[i];
      if (byte == '"') isQuoted = !isQuoted;
      if (isQuoted && byte == '\\') {
        text_ += byte;
        text_ += text[++i];
        continue;
      }
      bool isBlank = !isQuoted && (byte == ' ' || byte == '\n');
      bool isBetweenWords = i > 0 && i + 1 < text.size() && isWordByte(text[i - 1]) && isWordByte(text[i + 1]);
      if (!isBlank || (isBetweenWords && byte == ' ')) text_ += byte;
    }
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
      text_ += module.valueText;
    } else {
      glue("var " + names.require + " = " + use(Prelude::CommonJs) + "(function (exports, module) {\n");
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
    for (ModuleId id : linked_.modules[module.id].dependencies) evaluateWrapped(id);
    place(std::move(code.body));
    line("});");
  }

  void lazyAsync(const Module& module, Printed body, const ModuleNames& names) {
    bool awaits = module.facts.hasTopLevelAwait;
    line("var " + names.init + " = " + use(Prelude::LazyAsync) + (awaits ? "(async () => {" : "(() => {"));
    place(std::move(body));
    std::string needed;
    for (ModuleId id : linked_.modules[module.id].dependencies) needed += (needed.empty() ? "" : ", ") + evaluator(id);
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
    if (!linked_.modules[id].needsNamespace || !hasNamespace_.insert(id).second) return;
    if (id == entry_ && !entryNeedsNamespace()) return;
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

  /// The entry's exports become exports of the output; someone may ask for the object beside.
  bool entryNeedsNamespace() const {
    if (options_.format != Format::EsModule || linked_.modules[entry_].wrap == Wrap::Lazy) return true;
    for (const Module& module : modules_.list) {
      if (!linked_.modules[module.id].isLive) continue;
      for (const Target& target : linked_.modules[module.id].imports)
        if (target.kind == Target::Kind::Namespace && target.module == entry_) return true;
      for (const Export& it : module.facts.exports)
        if (it.imported == kNamespaceName && module.facts.requests[it.request].target == entry_) return true;
    }
    return false;
  }

  // --- The ends of the output.

  void exports() {
    const Module& entry = modules_[entry_];
    bool isCommonJs = !entry.isEsModule();
    switch (options_.format) {
      case Format::EsModule:
        return exportNames();
      case Format::CommonJs:
        if (isCommonJs)
          line("module.exports = " + names_.modules[entry_].require + "();");
        else if (!linker_.namesOf(entry_).empty())
          line("module.exports = " + use(Prelude::ToCommonJs) + "(" + names_.modules[entry_].exports + ");");
        return;
      case Format::Iife:
        if (options_.globalName.empty()) return;
        line("return " + (isCommonJs ? names_.modules[entry_].require + "()" : names_.modules[entry_].exports) + ";");
        return;
    }
  }

  void exportNames() {
    std::string list;
    unsigned count = 0;
    for (const std::string& name : linker_.namesOf(entry_)) {
      if (name == "module.exports" && !modules_[entry_].isEsModule()) continue;
      std::string local = valueOf(linker_.resolveExport(entry_, name));
      if (!isIdentifierName(local)) {
        // Of a view or of another module: a variable that is no one else's.
        std::string variable = "$export" + std::to_string(++count);
        line("var " + variable + " = " + local + ";");
        local = std::move(variable);
      }
      list += list.empty() ? " " : ", ";
      list += local;
      if (local != name) list += " as " + (isIdentifierName(name) ? name : quoted(name));
    }
    if (!list.empty()) line("export {" + list + " };");
    for (uint32_t star : modules_[entry_].facts.exportStars) {
      const Request& request = modules_[entry_].facts.requests[star];
      if (!request.external.empty()) line("export * from " + quoted(request.external) + ";");
    }
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
    for (const Module& module : modules_.list)
      if (linked_.modules[module.id].isLive) add(module);
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
    for (const Module& module : modules_.list) {
      if (!linked_.modules[module.id].isLive) continue;
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

  Emitted assembled() {
    std::string head = externals();
    std::string around = surroundings();
    if (options_.platform == Platform::Browser && usesImportMeta_) around += "var " + names_.importMeta + " = {};\n";
    std::string out = std::move(hashbang_);
    if (options_.format == Format::Iife)
      out += options_.globalName.empty() ? "(() => {\n" : "var " + options_.globalName + " = (() => {\n";
    out += around + head + preludeOf();
    for (Piece& piece : pieces_) {
      piece.begin += out.size();
      piece.end += out.size();
    }
    out += text_;
    if (options_.format == Format::Iife) out += "})();\n";
    return {std::move(out), std::move(pieces_)};
  }

  std::string preludeOf() {
    std::string source = preludeSource(used_, names_.prelude);
    if (!options_.minifyWhitespace || source.empty()) return source;
    syntax::TransformOptions options;
    options.print.minifyWhitespace = options.minifySyntax = options.minifyIdentifiers = true;
    options.parse.goal = syntax::SourceGoal::Script;
    Log log;
    auto result = syntax::transform(SourceText("prelude.js", source), options, log);
    return result ? std::move(result->code) : source;
  }

  Modules& modules_;
  ModuleId entry_;
  Linker& linker_;
  const Linked& linked_;
  const Names& names_;
  const OutputOptions& options_;
  Log& log_;
  std::vector<Code> codes_;  // by module
  std::string text_;
  std::vector<Piece> pieces_;
  std::string hashbang_;
  std::array<bool, kPreludeCount> used_ = {};
  bool usesImportMeta_ = false;
  std::set<ModuleId> hasNamespace_;
};

}  // namespace

std::optional<Emitted> emit(Modules& modules, ModuleId entry, Linker& linker, const Linked& linked, const Names& names,
                            const OutputOptions& options, ThreadPool* pool, Log& log) {
  return Emitter(modules, entry, linker, linked, names, options, log).run(pool);
}

}  // namespace weft::bundler
