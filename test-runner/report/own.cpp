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
  call_("onRunStart", "[" + runResultJson(run) + "]");
}

void OwnReporter::fileStarted(const FileResult& file) {
  JsonWriter out;
  out.open('[');
  writeFileName(out, file, run_->root);
  out.close(']');
  call_("onTestFileStart", out.take());
}

void OwnReporter::testStarted(const FileResult& file, const TestResult& test) {
  JsonWriter out;
  out.open('[');
  writeFileName(out, file, run_->root);
  const std::vector<std::string>& names = test.info.names;
  out.open('{');
  out.key("ancestorTitles").open('[');
  for (size_t i = 0; i + 1 < names.size(); ++i) out.text(names[i]);
  out.close(']');
  out.text("fullName", test.fullName(" "));
  out.text("mode", test.info.mode == Mode::Run ? "run" : test.info.mode == Mode::Todo ? "todo" : "skip");
  out.text("title", names.empty() ? std::string_view() : std::string_view(names.back()));
  out.close('}');
  out.close(']');
  call_("onTestCaseStart", out.take());
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
  out.open('[');
  for (const Written& written : file.output) {
    out.open('{');
    out.text("type", written.descriptor == 2 ? "stderr" : "stdout");
    out.text("message", written.text);
    out.close('}');
  }
  out.close(']');
  out.close(']');
  call_("onTestFileResult", out.take());
}

void OwnReporter::runEnded(const RunResult& run) {
  call_("onRunComplete", "[" + runResultJson(run) + "]");
  call_("getLastError", "[]");
  run_ = nullptr;
}

}  // namespace weft::test
