#include "test-runner/report/own.h"

#include "test-runner/report/json.h"

namespace weft::test {

namespace {

/// Jest's Test: a file and where it belongs.
void writeFileName(JsonWriter& out, const FileResult& file, std::string_view root) {
  out.open('{');
  out.text("path", file.path);
  out.key("context").open('{').key("config").open('{');
  out.text("rootDir", root);
  if (!file.projectName.empty()) {
    out.key("displayName").open('{');
    out.text("name", file.projectName);
    out.close('}');
  }
  out.close('}').close('}').close('}');
}

}  // namespace

void OwnReporter::runStarted(const RunResult& run) {
  run_ = &run;
  call_("onRunStart", "[" + runResultJson(run) + ",{}]");
}

void OwnReporter::fileStarted(const FileResult& file) {
  JsonWriter out;
  out.open('[');
  writeFileName(out, file, run_->root);
  out.close(']');
  call_("onTestFileStart", out.take());
}

void OwnReporter::testEnded(const FileResult& file, const TestResult& test) {
  JsonWriter out;
  out.open('[');
  writeFileName(out, file, run_->root);
  writeTestResult(out, test, run_->root);
  out.close(']');
  call_("onTestCaseResult", out.take());
}

void OwnReporter::fileEnded(const FileResult& file) {
  JsonWriter out;
  out.open('[');
  writeFileName(out, file, run_->root);
  writeFileResult(out, file, run_->root);
  out.close(']');
  std::string arguments = out.take();
  call_("onTestFileResult", arguments);
  call_("onTestResult", std::move(arguments));
}

void OwnReporter::runEnded(const RunResult& run) {
  call_("onRunComplete", "[[]," + runResultJson(run) + "]");
  run_ = nullptr;
}

}  // namespace weft::test
