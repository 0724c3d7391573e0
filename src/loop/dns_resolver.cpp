#include "loop/dns_resolver.h"

#include <ares.h>
#include <arpa/inet.h>
#include <netdb.h>

#include <algorithm>
#include <cstring>
#include <unordered_map>

#include "base/check.h"
#include "loop/loop.h"
#include "loop/uv_handle.h"

namespace weft::loop {

namespace {

constexpr int kDefaultPort = 53;
constexpr int kClassIn = 1;
constexpr uint64_t kLongestSleep = 1000;  // milliseconds between looks at what has timed out

/// By c-ares's numbers, from 1 on.
constexpr std::string_view kFailures[] = {
    "ENODATA",
    "EFORMERR",
    "ESERVFAIL",
    "ENOTFOUND",
    "ENOTIMP",
    "EREFUSED",
    "EBADQUERY",
    "EBADNAME",
    "EBADFAMILY",
    "EBADRESP",
    "ECONNREFUSED",
    "ETIMEOUT",
    "EOF",
    "EFILE",
    "ENOMEM",
    "EDESTRUCTION",
    "EBADSTR",
    "EBADFLAGS",
    "ENONAME",
    "EBADHINTS",
    "ENOTINITIALIZED",
    "ELOADIPHLPAPI",
    "EADDRGETNETWORKPARAMS",
    "ECANCELLED",
};

DnsResolver::Failure failureOf(int status) {
  if (status == ARES_SUCCESS) return {};
  auto index = static_cast<size_t>(status) - 1;
  return index < std::size(kFailures) ? kFailures[index] : std::string_view("UNKNOWN_ARES_ERROR");
}

void initialiseLibrary() {
  static const int status = ares_library_init(ARES_LIB_INIT_ALL);
  CHECK(status == ARES_SUCCESS);
}

/// Watches a socket of c-ares's. Freed when libuv has let go of it.
struct SocketPoll final : HandleState {
  using HandleState::HandleState;
  uv_handle_t* uvHandle() override { return reinterpret_cast<uv_handle_t*>(&poll); }
  uv_poll_t poll{};
  ares_channel channel = nullptr;
  int fd = -1;
};

struct TimeoutWatch final : HandleState {
  explicit TimeoutWatch(Loop& loop) : HandleState(loop) {
    uv_timer_init(loop.uv(), &timer);
    markOpened();
  }
  uv_handle_t* uvHandle() override { return reinterpret_cast<uv_handle_t*>(&timer); }
  uv_timer_t timer{};
  ares_channel channel = nullptr;
};

}  // namespace

struct DnsResolver::State : std::enable_shared_from_this<State> {
  struct Query {
    State* state;
    Answer answer;
    Names names;
    Failure failure{};
    std::vector<DnsRecord> records{};
    std::vector<std::string> hosts{};
  };

  State(Loop& loop, Options options) : loop(loop), options(options), timeouts(new TimeoutWatch(loop)) { open(); }

  void open() {
    initialiseLibrary();
    ares_options wanted{};
    wanted.flags = ARES_FLAG_NOCHECKRESP;
    wanted.sock_state_cb = [](void* data, ares_socket_t fd, int readable, int writable) {
      static_cast<State*>(data)->watch(fd, readable, writable);
    };
    wanted.sock_state_cb_data = this;
    wanted.timeout = options.timeout;
    wanted.tries = options.tries;
    int mask = ARES_OPT_FLAGS | ARES_OPT_SOCK_STATE_CB | ARES_OPT_TRIES;
    if (options.timeout >= 0) mask |= ARES_OPT_TIMEOUTMS;
    if (ares_init_options(&channel, &wanted, mask) != ARES_SUCCESS) channel = nullptr;
    timeouts->channel = channel;
  }

  void destroy() {
    destroyed = true;
    if (channel) ares_destroy(channel);
    channel = nullptr;
    for (auto& [fd, poll] : polls) poll->release();
    polls.clear();
    timeouts->release();
  }

  void watch(ares_socket_t fd, int readable, int writable) {
    auto found = polls.find(fd);
    if (!readable && !writable) {
      if (found == polls.end()) return;
      found->second->release();
      polls.erase(found);
      return;
    }
    if (destroyed) return;
    if (found == polls.end()) {
      auto* poll = new SocketPoll(loop);
      if (uv_poll_init_socket(loop.uv(), &poll->poll, fd)) {
        poll->release();
        return;
      }
      poll->markOpened();
      poll->channel = channel;
      poll->fd = fd;
      found = polls.emplace(fd, poll).first;
    }
    if (!found->second->isOpen()) return;
    uv_poll_start(&found->second->poll, (readable ? UV_READABLE : 0) | (writable ? UV_WRITABLE : 0),
                  [](uv_poll_t* uv, int status, int events) {
                    auto& poll = HandleState::of<SocketPoll>(uv);
                    if (!poll.isOpen()) return;
                    bool broken = status < 0;
                    poll.loop().enter([&] {
                      int fd = poll.fd;
                      ares_process_fd(poll.channel, broken || (events & UV_READABLE) ? fd : ARES_SOCKET_BAD,
                                      broken || (events & UV_WRITABLE) ? fd : ARES_SOCKET_BAD);
                    });
                  });
  }

  void begin() {
    if (++pending > 1 || !timeouts->isOpen()) return;
    uint64_t every =
        options.timeout > 0 ? std::min<uint64_t>(kLongestSleep, static_cast<uint64_t>(options.timeout)) : kLongestSleep;
    uv_timer_start(
        &timeouts->timer,
        [](uv_timer_t* uv) {
          auto& watch = HandleState::of<TimeoutWatch>(uv);
          if (!watch.isOpen()) return;
          watch.loop().enter([&] { ares_process_fd(watch.channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD); });
        },
        every, every);
  }

