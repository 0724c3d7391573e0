// Plugins as the scan asks them: answers that come later and from other threads, passes, faults, builds that are given
// up.

#include "bundler/plugins.h"

#include <catch2/catch.hpp>
#include <thread>

#include "bundler/build.h"

namespace weft::bundler {
namespace {

/// "v:NAME" is a module that imports "v:" and the next number, until there are `count`; each answer comes from a
/// thread of its own.
class Chain final : public Plugins {
 public:
  explicit Chain(int count) : count_(count) {}
  ~Chain() override {
    for (std::thread& thread : threads_) thread.join();
  }

  bool resolves(const ResolveQuestion& question) const override { return question.specifier.starts_with("v:"); }
  bool loads(const ModulePlace& place) const override { return place.nameSpace == "v"; }
  void resolve(ResolveQuestion question, OnResolved answered) override {
    start([name = question.specifier.substr(2), answered = std::move(answered)]() mutable {
      answered({.kind = ResolveAnswer::Kind::Module, .place = {name, "v"}});
    });
  }
  void load(LoadQuestion question, OnLoaded answered) override {
    ++loads_;
    if (isSilent) return;
    start([this, number = std::stoi(question.place.path), answered = std::move(answered)]() mutable {
      std::string text = number < count_ ? "export * from 'v:" + std::to_string(number + 1) + "';" : "";
      text += "export const a" + std::to_string(number) + " = 'number" + std::to_string(number) + "';";
      answered({.kind = LoadAnswer::Kind::Contents, .contents = std::move(text), .loader = Loader::Js});
    });
  }
  void keepText(const std::string&, std::string_view) override {}
  bool isGivenUp() const override { return isSilent; }
  void stillWaiting() override {}

  int loads() const { return loads_; }
  bool isSilent = false;

 private:
  void start(std::move_only_function<void()> work) { threads_.emplace_back(std::move(work)); }

  int count_;
  int loads_ = 0;
  std::vector<std::thread> threads_;
};

std::optional<Output> buildWith(Plugins& plugins, Log& log) {
  graph::Resolver resolver{graph::ResolverOptions()};
  ThreadPool pool(2);
  BuildOptions options;
  options.entries = {"v:1"};
  options.scan.workingDirectory = "/";
  options.scan.plugins = &plugins;
  options.output.outfile = "/out.js";
  return build(resolver, options, &pool, log);
}

TEST_CASE("modules of plugins are asked for once each, and the output does not depend on timing") {
  std::string first;
  for (int round = 0; round < 3; ++round) {
    Chain plugins(40);
    Log log;
    std::optional<Output> output = buildWith(plugins, log);
    REQUIRE(output);
    CHECK(plugins.loads() == 40);
    const std::string& text = output->files[0].contents;
    CHECK(text.find("// v:40") != std::string::npos);
    CHECK(text.find("'number40'") + text.find("\"number40\"") != 2 * std::string::npos);
    if (first.empty()) first = text;
    CHECK(text == first);
  }
}

TEST_CASE("a build that is given up ends, though a plugin does not answer") {
  Chain plugins(1);
  plugins.isSilent = true;
  Log log;
  CHECK_FALSE(buildWith(plugins, log));
  REQUIRE(log.hasErrors());
  CHECK(log.diagnostics()[0].message == "The build was cancelled");
}

TEST_CASE("kinds of requests have names") {
  for (RequestOrigin origin : {RequestOrigin::EntryPoint, RequestOrigin::UrlToken})
    CHECK(originNamed(nameOf(origin)) == origin);
  CHECK_FALSE(originNamed("entry"));
}

}  // namespace
}  // namespace weft::bundler
