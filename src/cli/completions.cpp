#include "cli/completions.h"

#include <unistd.h>

#include "cli/commands.h"
#include "cli/man_page.h"
#include "loop/standard_io.h"

namespace weft::cli {

using namespace options;

namespace {

std::string replaced(std::string_view text, std::string_view wanted, std::string_view by) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    if (text.substr(at).starts_with(wanted)) {
      out += by;
      at += wanted.size();
    } else {
      out += text[at++];
    }
  }
  return out;
}

/// In single quotes of a POSIX shell.
std::string quoted(std::string_view text) {
  return "'" + replaced(text, "'", R"('\'')") + "'";
}

std::string joined(const std::vector<std::string_view>& words) {
  std::string out;
  for (std::string_view word : words) out += (out.empty() ? "" : " ") + std::string(word);
  return out;
}

bool isRepeatable(const OptionText& option) {
  return option.help.find("may be repeated") != std::string_view::npos || option.argument.ends_with(",...");
}
bool takesOptionalValue(const OptionText& option) {
  return option.argument.starts_with('[');
}
bool namesFolder(const OptionText& option) {
  return option.argument == "DIR" || option.argument == "FOLDER";
}
bool namesFile(const OptionText& option) {
  return option.argument == "FILE" || option.argument == "PATH" || option.argument == "MODULE";
}

/// The names of package.json's scripts, as `weft run` lists them.
constexpr std::string_view kListScripts = "weft run 2>/dev/null | sed -n 's/^  \\([^ ].*\\)$/\\1/p'";

// ---- bash

std::string optionNames(const CommandText& command) {
  std::string out;
  for (const OptionText& option : command.options) {
    if (!option.shortName.empty()) out += std::string(option.shortName) + " ";
    out += std::string(option.name) + " ";
  }
  if (!out.empty()) out.pop_back();
  return out;
}

std::string bashWords(const CommandText& command) {
  switch (command.words) {
    case WordKind::None:
      return ":";
    case WordKind::Files:
      return "_weft_files";
    case WordKind::Folders:
      return "compopt -o filenames; _weft_add -d";
    case WordKind::Scripts:
      return "_weft_files; _weft_add -W \"$(" + std::string(kListScripts) + ")\"";
    case WordKind::Choices:
      return "_weft_add -W " + quoted(joined(command.choices));
  }
  return ":";
}

std::string bash() {
  std::vector<CommandText> all = commandTexts();
  std::string names;
  for (const CommandText& command : all)
    if (!command.name.empty()) names += (names.empty() ? "" : " ") + std::string(command.name);
  std::string out =
      "# bash completion for weft: eval \"$(weft completions bash)\"\n"
      "_weft_add() {\n"
      "    local line\n"
      "    while IFS= read -r line; do COMPREPLY+=(\"$line\"); done < <(compgen \"$@\" -- \"$current\")\n"
      "}\n"
      "_weft_files() {\n"
      "    compopt -o filenames\n"
      "    _weft_add -f\n"
      "}\n"
      "_weft() {\n"
      "    local current=${COMP_WORDS[COMP_CWORD]} command= options= i\n"
      "    COMPREPLY=()\n"
      "    if ((COMP_CWORD > 1)); then\n"
      "        case ${COMP_WORDS[1]} in\n"
      "        " +
      replaced(names, " ", "|") +
      ") command=${COMP_WORDS[1]} ;;\n"
      "        esac\n"
      "    fi\n"
      "    case $command in\n";
  for (const CommandText& command : all)
    out += "    " + std::string(command.name.empty() ? "''" : command.name) +
           ") options=" + quoted(optionNames(command)) + " ;;\n";
  out +=
      "    esac\n"
      "    if [[ $current == -* ]]; then\n"
      "        _weft_add -W \"$options\"\n"
      "        return\n"
      "    fi\n"
      "    case $command in\n";
  for (const CommandText& command : all) {
    if (command.name.empty()) {
      out += "    '') _weft_files; ((COMP_CWORD > 1)) || _weft_add -W " + quoted(names) + " ;;\n";
    } else {
      out += "    " + std::string(command.name) + ") " + bashWords(command) + " ;;\n";
    }
  }
  return out +
         "    esac\n"
         "}\n"
         "complete -F _weft weft\n";
}

