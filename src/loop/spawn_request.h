#pragma once
// Private to src/loop: SpawnOptions in libuv's form, with the pairs of sockets that the child's pipes are.

#include <uv.h>

#include <string>
#include <vector>

#include "loop/child_process.h"

namespace weft::loop {

class SpawnRequest {
 public:
  SpawnRequest(const SpawnOptions& options, uv_exit_cb exited);
  ~SpawnRequest();
  SpawnRequest(const SpawnRequest&) = delete;
  SpawnRequest& operator=(const SpawnRequest&) = delete;

  /// 0, or an error of libuv's. The child's ends are closed here in any case.
  int spawn(uv_loop_t* loop, uv_process_t* process);
  /// As spawn(), past libuv (direct_spawn.h), which then knows nothing of the process.
  int spawnDirectly(int* pid);
  /// The parent's ends, -1 for what is no pipe; from now on the caller's.
  std::vector<int> takePipes() { return std::move(pipes_); }

 private:
  int prepare();
  int openPipes(const std::vector<ChildDescriptor>& descriptors);
  void closeChildEnds();

  uv_process_options_t options_{};
  std::vector<char*> arguments_, environment_;
  std::vector<uv_stdio_container_t> containers_;
  std::vector<int> pipes_, childEnds_;
  const SpawnOptions& source_;
};

}  // namespace weft::loop
