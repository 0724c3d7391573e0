#include "bundler/print_modules.h"

#include <cstring>

#include "bundler/packed_tree.h"
#include "bundler/rewrite.h"
#include "syntax/minify_names.h"

namespace weft::bundler {

using syntax::NodeId;
using syntax::NodeList;

namespace {

NodeList listOf(syntax::Ast& ast, const std::vector<NodeId>& items) {
  if (items.empty()) return {};
  size_t bytes = items.size() * sizeof(NodeId);
  char* place = ast.arena().allocate(bytes);
  std::memcpy(place, items.data(), bytes);
  return {ast.arena().unitOf(place), static_cast<uint32_t>(items.size())};
}

/// Whether its last line has a comment that the line's end ends.
bool endsInComment(std::string_view text) {
  size_t line = text.find_last_of('\n', text.size() - 2) + 1;
  return text.find("//", line) != std::string_view::npos;
}

/// The end of the last line, where it ends nothing else.
void trimLineEnd(std::string& text) {
  bool endsAnyway = text.ends_with(";\n") || text.ends_with("}\n");
  if (endsAnyway && !endsInComment(text)) text.pop_back();
}

Code codeOf(Module& module, Rewritten rewritten, const OutputOptions& options) {
  Code code;
  code.usedPrelude = rewritten.usedPrelude;
  code.usesImportMeta = rewritten.usesImportMeta;
  code.assets = std::move(rewritten.assets);
  syntax::Ast& ast = module.tree->ast;
  NodeList hoisted = listOf(ast, rewritten.hoisted);
  NodeList body = listOf(ast, rewritten.body);
  std::vector<NodeId> all = rewritten.hoisted;
  all.insert(all.end(), rewritten.body.begin(), rewritten.body.end());
  ast.body = listOf(ast, all);
  bool isDone = !options.minifyIdentifiers || syntax::minifyNames(ast, {.renamesTopLevel = !module.isEsModule()});
  syntax::PrintOptions print;
  print.minifyWhitespace = options.minifyWhitespace;
  print.minifySyntax = options.minifySyntax;
  print.legalComments =
      options.legalComments == Legal::Inline ? syntax::LegalComments::Inline : syntax::LegalComments::None;
  ast.hashbangEnd = 0;  // stands at the head of the file
  std::optional<ModuleMapper> mapper;
  if (options.sourceMaps != SourceMaps::None) mapper.emplace(mapSourceOf(module), options.maps);
  auto printed = [&](NodeList list, Printed& out) {
    out.module = module.id;
    if (list.empty()) return true;
    ast.body = list;
    syntax::Mappings mappings;
    if (mapper) print.mappings = &mappings;
    if (!syntax::print(ast, print, out.text)) return false;
    if (options.minifyWhitespace) trimLineEnd(out.text);
    if (mapper) out.map = mapper->partOf(out.text, mappings);
    return true;
  };
  code.isTooDeep = !(isDone && printed(hoisted, code.hoisted) && printed(body, code.body));
  if (mapper) (code.hoisted.map.firstPlace ? code.hoisted : code.body).files = mapper->takeFiles();
  code.variables = std::move(rewritten.variables);
  return code;
}

}  // namespace

std::vector<Code> printModules(Modules& modules, const Linked& linked, const Chunks& chunks, const Names& names,
                               const FileNames& files, const OutputOptions& options, ThreadPool* pool, Log& log) {
  constexpr size_t kParallelFrom = 4;
  RewriteContext context{modules, linked, chunks, names, files, options};
  Worklist<ModuleId, Code> worklist(pool, kParallelFrom, [&](ModuleId id) {
    Module& module = modules[id];
    unpackNodes(module);
    Code code = codeOf(module, rewrite(module, context), options);
    dropNodes(module);
    return code;
  });
  std::vector<Code> codes(modules.size());
  for (const Module& module : modules.list)
    if (chunks.chunkOf[module.id] != kNoChunk && module.tree) worklist.push(module.id);
  worklist.drain([&](ModuleId id, Code code) { codes[id] = std::move(code); });
  for (const Module& module : modules.list) {
    if (!codes[module.id].isTooDeep) continue;
    log.add(
        {Severity::Error, "nested-too-deep", module.location.path, {0, 1}, "The source is nested too deeply", {}, {}});
  }
  return codes;
}

}  // namespace weft::bundler
