#include "cli/env_files.h"

#include <errno.h>
#include <stdlib.h>

#include <map>

#include "base/env_file.h"
#include "base/file.h"

namespace weft::cli {

namespace {

using Variables = std::map<std::string, std::string, std::less<>>;

void set(const Variables& variables) {
  for (const auto& [name, value] : variables) setenv(name.c_str(), value.c_str(), 0);
}

std::string known(const Variables& variables, std::string_view name) {
  std::string text(name);
  if (const char* value = getenv(text.c_str())) return value;
  auto found = variables.find(name);
  return found == variables.end() ? std::string() : found->second;
}

bool canBeSet(const EnvVariable& it) {
  return it.name.find('\0') == std::string::npos && it.value.find('\0') == std::string::npos;
}

/// The files that are read without being asked for, the least first.
std::vector<std::string> defaultFiles() {
  const char* set = getenv("NODE_ENV");
  std::string mode = set && *set ? set : "development";
  std::vector<std::string> files = {".env", ".env." + mode};
  if (mode != "test") files.emplace_back(".env.local");
  files.push_back(".env." + mode + ".local");
  // A mode is a word, never a way to another folder.
  if (mode.find('/') != std::string::npos) files = {".env", ".env.local"};
  return files;
}

}  // namespace

std::optional<std::string> loadEnvFiles(const EnvFileRequest& request) {
  if (request.isOff) return std::nullopt;
  Variables variables;
  for (const EnvFileRequest::File& file : request.files) {
    auto text = readFile(file.path);
    if (!text && (file.mustExist || text.error().code != ENOENT)) return text.error().message();
    if (!text) continue;
    for (EnvVariable& it : parseEnvFile(*text))
      if (canBeSet(it)) variables[it.name] = std::move(it.value);
  }
  if (request.files.empty()) {
    for (const std::string& path : defaultFiles()) {
      auto text = readFile(path);
      if (!text) continue;  // a folder, or not ours to read: as if it were not there
      for (EnvVariable& it : parseEnvFile(*text)) {
        if (!canBeSet(it)) continue;
        auto lookup = [&](std::string_view name) { return known(variables, name); };
        std::string value = it.isLiteral ? std::move(it.value) : expandEnvValue(it.value, lookup);
        variables[it.name] = std::move(value);
      }
    }
  }
  set(variables);
  return std::nullopt;
}

}  // namespace weft::cli
