#include "cli/transpile_command.h"

#include <unistd.h>

#include <algorithm>
#include <optional>

#include "base/file.h"
#include "base/paths.h"
#include "options/define_option.h"
#include "options/option_table.h"
#include "graph/module_kind.h"
#include "loop/standard_io.h"
#include "syntax/source_map_writer.h"
#include "syntax/transform.h"

namespace weft::cli {

using namespace options;

namespace {

struct Loader {
  syntax::Dialect dialect = syntax::Dialect::JavaScript;
  syntax::JsxMode jsx = syntax::JsxMode::Off;
};

enum class SourceMapForm : uint8_t { None, Inline, External };

struct Request {
  std::string file;
  std::string outfile;           // empty: standard output
  std::optional<Loader> loader;  // nothing: by extension
  SourceMapForm sourceMap = SourceMapForm::None;
  bool isHelp = false;
  syntax::TransformOptions transform;
};

const CommandOption<Request> kOptions[] = {
    {"--help", "", "print this help",
     [](Request& it, const std::string&) -> Fault {
       it.isHelp = true;
       return {};
     }},
    {"--outfile", "FILE", "write to FILE instead of standard output",
     [](Request& it, const std::string& value) -> Fault {
       it.outfile = value;
       return {};
     }},
    {"--loader", "NAME", "read the file as js, jsx, ts or tsx (default: by its extension)",
     [](Request& it, const std::string& value) -> Fault {
       using enum syntax::JsxMode;
       return choose<Loader>({{"js", {syntax::Dialect::JavaScript, Off}},
                              {"jsx", {syntax::Dialect::JavaScript, On}},
                              {"ts", {syntax::Dialect::TypeScript, Off}},
                              {"tsx", {syntax::Dialect::TypeScript, On}}},
                             value, it.loader.emplace());
     }},
    {"--sourcemap", "FORM", "none, inline, or external (FILE.map beside --outfile)",
     [](Request& it, const std::string& value) -> Fault {
       return choose<SourceMapForm>(
           {{"none", SourceMapForm::None}, {"inline", SourceMapForm::Inline}, {"external", SourceMapForm::External}},
           value, it.sourceMap);
     }},
    {"--target", "LIST",
     "write with older syntax what these lack: es2019, chrome80,safari14, node18 … (default: esnext)",
     [](Request& it, const std::string& value) -> Fault {
       syntax::TargetResult result = syntax::parseTargets(value);
       it.transform.target = result.unsupported;
       return result.error.empty() ? Fault() : Fault("takes ECMAScript versions and engines: " + result.error);
     }},
    {"--define", "NAME=VALUE", "NAME (or a.b.c), where no variable has it, stands for VALUE",
     [](Request& it, const std::string& value) -> Fault { return addDefine(it.transform.edits.defines, value); }},
    {"--minify", "", "all three that follow",
     [](Request& it, const std::string&) -> Fault {
       it.transform.print.minifyWhitespace = true;
       it.transform.minifySyntax = true;
       it.transform.minifyIdentifiers = true;
       return {};
     }},
    {"--minify-whitespace", "", "write nothing that the meaning does not need",
     [](Request& it, const std::string&) -> Fault {
       it.transform.print.minifyWhitespace = true;
       return {};
     }},
    {"--minify-syntax", "", "say the same with less code",
     [](Request& it, const std::string&) -> Fault {
       it.transform.minifySyntax = true;
       return {};
     }},
    {"--minify-identifiers", "", "give short names to what no one outside can see",
     [](Request& it, const std::string&) -> Fault {
       it.transform.minifyIdentifiers = true;
       return {};
     }},
    {"--legal-comments", "FORM", "where licences go: inline (default), eof or none",
     [](Request& it, const std::string& value) -> Fault {
       return choose<syntax::LegalComments>({{"inline", syntax::LegalComments::Inline},
                                             {"eof", syntax::LegalComments::EndOfFile},
                                             {"none", syntax::LegalComments::None}},
                                            value, it.transform.print.legalComments);
     }},
    {"--jsx", "FORM", "automatic, classic, or preserve",
     [](Request& it, const std::string& value) -> Fault {
       return choose<syntax::JsxTransform>({{"automatic", syntax::JsxTransform::Automatic},
                                            {"classic", syntax::JsxTransform::Classic},
                                            {"preserve", syntax::JsxTransform::Preserve}},
                                           value, it.transform.lower.jsx.transform);
     }},
    {"--jsx-dev", "", "call jsxDEV, with the place of each element",
     [](Request& it, const std::string&) -> Fault {
       it.transform.lower.jsx.isDevelopment = true;
       return {};
     }},
    {"--jsx-factory", "NAME", "what classic elements call (default: React.createElement)",
     [](Request& it, const std::string& value) -> Fault {
       it.transform.lower.jsx.factory = value;
       return {};
     }},
    {"--jsx-fragment", "NAME", "what classic fragments are (default: React.Fragment)",
     [](Request& it, const std::string& value) -> Fault {
       it.transform.lower.jsx.fragment = value;
       return {};
     }},
    {"--jsx-import-source", "NAME", "the package of the automatic runtime (default: react)",
     [](Request& it, const std::string& value) -> Fault {
       it.transform.lower.jsx.importSource = value;
       return {};
     }},
    {"--experimental-decorators", "", "decorators are TypeScript's own",
     [](Request& it, const std::string&) -> Fault {
       it.transform.lower.experimentalDecorators = true;
       return {};
     }},
    {"--emit-decorator-metadata", "", "with them, keep what types are at run time",
     [](Request& it, const std::string&) -> Fault {
       it.transform.lower.emitDecoratorMetadata = true;
       return {};
     }},
    {"--no-define-for-class-fields", "", "class fields are set, not defined",
     [](Request& it, const std::string&) -> Fault {
       it.transform.lower.useDefineForClassFields = false;
       return {};
     }},
    {"--verbatim-module-syntax", "", "only imports and exports marked `type` go",
     [](Request& it, const std::string&) -> Fault {
       it.transform.lower.verbatimModuleSyntax = true;
       return {};
     }},
};

void say(const std::string& text) {
  (void)loop::writeAll(STDERR_FILENO, {reinterpret_cast<const uint8_t*>(text.data()), text.size()});
}

int fail(const std::string& message, int code) {
  say("weft transpile: " + message + "\n");
  return code;
}

std::string helpText() {
  std::string out =
      "weft transpile turns a TypeScript or JSX file into JavaScript.\n"
      "\n"
      "Usage:\n"
      "  weft transpile [options] FILE    FILE may be -, for standard input\n"
      "\n"
      "Options:\n";
  out += describeOptions<Request>(kOptions);
  return out + "\nStandard input is read as tsx.\n";
}

/// What is wrong with the command line, or nothing.
Fault parseArguments(const std::vector<std::string>& arguments, Request& request) {
  auto onWord = [&](const std::string& word) -> Fault {
    if (!request.file.empty()) return "takes one file, not also " + word;
    request.file = word;
    return {};
  };
  if (Fault fault = parseOptions<Request>(kOptions, arguments, "weft transpile", request, onWord)) return fault;
  if (request.isHelp) return std::nullopt;
  if (request.file.empty()) return "needs a file; see weft transpile --help";
  if (request.sourceMap == SourceMapForm::External && request.outfile.empty())
    return "--sourcemap=external needs --outfile";
  return std::nullopt;
}

void setLoader(Request& request) {
  Loader loader;
  bool isStdin = request.file == "-";
  if (isStdin || graph::isTypeScriptPath(request.file)) loader.dialect = syntax::Dialect::TypeScript;
  if (isStdin || graph::isJsxPath(request.file)) loader.jsx = syntax::JsxMode::On;
  if (request.loader) loader = *request.loader;
  request.transform.parse.dialect = loader.dialect;
  request.transform.parse.jsx = loader.jsx;
}

int writeOut(const Request& request, const std::string& code) {
  if (request.outfile.empty()) {
    return loop::writeAll(STDOUT_FILENO, {reinterpret_cast<const uint8_t*>(code.data()), code.size()}) ? 0 : 1;
  }
  auto written = writeFile(request.outfile, code);
  return written ? 0 : fail(written.error().message(), 1);
}

int transpileFile(Request& request) {
  auto text = readFile(request.file == "-" ? "/dev/stdin" : request.file);
  if (!text) return fail(text.error().message(), 1);
  setLoader(request);
  bool isCommonJs = request.file.ends_with(".cts") || request.file.ends_with(".cjs");
  request.transform.isKindBySyntax = !isCommonJs;
  request.transform.lower.isCommonJs = isCommonJs;
  if (isCommonJs) {
    request.transform.parse.goal = syntax::SourceGoal::Script;
    request.transform.parse.isFunctionBody = true;
  }
  request.transform.mayBeScript = !isCommonJs && !request.file.ends_with(".mts") && !request.file.ends_with(".mjs");
  request.transform.hasOwnScope = isCommonJs || request.file.ends_with(".mts") || request.file.ends_with(".mjs");
  request.transform.wantsMappings = request.sourceMap != SourceMapForm::None;
  SourceText source(request.file == "-" ? "stdin.tsx" : request.file, std::move(*text));
  Log log;
  std::optional<syntax::Transformed> result = syntax::transform(source, request.transform, log);
  FrameOptions frame;
  frame.color = isatty(STDERR_FILENO) ? Color::On : Color::Off;
  for (const Diagnostic& diagnostic : log.diagnostics()) say(renderDiagnostic(diagnostic, &source, frame));
  if (!result) return 1;
  if (request.sourceMap == SourceMapForm::None) return writeOut(request, result->code);
  std::string file(paths::basename(request.outfile.empty() ? request.file : request.outfile));
  std::string name = request.file;
  if (!request.outfile.empty() && request.file != "-") {
    auto folder = currentDirectory();
    std::string here = folder ? *folder : "/";
    name = paths::relative(paths::dirname(paths::resolve(here, request.outfile)), paths::resolve(here, request.file));
  }
  std::string map = syntax::sourceMapOf(result->code, result->mappings, source, file, name);
  if (request.sourceMap == SourceMapForm::Inline) return writeOut(request, result->code + syntax::inlineSourceMap(map));
  auto written = writeFile(request.outfile + ".map", map);
  if (!written) return fail(written.error().message(), 1);
  return writeOut(request, result->code + "//# sourceMappingURL=" + file + ".map\n");
}

}  // namespace

std::vector<OptionText> transpileOptionTexts() {
  return optionTexts<Request>(kOptions);
}

int transpile(const std::vector<std::string>& arguments) {
  Request request;
  if (auto fault = parseArguments(arguments, request)) return fail(*fault, 9);
  if (request.isHelp) {
    std::string text = helpText();
    return loop::writeAll(STDOUT_FILENO, {reinterpret_cast<const uint8_t*>(text.data()), text.size()}) ? 0 : 1;
  }
  return transpileFile(request);
}

}  // namespace weft::cli
