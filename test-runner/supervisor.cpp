#include "test-runner/supervisor.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <random>

#include "base/file.h"
#include "base/hash.h"
#include "base/paths.h"
#include "test-runner/git.h"
#include "test-runner/report/json_writer.h"
#include "test-runner/report/own.h"
#include "test-runner/report/text.h"
#include "test-runner/surroundings.h"
#include "test-runner/type_check.h"

namespace weft::test {

namespace {

constexpr int kTickMilliseconds = 100;
constexpr int kInterruptedCode = 128;

double epochMilliseconds() {
  using namespace std::chrono;
  return duration<double, std::milli>(system_clock::now().time_since_epoch()).count();
}

/// A pattern that means itself.
bool isLiteral(std::string_view pattern) {
  return std::ranges::all_of(pattern, [](unsigned char c) { return isalnum(c) || c == '/' || c == '_' || c == '-'; });
}

}  // namespace

Supervisor::Supervisor(Options options, HostMain host) : options_(std::move(options)), hostMain_(std::move(host)) {
  if (options_.isRandom && !options_.seed) options_.seed = std::random_device()() & 0x7fffffff;
  if (options_.isRandom) options_.settings["randomize"] = "true";
  if (options_.seed) options_.settings["seed"] = std::to_string(*options_.seed);
}

Supervisor::~Supervisor() = default;

void Supervisor::say(const std::string& text) {
  console_->pass(2, "weft test: " + text + "\n");
  console_->flush();
}

std::string Supervisor::shownPath(const std::string& path) const {
  std::string shown = paths::relative(options_.here, path);
  return shown.starts_with("../../..") ? path : shown;
}

std::vector<Reporter*> Supervisor::listeners() const {
  std::vector<Reporter*> out;
  for (const auto& reporter : reporters_) out.push_back(reporter.get());
  return out;
}

// ---- the host

bool Supervisor::isIsolated() const {
  return options_.isIsolated.value_or(plan_.isIsolated);
}

bool Supervisor::startHost() {
  isConfigured_ = isSetUp_ = isPlanLoaded_ = false;
  calls_.clear();  // nobody answers them now
  typeQuestion_ = 0;
  if (host_.start(hostMain_)) {
    if (cache_ || options_.isWatching) host_.send(Trace{});
    return true;
  }
  say("cannot start the process that runs tests: " + std::string(strerror(errno)));
  return false;
}

/// Tells a host what it must know before it runs files.
bool Supervisor::prepareHost() {
  if (isConfigured_) return true;
  isConfigured_ = true;
  if (plan_.coverage.isOn) host_.send(StartCoverage{plan_.rootDir});
  for (uint32_t i = 0; i < plan_.projects.size(); ++i) {
    graph::JsonValue settings = plan_.projects[i].settings;
    if (i < provided_.size() && !provided_[i].empty()) {
      auto provided = graph::parseJson(provided_[i]);
      std::erase_if(settings.members, [](const graph::JsonMember& member) { return member.key == "provided"; });
      if (provided) settings.members.push_back({"provided", std::move(*provided)});
    }
    host_.send(Configure{i, settings.stringify()});
  }
  return true;
}

void Supervisor::onSignal(int signal) {
  if (signal == SIGTSTP) {
    host_.signalGroup(SIGSTOP);
    raise(SIGSTOP);
    host_.signalGroup(SIGCONT);
    return;
  }
  bool isAgain = interruption_ != 0;
  interruption_ = signal;
  if (!isAgain) return;
  host_.kill();
  _exit(kInterruptedCode + signal);
}

/// Until the host has said something, a signal has come or the time is over.
Supervisor::Wake Supervisor::wait(int milliseconds) {
  auto events = static_cast<short>(POLLIN | (host_.wantsToWrite() ? POLLOUT : 0));
  pollfd waiting[] = {{signals_.descriptor(), POLLIN, 0}, {host_.descriptor(), events, 0}};
  if (poll(waiting, 2, milliseconds) <= 0) return Wake::Events;
  if (waiting[0].revents)
    while (int signal = signals_.next()) onSignal(signal);
  if (waiting[1].revents & POLLOUT) host_.write();
  if (waiting[1].revents & (POLLIN | POLLHUP | POLLERR) && !host_.read()) return Wake::HostEnded;
  return Wake::Events;
}

Answer Supervisor::ask(std::string module, std::string name, std::string argument) {
  Answer failure;
  failure.fault.emplace();
  if (!host_.isRunning() && !startHost()) {
    failure.fault->message = "no process runs tests";
    return failure;
  }
  uint32_t question = ++questions_;
  host_.send(Ask{question, std::move(module), std::move(name), std::move(argument)});
  for (;;) {
    Wake wake = wait(-1);
    while (auto event = host_.next()) {
      if (auto* answer = std::get_if<Answer>(&*event); answer && answer->question == question)
        return std::move(*answer);
      (void)onOther(*event);  // what a configuration or a set-up prints
    }
    console_->flush();
    if (interruption_) {
      failure.fault->message = "interrupted";
      return failure;
    }
    if (wake == Wake::HostEnded || host_.isBroken()) {
      if (host_.isBroken()) host_.kill();
      failure.fault->name = "Crash";
      failure.fault->message = "the process " + host_.reap();
      return failure;
    }
  }
}

// ---- the plan

std::string Supervisor::planRequest() const {
  return loadRequest(options_, options_.root.empty() ? options_.here : options_.root);
}

bool Supervisor::loadPlan() {
  double askedAt = epochMilliseconds();
  Answer answer = ask("test_config", "load", planRequest());
  if (answer.fault) {
    console_->report(faultText(*answer.fault, project_.root, "", Frame::With, console_->isColoured()));
    return false;
  }
  auto plan = parsePlan(answer.json);
  if (!plan) {
    say(plan.error());
    return false;
  }
  plan_ = std::move(*plan);
  isPlanLoaded_ = true;
  keepPlan(answer.json, askedAt);
  return true;
}

bool Supervisor::makePlan() {
  if (options_.root.empty()) {
    project_ = findProject(options_.here);
  } else {
    project_ = findProject(options_.root);
    project_.root = options_.root;
  }
  openCache();
  bool isAsked = options_.usesConfiguration && (project_.hasConfiguration || !options_.configuration.empty());
  if (!isAsked) {
    plan_ = plainPlan(options_, project_.root);
    if (options_.projects.empty()) return true;
    say("--project needs a configuration with projects");
    return false;
  }
  if (auto kept = keptPlan())
    plan_ = std::move(*kept);
  else if (!loadPlan())
    return false;
  for (const std::string& warning : plan_.warnings) say(warning);
  if (plan_.projects.empty()) {
    say("no project is left to run");
    return false;
  }
  if (plan_.maxWorkers) options_.workers = std::min(options_.workers, plan_.maxWorkers);
  if (options_.bail == 0) options_.bail = plan_.bail;
  options_.isSilent |= plan_.isSilent;
  options_.passesWithoutTests |= plan_.passesWithoutTests;
  if (plan_.isRandom && !options_.isRandom) {
    options_.isRandom = true;
    if (!options_.seed) options_.seed = plan_.seed ? plan_.seed : std::random_device()() & 0x7fffffff;
  }
  return true;
}

bool Supervisor::setUp() {
  if (isSetUp_) return prepareHost();
  provided_.assign(plan_.projects.size(), "");
  JsonWriter argument;
  argument.open('{').key("projects").open('[');
  bool isNeeded = false;
  for (size_t i = 0; i < plan_.projects.size(); ++i) {
    if (!plan_.projects[i].hasGlobalSetup) continue;
    isNeeded = true;
    argument.number(static_cast<double>(i));
  }
  if (!isNeeded) return prepareHost();
  if (!loadPlanAgain()) return false;
  argument.close(']').close('}');
  isSetUp_ = true;
  Answer answer = ask("test_config", "setUp", argument.take());
  if (answer.fault) {
    setupFaults_.push_back(std::move(*answer.fault));
    return false;
  }
  if (auto value = graph::parseJson(answer.json))
    if (const graph::JsonValue* provided = value->find("provided"))
      for (size_t i = 0; i < provided->elements.size() && i < provided_.size(); ++i)
        provided_[i] = provided->elements[i].stringify();
  return prepareHost();
}

void Supervisor::tearDown() {
  if (!isSetUp_ || !host_.isRunning()) return;
  isSetUp_ = false;
  int interruption = std::exchange(interruption_, 0);
  Answer answer = ask("test_config", "tearDown", "{}");
  if (answer.fault) setupFaults_.push_back(std::move(*answer.fault));
  if (interruption) interruption_ = interruption;
}

// ---- which files

/// Leaves those of `paths` that one of the patterns matches, or does not.
bool Supervisor::keepSelected(const std::vector<std::string>& patterns, bool wanted, std::vector<std::string>& paths) {
  if (patterns.empty() || paths.empty()) return true;
  std::vector<bool> isMatched(paths.size(), false);
  if (std::ranges::all_of(patterns, isLiteral)) {
    for (size_t i = 0; i < paths.size(); ++i)
      isMatched[i] = std::ranges::any_of(
          patterns, [&](const std::string& pattern) { return paths[i].find(pattern) != std::string::npos; });
  } else {
    JsonWriter argument;
    argument.open('{');
    argument.texts("patterns", patterns);
    argument.texts("paths", paths);
    argument.close('}');
    Answer answer = ask("test_config", "selectPaths", argument.take());
    auto numbers = graph::parseJson(answer.json);
    if (answer.fault || !numbers) {
      say("a pattern of the configuration: " + (answer.fault ? answer.fault->message : numbers.error().message));
      return false;
    }
    for (const graph::JsonValue& number : numbers->elements)
      if (number.number >= 0 && number.number < static_cast<double>(paths.size()))
        isMatched[static_cast<size_t>(number.number)] = true;
  }
  std::vector<std::string> kept;
  for (size_t i = 0; i < paths.size(); ++i)
    if (isMatched[i] == wanted) kept.push_back(std::move(paths[i]));
  paths = std::move(kept);
  return true;
}

bool Supervisor::discover(uint32_t number, std::vector<Target>& targets) {
  const ProjectPlan& project = plan_.projects[number];
  GlobList asked(options_.testMatch, project_.root);
  auto isSource = [&](const std::string& path) {
    if (project.source.isEmpty() || !project.source.matches(path)) return false;
    auto text = readFile(path);
    return text && text->find("import.meta.vitest") != std::string::npos;
  };
  auto isWanted = [&](const std::string& path) {
    if (!project.exclude.isEmpty() && project.exclude.matches(path)) return false;
    if (options_.checksTypes && isTypeTest(path)) return true;
    if (!asked.isEmpty()) return asked.matches(path);
    if (!project.regex.empty()) return true;
    if (project.isUsual ? hasUsualTestName(path) : project.match.matches(path)) return true;
    return isSource(path);
  };
  std::vector<std::string> paths;
  for (const std::string& root : project.roots) {
    std::vector<std::string> found = findFiles(root, project.dots, isWanted);
    paths.insert(paths.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
  }
  std::ranges::sort(paths);
  paths.erase(std::ranges::unique(paths).begin(), paths.end());
  if (asked.isEmpty() && !keepSelected(project.regex, true, paths)) return false;
  if (!keepSelected(project.ignore, false, paths)) return false;
  for (std::string& path : paths) targets.push_back({std::move(path), number});
  return true;
}

bool Supervisor::discover(std::vector<Target>& targets) {
  PathFilter filter(options_.filters, options_.here);
  // Files that are named need no walk.
  bool needsWalk = filter.isEmpty() || filter.files().size() < options_.filters.size() || plan_.projects.size() > 1;
  if (needsWalk)
    for (uint32_t i = 0; i < plan_.projects.size(); ++i)
      if (!discover(i, targets)) return false;
  std::erase_if(targets, [&](const Target& target) { return !filter.matches(target.path); });
  for (const std::string& path : filter.files())
    if (std::ranges::none_of(targets, [&](const Target& target) { return target.path == path; })) {
      // Of the project whose folder is nearest.
      uint32_t nearest = 0;
      size_t depth = 0;
      for (uint32_t i = 0; i < plan_.projects.size(); ++i) {
        const std::string& root = plan_.projects[i].rootDir;
        if (root.size() <= depth || !path.starts_with(root + "/")) continue;
        nearest = i;
        depth = root.size();
      }
      targets.push_back({path, nearest});
    }
  if (!narrow(targets)) return false;
  std::ranges::sort(targets, [](const Target& a, const Target& b) {
    return a.path != b.path ? a.path < b.path : a.project < b.project;
  });
  addTypeTargets(targets);
  if (!targets.empty()) {
    std::vector<std::string> paths;
    for (const Target& target : targets) paths.push_back(target.path);
    for (const std::string& word : filter.unmatched(paths)) say("no test file matches \"" + word + "\"");
  }
  return true;
}

/// --changed and --related.
bool Supervisor::keepAffected(std::vector<Target>& targets) {
  if (!options_.changedSince && !options_.onlyRelated) return true;
  Change change;
  if (options_.changedSince) {
    auto changes = changesSince(*options_.changedSince, project_.root);
    if (!changes) {
      say("--changed: " + changes.error());
      return false;
    }
    change.hasRemoved = !changes->removed.empty();
    change.files = std::move(changes->files);
    change.files.insert(change.files.end(), changes->removed.begin(), changes->removed.end());
  }
  for (const std::string& file : options_.related) {
    std::string path = paths::resolve(options_.here, file);
    if (fileKind(path) == FileKind::Missing) {
      say("--related: no such file: " + file);
      return false;
    }
    change.files.push_back(std::move(path));
  }
  keepAffected(targets, change);
  return true;
}

void Supervisor::keepAffected(std::vector<Target>& targets, const Change& change) const {
  auto isEverybodys = [&](const std::string& path) {
    return (concernsAll(path) && path.starts_with(project_.root + "/")) ||
           std::ranges::find(plan_.inputs, path) != plan_.inputs.end();
  };
  if (std::ranges::any_of(change.files, isEverybodys)) return;
  // The tests, then what each project loads before them.
  std::vector<std::string> entries;
  for (const Target& target : targets) entries.push_back(target.path);
  std::vector<uint32_t> projectOf;
  for (uint32_t i = 0; i < plan_.projects.size(); ++i)
    for (const std::string& module : plan_.projects[i].setupFiles) {
      entries.push_back(module);
      projectOf.push_back(i);
    }
  std::vector<bool> affected = affectedTests(entries, change, options_.resolver);
  std::vector<bool> isWhole(plan_.projects.size(), false);
  for (size_t i = 0; i < projectOf.size(); ++i)
    if (affected[targets.size() + i]) isWhole[projectOf[i]] = true;
  std::vector<Target> kept;
  for (size_t i = 0; i < targets.size(); ++i)
    if (affected[i] || isWhole[targets[i].project]) kept.push_back(std::move(targets[i]));
  targets = std::move(kept);
}

/// What options take away.
bool Supervisor::narrow(std::vector<Target>& targets) {
  GlobList excluded(options_.excluded, project_.root);
  std::vector<PathPattern> wanted, ignored;
  for (auto [sources, patterns] : {std::pair(&options_.pathPatterns, &wanted), {&options_.ignoredPatterns, &ignored}})
    for (const std::string& source : *sources) {
      auto pattern = PathPattern::of(source);
      if (!pattern) {
        say("not a regular expression: " + source);
        return false;
      }
      patterns->push_back(std::move(*pattern));
    }
  std::erase_if(targets, [&](const Target& target) {
    auto isIn = [&](const PathPattern& pattern) { return pattern.isIn(target.path); };
    if (!wanted.empty() && std::ranges::none_of(wanted, isIn)) return true;
    if (!excluded.isEmpty() && excluded.matches(target.path)) return true;
    return std::ranges::any_of(ignored, isIn);
  });
  if (options_.onlyFailures)
    std::erase_if(targets, [&](const Target& target) {
      const Timings::Entry* known = timings_->find(target.path);
      return !known || !known->hasFailed;
    });
  if (!keepAffected(targets)) return false;
  if (options_.shard.count > 1) {
    std::vector<std::string> paths;
    for (const Target& target : targets) paths.push_back(target.path);
    std::ranges::sort(paths);
    paths.erase(std::ranges::unique(paths).begin(), paths.end());
    // What a machine remembers by itself differs from the next one's, and then files would be nobody's.
    std::vector<std::string> mine =
        shardOf(paths, options_.timingsFile.empty() ? nullptr : timings_.get(), options_.shard);
    std::ranges::sort(mine);
    std::erase_if(targets, [&](const Target& target) { return !std::ranges::binary_search(mine, target.path); });
  }
  return true;
}

int Supervisor::list(const std::vector<Target>& targets) {
  bool isJson = std::ranges::any_of(options_.reporters, [](const ReporterRequest& it) { return it.name == "json"; });
  std::vector<std::string> paths;
  for (const Target& target : targets) paths.push_back(isJson ? target.path : shownPath(target.path));
  paths.erase(std::ranges::unique(paths).begin(), paths.end());
  if (isJson) {
    JsonWriter out;
    out.open('[');
    for (const std::string& path : paths) out.text(path);
    out.close(']');
    console_->document(out.take() + "\n");
  } else {
    for (const std::string& path : paths) console_->document(path + "\n");
  }
  console_->flush();
  return 0;
}

int Supervisor::withoutFiles() {
  if (options_.passesWithoutTests) {
    say("no test files; passes, as --pass-with-no-tests says");
    return 0;
  }
  std::string text = "no test files found below " + plan_.projects[0].roots[0];
  bool isNarrowed = !options_.filters.empty() || !options_.pathPatterns.empty() || options_.shard.count > 1 ||
                    options_.onlyFailures || options_.changedSince || options_.onlyRelated;
  if (isNarrowed) {
    std::string words;
    for (const std::string& filter : options_.filters) words += " " + filter;
    text += words.empty() ? " that the options leave" : " that match" + words;
  } else if (plan_.projects.size() == 1 && plan_.projects[0].isUsual) {
    text +=
        "\nTests are files called *.test.ts, *.spec.ts, *_test.ts or *_spec.ts (or js, jsx, tsx, mjs, cjs, mts, cts),\n"
        "and those in folders called __tests__.";
  }
  say(text);
  return 1;
}

// ---- a run

bool Supervisor::makeReporters() {
  reporters_.clear();
  std::vector<ReporterRequest> requests = options_.reporters;
  if (requests.empty())
    for (const ReporterPlan& plan : plan_.reporters)
      if (!plan.name.empty()) requests.push_back({plan.name, plan.outputFile});
  bool isPlanned = options_.reporters.empty() &&
                   std::ranges::any_of(plan_.reporters, [](const ReporterPlan& plan) { return plan.index >= 0; });
  std::vector<OwnModule> modules;
  for (const ReporterRequest& request : requests)
    if (!request.module.empty()) modules.push_back({request.module, request.outputFile, -1});
  std::erase_if(requests, [](const ReporterRequest& it) { return !it.module.empty(); });
  bool hasOwn = isPlanned || !modules.empty();
  bool isForPeople =
      hasOwn || std::ranges::any_of(requests, [](const ReporterRequest& it) { return !isDocument(it.name); });
  // A document alone is no way to see failures.
  if (requests.empty() && !hasOwn)
    requests.push_back({plan_.isVerbose ? "verbose" : "default", ""});
  else if (!isForPeople)
    requests.insert(requests.begin(), ReporterRequest{"default", ""});
  const char* actions = getenv("GITHUB_ACTIONS");
  bool hasGithub = std::ranges::any_of(requests, [](const ReporterRequest& it) { return it.name == "github"; });
  if (actions && std::string_view(actions) == "true" && !hasGithub) requests.push_back({"github", ""});
  bool takesStdout = std::ranges::any_of(
      requests, [](const ReporterRequest& it) { return isDocument(it.name) && it.outputFile.empty(); });
  Console::Options options;
  options.isColoured = options_.isColoured;
  options.reportsToStderr = takesStdout;
  int descriptor = takesStdout ? STDERR_FILENO : STDOUT_FILENO;
  winsize size{};
  options.hasProgress = isatty(descriptor) && ioctl(descriptor, TIOCGWINSZ, &size) == 0 && !getenv("CI");
  if (size.ws_col > 0) options.columns = size.ws_col;
  console_ = std::make_unique<Console>(options);
  // Before those of the command line are added to the configuration's.
  if (hasOwn && !loadPlanAgain()) return false;
  if (isPlanned)
    for (const ReporterPlan& plan : plan_.reporters)
      if (plan.index >= 0) addOwnReporter(plan.index, plan.module);
  ownModules_ = std::move(modules);
  if (!loadOwnModules()) return false;
  for (const OwnModule& own : ownModules_) addOwnReporter(own.index, own.module);
  for (const ReporterRequest& request : requests) {
    auto reporter = makeReporter(request, *console_);
    if (reporter)
      reporters_.push_back(std::move(reporter));
    else
      say("no reporter " + request.name);
  }
  return true;
}

/// Those of the command line, in the host as it is now.
bool Supervisor::loadOwnModules() {
  if (ownModules_.empty()) return true;
  JsonWriter argument;
  argument.open('{');
  argument.text("root", options_.here);
  argument.key("modules").open('[');
  for (const OwnModule& own : ownModules_) {
    argument.open('{');
    argument.text("module", own.module);
    argument.text("outputFile", own.outputFile);
    argument.close('}');
  }
  argument.close(']').close('}');
  Answer answer = ask("test_config", "addReporters", argument.take());
  auto numbers = graph::parseJson(answer.json);
  if (!answer.fault && numbers && numbers->elements.size() == ownModules_.size()) {
    for (size_t i = 0; i < ownModules_.size(); ++i)
      ownModules_[i].index = static_cast<int>(numbers->elements[i].number);
    return true;
  }
  if (answer.fault)
    console_->report(faultText(*answer.fault, project_.root, "", Frame::With, console_->isColoured()));
  else
    say("the answer to --reporter makes no sense");
  console_->flush();
  return false;
}

/// Of the configuration's: its methods are called in the host, one after another, while the run goes on.
void Supervisor::addOwnReporter(int index, const std::string& module) {
  reporters_.push_back(std::make_unique<OwnReporter>([this, index, module](std::string method, std::string arguments) {
    JsonWriter argument;
    argument.open('{');
    argument.number("index", index);
    argument.text("method", method);
    argument.text("root", project_.root);
    argument.key("arguments").raw(arguments);
    argument.close('}');
    heldCalls_.emplace_back(Ask{0, "test_config", "reporter", argument.take()},
                            "the reporter " + shownPath(module) + ": " + method);
    if (host_.isRunning()) releaseCalls();
  }));
}

void Supervisor::releaseCalls() {
  for (auto& [ask, name] : std::exchange(heldCalls_, {})) {
    ask.question = ++questions_;
    calls_[ask.question] = std::move(name);
    host_.send(ask);
  }
}

/// After a crash that ended the run: reporters hear of its end.
void Supervisor::reviveReporters() {
  if (heldCalls_.empty() || host_.isRunning() || interruption_) return;
  if (startHost() && loadPlanAgain() && loadOwnModules()) releaseCalls();
}

/// Of a call of a reporter's.
void Supervisor::onAnswer(const Answer& answer) {
  if (typeQuestion_ != 0 && answer.question == typeQuestion_) {
    typeAnswer_ = answer;
    return;
  }
  auto call = calls_.find(answer.question);
  if (call == calls_.end()) return;
  if (answer.fault) console_->lost(call->second + ": " + answer.fault->message + "\n");
  calls_.erase(call);
}

void Supervisor::awaitReporters() {
  while (!calls_.empty() && host_.isRunning() && !interruption_) {
    bool isEnded = wait(-1) == Wake::HostEnded;
    while (auto event = host_.next()) onOther(*event);
    console_->flush();
    if (isEnded || host_.isBroken()) {
      host_.kill();
      console_->lost("weft test: reporters were lost with the process that they were in\n");
    }
  }
  calls_.clear();
}

/// What is of no file.
bool Supervisor::onOther(const Event& event) {
  if (auto* answer = std::get_if<Answer>(&event)) {
    onAnswer(*answer);
    return true;
  }
  if (auto* end = std::get_if<FileEnded>(&event); end && end->file == kSetupFile) {
    setupTrace_ = *end;
    return true;
  }
  auto* output = std::get_if<Output>(&event);
  if (!output || output->file != kSetupFile) return false;
  console_->pass(output->descriptor, output->text);
  return true;
}

std::vector<uint32_t> Supervisor::orderOf(const RunResult& run) {
  std::vector<std::string> paths;
  for (const FileResult& file : run.files) paths.push_back(file.path);
  paths.erase(std::ranges::unique(paths).begin(), paths.end());
  if (options_.isRandom)
    shuffle(paths, project_.root, options_.seed.value_or(0));
  else
    sortForSpeed(paths, *timings_);
  std::unordered_map<std::string_view, size_t> places;
  for (size_t i = 0; i < paths.size(); ++i) places[paths[i]] = i;
  std::vector<uint32_t> order;
  for (const FileResult& file : run.files)
    if (!file.isEnded && !file.checksTypes) order.push_back(file.number);
  std::ranges::sort(order, [&](uint32_t a, uint32_t b) {
    const FileResult &left = run.files[a], &right = run.files[b];
    double first = plan_.projects[left.project].order, second = plan_.projects[right.project].order;
    if (first != second) return first < second;
    size_t i = places[left.path], k = places[right.path];
    return i != k ? i < k : a < b;
  });
  return order;
}

void Supervisor::dispatch(Dispatcher& dispatcher, RunResult& run) {
  bool hasClock = console_->hasProgress();
  while (!dispatcher.isDone()) {
    if (!host_.isRunning()) {
      if (!startHost()) {
        run.faults.push_back({"Error", "no process runs tests", "", {}, ""});
        return dispatcher.abandon(RunEnd::Whole);
      }
      // What a set-up has started went with the host before it.
      if (!loadPlanAgain() || !loadOwnModules()) return dispatcher.abandon(RunEnd::Whole);
      releaseCalls();
      if (!setUp()) return dispatcher.abandon(RunEnd::Whole);
      if (!isIsolated()) host_.send(ShareRealms{});
    }
    dispatcher.handOut([&](const Order& order) { host_.send(order); });
    Wake wake = wait(hasClock ? kTickMilliseconds : -1);
    bool isSound = true;
    while (isSound && !dispatcher.isDone()) {
      auto event = host_.next();
      if (!event) break;
      isSound = onOther(*event) || dispatcher.handle(std::move(*event));
    }
    if (hasClock)
      for (const auto& reporter : reporters_) reporter->tick();
    console_->flush();
    if (interruption_ || console_->isClosed()) {
      dispatcher.abandon(RunEnd::Interrupted);
      host_.kill();
    }
    if (dispatcher.isDone()) break;
    if (!isSound || host_.isBroken()) {
      host_.kill();
      dispatcher.hostEnded("said something that makes no sense, and was ended");
    } else if (wake == Wake::HostEnded) {
      dispatcher.hostEnded(host_.reap());
    }
  }
  dispatcher.finish();
}

int Supervisor::runTargets(const std::vector<Target>& targets) {
  RunResult run;
  run.root = project_.root;
  run.startedAt = epochMilliseconds();
  run.isRandom = options_.isRandom;
  run.seed = options_.seed.value_or(0);
  auto started = std::chrono::steady_clock::now();
  for (const Target& target : targets) {
    FileResult& file = run.files.emplace_back();
    file.number = static_cast<uint32_t>(run.files.size() - 1);
    file.project = target.project;
    file.projectName = plan_.projects[target.project].name;
    file.checksTypes = target.checksTypes;
    if (file.checksTypes) file.projectName += file.projectName.empty() ? "types" : " types";
    file.path = target.path;
    file.shownPath = shownPath(target.path);
  }
  for (const auto& reporter : reporters_) reporter->runStarted(run);
  console_->flush();
  if (cache_) {
    cache_->begin();
    for (uint32_t i = 0; i < plan_.projects.size(); ++i)
      cache_->setSettings(i, plan_.projects[i].settings.stringify(), cacheInputs(plan_.projects[i]));
  }
  DispatchLimits limits{options_.workers, options_.bail, !options_.isSilent, {}};
  if (std::ranges::any_of(plan_.projects, &ProjectPlan::isSerial))
    for (const ProjectPlan& project : plan_.projects) limits.isSerial.push_back(project.isSerial);
  Dispatcher dispatcher(run, listeners(), orderOf(run), limits);
  replay(dispatcher, run);
  startTypeCheck(run);
  if (!dispatcher.isDone() && setUp()) {
    if (!isIsolated()) host_.send(ShareRealms{});
    dispatch(dispatcher, run);
  }
  finishTypeCheck(dispatcher, run);
  if (plan_.coverage.isOn) tellCoverage(run, targets);
  if (!options_.isWatching) tearDown();
  std::ranges::move(setupFaults_, std::back_inserter(run.faults));
  setupFaults_.clear();
  if (interruption_) run.end = RunEnd::Interrupted;
  run.milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - started).count();
  for (const auto& reporter : reporters_) reporter->runEnded(run);
  reviveReporters();
  awaitReporters();
  console_->flush();
  if (cache_) cache_->flush();
  keepTimings(run);
  if (options_.isWatching) remember(run);
  return exitCode(run);
}

int Supervisor::exitCode(const RunResult& run) const {
  if (interruption_) return kInterruptedCode + interruption_;
  if (run.hasFailed()) return plan_.failureExitCode;
  if (run.end != RunEnd::Whole || console_->isClosed() || console_->hasLost()) return 1;
  Counts counts = run.counts();
  if (counts.of(Outcome::NotRun) > 0 || counts.testsNotRun > 0) return 1;
  return 0;
}

void Supervisor::keepTimings(const RunResult& run) {
  for (const FileResult& file : run.files)
    if (file.isEnded && !file.isReplayed && !file.checksTypes)
      timings_->record(file.path, {file.milliseconds, file.hasFailed()});
  if (!timings_->save() && !options_.timingsFile.empty()) say("the timings were not written: " + options_.timingsFile);
}

/// What the next run of --watch must know of this one.
void Supervisor::remember(RunResult& run) {
  ownWriting_.clear();
  for (FileResult& file : run.files) {
    if (file.hasFailed())
      failed_.insert(file.path);
    else
      failed_.erase(file.path);
    // Inline snapshots.
    if (file.snapshots.added + file.snapshots.updated > 0) ownWriting_.insert(file.path);
    std::ranges::move(file.stamps, std::back_inserter(file.inputs));
    std::ranges::sort(file.inputs);
    std::ranges::sort(file.missing);
    if (file.isEnded && !file.checksTypes) inputs_[file.path] = {std::move(file.inputs), std::move(file.missing)};
  }
  for (const ReporterRequest& reporter : options_.reporters) ownWriting_.insert(reporter.outputFile);
  ownWriting_.insert(options_.timingsFile);
}

int Supervisor::run() {
  Console::Options options;
  options.isColoured = options_.isColoured;
  console_ = std::make_unique<Console>(options);
  // Before all else: its engine starts while files are looked for.
  if (!options_.listsFiles && !options_.isCached && !startHost()) return 1;
  if (!makePlan()) {
    host_.kill();
    return interruption_ ? kInterruptedCode + interruption_ : 1;
  }
  std::string timings = options_.timingsFile;
  if (timings.empty() && !options_.cacheFolder.empty())
    timings = options_.cacheFolder + "/test/" + hash128(project_.root).hex() + ".timings";
  timings_ = std::make_unique<Timings>(timings, project_.root);
  std::vector<Target> targets;
  if (!discover(targets)) return 1;
  if (options_.listsFiles) return list(targets);
  if (targets.empty() && !options_.isWatching) return withoutFiles();
  settleCoverage();
  if (!makeReporters()) return interruption_ ? kInterruptedCode + interruption_ : 1;
  checkCache();
  int code = options_.isWatching ? watch(std::move(targets)) : runTargets(targets);
  if (host_.isRunning()) host_.quit();
  return code;
}

}  // namespace weft::test
