#include "runtime/fs_trace.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "base/paths.h"

namespace weft::runtime {

namespace {

using Look = TestTrace::Look;

/// The path is the call's argument at that place, absolute; nothing for a descriptor, and for what is no path.
std::optional<std::string> pathAt(js::Call& call, size_t at) {
  js::Value value = call[at];
  if (value.isNumber()) return std::nullopt;
  auto given = js::FromJs<NativePath>::get(call.realm(), value, static_cast<int>(at));
  if (!given || given->bytes.empty()) return std::nullopt;
  std::string path = paths::resolve(Runtime::of(call.realm()).workingDirectory(), given->bytes);
  // Behind a link, ".." is another folder than the text says.
  bool climbs = given->bytes.find("/../") != std::string::npos || given->bytes.ends_with("/..");
  if (!climbs) return path;
  auto real = realPath(given->bytes);
  return real ? *real : path;
}

int32_t numberAt(js::Call& call, size_t at) {
  js::Value value = call[at];
  return value.isNumber() ? static_cast<int32_t>(value.asNumber()) : 0;
}

void opens(TestTrace& trace, const std::string& path, int flags) {
  if (flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)) return trace.makes(path);
  trace.looks(path, Look::Contents);
}

void makesFolders(TestTrace& trace, const std::string& path) {
  std::string missing;
  for (std::string at = path;; at = paths::dirname(at)) {
    if (fileKind(at) != FileKind::Missing) {
      trace.looks(at, Look::Present);
      break;
    }
    missing = at;
  }
  if (!missing.empty()) trace.makes(missing);
}

void looksAtAll(TestTrace& trace, const std::string& path) {
  for (std::string at = path; at.size() > 1; at = paths::dirname(at)) trace.looks(at, Look::Present);
}

/// Calls with one path.
void traceOne(TestTrace& trace, FsWay way, js::Call& call, const std::string& path) {
  switch (way) {
    case FsWay::Present:
      return trace.looks(path, Look::Present);
    case FsWay::Real:
      return looksAtAll(trace, path);
    case FsWay::Access:
      return trace.looks(path, numberAt(call, 1) == F_OK ? Look::Present : Look::Stamp);
    case FsWay::Stamp:
      return trace.looks(path, Look::Stamp);
    case FsWay::Read:
      return trace.looks(path, Look::Contents);
    case FsWay::Open:
      return opens(trace, path, numberAt(call, 1));
    case FsWay::ReadFile:
      return opens(trace, path, numberAt(call, 2));
    case FsWay::Write:
    case FsWay::Change:
      return trace.makes(path);
    case FsWay::Remove:
    case FsWay::RemoveTree:
      return trace.removes(path);
    case FsWay::List:
      return call[3].isTrue() ? trace.lists(path) : trace.looks(path, Look::Contents);
    case FsWay::OpenFolder:
      return call[2].isTrue() ? trace.lists(path) : trace.looks(path, Look::Contents);
    case FsWay::MakeFolders:
      return makesFolders(trace, path);
    case FsWay::MakeUnique: {
      auto prefix = js::FromJs<NativePath>::get(call.realm(), call[0], 0);
      return trace.makesUnique(prefix && prefix->bytes.ends_with('/') && path != "/" ? path + "/" : path);
    }
    default:
      return;
  }
}

void traceTwo(TestTrace& trace, FsWay way, const std::optional<std::string>& from,
              const std::optional<std::string>& to) {
  switch (way) {
    case FsWay::Copy:
    case FsWay::Transfer:
      if (from) trace.looks(*from, Look::Contents);
      if (to) trace.makes(*to);
      return;
    case FsWay::Rename:
      if (from) trace.removes(*from);
      if (to) trace.makes(*to);
      return;
    default:
      if (from && to) trace.links(*from, *to);
  }
}

/// A soft link's target is meant from the link's folder.
std::optional<std::string> targetOf(js::Call& call, const std::optional<std::string>& path) {
  auto given = js::FromJs<NativePath>::get(call.realm(), call[0], 0);
  if (!given || !path) return std::nullopt;
  return paths::resolve(paths::dirname(*path), given->bytes);
}

}  // namespace

void traceFsCall(TestTrace& trace, FsWay way, js::Call& call) {
  auto first = pathAt(call, 0);
  switch (way) {
    case FsWay::Copy:
    case FsWay::Rename:
    case FsWay::HardLink:
      return traceTwo(trace, way, first, pathAt(call, 1));
    case FsWay::Transfer:
      return traceTwo(trace, way, first, pathAt(call, 3));
    case FsWay::SoftLink: {
      auto path = pathAt(call, 1);
      return traceTwo(trace, way, targetOf(call, path), path);
    }
    default:
      break;
  }
  if (first) return traceOne(trace, way, call, *first);
  bool readsInput = (way == FsWay::Read || way == FsWay::ReadFile) && call[0].isNumber() && numberAt(call, 0) == 0;
  if (readsInput) trace.untraced("standard input");
}

}  // namespace weft::runtime
