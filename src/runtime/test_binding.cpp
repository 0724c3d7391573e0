// native("test"): what the program of a test file asks and tells its host (builtins/internal/test_main.ts).

#include "runtime/bindings.h"
#include "runtime/runtime.h"
#include "runtime/test_faults.h"
#include "runtime/test_realm.h"
#include "runtime/test_trace.h"

namespace weft::runtime {

namespace {

js::Result<TestRealm*> testOf(js::Realm& realm) {
  TestRealm* test = Runtime::of(realm).options().test;
  if (test && test->isFile()) return test;
  return js::fail(js::JsError(js::ErrorKind::Error, {}, "No test file runs here"));
}

/// Whether a test file runs here.
bool isTest(js::Realm& realm) {
  TestRealm* test = Runtime::of(realm).options().test;
  return test && test->isFile();
}

/// Whether this is a realm of `weft test`: with a file, or for set-up.
bool isHosted(js::Realm& realm) {
  return Runtime::of(realm).options().test;
}

/// { path, settings, reported, isShared }
js::Result<js::Object> job(js::Realm& realm) {
  WEFT_TRY(test, testOf(realm));
  const TestJob& job = test->job();
  js::Object out = js::Object::create(realm);
  out.define(realm, "path", js::toJs(realm, job.path));
  out.define(realm, "settings", js::toJs(realm, *job.settings));
  out.define(realm, "isShared", js::Value::boolean(job.sharing != 0));
  js::Array reported = js::Array::create(realm);
  for (uint32_t index : job.reported) WEFT_TRY_VOID(reported.push(realm, js::Value::number(index)));
  out.define(realm, "reported", reported);
  return out;
}

js::Result<uint32_t> lengthOf(js::Object list) {
  if (list.isArray()) return js::Array::unchecked(list).length();
  return js::fail(js::JsError::argType("list", "an array", list));
}

js::Result<test::TestInfo> testInfo(js::Realm& realm, js::Value item) {
  if (!item.isObject()) return js::fail(js::JsError::argType("test", "of type object", item));
  js::Object object = item.asObject();
  test::TestInfo info;
  WEFT_TRY(names, object.get(realm, "names"));
  if (!names.isArray()) return js::fail(js::JsError::argType("names", "an array", names));
  uint32_t count = js::Array::unchecked(names).length();
  for (uint32_t i = 0; i < count; ++i) {
    WEFT_TRY(name, names.asObject().getIndex(realm, i));
    WEFT_TRY(text, name.toUtf8(realm));
    info.names.push_back(std::move(text));
  }
  WEFT_TRY(mode, object.get(realm, "mode"));
  if (mode.isInt32() && mode.asInt32() >= 0 && mode.asInt32() <= static_cast<int32_t>(test::Mode::Todo))
    info.mode = static_cast<test::Mode>(mode.asInt32());
  WEFT_TRY(path, object.get(realm, "path"));
  if (!path.isString()) return info;
  WEFT_TRY(line, object.get(realm, "line"));
  WEFT_TRY(column, object.get(realm, "column"));
  auto number = [](js::Value value) {
    return value.isInt32() && value.asInt32() > 0 ? static_cast<uint32_t>(value.asInt32()) : 0;
  };
  info.place = {path.asString().utf8(realm), number(line), number(column)};
  return info;
}

/// The file has registered its tests: { names: string[], mode: 0 run, 1 skip, 2 todo, path?, line?, column? } each.
js::Result<void> collected(js::Realm& realm, js::Object list) {
  WEFT_TRY(test, testOf(realm));
  WEFT_TRY(length, lengthOf(list));
  std::vector<test::TestInfo> tests;
  tests.reserve(length);
  for (uint32_t i = 0; i < length; ++i) {
    WEFT_TRY(item, list.getIndex(realm, i));
    WEFT_TRY(info, testInfo(realm, item));
    tests.push_back(std::move(info));
  }
  test->collected(std::move(tests));
  return {};
}

/// A test begins. When its JavaScript does not come back to the loop within its time limit (milliseconds; 0: none)
/// and a while, the file's thread is stopped.
js::Result<void> testStarted(js::Realm& realm, uint32_t index, double limit) {
  WEFT_TRY(test, testOf(realm));
  test->testStarted(index, limit);
  return {};
}

/// Status: 0 passed, 1 failed, 2 skipped, 3 todo. Faults as test_faults.h has them; none for undefined.
js::Result<void> testEnded(js::Realm& realm, uint32_t index, uint32_t status, double milliseconds, uint32_t attempts,
                           js::Value faults, js::Value note) {
  WEFT_TRY(test, testOf(realm));
  if (status > static_cast<uint32_t>(test::Status::Todo))
    return js::fail(js::JsError::rangeError("There is no such status of a test"));
  test::TestEnded ended;
  ended.test = index;
  ended.status = static_cast<test::Status>(status);
  ended.milliseconds = milliseconds;
  ended.attempts = attempts;
  WEFT_TRY(list, faultsFrom(realm, faults));
  ended.faults = std::move(list);
  if (note.isString()) ended.note = note.asString().utf8(realm);
  test->testEnded(std::move(ended));
  return {};
}

/// What is in the realm is what further files are to find: nothing of the file has run, but what its settings ask for.
js::Result<void> keepRealm(js::Realm& realm) {
  WEFT_TRY(test, testOf(realm));
  test->keep(Runtime::of(realm));
  return {};
}

/// As process.stdout (1) or process.stderr (2) would write it.
js::Result<void> output(js::Realm& realm, int32_t descriptor, std::string text) {
  WEFT_TRY(test, testOf(realm));
  if (!test->output(descriptor, text)) return js::fail(js::JsError::rangeError("The descriptor must be 1 or 2"));
  return {};
}

/// What runs from here on (a hook, the file's own code) has such a time limit, as testStarted() says it of a test.
js::Result<void> setLimit(js::Realm& realm, double milliseconds) {
  WEFT_TRY(test, testOf(realm));
  test->watch().limit = milliseconds;
  test->isBusy();
  return {};
}

js::Result<test::SnapshotCounts> snapshotCounts(js::Realm& realm, js::Value given) {
  test::SnapshotCounts counts;
  if (!given.isObject()) return counts;
  js::Object object = given.asObject();
  const std::pair<const char*, uint32_t*> numbers[] = {{"added", &counts.added},
                                                       {"matched", &counts.matched},
                                                       {"unmatched", &counts.unmatched},
                                                       {"updated", &counts.updated},
                                                       {"removed", &counts.removed}};
  for (const auto& [key, into] : numbers) {
    WEFT_TRY(value, object.get(realm, key));
    if (value.isInt32() && value.asInt32() > 0) *into = static_cast<uint32_t>(value.asInt32());
  }
  WEFT_TRY(removed, object.get(realm, "fileRemoved"));
  WEFT_TRY(written, object.get(realm, "fileWritten"));
  counts.fileRemoved = removed.isTrue();
  counts.fileWritten = written.isTrue();
  WEFT_TRY(obsolete, object.get(realm, "obsolete"));
  if (!obsolete.isArray()) return counts;
  for (uint32_t i = 0; i < js::Array::unchecked(obsolete).length(); ++i) {
    WEFT_TRY(key, obsolete.asObject().getIndex(realm, i));
    WEFT_TRY(text, key.toUtf8(realm));
    counts.obsolete.push_back(std::move(text));
  }
  return counts;
}

/// The file is done: what still runs is given up when the loop gets to it. Snapshots: { added, matched, unmatched,
/// updated, removed, fileRemoved, fileWritten, obsolete: string[] }, each optional.
js::Result<void> fileEnded(js::Realm& realm, js::Value faults, js::Value snapshots) {
  WEFT_TRY(test, testOf(realm));
  WEFT_TRY(list, faultsFrom(realm, faults));
  WEFT_TRY(counts, snapshotCounts(realm, snapshots));
  test->fileEnded(Runtime::of(realm), std::move(list), std::move(counts));
  return {};
}

/// Whether it is to be known what the program reads (test_trace.h).
bool isTraced(js::Realm& realm) {
  return traceOf(realm) != nullptr;
}

/// The program has read an environment variable; "*": all of them.
void noteVariable(js::Realm& realm, std::string name) {
  if (TestTrace* trace = traceOf(realm)) trace->reads(std::move(name));
}

/// It does something that has inputs nobody can name.
void noteUntracedInput(js::Realm& realm, std::string what) {
  if (TestTrace* trace = traceOf(realm)) trace->untraced(std::move(what));
}

/// Milliseconds on a monotonic clock that no program can replace.
double now() {
  constexpr double kPerMillisecond = 1e6;
  return static_cast<double>(loop::Loop::hrtime()) / kPerMillisecond;
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&isTest>("isTest"),
    js::fn<&isHosted>("isHosted"),
    js::fn<&job>("job"),
    js::fn<&collected>("collected"),
    js::fn<&testStarted>("testStarted"),
    js::fn<&testEnded>("testEnded"),
    js::fn<&output>("output"),
    js::fn<&keepRealm>("keepRealm"),
    js::fn<&setLimit>("setLimit"),
    js::fn<&fileEnded>("fileEnded"),
    js::fn<&isTraced>("isTraced"),
    js::fn<&noteVariable>("noteVariable"),
    js::fn<&noteUntracedInput>("noteUntraced"),
    js::fn<&now>("now"),
};

}  // namespace

const js::Binding kTestBinding = {"test", kFunctions};

}  // namespace weft::runtime
