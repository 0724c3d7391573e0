#include "test-runner/git.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

#include "base/file.h"
#include "base/paths.h"

namespace weft::test {

namespace {

struct Output {
  int code = -1;
  std::string out, err;
};

std::string readAll(int descriptor) {
  std::string text;
  char buffer[8192];
  for (;;) {
    ssize_t count = read(descriptor, buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return text;
    text.append(buffer, static_cast<size_t>(count));
  }
}

Output git(const std::string& folder, std::vector<std::string> words) {
  Output output;
  int out[2], err[2];
  if (pipe2(out, O_CLOEXEC) != 0) return output;
  if (pipe2(err, O_CLOEXEC) != 0) {
    close(out[0]);
    close(out[1]);
    return output;
  }
  words.insert(words.begin(), {"git", "-C", folder});
  pid_t child = fork();
  if (child == 0) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    dup2(out[1], STDOUT_FILENO);
    dup2(err[1], STDERR_FILENO);
    setenv("LC_ALL", "C", 1);
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    execvp("git", arguments.data());
    _exit(127);
  }
  close(out[1]);
  close(err[1]);
  // What git says on stderr is short: it does not fill a pipe while stdout is read.
  output.out = readAll(out[0]);
  output.err = readAll(err[0]);
  close(out[0]);
  close(err[0]);
  int status = 0;
  if (child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status)) output.code = WEXITSTATUS(status);
  return output;
}

std::string firstLine(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

std::string faultOf(const Output& output) {
  if (output.code == 127) return "git was not found";
  std::string line = firstLine(output.err);
  return line.empty() ? "git failed" : "git: " + line;
}

}  // namespace

Result<GitChanges, std::string> changesSince(const std::string& reference, const std::string& folder) {
  if (reference.starts_with('-')) return std::unexpected("no commit is called " + reference);
  Output top = git(folder, {"rev-parse", "--show-toplevel"});
  if (top.code != 0) return std::unexpected(faultOf(top));
  std::string root = firstLine(top.out);
  std::string base;
  Output head = git(root, {"rev-parse", "--verify", "--quiet", (reference.empty() ? "HEAD" : reference) + "^{commit}"});
  if (head.code == 0) {
    Output common = git(root, {"merge-base", firstLine(head.out), "HEAD"});
    base = firstLine(common.code == 0 ? common.out : head.out);
  } else if (!reference.empty()) {
    return std::unexpected("no commit is called " + reference);
  }
  // Before the first commit, everything is new.
  Output known = base.empty() ? git(root, {"ls-files", "-z"})
                              : git(root, {"diff", "--name-only", "--no-renames", "--no-ext-diff", "-z", base, "--"});
  if (known.code != 0) return std::unexpected(faultOf(known));
  Output others = git(root, {"ls-files", "--others", "--exclude-standard", "-z"});
  if (others.code != 0) return std::unexpected(faultOf(others));
  GitChanges changes;
  std::string names = known.out + others.out;
  for (size_t from = 0; from < names.size();) {
    size_t end = std::min(names.find('\0', from), names.size());
    std::string path = paths::resolve(root, names.substr(from, end - from));
    from = end + 1;
    (fileKind(path) == FileKind::Missing ? changes.removed : changes.files).push_back(std::move(path));
  }
  return changes;
}

}  // namespace weft::test
