#include "cli/commands.h"

#include "cli/dev_options.h"
#include "cli/graph_command.h"
#include "cli/init_command.h"
#include "cli/options.h"
#include "cli/preview_options.h"
#include "cli/test_options.h"
#include "cli/transpile_command.h"
#include "options/build_options.h"

namespace weft::cli {

using namespace options;

std::vector<CommandText> commandTexts() {
  using enum WordKind;
  const std::vector<OptionText> help = {{"--help", "", "print this help"}};
  return {
      {"", "[options] FILE [arguments]", "runs JavaScript and TypeScript", Files, mainOptionTexts()},
      {"run", "NAME [arguments]", "a script of package.json, a file, or a program of node_modules/.bin", Scripts, help},
      {"test", "[options] [FILTER]...", "the tests of a project", Files, testOptionTexts()},
      {"build", "[options] ENTRY...", "one file of a program and all that it imports, or a few", Files,
       buildOptionTexts()},
      {"dev", "[options] [PAGE | FOLDER | GLOB]...", "serves pages, and replaces in them what is edited", Files,
       devOptionTexts()},
      {"preview", "[options] [FOLDER]", "serves a folder as it is", Folders, previewOptionTexts()},
      {"init", "[options] [FOLDER]", "makes a project", Folders, initOptionTexts()},
      {"repl", "[options]", "reads, runs and prints line by line", None, help},
      {"transpile", "[options] FILE", "TypeScript or JSX to JavaScript", Files, transpileOptionTexts()},
      {"graph", "[options] ENTRY", "the modules of a program", Files, graphOptionTexts()},
      {"cache", "path|stats|clean", "what weft keeps of programs", Choices, help, {"path", "stats", "clean"}},
      {"completions",
       "bash|zsh|fish",
       "prints what makes a shell complete weft's commands and options",
       Choices,
       help,
       {"bash", "zsh", "fish"}},
      {"man", "", "prints the manual page, for man -l -", None, help},
  };
}

}  // namespace weft::cli
