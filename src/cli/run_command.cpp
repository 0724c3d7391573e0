#include "cli/run_command.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/paths.h"
#include "graph/json.h"
#include "graph/suggestions.h"

namespace weft::cli {

namespace {

struct Package {
  std::string path;       // of package.json
  std::string directory;  // "/" for the root
  graph::JsonValue json;

  [[nodiscard]] const graph::JsonValue* scripts() const {
    const graph::JsonValue* found = json.find("scripts");
    return found && found->is(graph::JsonKind::Object) ? found : nullptr;
  }
  [[nodiscard]] const std::string* script(std::string_view name) const {
    const graph::JsonValue* all = scripts();
    const graph::JsonValue* found = all ? all->find(name) : nullptr;
    return found && found->is(graph::JsonKind::String) ? &found->string : nullptr;
  }
  [[nodiscard]] std::string text(std::string_view key) const {
    const graph::JsonValue* found = json.find(key);
    return found && found->is(graph::JsonKind::String) ? found->string : std::string();
  }
};

int say(const std::string& message) {
  fprintf(stderr, "weft: %s\n", message.c_str());
  return 1;
}

/// The nearest package.json; the error is one for people, empty if there is none.
Result<Package, std::string> nearestPackage(const std::string& from) {
  for (std::string_view at = from;; at = paths::dirname(at)) {
    std::string path = paths::join({at, "package.json"});
    if (fileKind(path) == FileKind::File) {
      auto text = readFile(path);
      if (!text) return fail(text.error().message());
      auto json = graph::parseJson(*text);
      if (!json) return fail(path + ": " + json.error().message);
      return Package{std::move(path), std::string(at), std::move(*json)};
    }
    if (at == "/" || at.empty()) return fail(std::string());
  }
}

/// node_modules/.bin of the folder and of all above it, nearest first.
std::vector<std::string> binFolders(const std::string& directory) {
  std::vector<std::string> folders;
  for (std::string_view at = directory;; at = paths::dirname(at)) {
    folders.push_back(paths::join({at, "node_modules/.bin"}));
    if (at == "/" || at.empty()) return folders;
  }
}

void prependPath(const std::string& directory) {
  std::string path;
  for (const std::string& folder : binFolders(directory)) path += folder + ":";
  const char* old = getenv("PATH");
  setenv("PATH", (path + (old ? old : "/usr/local/bin:/usr/bin:/bin")).c_str(), 1);
}

/// As one word of sh.
std::string quoted(const std::string& argument) {
  std::string out = "'";
  for (char byte : argument) byte == '\'' ? out.append("'\\''") : out.append(1, byte);
  return out + "'";
}

volatile sig_atomic_t runningChild = 0;

void passOn(int signal) {
  if (runningChild > 0) kill(runningChild, signal);
}

[[noreturn]] void becomeShell(const std::string& command) {
  execl("/bin/sh", "sh", "-c", command.c_str(), static_cast<char*>(nullptr));
  fprintf(stderr, "weft: cannot run /bin/sh: %s\n", strerror(errno));
  _exit(127);
}

/// The shell's exit code. A terminal sends its interrupt to the child as well; other signals are passed on.
int runShell(const std::string& command) {
  // Signals wait until it is known whom to pass them to.
  sigset_t passed;
  sigset_t oldMask;
  sigemptyset(&passed);
  sigaddset(&passed, SIGTERM);
  sigaddset(&passed, SIGHUP);
  sigprocmask(SIG_BLOCK, &passed, &oldMask);
  struct sigaction ignore {};
  struct sigaction forward {};
  struct sigaction oldInterrupt {}, oldTerminate {}, oldHangup {};
  ignore.sa_handler = SIG_IGN;
  forward.sa_handler = passOn;
  sigaction(SIGINT, &ignore, &oldInterrupt);
  sigaction(SIGTERM, &forward, &oldTerminate);
  sigaction(SIGHUP, &forward, &oldHangup);
  pid_t child = fork();
  if (child == 0) {
    sigaction(SIGINT, &oldInterrupt, nullptr);
    sigaction(SIGTERM, &oldTerminate, nullptr);
    sigaction(SIGHUP, &oldHangup, nullptr);
    sigprocmask(SIG_SETMASK, &oldMask, nullptr);
    becomeShell(command);
  }
  runningChild = child;
  sigprocmask(SIG_SETMASK, &oldMask, nullptr);
  if (child < 0) return say(std::string("cannot start a process: ") + strerror(errno));
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  runningChild = 0;
  sigaction(SIGINT, &oldInterrupt, nullptr);
  sigaction(SIGTERM, &oldTerminate, nullptr);
  sigaction(SIGHUP, &oldHangup, nullptr);
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

void setScriptEnvironment(const Package& package, const std::string& workingDirectory, const std::string& executable) {
  setenv("INIT_CWD", workingDirectory.c_str(), 0);
  setenv("npm_execpath", executable.c_str(), 1);
  setenv("npm_package_json", package.path.c_str(), 1);
  setenv("npm_package_name", package.text("name").c_str(), 1);
  setenv("npm_package_version", package.text("version").c_str(), 1);
  prependPath(package.directory);
}

/// What the script gets beside its own words: a `--` before them is npm's way to part them from options.
std::string wordsFor(const std::vector<std::string>& arguments) {
  std::string words;
  size_t first = arguments.size() > 1 && arguments[1] == "--" ? 2 : 1;
  for (size_t i = first; i < arguments.size(); ++i) words += " " + quoted(arguments[i]);
  return words;
}

/// With pre and post hooks; the first that fails ends it.
int runStages(const Package& package, const std::string& name, const std::vector<std::string>& arguments) {
  if (chdir(package.directory.c_str()) != 0) return say(package.directory + ": " + strerror(errno));
  const std::string* post = package.script("post" + name);
  for (const std::string& stage : {"pre" + name, name, "post" + name}) {
    const std::string* script = package.script(stage);
    if (!script) continue;
    std::string command = *script;
    if (stage == name) command += wordsFor(arguments);
    setenv("npm_lifecycle_event", stage.c_str(), 1);
    setenv("npm_lifecycle_script", script->c_str(), 1);
    fprintf(stderr, "$ %s\n", command.c_str());
    fflush(stderr);
    // The last stage takes this process over: signals reach it directly, and it needs no memory of ours.
    if (stage == (post ? "post" + name : name)) becomeShell(command);
    if (int code = runShell(command); code != 0) return code;
  }
  return 0;
}

int listScripts(const Package& package) {
  const graph::JsonValue* scripts = package.scripts();
  if (!scripts || scripts->members.empty()) return say(package.path + " has no scripts");
  printf("Scripts of %s:\n", package.path.c_str());
  for (const graph::JsonMember& member : scripts->members)
    printf("  %s\n      %s\n", member.key.c_str(), member.value.string.c_str());
  return fflush(stdout) == 0 ? 0 : 1;
}

/// A program of node_modules/.bin takes this process over.
int runProgram(const std::string& path, const std::string& directory, const std::vector<std::string>& arguments) {
  prependPath(directory);
  std::vector<char*> words = {const_cast<char*>(path.c_str())};
  for (size_t i = 1; i < arguments.size(); ++i) words.push_back(const_cast<char*>(arguments[i].c_str()));
  words.push_back(nullptr);
  execv(path.c_str(), words.data());
  return say("cannot run " + path + ": " + strerror(errno));
}

bool namesFile(const std::string& workingDirectory, const std::string& name) {
  std::string path = paths::resolve(workingDirectory, name);
  if (fileKind(path) == FileKind::File) return true;
  bool isPath = name.starts_with('.') || name.starts_with('/');
  return isPath && fileKind(path) == FileKind::Directory;
}

std::string unknownScript(const std::string& name, const Package* package) {
  std::string message = "there is no script, file or program \"" + name + "\"";
  if (!package) return message + "; no package.json was found here or above";
  std::vector<std::string> names;
  if (const graph::JsonValue* scripts = package->scripts())
    for (const graph::JsonMember& member : scripts->members) names.push_back(member.key);
  std::string nearest = graph::nearestName(name, names);
  if (!nearest.empty()) return message + "; did you mean " + nearest + "?";
  return message + "; weft run lists the scripts of " + package->path;
}

}  // namespace

std::optional<int> runScript(const std::vector<std::string>& arguments, const std::string& executable) {
  auto workingDirectory = currentDirectory();
  if (!workingDirectory) return say(workingDirectory.error().message());
  auto package = nearestPackage(*workingDirectory);
  if (!package && !package.error().empty()) return say(package.error());
  if (arguments.empty())
    return package ? listScripts(*package) : say("no package.json was found here or above");
  const std::string& name = arguments[0];
  if (package && package->script(name)) {
    setScriptEnvironment(*package, *workingDirectory, executable);
    return runStages(*package, name, arguments);
  }
  if (namesFile(*workingDirectory, name)) return std::nullopt;
  if (name.find('/') == std::string::npos)
    for (const std::string& folder : binFolders(*workingDirectory)) {
      std::string path = folder + "/" + name;
      if (fileKind(path) == FileKind::File) return runProgram(path, *workingDirectory, arguments);
    }
  return say(unknownScript(name, package ? &*package : nullptr));
}

std::string runHelpText() {
  return "weft run runs a script of the nearest package.json, a file, or a program of node_modules/.bin.\n"
         "\n"
         "Usage:\n"
         "  weft run                     list the scripts\n"
         "  weft run NAME [arguments]    run pre-NAME's script, NAME and post-NAME's; arguments go to NAME\n"
         "  weft run FILE [arguments]    as weft FILE\n"
         "\n"
         "A script runs in its package's folder through /bin/sh, with every node_modules/.bin from there upwards on\n"
         "the PATH, and with npm's environment: npm_lifecycle_event, npm_package_name, INIT_CWD and so on.\n";
}

}  // namespace weft::cli
