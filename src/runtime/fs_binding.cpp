// native("fs"): the file system (builtins/internal/fs_native.ts).

#include "runtime/bindings.h"
#include "runtime/fs_operation.h"
#include "runtime/fs_operations.h"
#include "runtime/fs_trace.h"

namespace weft::runtime {

namespace {

/// The shortest way for the most frequent call: no flags, no encoding to look up, nothing asynchronous.
js::Result<js::Value> readFileUtf8(js::Call& call) {
  js::Realm& realm = call.realm();
  if (TestTrace* trace = traceOf(realm); trace) [[unlikely]]
    traceFsCall(*trace, FsWay::Read, call);
  WEFT_TRY(path, js::FromJs<NativePath>::get(realm, call[0], 0));
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
    tracedFsOperation<&fs::access, FsWay::Access>("access"),
    tracedFsOperation<&fs::exists, FsWay::Present>("exists"),
    tracedFsOperation<&fs::open, FsWay::Open>("open"),
    js::fn<&closeNoted>("close"),
    tracedFsOperation<&fs::read, FsWay::Read>("read"),
    tracedFsOperation<&fs::readv, FsWay::Read>("readv"),
    fsOperation<&fs::write>("write"),
    fsOperation<&fs::writeString>("writeString"),
    fsOperation<&fs::writev>("writev"),
    tracedFsOperation<&fs::readFile, FsWay::ReadFile>("readFile"),
    tracedFsOperation<&fs::writeFile, FsWay::Write>("writeFile"),
    fsOperation<&fs::fsync>("fsync"),
    fsOperation<&fs::fdatasync>("fdatasync"),
    fsOperation<&fs::ftruncate>("ftruncate"),
    tracedFsOperation<&fs::truncate, FsWay::Change>("truncate"),
    tracedFsOperation<&fs::stat, FsWay::Stamp>("stat"),
    tracedFsOperation<&fs::lstat, FsWay::Stamp>("lstat"),
    fsOperation<&fs::fstat>("fstat"),
    tracedFsOperation<&fs::tryStat, FsWay::Stamp>("tryStat"),
    tracedFsOperation<&fs::tryLstat, FsWay::Stamp>("tryLstat"),
    tracedFsOperation<&fs::statfs, FsWay::Present>("statfs"),
    tracedFsOperation<&fs::chmod, FsWay::Change>("chmod"),
    fsOperation<&fs::fchmod>("fchmod"),
    tracedFsOperation<&fs::chown, FsWay::Change>("chown"),
    fsOperation<&fs::fchown>("fchown"),
    tracedFsOperation<&fs::lchown, FsWay::Change>("lchown"),
    tracedFsOperation<&fs::utimes, FsWay::Change>("utimes"),
    fsOperation<&fs::futimes>("futimes"),
    tracedFsOperation<&fs::lutimes, FsWay::Change>("lutimes"),
    tracedFsOperation<&fs::copyFile, FsWay::Copy>("copyFile"),
    tracedFsOperation<&fs::transfer, FsWay::Transfer>("transfer"),
    tracedFsOperation<&fs::rename, FsWay::Rename>("rename"),
    tracedFsOperation<&fs::link, FsWay::HardLink>("link"),
    tracedFsOperation<&fs::symlink, FsWay::SoftLink>("symlink"),
    tracedFsOperation<&fs::readlink, FsWay::Present>("readlink"),
    tracedFsOperation<&fs::realpath, FsWay::Real>("realpath"),
    tracedFsOperation<&fs::unlink, FsWay::Remove>("unlink"),
    tracedFsOperation<&fs::rmdir, FsWay::Remove>("rmdir"),
    tracedFsOperation<&fs::removeTree, FsWay::RemoveTree>("removeTree"),
    tracedFsOperation<&fs::mkdir, FsWay::Change>("mkdir"),
    tracedFsOperation<&fs::mkdirRecursive, FsWay::MakeFolders>("mkdirRecursive"),
    tracedFsOperation<&fs::mkdtemp, FsWay::MakeUnique>("mkdtemp"),
    tracedFsOperation<&fs::readdir, FsWay::List>("readdir"),
    tracedFsOperation<&fs::opendir, FsWay::OpenFolder>("opendir"),
};

}  // namespace

const js::Binding kFsBinding = {"fs", kFunctions};

}  // namespace weft::runtime
