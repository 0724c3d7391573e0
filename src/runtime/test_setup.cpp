#include "runtime/test_setup.h"

#include <utility>

#include "engine/promise.h"
#include "runtime/test_faults.h"
#include "runtime/test_thread.h"

namespace weft::runtime {

TestSetup::TestSetup(TestChannel& channel, RuntimeOptions options)
    : out_(channel.gather()), options_(std::move(options)) {}

void TestSetup::ask(test::Ask question, bool isTraced) {
  std::lock_guard lock(mutex_);
  if (!isStarted_) isTraced_ = isTraced;
  uint32_t number = question.question;
  waiting_.push_back(std::move(question));
  if (runtime_) runtime_->loop().post([this] { answerWaiting(); });
  if (std::exchange(isStarted_, true)) return;
  auto started = startTestThread(main, this, "weft-setup");
  if (started) return;
  isStarted_ = false;
  waiting_.pop_back();
  test::Fault fault;
  fault.name = "Error";
  fault.message = started.error().message();
  out_.send(test::Answer{number, {}, std::move(fault)});
  out_.flush();
}

void TestSetup::tell() {
  std::lock_guard lock(mutex_);
  if (!runtime_) return;
  runtime_->loop().post([this] {
    test::FileEnded end = runtime_->options().test->takeEnd(*runtime_);
    end.file = test::kSetupFile;
    out_.send(std::move(end));
    out_.flush();
  });
}

void* TestSetup::main(void* self) {
  static_cast<TestSetup*>(self)->run();
  return nullptr;
}

void TestSetup::run() {
  TestRealm realm(out_, watch_, claims_);
  TestJob noFile;
  noFile.file = test::kSetupFile;
  noFile.isTraced = isTraced_;
  RuntimeOptions options = options_;
  options.test = &realm;
  Runtime runtime(std::move(options));
  realm.begin(std::move(noFile), runtime);
  {
    std::lock_guard lock(mutex_);
    runtime_ = &runtime;
  }
  runtime.loop().post([this] { answerWaiting(); });
  runtime.run({Program::Type::Test, {}});
}

void TestSetup::answerWaiting() {
  for (;;) {
    test::Ask question;
    {
      std::lock_guard lock(mutex_);
      if (waiting_.empty()) return;
      question = std::move(waiting_.front());
      waiting_.pop_front();
    }
    answer(question);
  }
}

js::Result<js::Value> TestSetup::call(const test::Ask& question) {
  js::Realm& realm = runtime_->realm();
  WEFT_TRY(exports, realm.requireBuiltin("internal/" + question.module));
  js::Value argument;
  if (!question.argument.empty()) {
    WEFT_TRY(parsed, js::parseJson(realm, question.argument, "the argument of " + question.name));
    argument = parsed;
  }
  const js::Value args[] = {argument};
  return exports.asObject().invoke(realm, question.name, args);
}

void TestSetup::answer(const test::Ask& question) {
  uint32_t number = question.question;
  auto result = call(question);
  if (!result) return replyFault(number, result.error().toValue(runtime_->realm()));
  if (!js::isPromise(*result)) return reply(number, *result);
  js::whenSettled(
      runtime_->realm(), *result, [this, number](js::Value value) { reply(number, value); },
      [this, number](js::Value reason) { replyFault(number, reason); });
}

void TestSetup::reply(uint32_t question, js::Value value) {
  js::Realm& realm = runtime_->realm();
  auto text = [&]() -> js::Result<std::string> {
    if (value.isUndefined()) return std::string();
    WEFT_TRY(json, realm.globalObject().get(realm, "JSON"));
    const js::Value args[] = {value};
    WEFT_TRY(written, json.asObject().invoke(realm, "stringify", args));
    return written.isString() ? written.asString().utf8(realm) : std::string();
  }();
  if (!text) return replyFault(question, text.error().toValue(realm));
  out_.send(test::Answer{question, std::move(*text), {}});
  out_.flush();
}

void TestSetup::replyFault(uint32_t question, js::Value error) {
  out_.send(test::Answer{question, {}, faultOf(*runtime_, error)});
  out_.flush();
}

}  // namespace weft::runtime
