#include "test-runner/surroundings.h"

#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <thread>

#include "base/file.h"

namespace weft::test {

std::string describeSurroundings(const std::string& workingDirectory) {
  std::string out = workingDirectory;
  auto add = [&](const std::string& text) { (out += '\n') += text; };
  utsname system{};
  if (uname(&system) == 0)
    for (const char* text : {system.sysname, system.nodename, system.release, system.version, system.machine})
      add(text);
  struct sysinfo memory{};
  if (sysinfo(&memory) == 0) add(std::to_string(memory.totalram * memory.mem_unit));
  add(std::to_string(std::thread::hardware_concurrency()));
  add(std::to_string(getuid()) + ":" + std::to_string(getgid()));
  mode_t mask = umask(0);
  umask(mask);
  add(std::to_string(mask));
  for (int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    winsize size{};
    if (!isatty(descriptor))
      add("no terminal");
    else if (ioctl(descriptor, TIOCGWINSZ, &size) == 0)
      add("terminal " + std::to_string(size.ws_col) + "x" + std::to_string(size.ws_row));
  }
  if (auto program = realPath("/proc/self/exe")) add(*program);
  return out;
}

}  // namespace weft::test
