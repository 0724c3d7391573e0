#pragma once
// Asks name servers, over c-ares, whatever the system's own lookup does (name_lookup.h). Each resolver has its own
// servers; they are those of /etc/resolv.conf until others are set.
//
// Invariant: answers come from the loop, never within the call that asked. A destroyed resolver gives none.

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "loop/dns_message.h"
#include "loop/endpoint.h"

namespace weft::loop {

class Loop;

class DnsResolver {
 public:
  struct Options {
    int timeout = -1;  // milliseconds of the first try; -1: c-ares's default
    int tries = 4;
  };
  /// Node's name of a failure ("ENOTFOUND"), empty if there was none; literals.
  using Failure = std::string_view;
  using Answer = std::move_only_function<void(Failure, std::vector<DnsRecord>)>;
  using Names = std::move_only_function<void(Failure, std::vector<std::string>)>;

  DnsResolver(Loop& loop, Options options);
  ~DnsResolver();
  DnsResolver(const DnsResolver&) = delete;
  DnsResolver& operator=(const DnsResolver&) = delete;

  /// Each keeps the loop alive until it has called back.
  void query(const std::string& name, DnsType type, Answer answer);
  /// The names of an address, from /etc/hosts, too.
  void reverse(const std::string& address, Names names);
  /// What is under way fails with ECANCELLED.
  void cancel();

  std::vector<Endpoint> servers() const;
  /// Fails while something is under way.
  [[nodiscard]] Failure setServers(const std::vector<Endpoint>& servers);
  /// From where questions are sent; an empty address is any.
  void setLocalAddress(const std::string& ipv4, const std::string& ipv6);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

/// c-ares's version.
std::string caresVersion();

}  // namespace weft::loop
