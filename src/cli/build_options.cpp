#include "cli/build_options.h"

#include "base/file.h"
#include "base/paths.h"
#include "cli/define_option.h"

namespace weft::cli {

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

const CommandOption<Raw> kOptions[] = {
    {"--help", "", "print this help",
     [](Raw& it, const std::string&) -> Fault {
       it.request.isHelp = true;
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
    {"--out-extension", ".js=.EXT", "what names of scripts end in",
     [](Raw& it, const std::string& value) -> Fault {
       std::string_view from = ".js=";
       if (!value.starts_with(from) || value.size() < from.size() + 2 || value[from.size()] != '.')
         return "takes .js=.mjs, for example";
       it.build.output.jsExtension = value.substr(from.size());
       return {};
     }},
    {"--public-path", "URL", "what URLs of files begin with (default: they are relative)",
     [](Raw& it, const std::string& value) -> Fault {
       it.build.output.publicPath = value;
       return {};
     }},
    {"--platform", "NAME", "what it runs on: browser (default) or node, which is also weft",
     [](Raw& it, const std::string& value) -> Fault {
       return choose<Platform>({{"browser", Platform::Browser}, {"node", Platform::Node}}, value,
                               it.build.output.platform);
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
       it.request.browsers = css::Browsers(syntax::enginesOf(value));
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
    {"--sourcemap", "FORM", "none (default), linked, inline, or external: a file that the output does not name",
     [](Raw& it, const std::string& value) -> Fault {
       return choose<SourceMaps>({{"none", SourceMaps::None},
                                  {"linked", SourceMaps::Linked},
                                  {"inline", SourceMaps::Inline},
                                  {"external", SourceMaps::External}},
                                 value, it.build.output.sourceMaps);
     }},
    {"--define", "NAME=VALUE", kDefineHelp,
     [](Raw& it, const std::string& value) -> Fault { return addDefine(it.build.scan.tree.defines, value); }},
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

/// What the words say together.
Fault settle(Raw& it) {
  bundler::OutputOptions& output = it.build.output;
  if (it.build.entries.empty()) return "needs an entry; see weft build --help";
  output.format = it.format.value_or(output.globalName.empty() ? Format::EsModule : Format::Iife);
  if (!output.globalName.empty() && output.format != Format::Iife) return "--global-name goes with --format iife";
  if (!it.outfile.empty() && !it.outdir.empty()) return "takes --outfile or --outdir, not both";
  bool isAlone = it.build.entries.size() == 1;
  if (!isAlone && it.outdir.empty()) return "needs --outdir for several entries";
  if (it.splits.value_or(false) && output.format != Format::EsModule) return "--splitting goes with --format esm";
  if (it.splits.value_or(false) && it.outdir.empty()) return "--splitting needs --outdir";
  bool isToFile = !it.outfile.empty() || !it.outdir.empty();
  if (!isToFile && (output.sourceMaps == SourceMaps::Linked || output.sourceMaps == SourceMaps::External))
    return "--sourcemap linked and external need --outfile or --outdir";
  auto folder = currentDirectory();
  std::string& base = it.build.scan.workingDirectory;
  base = folder ? *folder : "/";
  output.splits = it.splits.value_or(output.format == Format::EsModule && !it.outdir.empty());
  if (!it.outdir.empty())
    output.outdir = paths::resolve(base, it.outdir);
  else
    output.outfile = paths::resolve(base, it.outfile.empty() ? std::string("stdout") : it.outfile);
  it.request.isToFile = isToFile;
  if (!it.outbase.empty()) output.outbase = paths::resolve(base, it.outbase);
  it.build.scan.tree.minifySyntax = output.minifySyntax;
  defineMode(it.build);
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

std::string describeBuildOptions() {
  return describeOptions<Raw>(kOptions);
}

}  // namespace weft::cli
