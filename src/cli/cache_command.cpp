#include "cli/cache_command.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "base/build_id.h"
#include "base/file.h"
#include "base/paths.h"
#include "loop/standard_io.h"

namespace weft::cli {

namespace {

int print(int file, const std::string& text, int code) {
  auto written = loop::writeAll(file, {reinterpret_cast<const uint8_t*>(text.data()), text.size()});
  return written ? code : 1;
}

int fail(const std::string& message, int code) {
  return print(STDERR_FILENO, "weft cache: " + message + "\n", code);
}

std::string sizeText(uint64_t bytes) {
  char text[32];
  snprintf(text, sizeof text, "%.1f MB", static_cast<double>(bytes) / 1e6);
  return text;
}

constexpr const char* kHelp =
    "weft cache looks after what weft keeps of programs: what it parsed, transpiled and compiled once.\n"
    "\n"
    "Usage:\n"
    "  weft cache path     print the folder\n"
    "  weft cache stats    print how much is in it\n"
    "  weft cache clean    remove everything\n"
    "\n"
    "The folder is $WEFT_CACHE_DIR, or weft in $XDG_CACHE_HOME, or ~/.cache/weft. `weft --no-cache FILE` and an\n"
    "empty WEFT_CACHE_DIR run without it.\n";

std::string directory() {
  if (const char* own = getenv("WEFT_CACHE_DIR")) {
    auto folder = currentDirectory();
    return *own ? paths::resolve(folder ? *folder : "/", own) : std::string();
  }
  const char* caches = getenv("XDG_CACHE_HOME");
  if (caches && *caches == '/') return paths::resolve(caches, "weft");
  const char* home = getenv("HOME");
  return home && *home == '/' ? paths::resolve(home, ".cache/weft") : std::string();
}

}  // namespace

std::optional<graph::DiskCacheOptions> cacheOptions() {
  graph::DiskCacheOptions options;
  options.directory = directory();
  options.build = buildId();
  if (options.directory.empty() || options.build.empty()) return std::nullopt;
  return options;
}

int cacheCommand(const std::vector<std::string>& arguments) {
  if (arguments.size() != 1) return fail("takes path, stats or clean; see weft cache --help", 9);
  const std::string& what = arguments[0];
  if (what == "--help" || what == "-h") return print(STDOUT_FILENO, kHelp, 0);
  if (what != "path" && what != "stats" && what != "clean")
    return fail("takes path, stats or clean, not \"" + what + "\"; see weft cache --help", 9);
  std::optional<graph::DiskCacheOptions> options = cacheOptions();
  if (!options) return fail("there is no folder for it: HOME is not set, or WEFT_CACHE_DIR is empty", 1);
  if (what == "path") return print(STDOUT_FILENO, options->directory + "\n", 0);
  graph::DiskCache cache(*options);
  if (what == "clean") {
    // What `weft test` knows of test files.
    std::error_code ignored;
    std::filesystem::remove_all(options->directory + "/test", ignored);
    auto cleaned = cache.clean();
    return cleaned ? 0 : fail(cleaned.error().message(), 1);
  }
  graph::DiskCacheStats stats = cache.stats();
  return print(STDOUT_FILENO,
               options->directory + "\n" + std::to_string(stats.entries) + " modules, " + sizeText(stats.bytes) +
                   "; of other builds of weft " + sizeText(stats.otherBytes) + "\n",
               0);
}

}  // namespace weft::cli
