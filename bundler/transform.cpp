#include "bundler/transform.h"

#include "base/paths.h"
#include "bundler/source_map.h"
#include "graph/source_map.h"
#include "syntax/minify_names.h"
#include "syntax/source_map_writer.h"

namespace weft::bundler {

namespace {

using graph::SourceForm;

std::optional<SourceForm> formOf(const FileToTransform& file) {
  if (!file.loader) {
    auto hint = graph::moduleKindByExtension(file.path);
    bool isCode = !hint || *hint == graph::ModuleKind::EsModule || *hint == graph::ModuleKind::CommonJs;
    if (!isCode || file.path.ends_with(".css")) return std::nullopt;
    return SourceForm{graph::isTypeScriptPath(file.path), graph::isJsxPath(file.path)};
  }
  switch (*file.loader) {
    case Loader::Js:
      return SourceForm{};
    case Loader::Jsx:
      return SourceForm{false, true};
    case Loader::Ts:
      return SourceForm{true, false};
    case Loader::Tsx:
      return SourceForm{true, true};
    default:
      return std::nullopt;
  }
}

/// As a build of nothing else: in another format, or what is no code.
std::optional<TransformedFile> byBuild(graph::Resolver& resolver, BuildOptions options, const FileToTransform& file,
                                       Log& log) {
  options.entries = {std::string(kGivenEntry)};
  const std::string path = paths::resolve(options.scan.workingDirectory, file.path);
  if (!paths::isAbsolute(file.path)) options.scan.tree.lower.ignoresTsConfig = true;
  options.scan.given = GivenEntry{path, file.text, {}, file.loader};
  options.scan.everythingIsExternal = true;
  options.output.treeShaking = false;
  options.output.splits = false;
  options.output.showsPaths = false;
  options.output.outfile = path;
  std::optional<Output> output = build(resolver, options, nullptr, log);
  if (!output || output->files.empty()) return std::nullopt;
  TransformedFile out;
  for (OutputFile& it : output->files) {
    if (it.kind == OutputKind::SourceMap)
      out.map = std::move(it.contents);
    else if (it.kind == OutputKind::Legal)
      out.legal = std::move(it.contents);
    else if (out.code.empty())
      out.code = std::move(it.contents);
  }
  return out;
}

class Printer {
 public:
  Printer(const OutputOptions& options, const FileToTransform& file) : options_(options), file_(file) {}

  std::optional<TransformedFile> print(graph::TreeSource& source, Log& log) {
    syntax::Ast& ast = source.tree->ast;
    bool isDone = !options_.minifyIdentifiers || syntax::minifyNames(ast, {.renamesTopLevel = false});
    syntax::PrintOptions print;
    print.minifyWhitespace = options_.minifyWhitespace;
    print.minifySyntax = options_.minifySyntax;
    print.legalComments =
        options_.legalComments == Legal::None ? syntax::LegalComments::None : syntax::LegalComments::Inline;
    syntax::Mappings mappings;
    bool wantsMap = options_.sourceMaps != SourceMaps::None;
    if (wantsMap) print.mappings = &mappings;
    std::string text;
    if (!isDone || !syntax::print(ast, print, text)) {
      log.add({Severity::Error, "nested-too-deep", file_.path, {0, 1}, "The source is nested too deeply", {}, {}});
      return std::nullopt;
    }
    TransformedFile out;
    if (!options_.banner.empty()) out.code = options_.banner + "\n";
    size_t begin = out.code.size();
    out.code += text;
    size_t end = out.code.size();
    if (!options_.footer.empty()) out.code.append(out.code.ends_with('\n') ? "" : "\n").append(options_.footer + "\n");
    if (wantsMap) addMap(out, source, mappings, begin, end);
    return out;
  }

 private:
  void addMap(TransformedFile& out, const graph::TreeSource& source, const syntax::Mappings& mappings, size_t begin,
              size_t end) {
    const SourceText& text = source.written ? source.written->source : source.tree->source;
    MapSource from{&text, source.written.get(), graph::findSourceMapUrl(text.text())};
    out.map = sourceMapOf(out.code, begin, end, from, mappings, file_.path);
    if (options_.sourceMaps != SourceMaps::Inline) return;
    if (!out.code.ends_with('\n')) out.code += '\n';
    out.code += syntax::inlineSourceMap(out.map);
    out.map.clear();
  }

  const OutputOptions& options_;
  const FileToTransform& file_;
};

}  // namespace

std::optional<TransformedFile> transformFile(graph::Resolver& resolver, const BuildOptions& options,
                                             const FileToTransform& file, Log& log) {
  std::optional<SourceForm> form = formOf(file);
  if (!form || !options.output.keepsFormat) return byBuild(resolver, options, file, log);
  graph::TreeOptions tree = options.scan.tree;
  tree.form = form;
  auto kind = graph::moduleKindByExtension(file.path);
  graph::KindHint hint = kind == graph::ModuleKind::EsModule   ? graph::KindHint::EsModule
                         : kind == graph::ModuleKind::CommonJs ? graph::KindHint::CommonJs
                                                               : graph::KindHint::BySyntax;
  std::string settings = paths::isAbsolute(file.path) ? file.path : std::string();
  auto source = graph::treeOf(resolver, {file.path, file.text, hint, std::move(settings)}, tree, log);
  if (!source) {
    log.add({Severity::Error, "cannot-read", file.path, {}, source.error().message, {}, {}});
    return std::nullopt;
  }
  if (log.hasErrors() || !source->tree) return std::nullopt;
  return Printer(options.output, file).print(*source, log);
}

}  // namespace weft::bundler
