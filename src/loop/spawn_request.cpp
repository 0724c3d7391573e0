#include "loop/spawn_request.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

#include "loop/direct_spawn.h"

namespace weft::loop {

namespace {

// libuv and exec take no const: they only read.
std::vector<char*> pointersTo(const std::vector<std::string>& words) {
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (const std::string& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

SpawnRequest::SpawnRequest(const SpawnOptions& options, uv_exit_cb exited)
    : arguments_(pointersTo(options.arguments)), source_(options) {
  options_.exit_cb = exited;
  options_.file = options.file.c_str();
  options_.args = arguments_.data();
  if (options.environment) {
    environment_ = pointersTo(*options.environment);
    options_.env = environment_.data();
  }
  if (!options.directory.empty()) options_.cwd = options.directory.c_str();
  if (options.user) {
    options_.flags |= UV_PROCESS_SETUID;
    options_.uid = *options.user;
  }
  if (options.group) {
    options_.flags |= UV_PROCESS_SETGID;
    options_.gid = *options.group;
  }
  if (options.detached) options_.flags |= UV_PROCESS_DETACHED;
}

SpawnRequest::~SpawnRequest() {
  closeChildEnds();
  for (int fd : pipes_)
    if (fd >= 0) ::close(fd);
}

int SpawnRequest::openPipes(const std::vector<ChildDescriptor>& descriptors) {
  for (const ChildDescriptor& descriptor : descriptors) {
    uv_stdio_container_t container{};
    int parentEnd = -1;
    switch (descriptor.kind) {
      case ChildDescriptor::Kind::Ignore:
        container.flags = UV_IGNORE;
        break;
      case ChildDescriptor::Kind::Inherit:
        container.flags = UV_INHERIT_FD;
        container.data.fd = descriptor.fd;
        break;
      case ChildDescriptor::Kind::Pipe: {
        int pair[2];
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) return -errno;
        parentEnd = pair[0];
        childEnds_.push_back(pair[1]);
        container.flags = UV_INHERIT_FD;
        container.data.fd = pair[1];
      }
    }
    containers_.push_back(container);
    pipes_.push_back(parentEnd);
  }
  options_.stdio = containers_.data();
  options_.stdio_count = static_cast<int>(containers_.size());
  return 0;
}

void SpawnRequest::closeChildEnds() {
  for (int fd : childEnds_) ::close(fd);
  childEnds_.clear();
}

int SpawnRequest::prepare() {
  // A descriptor that is not open would be told of by the child alone, as a failure of its start.
  for (const ChildDescriptor& descriptor : source_.descriptors)
    if (descriptor.kind == ChildDescriptor::Kind::Inherit && fcntl(descriptor.fd, F_GETFD) < 0) return -errno;
  return openPipes(source_.descriptors);
}

int SpawnRequest::spawn(uv_loop_t* loop, uv_process_t* process) {
  int status = prepare();
  if (status == 0) status = uv_spawn(loop, process, &options_);
  closeChildEnds();
  return status;
}

int SpawnRequest::spawnDirectly(int* pid) {
  int status = prepare();
  if (status == 0) {
    std::vector<int> sources;
    for (const uv_stdio_container_t& container : containers_)
      sources.push_back(container.flags == UV_INHERIT_FD ? container.data.fd : -1);
    status = loop::spawnDirectly(source_, sources, pid);
  }
  closeChildEnds();
  return status;
}

}  // namespace weft::loop
