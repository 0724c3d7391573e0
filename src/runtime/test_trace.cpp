#include "runtime/test_trace.h"

#include <dirent.h>

#include <algorithm>

#include "base/file.h"
#include "base/paths.h"
#include "graph/file_trace.h"
#include "loop/endpoint.h"
#include "runtime/runtime.h"
#include "runtime/test_realm.h"

namespace weft::runtime {

namespace {

constexpr size_t kMostUntraced = 16;  // one is reason enough
constexpr size_t kUniqueLetters = 6;  // that mkdtemp(3) puts behind a prefix
constexpr size_t kDeepest = 64;
constexpr size_t kMostKnown = 100'000;

/// They have no contents to compare: what they give is nothing, or by chance.
bool isBottomless(std::string_view path) {
  constexpr std::string_view kDevices[] = {"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"};
  return std::ranges::find(kDevices, path) != std::end(kDevices);
}

bool isLoopback(std::string_view address) {
  return address == "::1" || address == "localhost" || address.starts_with("127.") ||
         address.starts_with("::ffff:127.");
}

}  // namespace

bool TestTrace::isOwn(std::string_view path) const {
  for (const std::string& prefix : uniquePrefixes_) {
    if (!path.starts_with(prefix)) continue;
    std::string_view rest = path.substr(prefix.size());
    if (rest.size() == kUniqueLetters || (rest.size() > kUniqueLetters && rest[kUniqueLetters] == '/')) return true;
  }
  if (own_.empty()) return false;
  for (std::string_view at = path; at.size() > 1; at = paths::dirname(at))
    if (own_.contains(std::string(at))) return true;
  return false;
}

TestTrace::Known& TestTrace::know(const std::string& path, Look look) {
  auto [place, isNew] = known_.try_emplace(path);
  Known& known = place->second;
  if (isNew) {
    LinkKind link = linkKind(path);
    known.isThere = link.kind != FileKind::Missing;
    FileKind kind = link.isSymbolicLink ? fileKind(path) : link.kind;
    if (look == Look::Contents && kind == FileKind::Other) untraced("a read of " + path + ", which is no file");
    if (known_.size() == kMostKnown) untraced("more files than are kept in mind");
  }
  known.look = std::max(known.look, look);
  return known;
}

void TestTrace::looks(const std::string& path, Look look) {
  if (!isBottomless(path) && !isOwn(path)) know(path, look);
}

void TestTrace::lists(const std::string& path) {
  if (!isOwn(path)) listBelow(path, 0);
}

void TestTrace::listBelow(const std::string& path, size_t depth) {
  know(path, Look::Contents);
  if (depth == kDeepest || known_.size() > kMostKnown) return untraced("more folders than are kept in mind");
  DIR* stream = opendir(path.c_str());
  if (!stream) return;
  while (const dirent* entry = readdir(stream)) {
    std::string_view name = entry->d_name;
    if (name == "." || name == "..") continue;
    std::string below = paths::join({path, name});
    bool isFolder =
        entry->d_type == DT_DIR || (entry->d_type == DT_UNKNOWN && linkKind(below).kind == FileKind::Directory);
    if (isFolder) listBelow(below, depth + 1);
  }
  closedir(stream);
}

void TestTrace::makes(const std::string& path) {
  if (isBottomless(path) || isOwn(path)) return;
  if (know(path, Look::Present).isThere) return untraced("a change of " + path);
  own_.insert(path);
  looks(std::string(paths::dirname(path)), Look::Present);
}

void TestTrace::removes(const std::string& path) {
  if (isOwn(path)) return;
  if (know(path, Look::Present).isThere) return untraced("the removal of " + path);
  own_.insert(path);
}

void TestTrace::makesUnique(const std::string& prefix) {
  if (!isOwn(prefix)) uniquePrefixes_.push_back(prefix);
}

void TestTrace::links(const std::string& target, const std::string& path) {
  // What is read by way of the link would pass for the program's own.
  if (!isOwn(target)) untraced("a link to " + target);
  makes(path);
}

void TestTrace::connects(const std::string& address, uint16_t port) {
  if (!isLoopback(address) || !ports_.contains(port))
    untraced("a connection to " + address + ":" + std::to_string(port));
}

void TestTrace::connects(const std::string& path) {
  if (!isOwn(path)) untraced("a connection to " + path);
}

void TestTrace::resolves(const std::string& name) {
  if (name != "localhost" && loop::ipVersion(name) == 0) untraced("the address of " + name);
}

void TestTrace::untraced(std::string what) {
  bool isKnown = std::ranges::find(untraced_, what) != untraced_.end();
  if (!isKnown && untraced_.size() < kMostUntraced) untraced_.push_back(std::move(what));
}

void TestTrace::fill(test::FileEnded& end, graph::ModuleGraph& graph) {
  for (graph::NodeId id = 0; id < graph.size(); ++id) {
    const graph::Node& node = graph.node(id);
    // (A module that could not be read need not have failed the file: it may have caught that.)
    if (node.location.type == graph::ResolvedType::File) looks(node.location.path, Look::Contents);
  }
  graph::visitFiles(graph.resolver(), [&](const std::string& path, graph::FileSeen seen) {
    if (isOwn(path)) return;
    if (seen == graph::FileSeen::Missing) {
      // What was there later was not when it was first looked for.
      known_.try_emplace(path);
      return;
    }
    looks(path, seen == graph::FileSeen::Read ? Look::Contents : Look::Present);
  });
  for (auto& [path, known] : known_) {
    std::vector<std::string>& list = !known.isThere                 ? end.missing
                                     : known.look == Look::Contents ? end.inputs
                                     : known.look == Look::Stamp    ? end.stamps
                                                                    : end.present;
    list.push_back(path);
  }
  end.variables.assign(variables_.begin(), variables_.end());
  end.untraced = untraced_;
  for (auto* list : {&end.inputs, &end.missing, &end.stamps, &end.present, &end.variables}) std::ranges::sort(*list);
}

TestTrace* traceOf(js::Realm& realm) {
  TestRealm* test = Runtime::of(realm).options().test;
  return test ? test->trace() : nullptr;
}

void noteUntraced(js::Realm& realm, const char* what) {
  if (TestTrace* trace = traceOf(realm)) trace->untraced(what);
}

}  // namespace weft::runtime
