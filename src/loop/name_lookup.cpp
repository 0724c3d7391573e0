#include "loop/name_lookup.h"

#include <netdb.h>

#include <memory>

#include "loop/loop.h"
#include "loop/uv_address.h"

namespace weft::loop {

namespace {

struct NameRequest {
  uv_getaddrinfo_t uv{};
  Loop* loop;
  std::move_only_function<void(LookupStatus, std::vector<std::string>)> done;
};

struct ServiceRequest {
  uv_getnameinfo_t uv{};
  Loop* loop;
  std::move_only_function<void(LookupStatus, std::string, std::string)> done;
};

std::vector<std::string> addressesOf(const addrinfo* list) {
  std::vector<std::string> out;
  for (; list; list = list->ai_next) {
    if (list->ai_family != AF_INET && list->ai_family != AF_INET6) continue;
    out.push_back(fromSystem(list->ai_addr).address);
  }
  return out;
}

}  // namespace

LookupStatus lookupName(Loop& loop, const std::string& name, AddressFamily family, int hints,
                        std::move_only_function<void(LookupStatus, std::vector<std::string>)> done) {
  // What follows a zero byte would silently not count.
  if (name.find('\0') != std::string::npos) return UV_EAI_NONAME;
  auto request = std::make_unique<NameRequest>();
  request->uv.data = request.get();
  request->loop = &loop;
  request->done = std::move(done);
  addrinfo wanted{};
  wanted.ai_family = family == AddressFamily::Any ? AF_UNSPEC : family == AddressFamily::IPv4 ? AF_INET : AF_INET6;
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = hints;
  int status = uv_getaddrinfo(
      loop.uv(), &request->uv,
      [](uv_getaddrinfo_t* uv, int status, addrinfo* list) {
        std::unique_ptr<NameRequest> owned(static_cast<NameRequest*>(uv->data));
        auto addresses = status == 0 ? addressesOf(list) : std::vector<std::string>();
        uv_freeaddrinfo(list);
        owned->loop->enter([&] { owned->done(status, std::move(addresses)); });
      },
      name.c_str(), nullptr, &wanted);
  if (status == 0) (void)request.release();
  return status;
}

LookupStatus lookupService(Loop& loop, const Endpoint& endpoint,
                           std::move_only_function<void(LookupStatus, std::string, std::string)> done) {
  auto address = toSystem(endpoint, "getnameinfo");
  if (!address) return -address.error().code;
  auto request = std::make_unique<ServiceRequest>();
  request->uv.data = request.get();
  request->loop = &loop;
  request->done = std::move(done);
  int status = uv_getnameinfo(
      loop.uv(), &request->uv,
      [](uv_getnameinfo_t* uv, int status, const char* host, const char* service) {
        std::unique_ptr<ServiceRequest> owned(static_cast<ServiceRequest*>(uv->data));
        owned->loop->enter([&] { owned->done(status, host ? host : "", service ? service : ""); });
      },
      &address->any, NI_NAMEREQD);
  if (status == 0) (void)request.release();
  return status;
}

LookupHints lookupHints() {
  return {AI_ADDRCONFIG, AI_V4MAPPED, AI_ALL};
}

}  // namespace weft::loop
