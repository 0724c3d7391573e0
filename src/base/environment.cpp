#include "base/environment.h"

#include <stdlib.h>

#include <mutex>
#include <string_view>

extern "C" char** environ;

namespace weft {

namespace {

std::mutex& environmentMutex() {
  static auto& mutex = *new std::mutex();
  return mutex;
}

}  // namespace

std::optional<std::string> environmentVariable(const std::string& name) {
  std::lock_guard lock(environmentMutex());
  const char* value = getenv(name.c_str());
  if (!value) return std::nullopt;
  return value;
}

void setEnvironmentVariable(const std::string& name, const std::string& value) {
  std::lock_guard lock(environmentMutex());
  setenv(name.c_str(), value.c_str(), 1);
}

void unsetEnvironmentVariable(const std::string& name) {
  std::lock_guard lock(environmentMutex());
  unsetenv(name.c_str());
}

std::vector<std::pair<std::string, std::string>> environmentVariables() {
  std::lock_guard lock(environmentMutex());
  std::vector<std::pair<std::string, std::string>> list;
  for (char** entry = environ; entry && *entry; ++entry) {
    std::string_view text(*entry);
    size_t equals = text.find('=', 1);
    if (equals == std::string_view::npos) continue;
    list.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return list;
}

}  // namespace weft
