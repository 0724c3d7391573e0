// Clients of a WebSocket server, as many as are wanted, on one thread: usage
//   websocket_load echo|chat PORT CONNECTIONS SECONDS [DEPTH]
// echo: each client sends a message when one has come back, DEPTH (1) are under way. chat: each sends one when it has
// had as many as there are clients, that is when everybody's has come. Prints how many messages came, and in how many
// seconds.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace {

struct Client {
  int fd = -1;
  std::string in;
  size_t had = 0;
  bool isOpen = false;
};

[[noreturn]] void die(const char* what) {
  perror(what);
  exit(1);
}

/// A masked text frame of 32 bytes.
std::string message() {
  std::string text = "a message of thirty-two letters.";
  const char mask[] = {0x12, 0x34, 0x56, 0x78};
  std::string frame = {static_cast<char>(0x81), static_cast<char>(0x80 | text.size())};
  frame.append(mask, 4);
  for (size_t i = 0; i < text.size(); ++i) frame += static_cast<char>(text[i] ^ mask[i & 3]);
  return frame;
}

void sendAll(int fd, const std::string& text) {
  for (size_t at = 0; at < text.size();) {
    ssize_t sent = send(fd, text.data() + at, text.size() - at, MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN) die("send");
    if (sent > 0) at += static_cast<size_t>(sent);
  }
}

/// How many whole frames there are; they are taken away.
size_t takeFrames(std::string& in) {
  size_t at = 0, count = 0;
  while (in.size() - at >= 2) {
    size_t size = static_cast<uint8_t>(in[at + 1]) & 0x7f, head = 2;
    if (size == 126) {
      if (in.size() - at < 4) break;
      size = static_cast<size_t>(static_cast<uint8_t>(in[at + 2])) << 8 | static_cast<uint8_t>(in[at + 3]);
      head = 4;
    }
    if (in.size() - at < head + size) break;
    at += head + size;
    ++count;
  }
  in.erase(0, at);
  return count;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) return fprintf(stderr, "usage: websocket_load echo|chat PORT CONNECTIONS SECONDS [DEPTH]\n"), 2;
  int depth = argc > 5 ? atoi(argv[5]) : 1;
  bool isChat = !strcmp(argv[1], "chat");
  auto count = static_cast<size_t>(atoi(argv[3]));
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<uint16_t>(atoi(argv[2])));
  inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
  int poll = epoll_create1(0);
  std::vector<Client> clients(count);
  const std::string hello =
      "GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
  for (size_t i = 0; i < count; ++i) {
    int fd = clients[i].fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int one = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to)) die("connect");
    fcntl(fd, F_SETFL, O_NONBLOCK);
    epoll_event event{EPOLLIN, {.u64 = i}};
    epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event);
    sendAll(fd, hello);
  }

  const std::string frame = message();
  size_t open = 0, total = 0;
  using Clock = std::chrono::steady_clock;
  auto begun = Clock::now(), end = begun + std::chrono::seconds(60);
  static char room[256 * 1024];
  epoll_event events[256];
  while (Clock::now() < end) {
    int ready = epoll_wait(poll, events, 256, 1000);
    for (int e = 0; e < ready; ++e) {
      Client& client = clients[events[e].data.u64];
      ssize_t size = recv(client.fd, room, sizeof room, 0);
      if (size < 0 && errno == EAGAIN) continue;
      if (size <= 0) return fprintf(stderr, "the server has gone\n"), 1;
      client.in.append(room, static_cast<size_t>(size));
      if (!client.isOpen) {
        size_t at = client.in.find("\r\n\r\n");
        if (at == std::string::npos) continue;
        if (client.in.compare(0, 12, "HTTP/1.1 101")) return fprintf(stderr, "no WebSocket\n"), 1;
        client.in.erase(0, at + 4);
        client.isOpen = true;
        if (++open == count) {
          std::string first;
          for (int i = 0; i < depth; ++i) first += frame;
          for (Client& each : clients) sendAll(each.fd, first);
          begun = Clock::now();
          end = begun + std::chrono::seconds(atoi(argv[4]));
        }
        continue;
      }
      size_t came = takeFrames(client.in);
      total += came;
      client.had += came;
      size_t wanted = isChat ? count : 1;
      std::string out;
      for (; client.had >= wanted; client.had -= wanted) out += frame;
      if (!out.empty()) sendAll(client.fd, out);
    }
  }
  std::chrono::duration<double> taken = Clock::now() - begun;
  printf("%zu messages in %.3f s\n", open == count ? total : 0, taken.count());
}
