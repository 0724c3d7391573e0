#include "loop/direct_spawn.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

extern char** environ;

namespace weft::loop {

namespace {

// exec takes no const: it only reads.
std::vector<char*> pointersTo(const std::vector<std::string>& words) {
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (const std::string& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

/// Closes its descriptors at the end of the scope.
struct Copies {
  std::vector<int> fds;
  ~Copies() {
    for (int fd : fds) ::close(fd);
  }
};

class FileActions {
 public:
  FileActions() { posix_spawn_file_actions_init(&actions_); }
  FileActions(const FileActions&) = delete;
  ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }

  /// 0 or an error number.
  int fill(const SpawnOptions& options, std::span<const int> sources);
  posix_spawn_file_actions_t* get() { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
  Copies copies_;
};

int FileActions::fill(const SpawnOptions& options, std::span<const int> sources) {
  int count = static_cast<int>(sources.size());
  for (int i = 0; i < count; ++i) {
    int source = sources[static_cast<size_t>(i)];
    if (source < 0) {
      if (i > 2) continue;
      if (int e = posix_spawn_file_actions_addopen(&actions_, i, "/dev/null", i == 0 ? O_RDONLY : O_RDWR, 0)) return e;
      continue;
    }
    // One that is written over before its turn is kept out of the way.
    if (source != i && source < count) {
      source = ::fcntl(source, F_DUPFD_CLOEXEC, count);
      if (source < 0) return errno;
      copies_.fds.push_back(source);
    }
    // Programs expect standard streams that block.
    int flags = i <= 2 ? ::fcntl(source, F_GETFL) : 0;
    if (flags > 0 && (flags & O_NONBLOCK)) ::fcntl(source, F_SETFL, flags & ~O_NONBLOCK);
    if (int e = posix_spawn_file_actions_adddup2(&actions_, source, i)) return e;
  }
  if (options.directory.empty()) return 0;
  return posix_spawn_file_actions_addchdir_np(&actions_, options.directory.c_str());
}

class Attributes {
 public:
  explicit Attributes(bool detached) {
    posix_spawnattr_init(&attributes_);
    sigset_t set;
    sigfillset(&set);
    sigdelset(&set, SIGKILL);
    sigdelset(&set, SIGSTOP);
    posix_spawnattr_setsigdefault(&attributes_, &set);
    sigemptyset(&set);
    posix_spawnattr_setsigmask(&attributes_, &set);
    int flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | (detached ? POSIX_SPAWN_SETSID : 0);
    posix_spawnattr_setflags(&attributes_, static_cast<short>(flags));
  }
  Attributes(const Attributes&) = delete;
  ~Attributes() { posix_spawnattr_destroy(&attributes_); }
  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_;
};

/// Where execvp() looks: PATH as the child has it.
std::vector<std::string> candidates(const SpawnOptions& options) {
  if (options.file.find('/') != std::string::npos) return {options.file};
  std::string_view path = "/bin:/usr/bin";
  if (!options.environment) {
    if (const char* own = ::getenv("PATH")) path = own;
  } else {
    for (const std::string& pair : *options.environment)
      if (pair.starts_with("PATH=")) {
        path = std::string_view(pair).substr(5);
        break;
      }
  }
  std::vector<std::string> list;
  for (size_t at = 0; at <= path.size();) {
    size_t end = std::min(path.find(':', at), path.size());
    std::string folder(path.substr(at, end - at));
    at = end + 1;
    std::string whole = folder.empty() ? options.file : folder + "/" + options.file;
    // What is not there needs no try; a relative one means the child's folder.
    if (whole[0] != '/' || ::access(whole.c_str(), F_OK) == 0) list.push_back(std::move(whole));
  }
  return list;
}

}  // namespace

bool canSpawnDirectly(const SpawnOptions& options) {
  static const bool canWait = [] {
    int fd = static_cast<int>(::syscall(SYS_pidfd_open, ::getpid(), 0));
    if (fd < 0) return false;
    ::close(fd);
    // Inherited, it would have the system reap the children.
    struct sigaction now{};
    if (::sigaction(SIGCHLD, nullptr, &now) == 0 && now.sa_handler == SIG_IGN) ::signal(SIGCHLD, SIG_DFL);
    return true;
  }();
  return canWait && !options.user && !options.group && !options.file.empty();
}

int spawnDirectly(const SpawnOptions& options, std::span<const int> sources, int* pid) {
  FileActions actions;
  if (int error = actions.fill(options, sources)) return -error;
  Attributes attributes(options.detached);
  std::vector<char*> arguments = pointersTo(options.arguments);
  std::vector<char*> pairs;
  if (options.environment) pairs = pointersTo(*options.environment);
  char** environment = options.environment ? pairs.data() : environ;

  int failure = ENOENT;
  for (const std::string& path : candidates(options)) {
    int error = ::posix_spawn(pid, path.c_str(), actions.get(), attributes.get(), arguments.data(), environment);
    if (error == ENOEXEC) {
      // A script without a first line that names its interpreter.
      std::vector<char*> script{const_cast<char*>("/bin/sh"), const_cast<char*>(path.c_str())};
      script.insert(script.end(), arguments.begin() + 1, arguments.end());
      error = ::posix_spawn(pid, "/bin/sh", actions.get(), attributes.get(), script.data(), environment);
    }
    if (error == 0) return 0;
    if (error != ENOENT && error != ENOTDIR && error != EACCES) return -error;
    if (error == EACCES) failure = error;
  }
  return -failure;
}

}  // namespace weft::loop
