#include "cli/test_options.h"

#include <algorithm>
#include <charconv>
#include <thread>

#include "base/file.h"
#include "base/paths.h"
#include "graph/json.h"
#include "graph/suggestions.h"
#include "test-runner/coverage/report.h"

namespace weft::cli {

using namespace options;

namespace {

using Request = TestRequest;
using Option = CommandOption<Request>;

std::string quoted(std::string_view text) {
  std::string out;
  graph::appendJsonString(out, text);
  return out;
}

Fault setNumber(Request& it, const char* setting, const std::string& value) {
  uint32_t number = 0;
  auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc() || end != value.data() + value.size()) return "takes a number, not \"" + value + "\"";
  it.options.settings[setting] = std::to_string(number);
  return {};
}

Fault readNumber(const std::string& value, uint32_t& number) {
  auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error == std::errc() && end == value.data() + value.size()) return {};
  return "takes a number, not \"" + value + "\"";
}

Fault setWorkers(Request& it, const std::string& value) {
  unsigned cores = std::max(1u, std::thread::hardware_concurrency());
  uint32_t number = 0;
  bool isShare = value.ends_with('%');
  if (Fault fault = readNumber(isShare ? value.substr(0, value.size() - 1) : value, number)) return fault;
  if (isShare) number = std::max(1u, cores * number / 100);
  if (number == 0) return "takes a number from 1 on, or a share of the processors: 50%";
  it.options.workers = std::min(number, 256u);
  return {};
}

Fault setShard(Request& it, const std::string& value) {
  size_t slash = value.find('/');
  test::Shard shard;
  bool isSound = slash != std::string::npos && !readNumber(value.substr(0, slash), shard.index) &&
                 !readNumber(value.substr(slash + 1), shard.count) && shard.index >= 1 && shard.index <= shard.count;
  if (!isSound) return "takes which of how many, as 2/5, not \"" + value + "\"";
  it.options.shard = shard;
  return {};
}

