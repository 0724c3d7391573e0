#include "loop/process_info.h"

#include <uv.h>

#include "loop/uv_handle.h"

namespace weft::loop {

char** prepareArguments(int count, char** arguments) {
  return uv_setup_args(count, arguments);
}

std::string processTitle() {
  std::string title(512, '\0');
  while (uv_get_process_title(title.data(), title.size()) == UV_ENOBUFS) {
    constexpr size_t kLongest = 4 << 20;
    if (title.size() >= kLongest) return {};
    title.resize(title.size() * 2);
  }
  title.resize(title.find('\0'));
  return title;
}

void setProcessTitle(std::string_view title) {
  uv_set_process_title(std::string(title).c_str());
}

Result<uint64_t, SysError> residentMemory() {
  size_t bytes = 0;
  if (int status = uv_resident_set_memory(&bytes)) return fail(uvError(status, "uv_resident_set_memory"));
  return bytes;
}

Result<ResourceUsage, SysError> resourceUsage() {
  uv_rusage_t usage{};
  if (int status = uv_getrusage(&usage)) return fail(uvError(status, "uv_getrusage"));
  auto microseconds = [](const uv_timeval_t& time) {
    return 1e6 * static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec);
  };
  return ResourceUsage{microseconds(usage.ru_utime),
                       microseconds(usage.ru_stime),
                       usage.ru_maxrss,
                       usage.ru_ixrss,
                       usage.ru_idrss,
                       usage.ru_isrss,
                       usage.ru_minflt,
                       usage.ru_majflt,
                       usage.ru_nswap,
                       usage.ru_inblock,
                       usage.ru_oublock,
                       usage.ru_msgsnd,
                       usage.ru_msgrcv,
                       usage.ru_nsignals,
                       usage.ru_nvcsw,
                       usage.ru_nivcsw};
}

std::string libuvVersion() {
  return uv_version_string();
}

}  // namespace weft::loop
