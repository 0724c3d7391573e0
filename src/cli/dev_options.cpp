#include "cli/dev_options.h"

#include "bundler/loaders.h"
#include "options/define_option.h"

namespace weft::cli {

using namespace options;

namespace {

Fault addDefineText(ToolRequest& it, const std::string& value) {
  std::vector<syntax::Define> checked;
  if (Fault fault = addDefine(checked, value)) return fault;
  return addText(it, "defines", value);
}

Fault addAlias(ToolRequest& it, const std::string& value) {
  size_t equals = value.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == value.size()) return "takes NAME=OTHER";
  if (value[0] == '.' || value[0] == '/') return "takes a package's name, not a path";
  return addText(it, "aliases", value);
}

Fault addLoader(ToolRequest& it, const std::string& value) {
  size_t equals = value.find('=');
  if (value.empty() || value[0] != '.' || equals == std::string::npos) return "takes .EXT=NAME, .png=file for example";
  std::string name = value.substr(equals + 1);
  if (bundler::loaderNamed(name)) return addText(it, "loaders", value);
  std::string nearest = graph::nearestName(name, bundler::loaderNames());
  return "knows no loader \"" + name + "\"" + (nearest.empty() ? "" : "; did you mean " + nearest + "?");
}

constexpr ToolOption kOptions[] = {
    {"--help", "", "print this help",
     [](ToolRequest& it, const std::string&) -> Fault {
       it.isHelp = true;
       return {};
     }},
    {"--root", "FOLDER", "what URLs are relative to (default: the deepest folder that has all pages)",
     [](ToolRequest& it, const std::string& value) { return setText(it, "root", value); }},
    {"--base", "PATH", "what URLs of the application begin with (/)",
     [](ToolRequest& it, const std::string& value) -> Fault {
       if (!value.starts_with('/')) return "takes a path, as /app/, not \"" + value + "\"";
       return setText(it, "base", value);
     }},
    {"--public-dir", "FOLDER", "whose files are served as they are (default: public in the root)",
     [](ToolRequest& it, const std::string& value) { return setText(it, "publicDir", value); }},
    {"--no-single", "", "a path without a page is answered with 404, not with the page of the folder above",
     [](ToolRequest& it, const std::string&) { return setFlag(it, "single", false); }},
    {"--mode", "NAME", "import.meta.env.MODE, and which .env files are read (NODE_ENV, or development)",
     [](ToolRequest& it, const std::string& value) -> Fault {
       if (value.empty() || value.find('/') != std::string::npos) return "takes a word, not \"" + value + "\"";
       return setText(it, "mode", value);
     }},
    {"--env", "PREFIX*", "variables whose names begin so may be seen by pages, as VITE_* and WEFT_PUBLIC_* may",
     [](ToolRequest& it, const std::string& value) -> Fault {
       if (!value.ends_with('*') || value.size() < 2) return "takes a prefix with * after it, PUBLIC_* for example";
       return addText(it, "envPrefixes", value.substr(0, value.size() - 1));
     }},
    {"--define", "NAME=VALUE", kDefineHelp, addDefineText},
    {"--alias", "NAME=OTHER", "ask for OTHER where NAME, or what is below it, is asked for", addAlias},
    {"--loader", ".EXT=NAME", "read such files as: js, ts, json, text, base64, dataurl, binary, file, empty …",
     addLoader},
    {"--conditions", "NAME", "add a condition of package.json's exports and imports; may be repeated",
     [](ToolRequest& it, const std::string& value) -> Fault {
       if (value.empty()) return "needs a name";
       return addText(it, "conditions", value);
     }},
    {"--no-refresh", "", "components of React start anew when they are edited",
     [](ToolRequest& it, const std::string&) { return setFlag(it, "refresh", false); }},
    {"--no-overlay", "", "do not show errors over the page",
     [](ToolRequest& it, const std::string&) { return setFlag(it, "overlay", false); }},
    {"--no-console", "", "do not show the browser's console here",
     [](ToolRequest& it, const std::string&) { return setFlag(it, "console", false); }},
    {"--editor", "COMMAND", "what opens a file of the overlay ($WEFT_EDITOR, $VISUAL, $EDITOR, or one that is there)",
     [](ToolRequest& it, const std::string& value) -> Fault {
       if (value.empty()) return "needs a command";
       return setText(it, "editor", value);
     }},
};

std::vector<ToolOption> table() {
  std::vector<ToolOption> options(std::begin(kOptions), std::end(kOptions));
  for (const ToolOption& option : serverOptions()) options.push_back(option);
  return options;
}

}  // namespace

Fault parseDevOptions(const std::vector<std::string>& arguments, ToolRequest& request) {
  auto onWord = [&](const std::string& word) -> Fault {
    request.words.push_back(word);
    return {};
  };
  return parseOptions<ToolRequest>(table(), arguments, "weft dev", request, onWord);
}

std::string devHelpText() {
  return "weft dev serves the pages of an application, and replaces in them what is edited.\n"
         "\n"
         "Usage:\n"
         "  weft dev [options] [PAGE | FOLDER | GLOB]...     index.html if none is given\n"
         "\n"
         "Options:\n" +
         describeOptions<ToolRequest>(table()) +
         "\n"
         "The port is 3000, or the next that is free. /__weft shows the modules of the pages. What weft build makes "
         "of\n"
         "the same pages is looked at with weft preview.\n";
}

std::vector<OptionText> devOptionTexts() {
  return optionTexts<ToolRequest>(table());
}

}  // namespace weft::cli
