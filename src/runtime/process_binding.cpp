// native("process"): what process asks or tells the system (builtins/node/process.ts, internal/process_*.ts).

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/env_file.h"
#include "base/environment.h"
#include "base/file.h"
#include "base/paths.h"
#include "engine/class.h"
#include "engine/time_zone.h"
#include "engine/versions.h"
#include "engine/vm.h"
#include "loop/active_handles.h"
#include "loop/loop.h"
#include "loop/process_info.h"
#include "loop/standard_io.h"
#include "loop/system_info.h"
#include "runtime/bindings.h"
#include "runtime/component_versions.h"
#include "runtime/runtime.h"
#include "runtime/test_realm.h"
#include "runtime/test_trace.h"

namespace weft::runtime {

namespace {

constexpr double kNanosecondsPerSecond = 1e9;

// ---- the command line

std::vector<std::string> argv(js::Realm& realm) {
  const RuntimeOptions& options = Runtime::of(realm).options();
  std::vector<std::string> list{options.execPath};
  list.insert(list.end(), options.argv.begin(), options.argv.end());
  return list;
}
std::vector<std::string> execArgv(js::Realm& realm) {
  return Runtime::of(realm).options().execArgv;
}
std::string argv0(js::Realm& realm) {
  return Runtime::of(realm).options().argv0;
}
std::string execPath(js::Realm& realm) {
  return Runtime::of(realm).options().execPath;
}

std::vector<std::string> activeHandles(js::Realm& realm) {
  return loop::activeHandles(Runtime::of(realm).loop());
}

void collectGarbage(js::Realm& realm) {
  realm.vm().collect();
}

bool sourceMapsEnabled(js::Realm& realm) {
  return realm.vm().sourceMapsEnabled();
}
void setSourceMapsEnabled(js::Realm& realm, bool enabled) {
  realm.vm().setSourceMapsEnabled(enabled);
}

int32_t pid() {
  return getpid();
}
int32_t parentPid() {
  return getppid();
}
std::string title() {
  return loop::processTitle();
}
void setTitle(std::string text) {
  loop::setProcessTitle(text);
}

std::string_view arch() {
#if defined(__x86_64__)
  return "x64";
#elif defined(__aarch64__)
  return "arm64";
#else
#error "name this architecture as process.arch does"
#endif
}

std::vector<std::string> componentVersions() {
  std::vector<std::string> list = {"weft",
                                   WEFT_VERSION,
                                   "javascriptcore",
                                   WEFT_ENGINE_VERSION,
                                   "icu",
                                   std::string(js::icuVersion()),
                                   "unicode",
                                   std::string(js::unicodeVersion())};
  for (std::string& it : libraryVersions()) list.push_back(std::move(it));
  return list;
}

// ---- the environment

/// Names and values in turn.
std::vector<std::string> environment(js::Realm& realm) {
  std::vector<std::string> list;
  const auto& own = Runtime::of(realm).environment();
  for (auto& [name, value] : own ? own->list() : environmentVariables()) {
    list.push_back(std::move(name));
    list.push_back(std::move(value));
  }
  return list;
}

/// Names and values in turn.
std::vector<std::string> parseEnvText(const std::string& text) {
  std::vector<std::string> list;
  for (EnvVariable& it : parseEnvFile(text)) {
    list.push_back(std::move(it.name));
    list.push_back(std::move(it.value));
  }
  return list;
}

/// Likewise in threes: behind each value "literal" if nothing in it is to be expanded.
std::vector<std::string> parseEnvForms(const std::string& text) {
  std::vector<std::string> list;
  for (EnvVariable& it : parseEnvFile(text)) {
    list.push_back(std::move(it.name));
    list.push_back(std::move(it.value));
    list.emplace_back(it.isLiteral ? "literal" : "");
  }
  return list;
}

std::optional<std::string> readEnvironment(js::Realm& realm, std::string name) {
  if (const auto& own = Runtime::of(realm).environment()) return own->get(name);
  return environmentVariable(name);
}

void noteEnvironment(js::Realm& realm, std::string_view name) {
  if (name != "TZ") return;
  tzset();
  js::timeZoneChanged(realm, environmentVariable("TZ").value_or(""));
}

void setEnvironment(js::Realm& realm, std::string name, std::string value) {
  if (const auto& own = Runtime::of(realm).environment()) return own->set(std::move(name), std::move(value));
  setEnvironmentVariable(name, value);
  noteEnvironment(realm, name);
}

void unsetEnvironment(js::Realm& realm, std::string name) {
  if (const auto& own = Runtime::of(realm).environment()) return own->unset(name);
  unsetEnvironmentVariable(name);
  noteEnvironment(realm, name);
}

// ---- directories and masks

js::Result<std::string> cwd() {
  auto directory = currentDirectory();
  if (!directory) return js::fail(SysError{directory.error().code, "uv_cwd", {}, {}});
  return *directory;
}

js::Result<void> chdirTo(js::Realm& realm, std::string path) {
  std::string before = Runtime::of(realm).workingDirectory();
  if (TestTrace* trace = traceOf(realm)) trace->looks(paths::resolve(before, path), TestTrace::Look::Present);
  if (chdir(path.c_str()) != 0) return js::fail(SysError{errno, "chdir", before, path});
  Runtime::of(realm).workingDirectoryChanged();
  return {};
}

int32_t setUmask(std::optional<uint32_t> mask) {
  mode_t before = umask(mask.value_or(0) & 0777);
  if (!mask) umask(before);
  return static_cast<int32_t>(before);
}

// ---- clocks and resources

/// The Float64Array that JavaScript gave to be filled.
js::Result<std::span<double>> numbersOf(js::Bytes bytes, size_t count) {
  if (bytes.type != js::ElementType::Float64 || bytes.size < count * sizeof(double))
    return js::fail(js::JsError::typeError("The argument must be a Float64Array of the right length"));
  return std::span(reinterpret_cast<double*>(bytes.data), count);
}

js::Result<void> readHrtime(js::Bytes into) {
  WEFT_TRY(out, numbersOf(into, 2));
  uint64_t now = loop::Loop::hrtime();
  constexpr auto kSecond = static_cast<uint64_t>(kNanosecondsPerSecond);
  out[0] = static_cast<double>(now / kSecond);
  out[1] = static_cast<double>(now % kSecond);
  return {};
}

js::Value hrtime(js::Realm& realm) {
  return js::bigIntUnsigned(realm, loop::Loop::hrtime());
}

double uptime() {
  // The kernel's own note of the start; taken at the first question, it would come too late.
  static const double startedAt = [] {
    auto stat = readFile("/proc/self/stat");
    double ticks = 0;
    if (stat) {
      // Field 22, counted after the command's name, which can hold anything, in parentheses.
      size_t at = stat->rfind(')');
      for (int field = 2; field < 22 && at != std::string::npos; ++field) at = stat->find(' ', at + 1);
      if (at != std::string::npos) ticks = strtod(stat->c_str() + at, nullptr);
    }
    return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
  }();
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / kNanosecondsPerSecond - startedAt;
}

js::Result<double> residentMemory() {
  auto bytes = loop::residentMemory();
  if (!bytes) return js::fail(bytes.error());
  return static_cast<double>(*bytes);
}

js::Result<void> readMemoryUsage(js::Realm& realm, js::Bytes into) {
  WEFT_TRY(out, numbersOf(into, 5));
  WEFT_TRY(resident, residentMemory());
  js::HeapStatistics heap = Runtime::of(realm).vm().heapStatistics();
  out[0] = resident;
  out[1] = static_cast<double>(heap.capacity);
  out[2] = static_cast<double>(heap.used);
  out[3] = static_cast<double>(heap.external);
  out[4] = static_cast<double>(heap.external);
  return {};
}

js::Result<void> readResourceUsage(js::Bytes into) {
  WEFT_TRY(out, numbersOf(into, 16));
  auto usage = loop::resourceUsage();
  if (!usage) return js::fail(usage.error());
  out[0] = usage->userTime;
  out[1] = usage->systemTime;
  const uint64_t rest[] = {usage->maxRss,
                           usage->sharedMemory,
                           usage->unsharedData,
                           usage->unsharedStack,
                           usage->minorFaults,
                           usage->majorFaults,
                           usage->swaps,
                           usage->blocksRead,
                           usage->blocksWritten,
                           usage->messagesSent,
                           usage->messagesReceived,
                           usage->signals,
                           usage->voluntarySwitches,
                           usage->involuntarySwitches};
  for (size_t i = 0; i < std::size(rest); ++i) out[2 + i] = static_cast<double>(rest[i]);
  return {};
}

double constrainedMemory() {
  return static_cast<double>(loop::memory().constrained);
}
double availableMemory() {
  return static_cast<double>(loop::memory().free);
}

// ---- other processes, and the end of this one

/// The process is about to end: what a test file has told by now is known.
void tellBeforeEnd(js::Realm& realm) {
  if (TestRealm* test = Runtime::of(realm).options().test) test->flush();
}

int32_t killProcess(js::Realm& realm, int32_t process, int32_t signal) {
  if (process == getpid() && signal != 0) tellBeforeEnd(realm);
  return kill(process, signal) == 0 ? 0 : -errno;
}

/// Nothing of a worker's JavaScript goes on behind its end.
js::Result<void> reallyExit(js::Realm& realm, int32_t code) {
  if (Runtime::of(realm).options().test) {
    std::string message = "process.exit(" + std::to_string(code) + ") was called";
    return js::fail(js::JsError(js::ErrorKind::Error, "ERR_TEST_PROCESS_EXIT", std::move(message)));
  }
  Runtime::of(realm).exit(code);
  return js::fail(realm.vm().stopped());
}
void setExitCode(js::Realm& realm, std::optional<int32_t> code) {
  Runtime::of(realm).setExitCode(code);
}
js::Result<void> exitWithError(js::Realm& realm, js::Value error, int32_t code) {
  Runtime::of(realm).exitWithError(error, code);
  if (Runtime::of(realm).options().test) return {};
  return js::fail(realm.vm().stopped());
}

void abortProcess(js::Realm& realm) {
  tellBeforeEnd(realm);
  loop::restoreStandardIo();
  signal(SIGABRT, SIG_DFL);  // what the program asks for is no crash of ours
  abort();
}

void rawDebug(std::string text) {
  (void)loop::writeAll(STDERR_FILENO, {reinterpret_cast<const uint8_t*>(text.data()), text.size()});
}

bool hasPublicBuiltin(std::string id) {
  return !id.starts_with("internal/") && !id.starts_with("web/") && js::hasBuiltin(id);
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&argv>("argv"),
    js::fn<&execArgv>("execArgv"),
    js::fn<&argv0>("argv0"),
    js::fn<&execPath>("execPath"),
    js::fn<&sourceMapsEnabled>("sourceMapsEnabled"),
    js::fn<&setSourceMapsEnabled>("setSourceMapsEnabled"),
    js::fn<&pid>("pid"),
    js::fn<&parentPid>("parentPid"),
    js::fn<&title>("title"),
    js::fn<&setTitle>("setTitle"),
    js::fn<&collectGarbage>("collectGarbage"),
    js::fn<&activeHandles>("activeHandles"),
    js::fn<&arch>("arch"),
    js::fn<&componentVersions>("componentVersions"),
    js::fn<&environment>("environment"),
    js::fn<&parseEnvText>("parseEnvText"),
    js::fn<&parseEnvForms>("parseEnvForms"),
    js::fn<&readEnvironment>("environmentVariable"),
    js::fn<&setEnvironment>("setEnvironment"),
    js::fn<&unsetEnvironment>("unsetEnvironment"),
    js::fn<&cwd>("cwd"),
    js::fn<&chdirTo>("chdir"),
    js::fn<&setUmask>("umask"),
    js::fn<&readHrtime>("readHrtime"),
    js::fn<&hrtime>("hrtime"),
    js::fn<&uptime>("uptime"),
    js::fn<&residentMemory>("residentMemory"),
    js::fn<&readMemoryUsage>("readMemoryUsage"),
    js::fn<&readResourceUsage>("readResourceUsage"),
    js::fn<&constrainedMemory>("constrainedMemory"),
    js::fn<&availableMemory>("availableMemory"),
    js::fn<&killProcess>("kill"),
    js::fn<&reallyExit>("reallyExit"),
    js::fn<&setExitCode>("setExitCode"),
    js::fn<&exitWithError>("exitWithError"),
    js::fn<&abortProcess>("abort"),
    js::fn<&rawDebug>("rawDebug"),
    js::fn<&hasPublicBuiltin>("hasBuiltin"),
};

}  // namespace

const js::Binding kProcessBinding = {"process", kFunctions};

}  // namespace weft::runtime
