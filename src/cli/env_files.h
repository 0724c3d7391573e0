#pragma once

// Variables of the environment from files, before a program starts.

#include <optional>
#include <string>
#include <vector>

namespace weft::cli {

struct EnvFileRequest {
  struct File {
    std::string path;
    bool mustExist = true;
  };
  std::vector<File> files;  // of --env-file and --env-file-if-exists, in order
  bool isOff = false;       // --no-env-file
};

/// Sets what the files say, where the environment does not have it already. With `files`, those are read, as Node reads
/// them: a later one overrules an earlier one. Without, what Bun reads in the working directory: `.env.MODE.local`,
/// `.env.local` (not for tests), `.env.MODE`, `.env`, the first of which wins; MODE is NODE_ENV, or development.
/// Gives what is wrong, or nothing.
[[nodiscard]] std::optional<std::string> loadEnvFiles(const EnvFileRequest& request);

}  // namespace weft::cli
