// native("fs"): the file system (builtins/internal/fs_native.ts).

#include "runtime/bindings.h"
#include "runtime/fs_operation.h"
#include "runtime/fs_operations.h"

namespace weft::runtime {

namespace {

/// The shortest way for the most frequent call: no flags, no encoding to look up, nothing asynchronous.
js::Result<js::Value> readFileUtf8(js::Realm& realm, const NativePath& path) {
  auto content = fs::readFile(FileRef{-1, path.bytes}, int(js::TextEncoding::Utf8), 0);
  if (!content) return js::fail(detail::errorOf(realm, content.error(), {&path.bytes, nullptr}));
  return toValue(realm, std::move(*content));
}

/// What is closed here is nothing that the program leaves behind: its number may soon be another's.
js::Result<js::Value> closeNoted(js::Call& call) {
  if (call[0].isInt32()) Runtime::of(call.realm()).noteDescriptor(call[0].asInt32(), false);
  return detail::FsCall<&fs::close, decltype(&fs::close)>::call(call);
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&readFileUtf8>("readFileUtf8"),
    fsOperation<&fs::access>("access"),
    fsOperation<&fs::exists>("exists"),
    fsOperation<&fs::open>("open"),
    js::fn<&closeNoted>("close"),
    fsOperation<&fs::read>("read"),
    fsOperation<&fs::readv>("readv"),
    fsOperation<&fs::write>("write"),
    fsOperation<&fs::writeString>("writeString"),
    fsOperation<&fs::writev>("writev"),
    fsOperation<&fs::readFile>("readFile"),
    fsOperation<&fs::writeFile>("writeFile"),
    fsOperation<&fs::fsync>("fsync"),
    fsOperation<&fs::fdatasync>("fdatasync"),
    fsOperation<&fs::ftruncate>("ftruncate"),
    fsOperation<&fs::truncate>("truncate"),
    fsOperation<&fs::stat>("stat"),
    fsOperation<&fs::lstat>("lstat"),
    fsOperation<&fs::fstat>("fstat"),
    fsOperation<&fs::tryStat>("tryStat"),
    fsOperation<&fs::tryLstat>("tryLstat"),
    fsOperation<&fs::statfs>("statfs"),
    fsOperation<&fs::chmod>("chmod"),
    fsOperation<&fs::fchmod>("fchmod"),
    fsOperation<&fs::chown>("chown"),
    fsOperation<&fs::fchown>("fchown"),
    fsOperation<&fs::lchown>("lchown"),
    fsOperation<&fs::utimes>("utimes"),
    fsOperation<&fs::futimes>("futimes"),
    fsOperation<&fs::lutimes>("lutimes"),
    fsOperation<&fs::copyFile>("copyFile"),
    fsOperation<&fs::transfer>("transfer"),
    fsOperation<&fs::rename>("rename"),
    fsOperation<&fs::link>("link"),
    fsOperation<&fs::symlink>("symlink"),
    fsOperation<&fs::readlink>("readlink"),
    fsOperation<&fs::realpath>("realpath"),
    fsOperation<&fs::unlink>("unlink"),
    fsOperation<&fs::rmdir>("rmdir"),
    fsOperation<&fs::removeTree>("removeTree"),
    fsOperation<&fs::mkdir>("mkdir"),
    fsOperation<&fs::mkdirRecursive>("mkdirRecursive"),
    fsOperation<&fs::mkdtemp>("mkdtemp"),
    fsOperation<&fs::readdir>("readdir"),
    fsOperation<&fs::opendir>("opendir"),
};

}  // namespace

const js::Binding kFsBinding = {"fs", kFunctions};

}  // namespace weft::runtime
