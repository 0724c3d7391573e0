#include "runtime/build_plugins.h"

#include <unistd.h>

#include <algorithm>

#include "loop/standard_io.h"

namespace weft::runtime {

using namespace bundler;

namespace {

bool fits(const std::vector<PluginRule>& rules, const std::string& nameSpace, const std::string& name) {
  const std::string_view own = nameSpace.empty() ? std::string_view("file") : std::string_view(nameSpace);
  return std::ranges::any_of(rules, [&](const PluginRule& rule) {
    return (rule.nameSpace.empty() || rule.nameSpace == own) && (!rule.pattern || rule.pattern->matches(name));
  });
}

}  // namespace

bool ScriptPlugins::resolves(const ResolveQuestion& question) const {
  return fits(rules_->resolve, question.importer.nameSpace, question.specifier);
}

bool ScriptPlugins::loads(const ModulePlace& place) const {
  return fits(rules_->load, place.nameSpace, place.path);
}

void ScriptPlugins::ask(Question question, Callback callback) {
  bool isFirst;
  {
    std::lock_guard lock(mutex_);
    int32_t id = ++last_;
    callbacks_.emplace(id, std::move(callback));
    isFirst = questions_.empty();
    questions_.push_back({id, std::move(question)});
  }
  if (isFirst) loop_.post([self = shared_from_this()] { self->wake_(); });
}

void ScriptPlugins::resolve(ResolveQuestion question, OnResolved answered) {
  ask(std::move(question), std::move(answered));
}

void ScriptPlugins::load(LoadQuestion question, OnLoaded answered) {
  ask(std::move(question), std::move(answered));
}

void ScriptPlugins::keepText(const std::string& path, std::string_view text) {
  std::lock_guard lock(mutex_);
  texts_.insert_or_assign(path, std::string(text));
}

void ScriptPlugins::stillWaiting() {
  if (!isTellingOfWaits_) return;
  std::string who;
  {
    std::lock_guard lock(mutex_);
    std::vector<std::string> names;
    for (const auto& [id, name] : working_)
      if (std::ranges::find(names, name) == names.end()) names.push_back(name);
    constexpr size_t kShown = 3;
    for (size_t i = 0; i < std::min(names.size(), kShown); ++i) who += (who.empty() ? "" : ", ") + names[i];
    if (names.size() > kShown) who += " and others";
  }
  std::string line = "weft build: still waiting for " + (who.empty() ? std::string("the plugins") : who) + "\n";
  (void)loop::writeAll(STDERR_FILENO, {reinterpret_cast<const uint8_t*>(line.data()), line.size()});
}

std::deque<ScriptPlugins::Asked> ScriptPlugins::takeQuestions() {
  std::lock_guard lock(mutex_);
  return std::exchange(questions_, {});
}

std::optional<ScriptPlugins::Callback> ScriptPlugins::take(int32_t id) {
  std::lock_guard lock(mutex_);
  working_.erase(id);
  auto found = callbacks_.find(id);
  if (found == callbacks_.end()) return std::nullopt;
  Callback callback = std::move(found->second);
  callbacks_.erase(found);
  return callback;
}

void ScriptPlugins::answer(int32_t id, ResolveAnswer answer) {
  std::optional<Callback> callback = take(id);
  if (auto* answered = callback ? std::get_if<OnResolved>(&*callback) : nullptr) (*answered)(std::move(answer));
}

void ScriptPlugins::answer(int32_t id, LoadAnswer answer) {
  std::optional<Callback> callback = take(id);
  if (auto* answered = callback ? std::get_if<OnLoaded>(&*callback) : nullptr) (*answered)(std::move(answer));
}

void ScriptPlugins::enter(int32_t id, std::string who) {
  std::lock_guard lock(mutex_);
  working_.insert_or_assign(id, std::move(who));
}

void ScriptPlugins::leave(int32_t id) {
  std::lock_guard lock(mutex_);
  working_.erase(id);
}

}  // namespace weft::runtime
