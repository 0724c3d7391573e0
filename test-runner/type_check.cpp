#include "test-runner/type_check.h"

#include <algorithm>

#include "base/paths.h"
#include "graph/json.h"
#include "test-runner/report/json_writer.h"

namespace weft::test {

namespace {

using graph::JsonKind;
using graph::JsonValue;

/// The extension of a source, if it has one of these.
std::string_view sourceExtension(std::string_view path) {
  constexpr std::string_view kExtensions[] = {".ts", ".tsx", ".mts", ".cts"};
  std::string_view extension = paths::extname(path);
  return std::ranges::find(kExtensions, extension) == std::end(kExtensions) ? std::string_view() : extension;
}

std::string textAt(const JsonValue& value, std::string_view key) {
  const JsonValue* found = value.find(key);
  return found && found->is(JsonKind::String) ? found->string : std::string();
}

uint32_t numberAt(const JsonValue& value, std::string_view key) {
  const JsonValue* found = value.find(key);
  return found && found->is(JsonKind::Number) && found->number > 0 ? static_cast<uint32_t>(found->number) : 0;
}

const std::vector<JsonValue>& listAt(const JsonValue& value, std::string_view key) {
  static const std::vector<JsonValue> kNone;
  const JsonValue* found = value.find(key);
  return found ? found->elements : kNone;
}

std::vector<Fault> faultsOf(const JsonValue& value) {
  std::vector<Fault> faults;
  for (const JsonValue& item : listAt(value, "faults")) {
    Fault fault;
    fault.name = textAt(item, "code");
    fault.message = textAt(item, "message");
    fault.place = {textAt(item, "path"), numberAt(item, "line"), numberAt(item, "column")};
    faults.push_back(std::move(fault));
  }
  return faults;
}

TestInfo infoOf(const JsonValue& test, const std::string& path) {
  TestInfo info;
  for (const JsonValue& name : listAt(test, "names")) info.names.push_back(name.string);
  std::string mode = textAt(test, "mode");
  info.mode = mode == "todo" ? Mode::Todo : mode == "skip" ? Mode::Skip : Mode::Run;
  info.place = {path, numberAt(test, "line"), numberAt(test, "column")};
  return info;
}

std::vector<Event> eventsOf(const JsonValue& file) {
  std::string path = textAt(file, "path");
  std::vector<Event> events{FileStarted{}};
  Collected collected;
  for (const JsonValue& test : listAt(file, "tests")) collected.tests.push_back(infoOf(test, path));
  std::vector<TestInfo> tests = collected.tests;
  events.push_back(std::move(collected));
  for (uint32_t i = 0; i < tests.size(); ++i) {
    TestEnded ended;
    ended.test = i;
    ended.faults = faultsOf(listAt(file, "tests")[i]);
    // An error is one wherever it is.
    if (!ended.faults.empty())
      ended.status = Status::Failed;
    else if (tests[i].mode != Mode::Run)
      ended.status = tests[i].mode == Mode::Todo ? Status::Todo : Status::Skipped;
    if (tests[i].mode == Mode::Run) events.push_back(TestStarted{0, i});
    events.push_back(std::move(ended));
  }
  FileEnded end;
  end.faults = faultsOf(file);
  events.push_back(std::move(end));
  return events;
}

}  // namespace

bool isTypeTest(std::string_view path) {
  std::string_view name = paths::basename(path);
  std::string_view extension = sourceExtension(name);
  if (extension.empty()) return false;
  name.remove_suffix(extension.size());
  return name.ends_with(".test-d") || name.ends_with(".spec-d");
}

bool hasTypes(std::string_view path) {
  return !sourceExtension(path).empty();
}

std::string typeCheckRequest(const std::string& root, const std::string& config,
                             const std::vector<std::string>& files) {
  JsonWriter out;
  out.open('{');
  out.text("root", root);
  if (!config.empty()) out.text("config", config);
  out.key("files").open('[');
  for (const std::string& path : files) {
    out.open('{');
    out.text("path", path);
    out.boolean("isTypeTest", isTypeTest(path));
    out.close('}');
  }
  out.close(']').close('}');
  return out.take();
}

Result<CheckedTypes, std::string> parseCheckedTypes(std::string_view json) {
  auto value = graph::parseJson(json);
  if (!value) return std::unexpected("what the check of types answered cannot be read: " + value.error().message);
  CheckedTypes checked;
  for (const JsonValue& file : listAt(*value, "files")) checked.files.push_back(eventsOf(file));
  checked.faults = faultsOf(*value);
  return checked;
}

}  // namespace weft::test
