#include "cli/man_page.h"

#include <cstdio>

#include "base/utf.h"
#include "cli/commands.h"
#include "cli/version.h"

namespace weft::cli {

using namespace options;

namespace {

/// A line that is text and nothing else to troff.
std::string plain(std::string_view text) {
  std::string out;
  if (text.starts_with('.') || text.starts_with('\'')) out += "\\&";
  for (size_t at = 0; at < text.size();) {
    char32_t c = decodeUtf8(text, at);
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if (c < 0x80) {
      out += static_cast<char>(c);
    } else {
      char name[16];
      snprintf(name, sizeof name, "\\[u%04X]", static_cast<unsigned>(c));
      out += name;
    }
  }
  return out;
}

/// The argument of a macro.
std::string argument(std::string_view text) {
  std::string out = "\"";
  for (char c : plain(text)) out += c == '"' ? std::string("\\(dq") : std::string(1, c);
  return out + "\"";
}

std::string commandLine(const CommandText& command) {
  return command.name.empty() ? std::string("weft") : "weft " + std::string(command.name);
}

std::string upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  return text;
}

std::string describe(const OptionText& option) {
  std::string label = option.shortName.empty() ? "" : "\\fB" + plain(option.shortName) + "\\fR, ";
  label += "\\fB" + plain(option.name) + "\\fR";
  bool isAttached = option.argument.empty() || option.argument.starts_with('[');
  if (!option.argument.empty()) label += (isAttached ? "" : " ") + ("\\fI" + plain(option.argument) + "\\fR");
  return ".TP\n" + label + "\n" + plain(option.help) + "\n";
}

}  // namespace

std::string manPage() {
  std::vector<CommandText> all = commandTexts();
  std::string out = ".TH WEFT 1 \"\" \"weft " + std::string(kVersion) +
                    "\" \"weft\"\n"
                    ".SH NAME\n"
                    "weft \\- run, bundle, test and serve JavaScript and TypeScript\n"
                    ".SH SYNOPSIS\n";
  for (const CommandText& command : all)
    out += ".SY " + argument(commandLine(command)) + "\n" + plain(command.usage) + "\n.YS\n";
  out += ".SH COMMANDS\n";
  for (const CommandText& command : all)
    if (!command.name.empty())
      out += ".TP\n\\fB" + plain(commandLine(command)) + "\\fR\n" + plain(command.summary) + "\n";
  for (const CommandText& command : all) {
    out += ".SH " + argument("OPTIONS OF " + upper(commandLine(command))) + "\n";
    for (const OptionText& option : command.options) out += describe(option);
  }
  return out +
         ".SH EXIT STATUS\n"
         "That of the program that ran. 1 when something failed, 9 for a wrong command line.\n"
         ".SH ENVIRONMENT\n"
         ".TP\n\\fBWEFT_CACHE_DIR\\fR\nwhere weft keeps what it parsed and compiled; empty: nowhere\n"
         ".TP\n\\fBNODE_OPTIONS\\fR\noptions before those of the command line\n"
         ".TP\n\\fBNO_COLOR\\fR, \\fBFORCE_COLOR\\fR\nwithout colours, or with them wherever the output goes\n";
}

}  // namespace weft::cli