// ---- zsh

std::string zshArgument(const OptionText& option) {
  if (option.argument.empty()) return "";
  if (takesOptionalValue(option)) return "::value:";
  std::string action = namesFolder(option) ? "_files -/" : namesFile(option) ? "_files" : "";
  return ":" + replaced(option.argument, ":", "\\:") + ":" + action;
}

std::string zshOption(const OptionText& option) {
  std::string help = replaced(replaced(replaced(option.help, "\\", "\\\\"), "[", "\\["), "]", "\\]");
  std::string out;
  for (std::string_view name : {option.shortName, option.name}) {
    if (name.empty()) continue;
    std::string between = option.argument.empty() || !name.starts_with("--") ? ""
                          : takesOptionalValue(option)                       ? "=-"
                                                                             : "=";
    out += " \\\n            " + quoted(std::string(isRepeatable(option) ? "*" : "") + std::string(name) + between +
                                        "[" + help + "]" + zshArgument(option));
  }
  return out;
}

std::string zshWords(const CommandText& command) {
  switch (command.words) {
    case WordKind::None:
      return "";
    case WordKind::Files:
      return " '*:file:_files'";
    case WordKind::Folders:
      return " '*:folder:_files -/'";
    case WordKind::Scripts:
      return " '1:script:_weft_scripts' '*:file:_files'";
    case WordKind::Choices:
      return " '1:word:(" + joined(command.choices) + ")'";
  }
  return "";
}

std::string zsh() {
  std::vector<CommandText> all = commandTexts();
  std::string out =
      "#compdef weft\n"
      "# zsh completion for weft: a file _weft in a folder of $fpath, or: eval \"$(weft completions zsh)\"\n"
      "_weft_scripts() {\n"
      "    local -a scripts=(${(f)\"$(" +
      std::string(kListScripts) +
      ")\"})\n"
      "    compadd -a scripts\n"
      "    _files\n"
      "}\n"
      "_weft_commands() {\n"
      "    local -a commands=(\n";
  for (const CommandText& command : all)
    if (!command.name.empty())
      out += "        " + quoted(std::string(command.name) + ":" + replaced(command.summary, ":", "\\:")) + "\n";
  out +=
      "    )\n"
      "    _describe command commands\n"
      "    _files\n"
      "}\n"
      "_weft() {\n"
      "    local command=''\n"
      "    if ((CURRENT > 2)); then\n"
      "        command=$words[2]\n"
      "    fi\n"
      "    case $command in\n";
  for (const CommandText& command : all) {
    if (command.name.empty()) continue;
    out += "    " + std::string(command.name) + ")\n        shift words\n        ((CURRENT--))\n        _arguments -S";
    for (const OptionText& option : command.options) out += zshOption(option);
    out += zshWords(command) + "\n        ;;\n";
  }
  out += "    *)\n        _arguments -S";
  for (const OptionText& option : all[0].options) out += zshOption(option);
  return out +
         " '1:command:_weft_commands' '*:file:_files'\n"
         "        ;;\n"
         "    esac\n"
         "}\n"
         "if [[ $funcstack[1] == _weft ]]; then\n"
         "    _weft \"$@\"\n"
         "else\n"
         "    compdef _weft weft\n"
         "fi\n";
}

// ---- fish

std::string fishOption(const CommandText& command, const OptionText& option) {
  std::string condition =
      command.name.empty() ? "__weft_without_command" : "__weft_command_is " + std::string(command.name);
  std::string out = "complete -c weft -n " + quoted(condition);
  if (!option.shortName.empty()) out += " -s " + std::string(option.shortName.substr(1));
  out += " -l " + std::string(option.name.substr(2));
  if (!option.argument.empty() && !takesOptionalValue(option)) {
    out += " -r";
    if (namesFolder(option)) out += " -a '(__fish_complete_directories)'";
    if (namesFile(option)) out += " -F";
  }
  // Of what ends single quotes in fish, `\'` is one.
  return out + " -d '" + replaced(replaced(option.help, "\\", "\\\\"), "'", "\\'") + "'\n";
}

