// native("credentials"): the users and groups a process runs as (builtins/internal/process_credentials.ts).

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <unistd.h>

#include "engine/class.h"
#include "runtime/bindings.h"

namespace weft::runtime {

namespace {

int32_t errorOf(int result) {
  return result == 0 ? 0 : -errno;
}

uint32_t uid() {
  return getuid();
}
uint32_t euid() {
  return geteuid();
}
uint32_t gid() {
  return getgid();
}
uint32_t egid() {
  return getegid();
}

js::Result<std::vector<uint32_t>> groups() {
  for (;;) {
    int count = getgroups(0, nullptr);
    if (count < 0) return js::fail(SysError{errno, "getgroups", {}, {}});
    std::vector<gid_t> list(static_cast<size_t>(count));
    count = getgroups(count, list.data());
    if (count < 0 && errno == EINVAL) continue;  // there are more by now
    if (count < 0) return js::fail(SysError{errno, "getgroups", {}, {}});
    list.resize(static_cast<size_t>(count));
    return std::vector<uint32_t>(list.begin(), list.end());
  }
}

int32_t setUid(uint32_t id) {
  return errorOf(setuid(id));
}
int32_t setEuid(uint32_t id) {
  return errorOf(seteuid(id));
}
int32_t setGid(uint32_t id) {
  return errorOf(setgid(id));
}
int32_t setEgid(uint32_t id) {
  return errorOf(setegid(id));
}

js::Result<int32_t> setGroups(js::Realm& realm, js::Object ids) {
  std::vector<gid_t> list;
  WEFT_TRY(length, ids.get(realm, "length"));
  for (uint32_t i = 0; i < static_cast<uint32_t>(length.asNumber()); ++i) {
    WEFT_TRY(id, ids.getIndex(realm, i));
    list.push_back(static_cast<gid_t>(id.asNumber()));
  }
  return errorOf(setgroups(list.size(), list.data()));
}

std::optional<uint32_t> userId(std::string name) {
  const passwd* entry = getpwnam(name.c_str());
  if (!entry) return std::nullopt;
  return entry->pw_uid;
}

std::optional<uint32_t> groupId(std::string name) {
  const group* entry = getgrnam(name.c_str());
  if (!entry) return std::nullopt;
  return entry->gr_gid;
}

int32_t initGroups(std::string user, uint32_t group) {
  return errorOf(initgroups(user.c_str(), group));
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&uid>("getuid"),
    js::fn<&euid>("geteuid"),
    js::fn<&gid>("getgid"),
    js::fn<&egid>("getegid"),
    js::fn<&groups>("getgroups"),
    js::fn<&setUid>("setuid"),
    js::fn<&setEuid>("seteuid"),
    js::fn<&setGid>("setgid"),
    js::fn<&setEgid>("setegid"),
    js::fn<&setGroups>("setgroups"),
    js::fn<&userId>("userId"),
    js::fn<&groupId>("groupId"),
    js::fn<&initGroups>("initgroups"),
};

}  // namespace

const js::Binding kCredentialsBinding = {"credentials", kFunctions};

}  // namespace weft::runtime
