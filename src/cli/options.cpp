// Options of `weft [options] FILE [arguments]`.

#include "cli/options.h"

#include <algorithm>
#include <optional>

#include "graph/suggestions.h"

namespace weft::cli {

using namespace options;

namespace {

struct Option {
  std::string_view shortName, longName;
  std::string_view argument;  // its name in the help; empty: takes none
  std::string_view help;
  void (*apply)(CommandLine&, std::string value);  // null: builtins/internal/options.ts looks it up
};

void setProgram(CommandLine& line, runtime::Program::Type type, std::string text) {
  line.program = {type, std::move(text)};
}

constexpr Option kOptions[] = {
    {"-e", "--eval", "CODE", "run CODE",
     [](CommandLine& l, std::string v) { setProgram(l, runtime::Program::Type::Eval, std::move(v)); }},
    {"-p", "--print", "CODE", "run CODE and print what it evaluates to",
     [](CommandLine& l, std::string v) { setProgram(l, runtime::Program::Type::Print, std::move(v)); }},
    {"-i", "--interactive", "", "read, run and print line by line, after CODE",
     [](CommandLine& l, std::string) { l.isInteractive = true; }},
    {"", "--import", "MODULE", "load MODULE first, as import() does, after those of --require",
     [](CommandLine& l, std::string v) { l.runtime.importedFirst.push_back(std::move(v)); }},
    {"", "--loader", "MODULE", "register MODULE's hooks first, as module.register() does",
     [](CommandLine& l, std::string v) { l.runtime.loaders.push_back(std::move(v)); }},
    {"-C", "--conditions", "NAME", "add a condition of package.json's exports and imports",
     [](CommandLine& l, std::string v) { l.runtime.conditions.push_back(std::move(v)); }},
    {"-c", "--check", "", "parse FILE... without running them, and say what is wrong",
     [](CommandLine& l, std::string) { l.action = Action::Check; }},
    {"", "--enable-source-maps", "", "show stacks in the sources that source maps lead to",
     [](CommandLine& l, std::string) { l.runtime.sourceMaps = true; }},
    {"", "--hot", "", "replace what changes of FILE while it runs, or start it again",
     [](CommandLine& l, std::string) { l.isHot = true; }},
    {"", "--watch", "", "run FILE again whenever a file that it loads changes",
     [](CommandLine& l, std::string) { l.watches = true; }},
    {"", "--watch-path", "PATH", "run again when PATH, or what is in it, changes; may be repeated",
     [](CommandLine& l, std::string v) {
       l.watches = true;
       l.watchPaths.push_back(std::move(v));
     }},
    {"", "--watch-preserve-output", "", "with them, do not clear the screen",
     [](CommandLine& l, std::string) { l.watchPreservesOutput = true; }},
    {"", "--env-file", "FILE", "set variables from FILE; may be repeated",
     [](CommandLine& l, std::string v) { l.envFiles.files.push_back({std::move(v), true}); }},
    {"", "--env-file-if-exists", "FILE", "likewise, if there is such a file",
     [](CommandLine& l, std::string v) { l.envFiles.files.push_back({std::move(v), false}); }},
    {"", "--no-env-file", "", "read no .env files", [](CommandLine& l, std::string) { l.envFiles.isOff = true; }},
    {"", "--no-cache", "", "do without the cache on disk; see weft cache --help",
     [](CommandLine& l, std::string) { l.usesCache = false; }},
    {"-r", "--require", "MODULE", "load a CommonJS module before the program; may be repeated", nullptr},
    {"", "--test-reporter", "NAME", "how a program with tests of node:test reports: spec or tap", nullptr},
    {"", "--title", "TEXT", "process.title from the start", nullptr},
    {"", "--no-warnings", "", "print no warnings", nullptr},
    {"", "--trace-warnings", "", "print the stacks of warnings", nullptr},
    {"", "--no-deprecation", "", "print no warnings of deprecated interfaces", nullptr},
    {"", "--trace-deprecation", "", "print the stacks of these warnings", nullptr},
    {"", "--throw-deprecation", "", "throw where a deprecated interface is used", nullptr},
    {"", "--pending-deprecation", "", "warn of what is going to be deprecated, too", nullptr},
    {"", "--unhandled-rejections", "MODE", "throw, strict, warn, warn-with-error-code or none", nullptr},
    {"", "--abort-on-uncaught-exception", "", "leave a core file when an error is not caught", nullptr},
    {"", "--stack-trace-limit", "NUMBER", "Error.stackTraceLimit from the start", nullptr},
    {"", "--expose-gc", "", "define gc(), which collects garbage", nullptr},
    {"", "--disable-proto", "MODE", "Object.prototype.__proto__: delete it, or let it throw", nullptr},
    {"", "--dns-result-order", "ORDER", "of dns.lookup: verbatim, ipv4first or ipv6first", nullptr},
    {"", "--max-http-header-size", "BYTES", "the longest head of an HTTP message (16384)", nullptr},
    {"", "--insecure-http-parser", "", "accept HTTP that is not to the letter", nullptr},
    {"", "--tls-min-v1.0", "", "tls.DEFAULT_MIN_VERSION is TLSv1", nullptr},
    {"", "--tls-min-v1.1", "", "likewise TLSv1.1", nullptr},
    {"", "--tls-min-v1.2", "", "likewise TLSv1.2", nullptr},
    {"", "--tls-min-v1.3", "", "likewise TLSv1.3", nullptr},
    {"", "--tls-max-v1.2", "", "tls.DEFAULT_MAX_VERSION is TLSv1.2", nullptr},
    {"", "--tls-max-v1.3", "", "likewise TLSv1.3", nullptr},
    {"-h", "--help", "", "print this help", [](CommandLine& l, std::string) { l.action = Action::Help; }},
    {"-v", "--version", "", "print the version", [](CommandLine& l, std::string) { l.action = Action::Version; }},
    {"", "--licenses", "", "print the licences of weft and of what it is built from",
     [](CommandLine& l, std::string) { l.action = Action::Licenses; }},
};

// Node's way to write both at once.
const std::string kPrintAndEval = "-p";
/// Node's longer name.
const std::string kExperimentalLoader = "--experimental-loader";

const Option* find(std::string_view spelled) {
  // As in Node, where words may be joined by underscores, too.
  std::string name(spelled);
  if (name.starts_with("--")) std::replace(name.begin() + 2, name.end(), '_', '-');
  for (const Option& option : kOptions)
    if (name == option.longName || (!option.shortName.empty() && name == option.shortName)) return &option;
  return nullptr;
}

std::string unknownOption(std::string_view name) {
  std::vector<std::string> names;
  for (const Option& option : kOptions) names.emplace_back(option.longName);
  std::string nearest = graph::nearestName(name, names);
  std::string message = "unknown option " + std::string(name);
  return nearest.empty() ? message + "; see weft --help" : message + "; did you mean " + nearest + "?";
}

/// The values that an option may have, where not every one will do.
struct Choice {
  std::string_view option;
  std::vector<std::string_view> values;
};

std::optional<std::string> valueFault(const Option& option, const std::string& value) {
  static const Choice kChoices[] = {
      {"--disable-proto", {"delete", "throw"}},
      {"--dns-result-order", {"verbatim", "ipv4first", "ipv6first"}},
      {"--test-reporter", {"spec", "tap"}},
      {"--unhandled-rejections", {"throw", "strict", "warn", "warn-with-error-code", "none"}},
  };
  for (const Choice& choice : kChoices) {
    if (choice.option != option.longName || std::ranges::find(choice.values, value) != choice.values.end()) continue;
    std::string message = "invalid value for " + std::string(option.longName) + ": " + value + " is not one of";
    for (size_t i = 0; i < choice.values.size(); ++i) message += (i == 0 ? " " : ", ") + std::string(choice.values[i]);
    return message;
  }
  return std::nullopt;
}

}  // namespace

Result<CommandLine, std::string> parseCommandLine(const std::vector<std::string>& arguments) {
  CommandLine line;
  bool hasProgram = false;
  size_t i = 0;
  for (; i < arguments.size(); ++i) {
    const std::string& word = arguments[i] == "-pe" ? kPrintAndEval : arguments[i];
    if (word == "--") {
      ++i;
      break;
    }
    if (word == "-" || !word.starts_with("-")) break;
    size_t equals = word.starts_with("--") ? word.find('=') : std::string::npos;
    std::string name = word.substr(0, equals);
    if (name == kExperimentalLoader) name = "--loader";
    const Option* option = find(name);
    if (!option) return std::unexpected(unknownOption(name));
    std::string value;
    if (option->argument.empty()) {
      if (equals != std::string::npos) return std::unexpected(name + " takes no value");
    } else if (equals != std::string::npos) {
      value = word.substr(equals + 1);
    } else if (++i < arguments.size()) {
      value = arguments[i];
    } else {
      return std::unexpected(name + " needs " + std::string(option->argument));
    }
    if (!option->argument.empty() && value.empty() && option->longName == "--watch-path")
      return std::unexpected(name + " needs " + std::string(option->argument));
    if (auto fault = valueFault(*option, value)) return std::unexpected(*fault);
    if (!option->apply) continue;
    option->apply(line, std::move(value));
    if (line.action == Action::Check) {
      line.files.assign(arguments.begin() + static_cast<std::ptrdiff_t>(i) + 1, arguments.end());
      if (line.files.empty()) return std::unexpected(name + " needs a file");
    }
    if (line.action != Action::Run) return line;
    hasProgram = hasProgram || option->apply == kOptions[0].apply || option->apply == kOptions[1].apply;
  }
  line.runtime.execArgv.assign(arguments.begin(), arguments.begin() + static_cast<std::ptrdiff_t>(i));
  if (!hasProgram) {
    // `weft` alone and `weft -` read the program from standard input.
    if (line.isInteractive && i == arguments.size())
      line.program.type = runtime::Program::Type::Repl;
    else if (i == arguments.size() || arguments[i] == "-")
      line.program.type = runtime::Program::Type::Stdin;
    else
      line.program = {runtime::Program::Type::File, arguments[i]};
  }
  if (line.isInteractive && hasProgram) line.program.type = runtime::Program::Type::Repl;
  line.runtime.argv.assign(arguments.begin() + static_cast<std::ptrdiff_t>(i), arguments.end());
  return line;
}

std::vector<OptionText> mainOptionTexts() {
  std::vector<OptionText> texts;
  for (const Option& option : kOptions)
    texts.push_back({option.longName, option.argument, option.help, option.shortName});
  return texts;
}

std::string helpText() {
  std::string out =
      "weft runs JavaScript and TypeScript.\n"
      "\n"
      "Usage:\n"
      "  weft [options] FILE [arguments]     run a program (JavaScript, TypeScript, JSX, JSON)\n"
      "  weft run NAME [arguments]           run a script of package.json; see weft run --help\n"
      "  weft test [FILTER]                  run the tests of a project; see weft test --help\n"
      "  weft build ENTRY                    one file of a program and its modules; see weft build --help\n"
      "  weft dev [PAGE]                     serve pages, and replace what is edited; see weft dev --help\n"
      "  weft preview [FOLDER]               serve what weft build wrote; see weft preview --help\n"
      "  weft init [FOLDER]                  make a project; see weft init --help\n"
      "  weft repl                           read, run and print line by line; see weft repl --help\n"
      "  weft transpile FILE                 TypeScript or JSX to JavaScript; see weft transpile --help\n"
      "  weft [options] -e CODE [arguments]  run CODE\n"
      "  weft [options] - [arguments]        run what standard input holds\n"
      "  weft graph ENTRY                    the modules of a program; see weft graph --help\n"
      "  weft cache path|stats|clean         what weft keeps of programs; see weft cache --help\n"
      "  weft completions SHELL              complete commands and options in bash, zsh or fish\n"
      "  weft man                            the manual page: weft man | man -l -\n"
      "  weft --check FILE...                parse files (also .tsx, .jsx)\n"
      "\n"
      "Options:\n";
  size_t width = 0;
  auto label = [](const Option& o) {
    std::string text = o.shortName.empty() ? "    " : std::string(o.shortName) + ", ";
    text += o.longName;
    if (!o.argument.empty()) text += " " + std::string(o.argument);
    return text;
  };
  for (const Option& option : kOptions) width = std::max(width, label(option).size());
  for (const Option& option : kOptions) {
    std::string text = label(option);
    out += "  " + text + std::string(width - text.size() + 2, ' ') + std::string(option.help) + "\n";
  }
  out +=
      "\n"
      "Options of weft stand before FILE; what follows FILE is process.argv.\n"
      "Environment: NODE_PATH, NODE_OPTIONS (options of Node that weft has; others are passed over),\n"
      "NODE_NO_WARNINGS=1, NODE_PENDING_DEPRECATION=1, WEFT_CACHE_DIR, NO_COLOR, FORCE_COLOR; options of\n"
      "the engine: WEFT_JSC_OPTIONS.\n";
  return out;
}

}  // namespace weft::cli
