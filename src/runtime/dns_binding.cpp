// native("dns"): names and addresses (builtins/internal/dns_native.ts).

#include "engine/buffer.h"
#include "engine/class.h"
#include "engine/convert.h"
#include "loop/dns_resolver.h"
#include "loop/name_lookup.h"
#include "runtime/bindings.h"
#include "runtime/runtime.h"
#include "runtime/test_trace.h"

namespace weft::runtime {

namespace {

void callBack(js::Realm& realm, js::Value function, std::initializer_list<js::Value> args) {
  auto result = function.asFunction().call(realm, js::Value(), {args.begin(), args.size()});
  if (!result) reportUncaught(realm, result.error());
}

/// done(status, addresses). The status is libuv's; one other than 0 that is returned: it is not called.
int32_t lookup(js::Realm& realm, std::string name, int32_t family, int32_t hints, js::Function done) {
  if (TestTrace* trace = traceOf(realm)) trace->resolves(name);
  auto wanted = family == 4   ? loop::AddressFamily::IPv4
                : family == 6 ? loop::AddressFamily::IPv6
                              : loop::AddressFamily::Any;
  return loop::lookupName(Runtime::of(realm).loop(), name, wanted, hints,
                          [&realm, done = js::Persistent(realm, done)](int status, std::vector<std::string> addresses) {
                            callBack(realm, done.value(), {js::Value::int32(status), js::toJs(realm, addresses)});
                          });
}

/// done(status, host, service).
int32_t lookupService(js::Realm& realm, std::string address, int32_t port, js::Function done) {
  noteUntraced(realm, "the name of an address");
  loop::Endpoint endpoint{std::move(address), static_cast<uint16_t>(port)};
  return loop::lookupService(
      Runtime::of(realm).loop(), endpoint,
      [&realm, done = js::Persistent(realm, done)](int status, std::string host, std::string service) {
        callBack(realm, done.value(), {js::Value::int32(status), js::toJs(realm, host), js::toJs(realm, service)});
      });
}

js::Value hints(js::Realm& realm) {
  auto flags = loop::lookupHints();
  const js::Value list[] = {js::Value::int32(flags.addressConfigured), js::Value::int32(flags.v4Mapped),
                            js::Value::int32(flags.all)};
  return js::Array::create(realm, list);
}

/// What a record's texts hold need not be UTF-8: a character is a byte.
js::Value bytesAsText(js::Realm& realm, const std::string& text) {
  return js::String::fromLatin1(realm, {reinterpret_cast<const uint8_t*>(text.data()), text.size()});
}

/// [type, ttl, [numbers], [texts]]
js::Value recordValue(js::Realm& realm, const loop::DnsRecord& record) {
  js::Array texts = js::Array::create(realm);
  for (const std::string& text : record.texts) (void)texts.push(realm, bytesAsText(realm, text));
  const js::Value fields[] = {js::Value::int32(static_cast<int32_t>(record.type)), js::Value::number(record.ttl),
                              js::toJs(realm, record.numbers), texts};
  return js::Array::create(realm, fields);
}

class ResolverHandle final : public js::Native {
 public:
  ResolverHandle(js::Realm& realm, loop::DnsResolver::Options options)
      : realm_(realm), resolver_(Runtime::of(realm).loop(), options) {}

  /// done(failure, records): an empty failure is none.
  void query(std::string name, int32_t type, js::Function done) {
    noteUntraced(realm_, "the network");
    pin(realm_);
    resolver_.query(name, static_cast<loop::DnsType>(type),
                    [this, done = js::Persistent(realm_, done)](loop::DnsResolver::Failure failure,
                                                                std::vector<loop::DnsRecord> records) {
                      js::Array list = js::Array::create(realm_);
                      for (const auto& record : records) (void)list.push(realm_, recordValue(realm_, record));
                      callBack(realm_, done.value(), {js::toJs(realm_, failure), list});
                      unpin();
                    });
  }
  /// done(failure, names).
  void reverse(std::string address, js::Function done) {
    noteUntraced(realm_, "the network");
    pin(realm_);
    resolver_.reverse(address, [this, done = js::Persistent(realm_, done)](loop::DnsResolver::Failure failure,
                                                                           std::vector<std::string> names) {
      callBack(realm_, done.value(), {js::toJs(realm_, failure), js::toJs(realm_, names)});
      unpin();
    });
  }
  void cancel() { resolver_.cancel(); }

  /// Addresses and ports alternate.
  js::Value servers(js::Call& call) {
    noteUntraced(realm_, "the system's name servers");
    js::Array list = js::Array::create(call.realm());
    for (const loop::Endpoint& server : resolver_.servers()) {
      (void)list.push(call.realm(), js::toJs(call.realm(), server.address));
      (void)list.push(call.realm(), js::Value::int32(server.port));
    }
    return list;
  }
  js::Result<std::string> setServers(js::Object list) {
    WEFT_TRY(lengthValue, list.get(realm_, "length"));
    WEFT_TRY(length, lengthValue.toInt32(realm_));
    std::vector<loop::Endpoint> servers;
    for (int32_t i = 0; i + 1 < length; i += 2) {
      WEFT_TRY(addressValue, list.getIndex(realm_, static_cast<uint32_t>(i)));
      WEFT_TRY(portValue, list.getIndex(realm_, static_cast<uint32_t>(i) + 1));
      WEFT_TRY(address, addressValue.toUtf8(realm_));
      WEFT_TRY(port, portValue.toInt32(realm_));
      bool isIPv6 = loop::ipVersion(address) == 6;
      servers.push_back({std::move(address), static_cast<uint16_t>(port), isIPv6});
    }
    return std::string(resolver_.setServers(servers));
  }
  void setLocalAddress(std::string ipv4, std::string ipv6) { resolver_.setLocalAddress(ipv4, ipv6); }

  static constexpr js::MemberSpec kMembers[] = {
      js::method<&ResolverHandle::query>("query"),
      js::method<&ResolverHandle::reverse>("reverse"),
      js::method<&ResolverHandle::cancel>("cancel"),
      js::method<&ResolverHandle::servers>("servers"),
      js::method<&ResolverHandle::setServers>("setServers"),
      js::method<&ResolverHandle::setLocalAddress>("setLocalAddress"),
  };
  static constexpr js::ClassSpec kClass = js::classWithoutConstructor<ResolverHandle>("ResolverHandle", kMembers);

 private:
  js::Realm& realm_;
  loop::DnsResolver resolver_;
};

js::Object createResolver(js::Realm& realm, int32_t timeout, int32_t tries) {
  // About what c-ares allocates for a channel.
  constexpr size_t kChannelBytes = size_t{64} * 1024;
  js::Object handle =
      js::wrap(realm, std::make_unique<ResolverHandle>(realm, loop::DnsResolver::Options{timeout, tries}));
  js::reportExternalMemory(realm, handle, kChannelBytes);
  return handle;
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&lookup>("lookup"),
    js::fn<&lookupService>("lookupService"),
    js::fn<&hints>("hints"),
    js::fn<&createResolver>("createResolver"),
};

}  // namespace

const js::Binding kDnsBinding = {"dns", kFunctions};

}  // namespace weft::runtime
