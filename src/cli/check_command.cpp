// Parses files as they would be run: the goal by extension, nearest package.json and syntax, the dialect by extension.

#include "cli/check_command.h"

#include <unistd.h>

#include "base/diagnostics.h"
#include "base/file.h"
#include "base/paths.h"
#include "graph/module_kind.h"
#include "graph/resolver.h"
#include "loop/standard_io.h"
#include "syntax/module_scan.h"
#include "syntax/parser.h"

namespace weft::cli {

namespace {

void say(const std::string& text) {
  (void)loop::writeAll(STDERR_FILENO, {reinterpret_cast<const uint8_t*>(text.data()), text.size()});
}

bool isOneOf(std::string_view extension, std::initializer_list<std::string_view> list) {
  for (std::string_view item : list)
    if (extension == item) return true;
  return false;
}

// As Node decides: .mjs, .cjs, then the package's `type`, then what the text holds.
bool isEsModule(graph::Resolver& resolver, const std::string& path, std::string_view extension, std::string_view text) {
  if (isOneOf(extension, {".mjs", ".mts"})) return true;
  if (isOneOf(extension, {".cjs", ".cts"})) return false;
  auto package = resolver.packageScope(path);
  if (package && *package && (*package)->type == graph::PackageType::Module) return true;
  if (package && *package && (*package)->type == graph::PackageType::CommonJs) return false;
  return syntax::scanModule(text).looksLikeEsModule();
}

syntax::ParseOptions optionsFor(graph::Resolver& resolver, const std::string& path, std::string_view text) {
  std::string_view extension = paths::extname(path);
  syntax::ParseOptions options;
  bool isModule = isEsModule(resolver, path, extension, text);
  options.goal = isModule ? syntax::SourceGoal::Module : syntax::SourceGoal::Script;
  options.isFunctionBody = !isModule;
  if (isOneOf(extension, {".ts", ".mts", ".cts", ".tsx"})) options.dialect = syntax::Dialect::TypeScript;
  if (isOneOf(extension, {".tsx", ".jsx"})) options.jsx = syntax::JsxMode::On;
  return options;
}

bool check(graph::Resolver& resolver, const std::string& path) {
  auto text = readFile(path);
  if (!text) {
    say("weft: " + text.error().message() + "\n");
    return false;
  }
  SourceText source(path, std::move(*text));
  Log log;
  (void)syntax::parse(source, optionsFor(resolver, path, source.text()), log);
  FrameOptions frame;
  frame.color = isatty(STDERR_FILENO) ? Color::On : Color::Off;
  for (const Diagnostic& diagnostic : log.diagnostics()) say(renderDiagnostic(diagnostic, &source, frame));
  return !log.hasErrors();
}

}  // namespace

int checkFiles(const std::vector<std::string>& paths) {
  graph::Resolver resolver{graph::ResolverOptions{}};
  auto folder = currentDirectory();
  bool good = true;
  for (const std::string& path : paths) good = check(resolver, paths::resolve(folder ? *folder : "/", path)) && good;
  return good ? 0 : 1;
}

}  // namespace weft::cli