std::string fish() {
  std::vector<CommandText> all = commandTexts();
  std::string out =
      "# fish completion for weft: weft completions fish > ~/.config/fish/completions/weft.fish\n"
      "function __weft_command_is\n"
      "    set -l words (commandline -opc)\n"
      "    test (count $words) -gt 1; and test $words[2] = $argv[1]\n"
      "end\n"
      "function __weft_without_command\n"
      "    set -l words (commandline -opc)\n"
      "    test (count $words) -lt 2; or string match -q -- '-*' $words[2]\n"
      "end\n";
  for (const CommandText& command : all) {
    if (!command.name.empty()) {
      out += "complete -c weft -n __weft_without_command -a " + std::string(command.name) + " -d '" +
             replaced(command.summary, "'", "\\'") + "'\n";
      std::string condition = " -n " + quoted("__weft_command_is " + std::string(command.name));
      if (command.words == WordKind::Choices)
        out += "complete -c weft -f" + condition + " -a '" + joined(command.choices) + "'\n";
      if (command.words == WordKind::None) out += "complete -c weft -f" + condition + "\n";
      if (command.words == WordKind::Folders)
        out += "complete -c weft -f" + condition + " -a '(__fish_complete_directories)'\n";
      if (command.words == WordKind::Scripts)
        out += "complete -c weft" + condition + " -a \"(" + replaced(kListScripts, "\\", "\\\\") + ")\"\n";
    }
    for (const OptionText& option : command.options) out += fishOption(command, option);
  }
  return out;
}

int print(int file, const std::string& text, int code) {
  auto written = loop::writeAll(file, {reinterpret_cast<const uint8_t*>(text.data()), text.size()});
  return written ? code : 1;
}

constexpr const char* kCompletionsHelp =
    "weft completions prints what makes a shell complete weft's commands, options and files.\n"
    "\n"
    "Usage:\n"
    "  weft completions bash    in ~/.bashrc: eval \"$(weft completions bash)\"\n"
    "  weft completions zsh     in ~/.zshrc, after compinit: eval \"$(weft completions zsh)\"\n"
    "  weft completions fish    weft completions fish > ~/.config/fish/completions/weft.fish\n";

constexpr const char* kManHelp =
    "weft man prints the manual page of weft.\n"
    "\n"
    "Usage:\n"
    "  weft man | man -l -      read it\n"
    "  weft man > weft.1        keep it\n";

}  // namespace

std::optional<std::string> completionsFor(std::string_view shell) {
  if (shell == "bash") return bash();
  if (shell == "zsh") return zsh();
  if (shell == "fish") return fish();
  return std::nullopt;
}

int completionsCommand(const std::vector<std::string>& arguments) {
  if (arguments.size() == 1) {
    if (arguments[0] == "--help" || arguments[0] == "-h") return print(STDOUT_FILENO, kCompletionsHelp, 0);
    if (auto text = completionsFor(arguments[0])) return print(STDOUT_FILENO, *text, 0);
  }
  std::string given = arguments.size() == 1 ? ", not \"" + arguments[0] + "\"" : "";
  return print(STDERR_FILENO, "weft completions: takes bash, zsh or fish" + given + "; see weft completions --help\n",
               9);
}

int manCommand(const std::vector<std::string>& arguments) {
  if (arguments.empty()) return print(STDOUT_FILENO, manPage(), 0);
  if (arguments[0] == "--help" || arguments[0] == "-h") return print(STDOUT_FILENO, kManHelp, 0);
  return print(STDERR_FILENO, "weft man: takes nothing, not \"" + arguments[0] + "\"\n", 9);
}

}  // namespace weft::cli