/// A path, or a package that is installed above the working directory.
bool isModuleName(std::string_view name) {
  constexpr std::string_view kEndings[] = {".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".jsx", ".tsx"};
  if (name.empty()) return false;
  if (name.starts_with('.') || name.starts_with('/')) return true;
  if (std::ranges::any_of(kEndings, [&](std::string_view ending) { return name.ends_with(ending); })) return true;
  auto here = currentDirectory();
  if (!here) return false;
  for (std::string folder = *here;; folder = paths::dirname(folder)) {
    if (fileKind(paths::join({folder, "node_modules", name})) == FileKind::Directory) return true;
    if (folder == "/") return false;
  }
}

Fault addReporter(Request& it, const std::string& value) {
  // "junit" or "junit=FILE"
  size_t equals = value.find('=');
  std::string name = value.substr(0, equals);
  if (name == "dot") name = "dots";
  if (name == "spec" || name == "tree") name = "verbose";
  if (name == "github-actions") name = "github";
  if (name == "tap-flat") name = "tap";
  std::string file = equals == std::string::npos ? "" : value.substr(equals + 1);
  std::vector<std::string> names = test::reporterNames();
  if (std::ranges::find(names, name) != names.end()) {
    it.options.reporters.push_back({name, file});
    return {};
  }
  if (isModuleName(name)) {
    it.options.reporters.push_back({"", file, name});
    return {};
  }
  std::string all;
  for (const std::string& one : names) all += (all.empty() ? "" : ", ") + one;
  std::string near = graph::nearestName(name, names);
  return "takes one of " + all + ", or a module as ./reporter.ts, not \"" + value + "\"" +
         (near.empty() ? "" : "; did you mean " + near + "?");
}

template <auto member>
Fault add(Request& it, const std::string& value) {
  if (value.empty()) return "needs a value";
  (it.options.*member).push_back(value);
  return {};
}

/// Adds to a setting that is a list of texts.
Fault append(Request& it, const char* setting, const std::string& value) {
  if (value.empty()) return "needs a value";
  std::string& list = it.options.settings[setting];
  if (list.empty()) list = "[]";
  list.pop_back();
  list += (list.size() > 1 ? "," : "") + quoted(value) + "]";
  return {};
}

// What the table's rows need without captures.
template <auto member, auto value>
Fault set(Request& it, const std::string&) {
  it.options.*member = value;
  return {};
}

Fault setCoverage(Request& it, const std::string& value) {
  if (!value.empty() && value != "true" && value != "false") return "takes true or false";
  it.options.measuresCoverage = value != "false";
  return {};
}

Fault addCoverageReporter(Request& it, const std::string& value) {
  std::vector<std::string_view> names = test::coverage::reportNames();
  if (std::ranges::find(names, value) == names.end()) return "has no report " + value;
  it.options.coverageReporters.push_back(value);
  return {};
}

constexpr Option kOptions[] = {
    {"--help", "", "print this help",
     [](Request& it, const std::string&) -> Fault {
       it.isHelp = true;
       return {};
     }},
    // ---- which tests
    {"--test-name-pattern", "PATTERN", "run tests whose name, with its blocks', matches (-t)",
     [](Request& it, const std::string& value) -> Fault {
       it.options.settings["namePattern"] = quoted(value);
       return {};
     }},
    {"--test-path-pattern", "PATTERN", "run files whose path matches; may be repeated",
     add<&test::Options::pathPatterns>},
    {"--test-path-ignore-patterns", "PATTERN", "leave out files whose path matches; may be repeated",
     add<&test::Options::ignoredPatterns>},
    {"--test-match", "GLOB", "what test files are called, in place of the usual names; may be repeated",
     add<&test::Options::testMatch>},
    {"--exclude", "GLOB", "leave out these files; may be repeated", add<&test::Options::excluded>},
    {"--changed", "[=REF]", "run what changes since the commit REF (HEAD) can affect",
     [](Request& it, const std::string& value) -> Fault {
       it.options.changedSince = value;
       return {};
     }},
    {"--related", "FILE", "run what depends on FILE; more of them may follow as words",
     [](Request& it, const std::string& value) -> Fault {
       it.options.related.push_back(value);
       it.options.onlyRelated = true;
       return {};
     }},
    {"--only-failures", "", "run files that failed last time (-f)", set<&test::Options::onlyFailures, true>},
    {"--only", "", "run tests marked `only`, and none of files without any",
     [](Request& it, const std::string&) -> Fault {
       it.options.settings["only"] = "true";
       return {};
     }},
    {"--todo", "", "run tests marked `todo`; one that passes fails",
     [](Request& it, const std::string&) -> Fault {
       it.options.settings["todo"] = "true";
       return {};
     }},
    {"--shard", "I/N", "run one of N parts, I from 1 on", setShard},
    {"--timings", "FILE", "keep the files' durations in FILE; parts of --shard are balanced by them",
     [](Request& it, const std::string& value) -> Fault {
       it.options.timingsFile = value;
       return {};
     }},
    {"--pass-with-no-tests", "", "exit 0 when no test file is found", set<&test::Options::passesWithoutTests, true>},
    {"--list", "", "print the test files and run none", set<&test::Options::listsFiles, true>},
    // ---- how they run
    {"--watch", "", "run again what changes affect, until q (-w)", set<&test::Options::isWatching, true>},
    {"--watch-all", "", "likewise all files, whatever changed",
     [](Request& it, const std::string&) -> Fault {
       it.options.isWatching = it.options.watchesAll = true;
       return {};
     }},
    {"--cached", "", "take the results of files of which nothing that they read has changed",
     set<&test::Options::isCached, true>},
    {"--explain", "", "--cached, and say of each file why it runs or does not",
     [](Request& it, const std::string&) -> Fault {
       it.options.isCached = it.options.explains = true;
       return {};
     }},
    {"--bail", "[=N]", "stop after the first failure, or N (-b)",
     [](Request& it, const std::string& value) -> Fault {
       it.options.bail = 1;
       if (value.empty() || value == "true") return {};
       return readNumber(value, it.options.bail);
     }},
    {"--timeout", "MS", "how long a test may take (5000; 0: without end)",
     [](Request& it, const std::string& value) { return setNumber(it, "testTimeout", value); }},
    {"--hook-timeout", "MS", "how long a hook may take (as a test)",
     [](Request& it, const std::string& value) { return setNumber(it, "hookTimeout", value); }},
    {"--retry", "N", "try a test that fails N times more",
     [](Request& it, const std::string& value) { return setNumber(it, "retry", value); }},
    {"--repeats", "N", "run each test N times more",
     [](Request& it, const std::string& value) { return setNumber(it, "repeats", value); }},
    {"--concurrent", "", "run all tests of a file at once unless they say `serial`",
     [](Request& it, const std::string&) -> Fault {
       it.options.settings["concurrent"] = "true";
       return {};
     }},
    {"--max-concurrency", "N", "how many of a file's concurrent tests run at once (5)",
     [](Request& it, const std::string& value) { return setNumber(it, "maxConcurrency", value); }},
    {"--max-workers", "N", "how many files run at once (a processor each); or a share, as 50%", setWorkers},
    {"--run-in-band", "", "one file after another (-i)", set<&test::Options::workers, 1u>},
    {"--no-isolate", "", "files that a worker runs share globals and modules",
     set<&test::Options::isIsolated, false>},
    {"--isolate", "", "each file has a realm of its own (the default)", set<&test::Options::isIsolated, true>},
    {"--randomize", "", "files and tests in a random order", set<&test::Options::isRandom, true>},
    {"--seed", "NUMBER", "of the random order; repeats one",
     [](Request& it, const std::string& value) -> Fault {
       uint32_t seed = 0;
       if (Fault fault = readNumber(value, seed)) return fault;
       it.options.seed = seed;
       return {};
     }},
    {"--update-snapshots", "", "write snapshots anew, remove obsolete ones (-u)",
     [](Request& it, const std::string&) -> Fault {
       it.options.settings["updateSnapshots"] = quoted("all");
       return {};
     }},
    {"--ci", "", "write no snapshots; on where the environment has CI", set<&test::Options::isCi, true>},
    {"--preload", "MODULE", "load MODULE before each test file; may be repeated",
     [](Request& it, const std::string& value) { return append(it, "setupFilesAfterEnv", value); }},
    {"--environment", "NAME", "node, jsdom or happy-dom",
     [](Request& it, const std::string& value) -> Fault {
       it.options.settings["environment"] = quoted(value);
       return {};
     }},
    {"--no-globals", "", "without describe, test, expect … as globals",
     [](Request& it, const std::string&) -> Fault {
       it.options.settings["globals"] = "false";
       return {};
     }},
    {"--forbid-only", "", "a test marked `only` fails",
     [](Request& it, const std::string&) -> Fault {
       it.options.settings["forbidOnly"] = "true";
       return {};
     }},
    {"--clear-mocks", "", "mocks forget their calls before each test",
     [](Request& it, const std::string&) -> Fault {
       it.options.settings["clearMocks"] = "true";
       return {};
     }},
    {"--reset-mocks", "", "likewise what they do",
     [](Request& it, const std::string&) -> Fault {
       it.options.settings["resetMocks"] = "true";
       return {};
     }},
    {"--restore-mocks", "", "likewise what was there before comes back",
     [](Request& it, const std::string&) -> Fault {
       it.options.settings["restoreMocks"] = "true";
       return {};
     }},
    {"--reset-modules", "", "modules are loaded anew in each test",
     [](Request& it, const std::string&) -> Fault {
       it.options.settings["resetModules"] = "true";
       return {};
     }},
    {"--automock", "", "modules that are imported are mocks",
     [](Request& it, const std::string&) -> Fault {
       it.options.settings["automock"] = "true";
       return {};
     }},
    {"--typecheck", "[=only]", "check types of test files and of *.test-d.ts by the project's TypeScript; only: run none",
     [](Request& it, const std::string& value) -> Fault {
       if (!value.empty() && value != "only" && value != "true") return "takes only, or no value, not \"" + value + "\"";
       it.options.checksTypes = true;
       it.options.onlyTypes |= value == "only";
       return {};
     }},
    {"--typecheck-config", "FILE", "the tsconfig.json of --typecheck",
     [](Request& it, const std::string& value) -> Fault {
       it.options.typeConfiguration = value;
       it.options.checksTypes = true;
       return {};
     }},
    {"--coverage", "[=BOOL]", "measure what of the program the tests run; `false`: whatever the configuration says",
     setCoverage},
    {"--no-coverage", "", "--coverage=false", [](Request& it, const std::string&) { return setCoverage(it, "false"); }},
    {"--coverage-reporter", "NAME", "text (the default), text-summary, html, lcov, json, json-summary, cobertura; may be repeated",
     addCoverageReporter},
    {"--coverage-directory", "FOLDER", "where reports go that are files (coverage)",
     [](Request& it, const std::string& value) -> Fault {
       it.options.coverageDirectory = value;
       return {};
     }},
    {"--coverage-include", "GLOB", "what counts, also if no test loads it; may be repeated",
     add<&test::Options::coverageInclude>},
    {"--coverage-exclude", "GLOB", "what does not count; may be repeated", add<&test::Options::coverageExclude>},
    // ---- what is shown
    {"--reporter", "NAME", "default, verbose, dots, junit, tap, json, github, html, or a module of your own; NAME=FILE; may be repeated",
     addReporter},
    {"--reporter-outfile", "FILE", "where the report of junit, tap, json or html goes",
     [](Request& it, const std::string& value) -> Fault {
       it.reporterOutput = value;
       return {};
     }},
    {"--json", "", "--reporter=json", [](Request& it, const std::string&) { return addReporter(it, "json"); }},
    {"--verbose", "", "--reporter=verbose", [](Request& it, const std::string&) { return addReporter(it, "verbose"); }},
    {"--silent", "", "without what tests write", set<&test::Options::isSilent, true>},
    {"--expand", "", "differences are shown whole",
     [](Request& it, const std::string&) -> Fault {
       it.options.settings["expect"] = "{\"expand\":true}";
       return {};
     }},
    {"--color", "", "in colours; likewise --no-color",
     [](Request& it, const std::string&) -> Fault {
       it.colours = true;
       return {};
     }},
    {"--no-color", "", "without",
     [](Request& it, const std::string&) -> Fault {
       it.colours = false;
       return {};
     }},
    // ---- where
    {"--config", "FILE", "the configuration (-c)",
     [](Request& it, const std::string& value) -> Fault {
       it.options.configuration = value;
       return {};
     }},
    {"--no-config", "", "without one", set<&test::Options::usesConfiguration, false>},
    {"--root", "FOLDER", "the folder of the project",
     [](Request& it, const std::string& value) -> Fault {
       it.options.root = value;
       return {};
     }},
    {"--project", "NAME", "only this project of the configuration; may be repeated", add<&test::Options::projects>},
};

struct Alias {
  std::string_view name, meaning;
};

/// What others call it, where it is more than another way to write the words.
constexpr Alias kAliases[] = {
    {"-t", "--test-name-pattern"},
    {"-u", "--update-snapshots"},
    {"-f", "--only-failures"},
    {"-w", "--watch"},
    {"-b", "--bail"},
    {"-i", "--run-in-band"},
    {"-c", "--config"},
    {"-h", "--help"},
    {"-o", "--changed"},
    {"-r", "--preload"},
    {"--changed-since", "--changed"},
    {"--collect-coverage", "--coverage"},
    {"--collect-coverage-from", "--coverage-include"},
    {"--color", "--color"},
    {"--colors", "--color"},
    {"--coverage-dir", "--coverage-directory"},
    {"--coverage-reporters", "--coverage-reporter"},
    {"--coverage.enabled", "--coverage"},
    {"--coverage.exclude", "--coverage-exclude"},
    {"--coverage.include", "--coverage-include"},
    {"--coverage.reporter", "--coverage-reporter"},
    {"--coverage.reports-directory", "--coverage-directory"},
    {"--experimental-test-coverage", "--coverage"},
    {"--dir", "--root"},
    {"--env", "--environment"},
    {"--find-related-tests", "--related"},
    {"--filename-pattern", "--test-path-pattern"},
    {"--grep", "--test-name-pattern"},
    {"--import", "--preload"},
    {"--list-tests", "--list"},
    {"--no-colors", "--no-color"},
    {"--only-changed", "--changed"},
    {"--output-file", "--reporter-outfile"},
    {"--path-ignore-patterns", "--test-path-ignore-patterns"},
    {"--reporters", "--reporter"},
    {"--require", "--preload"},
    {"--root-dir", "--root"},
    {"--select-projects", "--project"},
    {"--sequence.seed", "--seed"},
    {"--sequence.shuffle", "--randomize"},
    {"--setup-files-after-env", "--preload"},
    {"--shuffle", "--randomize"},
    {"--test-path-patterns", "--test-path-pattern"},
    {"--test-reporter", "--reporter"},
    {"--test-reporter-destination", "--reporter-outfile"},
    {"--test-shard", "--shard"},
    {"--test-timeout", "--timeout"},
    {"--typecheck.enabled", "--typecheck"},
    {"--typecheck.tsconfig", "--typecheck-config"},
    {"--update", "--update-snapshots"},
    {"--update-snapshot", "--update-snapshots"},
    {"--test-update-snapshots", "--update-snapshots"},
    {"--dots", "--reporter=dots"},
};

/// --testNamePattern → --test-name-pattern
std::string canonicalName(std::string name) {
  std::string out;
  for (char c : name) {
    if (c >= 'A' && c <= 'Z')
      (out += '-') += static_cast<char>(c + 32);
    else
      out += c == '_' ? '-' : c;
  }
  auto alias = std::ranges::find(kAliases, out, &Alias::name);
  return alias == std::end(kAliases) ? out : std::string(alias->meaning);
}

/// What Jest, Vitest or Bun have and this has not: better said than guessed at.
Fault absentOption(const std::string& name) {
  constexpr std::string_view kNoDebugger =
      "is not there: no debugger can be had of the engine as it is built; docs/test.md says what is missing";
  constexpr Alias kAbsent[] = {
      {"--inspect", kNoDebugger},
      {"--inspect-brk", kNoDebugger},
      {"--inspect-wait", kNoDebugger},
      {"--detect-open-handles", "is not needed: what a file that fails leaves open is named"},
      {"--force-exit", "is not needed: what tests leave open ends with them"},
      {"--no-cache", "is not needed: results are only kept with --cached"},
  };
  auto absent = std::ranges::find(kAbsent, name, &Alias::name);
  if (absent == std::end(kAbsent)) return {};
  return std::string(absent->meaning);
}

Fault onWord(Request& request, const std::string& word) {
  if (word.empty()) return {};
  auto& options = request.options;
  (options.onlyRelated ? options.related : options.filters).push_back(word);
  return {};
}

}  // namespace

