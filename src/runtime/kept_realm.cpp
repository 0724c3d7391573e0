#include "runtime/kept_realm.h"

#include <string_view>

#include "base/file.h"
#include "loop/active_handles.h"
#include "runtime/runtime.h"

namespace weft::runtime {

namespace {

/// Whether a text has the name as a string: what it imports is among those.
bool names(std::string_view text, std::string_view name) {
  for (size_t at = text.find(name); at != text.npos; at = text.find(name, at + 1)) {
    size_t end = at + name.size();
    if (at > 0 && end < text.size() && text[at - 1] == text[end] && (text[end] == '"' || text[end] == '\''))
      return true;
  }
  return false;
}

}  // namespace

std::unique_ptr<KeptRealm> KeptRealm::of(Runtime& runtime, std::span<const std::string> builtins) {
  js::Realm& realm = runtime.realm();
  // A builtin that cannot be run shows that to the file that asks for it.
  for (const std::string& id : builtins) (void)realm.requireBuiltin(id);
  std::string text = readFile(runtime.mainPath()).value_or("");
  for (const auto& [name, id] : runtime.graph().resolver().options().builtins)
    if (names(text, name)) (void)realm.requireBuiltin(id);
  if (realm.vm().isStopped()) return nullptr;
  auto state = js::RealmState::take(realm);
  if (!state) return nullptr;
  return std::unique_ptr<KeptRealm>(new KeptRealm(std::move(state), loop::openHandles(runtime.loop())));
}

void KeptRealm::restore(loop::Loop& loop) {
  needed_ = state_->builtinsSince();
  isRestored_ = false;
  if (!state_->restore()) {
    obstacle_ = state_->obstacle();
    return;
  }
  // What was closed is gone after a turn.
  for (int turns = 0; turns < 2 && loop::openHandles(loop) != handles_; ++turns) loop.turn(loop::Loop::Turn::NoWait);
  isRestored_ = !loop.isAlive() && loop::openHandles(loop) == handles_;
  if (!isRestored_) obstacle_ = "something is left on the loop";
}

}  // namespace weft::runtime
