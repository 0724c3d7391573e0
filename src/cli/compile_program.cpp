#include "cli/compile_program.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "base/embedded_files.h"
#include "base/file.h"
#include "base/paths.h"
#include "engine/vm.h"
#include "runtime/compile_ahead.h"

namespace weft::cli {

namespace {

/// Through a file beside it, executable from the beginning.
Result<void, SysError> writeExecutable(const std::string& path, std::string_view bytes) {
  if (fileKind(path) == FileKind::Directory) return fail(SysError{EISDIR, "open", path, {}});
  if (auto made = makeDirectories(std::string(paths::dirname(path))); !made) return made;
  constexpr mode_t kMode = 0777;
  mode_t mask = ::umask(0);
  ::umask(mask);
  std::string draft = path + ".weft-" + std::to_string(getpid());
  auto written = writeFile(draft, bytes);
  if (written && ::chmod(draft.c_str(), kMode & ~mask) != 0) written = fail(SysError{errno, "chmod", draft, {}});
  if (written && ::rename(draft.c_str(), path.c_str()) != 0) written = fail(SysError{errno, "rename", draft, path});
  if (!written) ::unlink(draft.c_str());
  return written;
}

}  // namespace

Result<size_t, std::string> compileProgram(std::span<const bundler::OutputFile> files, const CompileRequest& request) {
  auto weft = readFile("/proc/self/exe");
  if (!weft) return fail(weft.error().message());
  embedded::Program program;
  program.arguments = request.arguments;
  program.entry = files.front().path;
  std::vector<std::string> modules;
  for (const bundler::OutputFile& file : files) {
    program.files.push_back({file.path, file.contents});
    if (file.path.ends_with(".mjs")) modules.push_back(file.path);
  }
  embedded::install(program);
  js::VM::initialise();
  runtime::RuntimeOptions options;
  options.cache = graph::DiskCacheOptions{};
  std::map<std::string, std::string> compiled = runtime::compileAhead(std::move(options), modules);
  for (embedded::Program::Entry& file : program.files)
    if (auto found = compiled.find(file.path); found != compiled.end()) file.compiled = std::move(found->second);
  auto whole = embedded::withProgram(std::move(*weft), program);
  if (!whole) return fail(std::move(whole.error()));
  if (auto written = writeExecutable(request.outfile, *whole); !written) return fail(written.error().message());
  return whole->size();
}

}  // namespace weft::cli
