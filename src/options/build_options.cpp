#include "options/build_options.h"

#include <algorithm>
#include <charconv>

#include "base/embedded_files.h"
#include "base/environment.h"
#include "base/file.h"
#include "base/paths.h"
#include "bundler/file_names.h"
#include "bundler/page_build.h"
#include "bundler/style_module.h"
#include "graph/json.h"
#include "graph/jsonc.h"
#include "options/define_option.h"

namespace weft::options {

namespace {

using bundler::Format;
using bundler::Platform;
using bundler::SourceMaps;

/// Words as they come; what they say together is checked when all are there.
struct Raw {
  BuildRequest& request;
  bundler::BuildOptions& build;
  std::string outfile = {};
  std::string outdir = {};
  std::string outbase = {};
  std::optional<Format> format = {};
  std::optional<bool> splits = {};
  bool isCompiled = false;
  std::optional<Platform> platform = {};
  std::vector<std::string> environments = {};
};

/// "a,b" → {"a", "b"}
void addNames(std::vector<std::string>& names, std::string_view list) {
  while (!list.empty()) {
    size_t end = std::min(list.find(','), list.size());
    if (end > 0) names.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

/// Of the names of files.
Fault setPattern(std::string& place, const std::string& value) {
  std::string_view rest = value;
  while (!rest.empty()) {
    size_t begin = rest.find('[');
    if (begin == std::string_view::npos) break;
    std::string_view word =
        rest.substr(begin, rest.find(']') == std::string_view::npos ? rest.size() : rest.find(']') + 1 - begin);
    if (word != "[dir]" && word != "[name]" && word != "[hash]" && word != "[ext]")
      return "knows [dir], [name], [hash] and [ext], not " + std::string(word);
    rest.remove_prefix(begin + word.size());
  }
  place = value;
  return {};
}

/// Of `compilerOptions`, what changes what a program means.
Fault setTsConfig(graph::LowerOverrides& lower, const std::string& text) {
  auto json = graph::parseJsonc(text);
  if (!json || !json->is(graph::JsonKind::Object)) return "takes JSON, an object";
  lower.ignoresTsConfig = true;
  const graph::JsonValue* options = json->find("compilerOptions");
  if (!options) return {};
  auto flag = [&](std::string_view name, std::optional<bool>& place) {
    if (const graph::JsonValue* it = options->find(name); it && it->is(graph::JsonKind::Boolean)) place = it->boolean;
  };
  auto word = [&](std::string_view name, std::optional<std::string>& place) {
    if (const graph::JsonValue* it = options->find(name); it && it->is(graph::JsonKind::String)) place = it->string;
  };
  flag("experimentalDecorators", lower.experimentalDecorators);
  flag("emitDecoratorMetadata", lower.emitDecoratorMetadata);
  flag("useDefineForClassFields", lower.useDefineForClassFields);
  flag("verbatimModuleSyntax", lower.verbatimModuleSyntax);
  if (!lower.jsxFactory) word("jsxFactory", lower.jsxFactory);
  if (!lower.jsxFragment) word("jsxFragmentFactory", lower.jsxFragment);
  if (!lower.jsxImportSource) word("jsxImportSource", lower.jsxImportSource);
  const graph::JsonValue* jsx = options->find("jsx");
  if (!jsx || lower.jsx) return {};
  if (jsx->string == "react") lower.jsx = syntax::JsxTransform::Classic;
  if (jsx->string.starts_with("react-jsx")) lower.jsx = syntax::JsxTransform::Automatic;
  if (jsx->string == "preserve") lower.jsx = syntax::JsxTransform::Preserve;
  if (jsx->string == "react-jsxdev") lower.isJsxDevelopment = true;
  return {};
}

const CommandOption<Raw> kOptions[] = {
    {"--help", "", "print this help",
     [](Raw& it, const std::string&) -> Fault {
       it.request.isHelp = true;
       return {};
     }},
    {"--watch", "", "build again when a file changes that the build has read",
     [](Raw& it, const std::string&) -> Fault {
       it.request.watches = true;
       return {};
     }},
    {"--config", "FILE", "options and plugins, in place of `build` of weft.config.ts (.js, .mjs, .cjs)",
     [](Raw& it, const std::string& value) -> Fault {
       it.request.config = value;
       return {};
     }},
    {"--no-config", "", "read no configuration",
     [](Raw& it, const std::string&) -> Fault {
       it.request.usesConfig = false;
       return {};
     }},
    {"--outfile", "FILE", "write to FILE instead of standard output",
     [](Raw& it, const std::string& value) -> Fault {
       it.outfile = value;
       return {};
     }},
    {"--outdir", "DIR", "write the files to DIR",
     [](Raw& it, const std::string& value) -> Fault {
       it.outdir = value;
       return {};
     }},
    {"--outbase", "DIR", "what [dir] of entries is relative to (default: the deepest folder that has them all)",
     [](Raw& it, const std::string& value) -> Fault {
       it.outbase = value;
       return {};
     }},
    {"--splitting", "",
     "import() makes files of their own, and what entries share is shared (esm with --outdir: default)",
     [](Raw& it, const std::string&) -> Fault {
       it.splits = true;
       return {};
     }},
    {"--no-splitting", "", "one file an entry, whatever they share",
     [](Raw& it, const std::string&) -> Fault {
       it.splits = false;
       return {};
     }},
    {"--entry-names", "PATTERN", "of [dir], [name], [hash], [ext] (default: [dir]/[name])",
     [](Raw& it, const std::string& value) -> Fault { return setPattern(it.build.output.entryNames, value); }},
    {"--chunk-names", "PATTERN", "of what entries share and import() loads (default: [name]-[hash])",
     [](Raw& it, const std::string& value) -> Fault { return setPattern(it.build.output.chunkNames, value); }},
    {"--asset-names", "PATTERN", "of files that are copied (default: [name]-[hash])",
     [](Raw& it, const std::string& value) -> Fault { return setPattern(it.build.output.assetNames, value); }},
    {"--loader", ".EXT=NAME", "read such files as: js, ts, json, text, base64, dataurl, binary, file, empty …",
     [](Raw& it, const std::string& value) -> Fault {
       size_t equals = value.find('=');
       if (value.empty() || value[0] != '.' || equals == std::string::npos)
         return "takes .EXT=NAME, .png=file for example";
       std::string name = value.substr(equals + 1);
       std::optional<bundler::Loader> loader = bundler::loaderNamed(name);
       if (!loader) {
         std::string nearest = graph::nearestName(name, bundler::loaderNames());
         return "knows no loader \"" + name + "\"" + (nearest.empty() ? "" : "; did you mean " + nearest + "?");
       }
       it.build.scan.loaders[value.substr(0, equals)] = *loader;
       return {};
     }},
    {"--out-extension", ".js=.EXT", "what names of scripts end in; .css=.EXT: those of style sheets",
     [](Raw& it, const std::string& value) -> Fault {
       bool isCss = value.starts_with(".css=");
       std::string_view from = isCss ? ".css=" : ".js=";
       if (!value.starts_with(from) || value.size() < from.size() + 2 || value[from.size()] != '.')
         return "takes .js=.mjs or .css=.min.css, for example";
       (isCss ? it.build.output.cssExtension : it.build.output.jsExtension) = value.substr(from.size());
       return {};
     }},
    {"--public-path", "URL", "what URLs of files begin with (default: they are relative)",
     [](Raw& it, const std::string& value) -> Fault {
       it.build.output.publicPath = value;
       return {};
     }},
    {"--platform", "NAME", "what it runs on: browser (default), node, which is also weft, or neutral: no one knows",
     [](Raw& it, const std::string& value) -> Fault {
       return choose<Platform>(
           {{"browser", Platform::Browser}, {"node", Platform::Node}, {"neutral", Platform::Neutral}}, value,
           it.platform.emplace());
     }},
    {"--format", "NAME", "esm (default), cjs, or iife: a script for a browser",
     [](Raw& it, const std::string& value) -> Fault {
       return choose<Format>({{"esm", Format::EsModule}, {"cjs", Format::CommonJs}, {"iife", Format::Iife}}, value,
                             it.format.emplace());
     }},
    {"--global-name", "NAME", "with iife: the variable that gets the exports",
     [](Raw& it, const std::string& value) -> Fault {
       it.build.output.globalName = value;
       return {};
     }},
    {"--target", "LIST", "write with older syntax what these lack: es2019, chrome80,safari14 … (default: esnext)",
     [](Raw& it, const std::string& value) -> Fault {
       syntax::TargetResult result = syntax::parseTargets(value);
       it.build.scan.tree.target = result.unsupported;
       it.request.build.browsers = css::Browsers(syntax::enginesOf(value));
       return result.error.empty() ? Fault() : Fault("takes ECMAScript versions and engines: " + result.error);
     }},
    {"--minify", "", "all three that follow",
     [](Raw& it, const std::string&) -> Fault {
       it.build.output.minifyWhitespace = it.build.output.minifyIdentifiers = it.build.output.minifySyntax = true;
       return {};
     }},
    {"--minify-whitespace", "", "write nothing that the meaning does not need",
     [](Raw& it, const std::string&) -> Fault {
       it.build.output.minifyWhitespace = true;
       return {};
     }},
    {"--minify-syntax", "", "say the same with less code",
     [](Raw& it, const std::string&) -> Fault {
       it.build.output.minifySyntax = true;
       return {};
     }},
    {"--minify-identifiers", "", "give short names to what no one outside can see",
     [](Raw& it, const std::string&) -> Fault {
       it.build.output.minifyIdentifiers = true;
       return {};
     }},
    {"--sourcemap", "FORM",
     "none (default), linked, inline, external: a file that the output does not name, or both: inline and external",
     [](Raw& it, const std::string& value) -> Fault {
       return choose<SourceMaps>({{"none", SourceMaps::None},
                                  {"linked", SourceMaps::Linked},
                                  {"inline", SourceMaps::Inline},
                                  {"external", SourceMaps::External},
                                  {"both", SourceMaps::Both}},
                                 value, it.build.output.sourceMaps);
     }},
    {"--source-root", "URL", "what sources of the maps are relative to, for who reads them",
     [](Raw& it, const std::string& value) -> Fault {
       it.build.output.maps.root = value;
       return {};
     }},
    {"--no-sources-content", "", "maps name the sources, and do not hold their texts",
     [](Raw& it, const std::string&) -> Fault {
       it.build.output.maps.hasContents = false;
       return {};
     }},
    {"--define", "NAME=VALUE", kDefineHelp,
     [](Raw& it, const std::string& value) -> Fault { return addDefine(it.build.scan.tree.defines, value); }},
    {"--env", "PREFIX*", "process.env.NAME and import.meta.env.NAME of variables that begin so stand for their values",
     [](Raw& it, const std::string& value) -> Fault {
       if (!value.ends_with('*')) return "takes a prefix with * after it, PUBLIC_* for example";
       it.environments.push_back(value.substr(0, value.size() - 1));
       return {};
     }},
    {"--drop", "WHAT", "console: calls of console.log() and its like; debugger",
     [](Raw& it, const std::string& value) -> Fault {
       syntax::DropOptions& drop = it.build.scan.tree.drop;
       bool yes = false;
       if (Fault fault = choose<bool>({{"console", true}, {"debugger", true}}, value, yes)) return fault;
       (value == "console" ? drop.console : drop.debugger) = true;
       return {};
     }},
    {"--drop-labels", "NAME,...", "statements with these labels",
     [](Raw& it, const std::string& value) -> Fault {
       addNames(it.build.scan.tree.drop.labels, value);
       return {};
     }},
    {"--pure", "NAME,...", "calls of these have no effect: a or a.b",
     [](Raw& it, const std::string& value) -> Fault {
       std::vector<std::string> names;
       addNames(names, value);
       for (const std::string& name : names) {
         it.build.scan.tree.drop.pure.push_back(syntax::parsePath(name));
         if (it.build.scan.tree.drop.pure.back().empty()) return "takes names, and \"" + name + "\" is none";
       }
       return {};
     }},
    {"--ignore-annotations", "", "do not believe sideEffects of package.json, nor /* @__PURE__ */",
     [](Raw& it, const std::string&) -> Fault {
       it.build.scan.tree.drop.ignoresAnnotations = true;
       return {};
     }},
    {"--alias", "NAME=OTHER", "ask for OTHER where NAME, or what is below it, is asked for",
     [](Raw& it, const std::string& value) -> Fault {
       size_t equals = value.find('=');
       if (equals == std::string::npos || equals == 0 || equals + 1 == value.size()) return "takes NAME=OTHER";
       if (value[0] == '.' || value[0] == '/') return "takes a package's name, not a path";
       it.build.scan.aliases.emplace_back(value.substr(0, equals), value.substr(equals + 1));
       return {};
     }},
    {"--public-dir", "DIR", "of pages: copy its files as they are (default: public beside them; none: nothing)",
     [](Raw& it, const std::string& value) -> Fault {
       it.build.publicFolder = value;
       return {};
     }},
    {"--compile", "", "make an executable of weft and the program; its name is --outfile, or the entry's",
     [](Raw& it, const std::string&) -> Fault {
       it.isCompiled = true;
       return {};
     }},
    {"--compile-exec-argv", "OPTIONS", "with --compile: options of weft that the program runs with, apart by blanks",
     [](Raw& it, const std::string& value) -> Fault {
       for (std::string_view rest = value; !rest.empty();) {
         size_t end = std::min(rest.find(' '), rest.size());
         if (end > 0) it.request.executableArguments.emplace_back(rest.substr(0, end));
         rest.remove_prefix(std::min(end + 1, rest.size()));
       }
       for (const std::string& option : it.request.executableArguments)
         if (!option.starts_with("--") || option == "--") return "takes options of weft, not \"" + option + "\"";
       return {};
     }},
    {"--single-file", "", "put all that a page names into the page",
     [](Raw& it, const std::string&) -> Fault {
       it.build.output.isSelfContained = true;
       return {};
     }},
    {"--banner", "TEXT", "what each script begins with",
     [](Raw& it, const std::string& value) -> Fault {
       it.build.output.banner = value;
       return {};
     }},
    {"--footer", "TEXT", "what each script ends with",
     [](Raw& it, const std::string& value) -> Fault {
       it.build.output.footer = value;
       return {};
     }},
    {"--legal-comments", "FORM", "where licences go: eof (default), inline, none, linked or external: FILE.LEGAL.txt",
     [](Raw& it, const std::string& value) -> Fault {
       using bundler::Legal;
       return choose<Legal>({{"eof", Legal::EndOfFile},
                             {"inline", Legal::Inline},
                             {"none", Legal::None},
                             {"linked", Legal::Linked},
                             {"external", Legal::External}},
                            value, it.build.output.legalComments);
     }},
    {"--metafile", "FILE", "write to FILE what went into the output and what came of it, as esbuild does",
     [](Raw& it, const std::string& value) -> Fault {
       it.request.metafile = value;
       it.build.output.wantsMetafile = true;
       return {};
     }},
    {"--analyze", "[=FILE]", "show what the output is made of and why; FILE.html: a page with a map, FILE.txt: a text",
     [](Raw& it, const std::string& value) -> Fault {
       if (!value.empty() && !value.ends_with(".html") && !value.ends_with(".txt"))
         return "takes a name that ends in .html or .txt, not \"" + value + "\"";
       it.request.analysis = value;
       it.build.output.wantsMetafile = true;
       return {};
     }},
    {"--log-level", "LEVEL", "info (default), warning, error or silent",
     [](Raw& it, const std::string& value) -> Fault {
       return choose<LogLevel>({{"info", LogLevel::Info},
                                {"warning", LogLevel::Warning},
                                {"error", LogLevel::Error},
                                {"silent", LogLevel::Silent}},
                               value, it.request.logLevel);
     }},
    {"--log-limit", "COUNT", "how many errors and warnings are shown (default: 6; 0: all)",
     [](Raw& it, const std::string& value) -> Fault {
       auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), it.request.logLimit);
       if (error != std::errc() || end != value.data() + value.size()) return "takes a number, not \"" + value + "\"";
       return {};
     }},
    {"--external", "NAME,...", "leave imports of these in the output: a package, or a pattern with one *",
     [](Raw& it, const std::string& value) -> Fault {
       addNames(it.build.scan.externals, value);
       return {};
     }},
    {"--packages", "FORM", "bundle (default), or external: leave all packages out",
     [](Raw& it, const std::string& value) -> Fault {
       return choose<bool>({{"bundle", false}, {"external", true}}, value, it.build.scan.packagesAreExternal);
     }},
    {"--conditions", "NAME,...", "add conditions of package.json's exports and imports",
     [](Raw& it, const std::string& value) -> Fault {
       addNames(it.request.conditions, value);
       return {};
     }},
    {"--main-fields", "NAME,...", "what names a package's file where it has no exports",
     [](Raw& it, const std::string& value) -> Fault {
       addNames(it.request.mainFields, value);
       return {};
     }},
    {"--resolve-extensions", ".EXT,...", "what is tried after a path as it stands",
     [](Raw& it, const std::string& value) -> Fault {
       addNames(it.request.resolveExtensions, value);
       return {};
     }},
    {"--node-paths", "DIR,...", "folders of packages that are searched last",
     [](Raw& it, const std::string& value) -> Fault {
       addNames(it.request.nodePaths, value);
       return {};
     }},
    {"--preserve-symlinks", "", "a link is a file of its own, not the one that it leads to",
     [](Raw& it, const std::string&) -> Fault {
       it.request.preservesSymlinks = true;
       return {};
     }},
    {"--jsx", "FORM", "automatic, transform (calls of a factory) or preserve, whatever tsconfig.json says",
     [](Raw& it, const std::string& value) -> Fault {
       using syntax::JsxTransform;
       return choose<JsxTransform>({{"automatic", JsxTransform::Automatic},
                                    {"transform", JsxTransform::Classic},
                                    {"preserve", JsxTransform::Preserve}},
                                   value, it.build.scan.tree.lower.jsx.emplace());
     }},
    {"--jsx-factory", "NAME", "with transform: what is called (default: React.createElement)",
     [](Raw& it, const std::string& value) -> Fault {
       it.build.scan.tree.lower.jsxFactory = value;
       return {};
     }},
    {"--jsx-fragment", "NAME", "with transform: what <>…</> is (default: React.Fragment)",
     [](Raw& it, const std::string& value) -> Fault {
       it.build.scan.tree.lower.jsxFragment = value;
       return {};
     }},
    {"--jsx-import-source", "PACKAGE", "with automatic: where the functions come from (default: react)",
     [](Raw& it, const std::string& value) -> Fault {
       it.build.scan.tree.lower.jsxImportSource = value;
       return {};
     }},
    {"--jsx-dev", "", "with automatic: elements know where they were written",
     [](Raw& it, const std::string&) -> Fault {
       it.build.scan.tree.lower.isJsxDevelopment = true;
       return {};
     }},
    {"--tsconfig-raw", "JSON", "what counts in place of every tsconfig.json",
     [](Raw& it, const std::string& value) -> Fault { return setTsConfig(it.build.scan.tree.lower, value); }},
    {"--no-tree-shaking", "", "keep what no one uses",
     [](Raw& it, const std::string&) -> Fault {
       it.build.output.treeShaking = false;
       return {};
     }},
};

/// What packages for browsers ask for, unless it was given: whether this is for production.
void defineMode(bundler::BuildOptions& build) {
  std::vector<syntax::Define>& defines = build.scan.tree.defines;
  const std::vector<std::string> mode = {"process", "env", "NODE_ENV"};
  bool isGiven = std::ranges::any_of(defines, [&](const syntax::Define& define) { return define.path == mode; });
  if (isGiven || build.output.platform != Platform::Browser) return;
  (void)addDefine(defines, std::string("process.env.NODE_ENV=") +
                               (build.output.minifySyntax ? "\"production\"" : "\"development\""));
}

/// Variables of the environment are values where the program names them.
void defineEnvironment(const std::vector<std::string>& prefixes, std::vector<syntax::Define>& defines) {
  for (const auto& [name, value] : environmentVariables()) {
    bool isWanted = std::ranges::any_of(prefixes, [&](const std::string& prefix) { return name.starts_with(prefix); });
    if (!isWanted) continue;
    std::string text = name + "=";
    graph::appendJsonString(text, value);
    for (const char* place : {"process.env.", "import.meta.env."}) (void)addDefine(defines, place + text);
  }
}

void findWorkingDirectory(Raw& it) {
  std::string& base = it.build.scan.workingDirectory;
  base = it.request.workingDirectory;
  if (!base.empty()) return;
  auto folder = currentDirectory();
  base = folder ? *folder : "/";
}

/// What they say of HTML pages.
Fault settlePages(const Raw& it) {
  const bundler::OutputOptions& output = it.build.output;
  bool hasPages = std::ranges::any_of(it.build.entries, bundler::isPagePath);
  if (!hasPages && output.isSelfContained) return "--single-file goes with an HTML page as entry";
  if (!hasPages && it.build.publicFolder) return "--public-dir goes with an HTML page as entry";
  if (!hasPages) return {};
  if (output.format == Format::CommonJs) return "--format cjs is not for HTML pages: esm or iife";
  if (!output.globalName.empty()) return "--global-name is not for HTML pages";
  using bundler::Legal;
  bool isWithFiles = output.sourceMaps == SourceMaps::Linked || output.sourceMaps == SourceMaps::External ||
                     output.legalComments == Legal::Linked || output.legalComments == Legal::External;
  if (output.isSelfContained)
    return isWithFiles ? Fault("--single-file has no files for --sourcemap and --legal-comments: inline") : Fault();
  if (it.outdir.empty()) return "an HTML page needs --outdir, or --single-file";
  return {};
}

/// What they say of executables: the bundle's files are where the executable has them.
Fault settleCompiled(Raw& it) {
  bundler::OutputOptions& output = it.build.output;
  if (!it.isCompiled)
    return it.request.executableArguments.empty() ? Fault() : Fault("--compile-exec-argv goes with --compile");
  if (it.request.watches) return "--compile does not go with --watch";
  if (it.build.entries.size() != 1) return "--compile takes one entry";
  const std::string& entry = it.build.entries.front();
  if (bundler::isPagePath(entry) || bundler::isStylePath(entry)) return "--compile takes a program as entry";
  if (output.platform != Platform::Node) return "--compile goes with --platform node";
  if (output.format != Format::EsModule) return "--compile goes with --format esm";
  if (!it.outdir.empty()) return "--compile writes one file: --outfile";
  if (!output.publicPath.empty()) return "--compile has paths of its own; --public-path is not for it";
  if (it.outfile.empty()) it.outfile = bundler::nameOfFile(entry);
  it.request.executable = paths::resolve(it.build.scan.workingDirectory, it.outfile);
  it.outfile.clear();
  it.outdir = embedded::kRoot;
  output.publicPath = embedded::kRoot;
  output.jsExtension = ".mjs";
  output.entryNames = "[name]";
  return {};
}

/// What the words say together.
Fault settle(Raw& it) {
  bundler::OutputOptions& output = it.build.output;
  findWorkingDirectory(it);
  // A configuration has a say in the rest.
  if (it.request.mayLackEntries) return {};
  if (it.build.entries.empty()) return "needs an entry; see weft build --help";
  output.format = it.format.value_or(output.globalName.empty() ? Format::EsModule : Format::Iife);
  if (!output.globalName.empty() && output.format != Format::Iife) return "--global-name goes with --format iife";
  using bundler::Legal;
  if (it.outfile.empty() && it.outdir.empty() &&
      (output.legalComments == Legal::Linked || output.legalComments == Legal::External))
    return "--legal-comments linked and external need --outfile or --outdir";
  output.platform = it.platform.value_or(it.isCompiled ? Platform::Node : Platform::Browser);
  if (Fault fault = settleCompiled(it)) return fault;
  if (Fault fault = settlePages(it)) return fault;
  if (!it.outfile.empty() && !it.outdir.empty()) return "takes --outfile or --outdir, not both";
  bool isAlone = it.build.entries.size() == 1;
  if (!isAlone && it.outdir.empty()) return "needs --outdir for several entries";
  if (it.splits.value_or(false) && output.format != Format::EsModule) return "--splitting goes with --format esm";
  if (it.splits.value_or(false) && it.outdir.empty()) return "--splitting needs --outdir";
  bool isToFile = !it.outfile.empty() || !it.outdir.empty();
  bool isMapFile = output.sourceMaps != SourceMaps::None && output.sourceMaps != SourceMaps::Inline;
  if (!isToFile && isMapFile) return "--sourcemap linked, external and both need --outfile or --outdir";
  const std::string& base = it.build.scan.workingDirectory;
  output.splits = it.splits.value_or(output.format == Format::EsModule && !it.outdir.empty());
  if (!it.outdir.empty())
    output.outdir = paths::resolve(base, it.outdir);
  else
    output.outfile = paths::resolve(base, it.outfile.empty() ? std::string("stdout") : it.outfile);
  it.request.isToFile = isToFile;
  if (!it.outbase.empty()) output.outbase = paths::resolve(base, it.outbase);
  it.build.scan.tree.minifySyntax = output.minifySyntax;
  it.build.scan.followsWorkers = output.splits;
  defineMode(it.build);
  defineEnvironment(it.environments, it.build.scan.tree.defines);
  return {};
}

}  // namespace

Fault parseBuildOptions(const std::vector<std::string>& arguments, BuildRequest& request) {
  Raw raw{request, request.build};
  auto onWord = [&](const std::string& word) -> Fault {
    request.build.entries.push_back(word);
    return {};
  };
  if (Fault fault = parseOptions<Raw>(kOptions, arguments, "weft build", raw, onWord)) return fault;
  return request.isHelp ? Fault() : settle(raw);
}

graph::ResolverOptions resolverOptions(const BuildRequest& request, std::vector<graph::BuiltinName> builtins) {
  graph::ResolverOptions options;
  switch (request.build.output.platform) {
    case Platform::Browser:
      options = graph::ResolverOptions::forBrowsers();
      break;
    case Platform::Node:
      options.builtins = std::move(builtins);
      break;
    case Platform::Neutral:
      options.platformConditions = {};
      options.mainFields = {};
      options.importsMayOmit = true;
      break;
  }
  options.conditions = request.conditions;
  if (!request.mainFields.empty()) {
    options.mainFields = request.mainFields;
    options.moduleField = graph::ModuleFieldUse::AsListed;
  }
  if (!request.resolveExtensions.empty()) options.extensions = request.resolveExtensions;
  for (const std::string& path : request.nodePaths)
    options.globalPaths.push_back(paths::resolve(request.build.scan.workingDirectory, path));
  options.importsUseGlobalPaths = !request.nodePaths.empty();
  options.preservesSymlinks = request.preservesSymlinks;
  return options;
}

std::string describeBuildOptions() {
  return describeOptions<Raw>(kOptions);
}

std::vector<OptionText> buildOptionTexts() {
  return optionTexts<Raw>(kOptions);
}

}  // namespace weft::options