  /// c-ares is not to be destroyed within its own callback: whoever asked hears of it later.
  static void finish(std::unique_ptr<Query> query) {
    State& state = *query->state;
    if (state.destroyed) return;
    if (--state.pending == 0 && state.timeouts->isOpen()) uv_timer_stop(&state.timeouts->timer);
    state.loop.post([query = std::move(query), hold = state.loop.keepAlive(), self = state.shared_from_this()] {
      if (self->destroyed) return;
      if (query->answer)
        query->answer(query->failure, std::move(query->records));
      else
        query->names(query->failure, std::move(query->hosts));
    });
  }

  Loop& loop;
  Options options;
  ares_channel channel = nullptr;
  TimeoutWatch* timeouts;
  std::unordered_map<int, SocketPoll*> polls;
  int pending = 0;
  bool destroyed = false;
};

DnsResolver::DnsResolver(Loop& loop, Options options) : state_(std::make_shared<State>(loop, options)) {}

DnsResolver::~DnsResolver() {
  state_->destroy();
}

void DnsResolver::query(const std::string& name, DnsType type, Answer answer) {
  auto query = std::make_unique<State::Query>(state_.get(), std::move(answer), nullptr);
  state_->begin();
  if (!state_->channel || name.find('\0') != std::string::npos) {
    query->failure = failureOf(state_->channel ? ARES_EBADNAME : ARES_ENOTINITIALIZED);
    return State::finish(std::move(query));
  }
  ares_query(
      state_->channel, name.c_str(), kClassIn, static_cast<int>(type),
      [](void* data, int status, int, unsigned char* message, int size) {
        std::unique_ptr<State::Query> query(static_cast<State::Query*>(data));
        query->failure = failureOf(status);
        if (status == ARES_SUCCESS) {
          auto records = parseDnsAnswers({message, static_cast<size_t>(std::max(0, size))});
          if (records)
            query->records = std::move(*records);
          else
            query->failure = failureOf(ARES_EBADRESP);
        }
        State::finish(std::move(query));
      },
      query.release());
}

void DnsResolver::reverse(const std::string& address, Names names) {
  auto query = std::make_unique<State::Query>(state_.get(), nullptr, std::move(names));
  state_->begin();
  in6_addr bytes;
  int family = address.find('\0') != std::string::npos             ? 0
               : inet_pton(AF_INET, address.c_str(), &bytes) == 1  ? AF_INET
               : inet_pton(AF_INET6, address.c_str(), &bytes) == 1 ? AF_INET6
                                                                   : 0;
  if (!state_->channel || family == 0) {
    query->failure = failureOf(state_->channel ? ARES_ENOTIMP : ARES_ENOTINITIALIZED);
    return State::finish(std::move(query));
  }
  ares_gethostbyaddr(
      state_->channel, &bytes, family == AF_INET ? sizeof(in_addr) : sizeof(in6_addr), family,
      [](void* data, int status, int, hostent* host) {
        std::unique_ptr<State::Query> query(static_cast<State::Query*>(data));
        query->failure = failureOf(status);
        if (status == ARES_SUCCESS && host) {
          // What a server answers stands among the aliases; what /etc/hosts says need not.
          for (char** alias = host->h_aliases; alias && *alias; ++alias) query->hosts.emplace_back(*alias);
          if (host->h_name && std::ranges::find(query->hosts, host->h_name) == query->hosts.end())
            query->hosts.insert(query->hosts.begin(), host->h_name);
        }
        State::finish(std::move(query));
      },
      query.release());
}

void DnsResolver::cancel() {
  if (state_->channel) ares_cancel(state_->channel);
}

std::vector<Endpoint> DnsResolver::servers() const {
  std::vector<Endpoint> out;
  ares_addr_port_node* list = nullptr;
  if (!state_->channel || ares_get_servers_ports(state_->channel, &list) != ARES_SUCCESS) return out;
  for (auto* node = list; node; node = node->next) {
    char text[INET6_ADDRSTRLEN] = "";
    inet_ntop(node->family, &node->addr, text, sizeof text);
    int port = node->udp_port ? node->udp_port : kDefaultPort;
    out.push_back({text, static_cast<uint16_t>(port), node->family == AF_INET6});
  }
  ares_free_data(list);
  return out;
}

DnsResolver::Failure DnsResolver::setServers(const std::vector<Endpoint>& servers) {
  if (!state_->channel) return failureOf(ARES_ENOTINITIALIZED);
  std::vector<ares_addr_port_node> nodes(servers.size());
  for (size_t i = 0; i < servers.size(); ++i) {
    nodes[i].family = servers[i].isIPv6 ? AF_INET6 : AF_INET;
    nodes[i].udp_port = nodes[i].tcp_port = servers[i].port;
    nodes[i].next = i + 1 < servers.size() ? &nodes[i + 1] : nullptr;
    if (inet_pton(nodes[i].family, servers[i].address.c_str(), &nodes[i].addr) != 1) return failureOf(ARES_EBADSTR);
  }
  return failureOf(ares_set_servers_ports(state_->channel, nodes.empty() ? nullptr : nodes.data()));
}

void DnsResolver::setLocalAddress(const std::string& ipv4, const std::string& ipv6) {
  if (!state_->channel) return;
  in_addr v4{};
  in6_addr v6{};
  inet_pton(AF_INET, ipv4.c_str(), &v4);
  inet_pton(AF_INET6, ipv6.c_str(), &v6);
  ares_set_local_ip4(state_->channel, ntohl(v4.s_addr));
  ares_set_local_ip6(state_->channel, v6.s6_addr);
}

std::string caresVersion() {
  return ares_version(nullptr);
}

}  // namespace weft::loop
