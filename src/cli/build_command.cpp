#include "cli/build_command.h"

#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <map>
#include <memory>

#include "base/file.h"
#include "base/paths.h"
#include "bundler/build.h"
#include "bundler/style_build.h"
#include "bundler/style_module.h"
#include "cli/define_option.h"
#include "cli/option_table.h"
#include "engine/vm.h"
#include "loop/standard_io.h"
#include "syntax/engine_target.h"

namespace weft::cli {

namespace {

using bundler::Format;
using bundler::Platform;
using bundler::SourceMaps;

struct Request {
  std::string outfile;  // empty: standard output
  std::optional<Format> format;
  std::vector<std::string> conditions;
  std::vector<std::string> mainFields;
  bool isHelp = false;
  bundler::BuildOptions build;
};

/// "a,b" → {"a", "b"}
void addNames(std::vector<std::string>& names, std::string_view list) {
  while (!list.empty()) {
    size_t end = std::min(list.find(','), list.size());
    if (end > 0) names.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

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
    {"--platform", "NAME", "what it runs on: browser (default) or node, which is also weft",
     [](Request& it, const std::string& value) -> Fault {
       return choose<Platform>({{"browser", Platform::Browser}, {"node", Platform::Node}}, value,
                               it.build.output.platform);
     }},
    {"--format", "NAME", "esm (default), cjs, or iife: a script for a browser",
     [](Request& it, const std::string& value) -> Fault {
       return choose<Format>({{"esm", Format::EsModule}, {"cjs", Format::CommonJs}, {"iife", Format::Iife}}, value,
                             it.format.emplace());
     }},
    {"--global-name", "NAME", "with iife: the variable that gets the exports",
     [](Request& it, const std::string& value) -> Fault {
       it.build.output.globalName = value;
       return {};
     }},
    {"--target", "LIST", "write with older syntax what these lack: es2019, chrome80,safari14 … (default: esnext)",
     [](Request& it, const std::string& value) -> Fault {
       syntax::TargetResult result = syntax::parseTargets(value);
       it.build.scan.tree.target = result.unsupported;
       it.build.browsers = css::Browsers(syntax::enginesOf(value));
       return result.error.empty() ? Fault() : Fault("takes ECMAScript versions and engines: " + result.error);
     }},
    {"--minify", "", "all three that follow",
     [](Request& it, const std::string&) -> Fault {
       it.build.output.minifyWhitespace = it.build.output.minifyIdentifiers = it.build.output.minifySyntax = true;
       return {};
     }},
    {"--minify-whitespace", "", "write nothing that the meaning does not need",
     [](Request& it, const std::string&) -> Fault {
       it.build.output.minifyWhitespace = true;
       return {};
     }},
    {"--minify-syntax", "", "say the same with less code",
     [](Request& it, const std::string&) -> Fault {
       it.build.output.minifySyntax = true;
       return {};
     }},
    {"--minify-identifiers", "", "give short names to what no one outside can see",
     [](Request& it, const std::string&) -> Fault {
       it.build.output.minifyIdentifiers = true;
       return {};
     }},
    {"--sourcemap", "FORM", "none (default), linked, inline, or external: a file that the output does not name",
     [](Request& it, const std::string& value) -> Fault {
       return choose<SourceMaps>({{"none", SourceMaps::None},
                                  {"linked", SourceMaps::Linked},
                                  {"inline", SourceMaps::Inline},
                                  {"external", SourceMaps::External}},
                                 value, it.build.output.sourceMaps);
     }},
    {"--define", "NAME=VALUE", kDefineHelp,
     [](Request& it, const std::string& value) -> Fault { return addDefine(it.build.scan.tree.defines, value); }},
    {"--external", "NAME,...", "leave imports of these in the output: a package, or a pattern with one *",
     [](Request& it, const std::string& value) -> Fault {
       addNames(it.build.scan.externals, value);
       return {};
     }},
    {"--packages", "FORM", "bundle (default), or external: leave all packages out",
     [](Request& it, const std::string& value) -> Fault {
       return choose<bool>({{"bundle", false}, {"external", true}}, value, it.build.scan.packagesAreExternal);
     }},
    {"--conditions", "NAME,...", "add conditions of package.json's exports and imports",
     [](Request& it, const std::string& value) -> Fault {
       addNames(it.conditions, value);
       return {};
     }},
    {"--main-fields", "NAME,...", "what names a package's file where it has no exports",
     [](Request& it, const std::string& value) -> Fault {
       addNames(it.mainFields, value);
       return {};
     }},
    {"--no-tree-shaking", "", "keep what no one uses",
     [](Request& it, const std::string&) -> Fault {
       it.build.output.treeShaking = false;
       return {};
     }},
};

int print(int file, const std::string& text, int code) {
  auto written = loop::writeAll(file, {reinterpret_cast<const uint8_t*>(text.data()), text.size()});
  return written ? code : 1;
}

int fail(const std::string& message, int code) {
  return print(STDERR_FILENO, "weft build: " + message + "\n", code);
}

std::string helpText() {
  return "weft build makes one file of a program and all that it imports.\n"
         "\n"
         "Usage:\n"
         "  weft build [options] ENTRY\n"
         "\n"
         "Options:\n" +
         describeOptions<Request>(kOptions) +
         "\n"
         "The exit code is 1 when the program has faults; nothing is written then.\n";
}

graph::ResolverOptions resolverOptions(const Request& request) {
  graph::ResolverOptions options;
  if (request.build.output.platform == Platform::Browser) {
    options = graph::ResolverOptions::forBrowsers();
  } else {
    for (std::string_view id : js::publicBuiltins()) {
      std::string name(id);
      options.builtins.push_back({name, name});
      if (name.starts_with("node:")) options.builtins.push_back({name.substr(5), name});
    }
  }
  options.conditions = request.conditions;
  if (!request.mainFields.empty()) {
    options.mainFields = request.mainFields;
    options.moduleField = graph::ModuleFieldUse::AsListed;
  }
  return options;
}

/// Each with the line that it speaks of; of a file that cannot be read, without.
std::string render(const Log& log) {
  std::map<std::string, std::unique_ptr<SourceText>> sources;
  FrameOptions frame;
  frame.color = isatty(STDERR_FILENO) ? Color::On : Color::Off;
  std::string out;
  for (const Diagnostic& diagnostic : log.diagnostics()) {
    std::unique_ptr<SourceText>& source = sources[diagnostic.path];
    if (!source && !diagnostic.path.empty())
      if (auto text = readFile(diagnostic.path))
        source = std::make_unique<SourceText>(diagnostic.path, std::move(*text));
    out += renderDiagnostic(diagnostic, source.get(), frame);
  }
  return out;
}

/// Through a file beside it, so that nothing half written takes the place of what was there.
Result<void, SysError> replaceFile(const std::string& path, const std::string& text) {
  std::string draft = path + ".weft-" + std::to_string(getpid());
  if (auto written = writeFile(draft, text); !written) {
    ::unlink(draft.c_str());
    return written;
  }
  if (::rename(draft.c_str(), path.c_str()) != 0) {
    SysError error{errno, "rename", draft, path};
    ::unlink(draft.c_str());
    return std::unexpected(error);
  }
  return {};
}

std::string sizeText(size_t bytes) {
  char text[32];
  if (bytes < 1000)
    snprintf(text, sizeof text, "%zu B", bytes);
  else
    snprintf(text, sizeof text, bytes < 1000000 ? "%.1f kB" : "%.2f MB",
             static_cast<double>(bytes) / (bytes < 1000000 ? 1e3 : 1e6));
  return text;
}

/// What packages for browsers ask for, unless it was given: whether this is for production.
void defineMode(Request& request) {
  std::vector<syntax::Define>& defines = request.build.scan.tree.defines;
  const std::vector<std::string> mode = {"process", "env", "NODE_ENV"};
  bool isGiven = std::ranges::any_of(defines, [&](const syntax::Define& define) { return define.path == mode; });
  if (isGiven || request.build.output.platform != Platform::Browser) return;
  (void)addDefine(defines, std::string("process.env.NODE_ENV=") +
                               (request.build.output.minifySyntax ? "\"production\"" : "\"development\""));
}

}  // namespace

namespace {

/// A style sheet as the entry.
std::optional<bundler::Output> buildStyle(const Request& request, ThreadPool& pool, Log& log) {
  bundler::StyleOptions options = bundler::styleOptionsOf(request.build, request.build.output.outfile);
  options.entries = {request.build.entry};
  std::optional<bundler::StyleOutput> output = bundler::buildStyleSheet(options, &pool, log);
  if (!output) return std::nullopt;
  std::string text = std::move(output->text);
  std::string map = std::move(output->sourceMap);
  output->text.clear();
  return bundler::Output{std::move(text), std::move(map), std::move(output)};
}

/// What goes beside the output: the sheet that belongs to a program, and the files that sheets name.
Result<void, SysError> writeStyle(const Request& request, const bundler::StyleOutput& style) {
  for (const bundler::StyleAsset& asset : style.assets)
    if (auto written = replaceFile(asset.path, asset.contents); !written) return written;
  if (style.text.empty()) return {};
  std::string_view stem = request.outfile;
  stem.remove_suffix(paths::extname(stem).size());
  std::string path = std::string(stem) + ".css";
  if (!style.sourceMap.empty())
    if (auto written = replaceFile(path + ".map", style.sourceMap); !written) return written;
  return replaceFile(path, style.text);
}

}  // namespace

int build(const std::vector<std::string>& arguments) {
  auto begun = std::chrono::steady_clock::now();
  Request request;
  auto onWord = [&](const std::string& word) -> Fault {
    if (!request.build.entry.empty()) return "takes one entry, not also " + word;
    request.build.entry = word;
    return {};
  };
  if (Fault fault = parseOptions<Request>(kOptions, arguments, "weft build", request, onWord)) return fail(*fault, 9);
  if (request.isHelp) return print(STDOUT_FILENO, helpText(), 0);
  if (request.build.entry.empty()) return fail("needs an entry; see weft build --help", 9);
  request.build.output.format =
      request.format.value_or(request.build.output.globalName.empty() ? Format::EsModule : Format::Iife);
  if (!request.build.output.globalName.empty() && request.build.output.format != Format::Iife)
    return fail("--global-name goes with --format iife", 9);
  SourceMaps maps = request.build.output.sourceMaps;
  if (request.outfile.empty() && (maps == SourceMaps::Linked || maps == SourceMaps::External))
    return fail("--sourcemap linked and external need --outfile", 9);
  auto folder = currentDirectory();
  request.build.scan.workingDirectory = folder ? *folder : "/";
  request.build.output.outfile = paths::resolve(request.build.scan.workingDirectory,
                                                request.outfile.empty() ? std::string("stdout") : request.outfile);
  request.build.scan.tree.minifySyntax = request.build.output.minifySyntax;
  defineMode(request);
  ThreadPool pool;
  graph::Resolver resolver(resolverOptions(request));
  Log log;
  std::optional<bundler::Output> output = bundler::isStylePath(request.build.entry)
                                              ? buildStyle(request, pool, log)
                                              : bundler::build(resolver, request.build, &pool, log);
  if (std::string faults = render(log); !faults.empty()) (void)print(STDERR_FILENO, faults, 0);
  if (!output) return 1;
  bool hasSheet = output->style && !output->style->text.empty();
  if (request.outfile.empty() && hasSheet) return fail("a program that imports style sheets needs --outfile", 9);
  if (request.outfile.empty()) return print(STDOUT_FILENO, output->text, 0);
  if (output->style) {
    auto written = writeStyle(request, *output->style);
    if (!written) return fail(written.error().message(), 1);
  }
  if (!output->sourceMap.empty()) {
    auto written = replaceFile(request.outfile + ".map", output->sourceMap);
    if (!written) return fail(written.error().message(), 1);
  }
  auto written = replaceFile(request.outfile, output->text);
  if (!written) return fail(written.error().message(), 1);
  auto taken = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun);
  char time[32];
  snprintf(time, sizeof time, "%.0f ms", taken.count());
  return print(STDERR_FILENO, request.outfile + "  " + sizeText(output->text.size()) + "  " + time + "\n", 0);
}

}  // namespace weft::cli