Fault parseTestOptions(const std::vector<std::string>& given, TestRequest& request) {
  std::vector<std::string> arguments = given;
  for (std::string& word : arguments) {
    if (word == "--") break;
    if (word == "--dots") word = "--reporter=dots";
    if (word == "--typecheck.only") word = "--typecheck=only";
    if (!word.starts_with("--")) continue;
    std::string name = word.substr(0, word.find('='));
    if (Fault fault = absentOption(canonicalName(name))) return name + " " + *fault;
  }
  return parseOptions<Request>(
      kOptions, arguments, "weft test", request, [&](const std::string& word) { return onWord(request, word); },
      canonicalName);
}

std::vector<OptionText> testOptionTexts() {
  return optionTexts<Request>(kOptions);
}

std::string testHelpText() {
  return "weft test runs the tests of a project.\n"
         "\n"
         "Usage:\n"
         "  weft test [options] [FILE | FOLDER | PART OF A PATH]...\n"
         "\n"
         "Options:\n" +
         describeOptions<Request>(kOptions) +
         "\n"
         "Without a configuration (weft.toml, weft.config, jest.config, vitest.config, package.json), tests are\n"
         "files called *.test.ts, *.spec.ts, *_test.ts, *_spec.ts (or js, jsx, tsx, mjs, cjs, mts, cts) and those in\n"
         "folders called __tests__, below the working directory. Names of Jest, Vitest and Bun that mean the\n"
         "same are understood, as --testNamePattern, --runInBand, --outputFile, --watchAll.\n"
         "The exit code is 0 when all passed, 1 when not or when there was nothing to run, 9 for a wrong command "
         "line.\n";
}

}  // namespace weft::cli
