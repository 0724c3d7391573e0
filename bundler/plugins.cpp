#include "bundler/plugins.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>

namespace weft::bundler {

namespace {

constexpr std::array<std::string_view, 8> kOrigins = {"entry-point",    "import-statement", "require-call",
                                                      "dynamic-import", "require-resolve",  "import-rule",
                                                      "composes-from",  "url-token"};

/// An answer that one thread waits for and another gives, which may come when nobody waits any more.
template <typename Answer>
struct Mailbox {
  std::mutex mutex;
  std::condition_variable changed;
  std::optional<Answer> answer;
};

template <typename Answer, typename Ask>
Answer askNow(Plugins& plugins, Ask ask) {
  auto box = std::make_shared<Mailbox<Answer>>();
  ask([box](Answer answer) {
    std::lock_guard lock(box->mutex);
    box->answer = std::move(answer);
    box->changed.notify_one();
  });
  constexpr auto kTurn = std::chrono::milliseconds(100);
  auto tellAt = std::chrono::steady_clock::now() + std::chrono::seconds(kWaitBeforeTelling);
  std::unique_lock lock(box->mutex);
  while (!box->changed.wait_for(lock, kTurn, [&] { return box->answer.has_value(); })) {
    if (plugins.isGivenUp()) return Answer{.kind = Answer::Kind::Failed};
    if (std::chrono::steady_clock::now() < tellAt) continue;
    tellAt = std::chrono::steady_clock::time_point::max();
    plugins.stillWaiting();
  }
  return std::move(*box->answer);
}

}  // namespace

std::string_view nameOf(RequestOrigin origin) {
  return kOrigins[static_cast<size_t>(origin)];
}

std::optional<RequestOrigin> originNamed(std::string_view name) {
  auto found = std::ranges::find(kOrigins, name);
  if (found == kOrigins.end()) return std::nullopt;
  return static_cast<RequestOrigin>(found - kOrigins.begin());
}

ResolveAnswer resolveNow(Plugins& plugins, ResolveQuestion question) {
  return askNow<ResolveAnswer>(
      plugins, [&](Plugins::OnResolved answered) { plugins.resolve(std::move(question), std::move(answered)); });
}

LoadAnswer loadNow(Plugins& plugins, LoadQuestion question) {
  return askNow<LoadAnswer>(
      plugins, [&](Plugins::OnLoaded answered) { plugins.load(std::move(question), std::move(answered)); });
}

}  // namespace weft::bundler
