#pragma once
// Plugins that are written in JavaScript, as a build on other threads asks them (bundler/plugins.h): questions go to
// the thread of the loop and wait there for their answers.

#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "bundler/plugins.h"
#include "engine/text_pattern.h"
#include "loop/loop.h"

namespace weft::runtime {

/// What a plugin wants to hear of: names that match, in one namespace.
struct PluginRule {
  std::unique_ptr<js::TextPattern> pattern;  // null: everything
  std::string nameSpace;                     // empty: every one
};

struct PluginRules {
  std::vector<PluginRule> resolve;
  std::vector<PluginRule> load;
};

class ScriptPlugins final : public bundler::Plugins, public std::enable_shared_from_this<ScriptPlugins> {
 public:
  using Question = std::variant<bundler::ResolveQuestion, bundler::LoadQuestion>;
  struct Asked {
    int32_t id;
    Question question;
  };
  /// `wake` is called on the loop's thread when there are questions to take.
  ScriptPlugins(std::shared_ptr<const PluginRules> rules, loop::Loop& loop, std::function<void()> wake,
                bool isTellingOfWaits)
      : rules_(std::move(rules)), loop_(loop), wake_(std::move(wake)), isTellingOfWaits_(isTellingOfWaits) {}

  // bundler::Plugins, on the build's threads
  [[nodiscard]] bool resolves(const bundler::ResolveQuestion& question) const override;
  [[nodiscard]] bool loads(const bundler::ModulePlace& place) const override;
  void resolve(bundler::ResolveQuestion question, OnResolved answered) override;
  void load(bundler::LoadQuestion question, OnLoaded answered) override;
  void keepText(const std::string& path, std::string_view text) override;
  [[nodiscard]] bool isGivenUp() const override { return isGivenUp_; }
  void stillWaiting() override;

  // On the loop's thread
  [[nodiscard]] std::deque<Asked> takeQuestions();
  void answer(int32_t id, bundler::ResolveAnswer answer);
  void answer(int32_t id, bundler::LoadAnswer answer);
  /// A function of a plugin begins to work on a question, or has ended.
  void enter(int32_t id, std::string who);
  void leave(int32_t id);
  void giveUp() { isGivenUp_ = true; }

  /// Texts of modules that have faults; the build is over.
  [[nodiscard]] const std::map<std::string, std::string, std::less<>>& texts() const { return texts_; }

 private:
  using Callback = std::variant<OnResolved, OnLoaded>;
  void ask(Question question, Callback callback);
  [[nodiscard]] std::optional<Callback> take(int32_t id);

  std::shared_ptr<const PluginRules> rules_;
  loop::Loop& loop_;
  std::function<void()> wake_;
  bool isTellingOfWaits_;
  std::atomic<bool> isGivenUp_ = false;

  std::mutex mutex_;  // of what follows
  int32_t last_ = 0;
  std::deque<Asked> questions_;
  std::unordered_map<int32_t, Callback> callbacks_;
  std::map<int32_t, std::string> working_;
  std::map<std::string, std::string, std::less<>> texts_;
};

}  // namespace weft::runtime
