#include "loop/file_watcher.h"

#include "loop/uv_handle.h"

namespace weft::loop {

struct FileWatcher::State final : HandleState {
  State(Loop& loop, Events events) : HandleState(loop), events(std::move(events)) {}
  uv_handle_t* uvHandle() override { return reinterpret_cast<uv_handle_t*>(&handle); }

  uv_fs_event_t handle{};
  Events events;
};

Result<std::unique_ptr<FileWatcher>, SysError> FileWatcher::start(Loop& loop, const std::string& path, Events events) {
  auto* state = new State(loop, std::move(events));
  std::unique_ptr<FileWatcher> watcher(new FileWatcher(state));
  if (int status = uv_fs_event_init(loop.uv(), &state->handle)) return fail(uvError(status, "watch"));
  state->markOpened();
  int status = uv_fs_event_start(
      &state->handle,
      [](uv_fs_event_t* handle, const char* name, int events, int status) {
        State& self = HandleState::of<State>(handle);
        if (!self.isOpen()) return;
        if (status < 0) return self.loop().enter([&] { self.events.error(uvError(status, "watch")); });
        Change change = events & UV_RENAME ? Change::Renamed : Change::Changed;
        self.loop().enter([&] { self.events.change(change, name ? name : ""); });
      },
      path.c_str(), 0);
  if (status) return fail(uvError(status, "watch"));
  return watcher;
}

FileWatcher::~FileWatcher() {
  state_->release();
}

void FileWatcher::ref() {
  state_->setRef(true);
}
void FileWatcher::unref() {
  state_->setRef(false);
}

}  // namespace weft::loop
