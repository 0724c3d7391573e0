#pragma once
// What a call of native("fs") asks of the file system, told to the trace of a test file (test_trace.h) before it does.

#include "runtime/fs_operation.h"
#include "runtime/test_trace.h"

namespace weft::runtime {

/// What a call does with its paths, which are its first arguments.
enum class FsWay : uint8_t {
  Present,   // whether it is there, or where a link leads
  Real,      // likewise of every folder above it
  Access,    // (path, mode)
  Stamp,     // size, times, mode
  Read,      // (path or descriptor, …)
  Open,      // (path, flags)
  ReadFile,  // (path or descriptor, encoding, flags)
  Write,     // (path or descriptor, …)
  Change,    // it stays where it is
  Remove,
  RemoveTree,
  List,        // (folder, form, types, recursive)
  OpenFolder,  // (folder, form, recursive)
  MakeFolders,
  MakeUnique,
  Copy,      // (from, to)
  Rename,    // (from, to)
  HardLink,  // (target, path)
  SoftLink,  // (target, path)
  Transfer,  // (from, offset, length, to)
};

void traceFsCall(TestTrace& trace, FsWay way, js::Call& call);

template <auto F, FsWay way>
js::Result<js::Value> tracedFsCall(js::Call& call) {
  if (TestTrace* trace = traceOf(call.realm()); trace) [[unlikely]]
    traceFsCall(*trace, way, call);
  return detail::FsCall<F, decltype(F)>::call(call);
}

/// As fsOperation.
template <auto F, FsWay way>
constexpr js::FunctionSpec tracedFsOperation(std::string_view name) {
  return js::fn<&tracedFsCall<F, way>>(name);
}

}  // namespace weft::runtime
