#include "cli/preview_options.h"

namespace weft::cli {

using namespace options;

namespace {

std::vector<ToolOption> table() {
  std::vector<ToolOption> options = {
      {"--help", "", "print this help",
       [](ToolRequest& it, const std::string&) -> Fault {
         it.isHelp = true;
         return {};
       }},
      {"--base", "PATH", "what URLs of the site begin with (/)",
       [](ToolRequest& it, const std::string& value) -> Fault {
         if (!value.starts_with('/')) return "takes a path, as /app/, not \"" + value + "\"";
         return setText(it, "base", value);
       }},
      {"--single", "", "a path without a file is answered with index.html, as applications with a router need it",
       [](ToolRequest& it, const std::string&) { return setFlag(it, "single", true); }},
  };
  for (const ToolOption& option : serverOptions()) options.push_back(option);
  return options;
}

}  // namespace

Fault parsePreviewOptions(const std::vector<std::string>& arguments, ToolRequest& request) {
  auto onWord = [&](const std::string& word) -> Fault {
    if (!request.words.empty()) return "takes one folder, not also " + word;
    request.words.push_back(word);
    return {};
  };
  return parseOptions<ToolRequest>(table(), arguments, "weft preview", request, onWord);
}

std::string previewHelpText() {
  return "weft preview serves a folder as it is: what weft build wrote, to be looked at before it is published.\n"
         "\n"
         "Usage:\n"
         "  weft preview [options] [FOLDER]     FOLDER is dist if it is not given\n"
         "\n"
         "Options:\n" +
         describeOptions<ToolRequest>(table()) +
         "\n"
         "Files whose names begin with a dot, and keys, are not served. The port is 4000, or the next that is free.\n";
}

std::vector<OptionText> previewOptionTexts() {
  return optionTexts<ToolRequest>(table());
}

}  // namespace weft::cli
