#include "test-runner/report/junit.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "test-runner/report/text.h"

namespace weft::test {

namespace {

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + escapeMarkup(withoutEscapes(value)) + "\"";
}

std::string attribute(std::string_view name, size_t value) {
  return attribute(name, std::to_string(value));
}

std::string seconds(double milliseconds) {
  char text[32];
  snprintf(text, sizeof text, "%.4f", milliseconds / 1000);
  return text;
}

std::string timestamp(double milliseconds) {
  auto whole = static_cast<time_t>(milliseconds / 1000);
  tm parts{};
  gmtime_r(&whole, &parts);
  char text[32];
  strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

std::string element(std::string_view tag, const Fault& fault, std::string_view root) {
  std::string_view message = std::string_view(fault.message).substr(0, fault.message.find('\n'));
  return "      <" + std::string(tag) + attribute("type", fault.name.empty() ? "Error" : fault.name) +
         attribute("message", message) + ">" + escapeMarkup(faultText(fault, root, "", Frame::Without, false)) + "</" +
         std::string(tag) + ">\n";
}

std::string testCase(const FileResult& file, const TestResult& test, std::string_view root) {
  std::string blocks;
  for (size_t i = 0; i + 1 < test.info.names.size(); ++i) blocks += (i ? " > " : "") + test.info.names[i];
  std::string out = "    <testcase" +
                    attribute("name", test.info.names.empty() ? std::string() : test.info.names.back()) +
                    attribute("classname", blocks.empty() ? file.shownPath : blocks) +
                    attribute("time", seconds(test.milliseconds)) + attribute("file", file.shownPath);
  if (test.info.place.line) out += attribute("line", test.info.place.line);
  std::string inner;
  if (!test.isEnded)
    inner = "      <skipped message=\"not run\"/>\n";
  else if (test.status == Status::Skipped || test.status == Status::Todo)
    inner = "      <skipped" +
            attribute("message", !test.note.empty()            ? test.note
                                 : test.status == Status::Todo ? "todo"
                                                               : "") +
            "/>\n";
  if (test.isEnded && test.status == Status::Failed) {
    for (const Fault& fault : test.faults) inner += element("failure", fault, root);
    if (test.faults.empty()) inner += "      <failure/>\n";
  }
  return out + (inner.empty() ? "/>\n" : ">\n" + inner + "    </testcase>\n");
}

}  // namespace

std::string JunitReporter::document(const RunResult& run) {
  char host[256] = "localhost";
  gethostname(host, sizeof host - 1);
  Counts counts = run.counts();
  size_t errors = run.faults.size();
  std::string suites;
  for (const FileResult& file : run.files) {
    size_t skipped = file.count(Status::Skipped) + file.count(Status::Todo) + file.notRun();
    // A fault of the file itself is a case of its own, so that no count hides it.
    size_t faults = file.faults.empty() ? 0 : 1;
    errors += faults;
    suites += "  <testsuite" + attribute("name", file.shownPath) + attribute("file", file.shownPath) +
              attribute("tests", file.tests.size() + faults) + attribute("failures", file.count(Status::Failed)) +
              attribute("errors", faults) + attribute("skipped", skipped) +
              attribute("time", seconds(file.milliseconds)) + attribute("timestamp", timestamp(file.startedAt)) +
              attribute("hostname", host) + ">\n";
    if (faults) {
      suites += "    <testcase" + attribute("name", file.shownPath) + attribute("classname", file.shownPath) +
                attribute("time", seconds(file.milliseconds)) + attribute("file", file.shownPath) + ">\n";
      for (const Fault& fault : file.faults) suites += element("error", fault, run.root);
      suites += "    </testcase>\n";
    }
    for (const TestResult& test : file.tests) suites += testCase(file, test, run.root);
    suites += "  </testsuite>\n";
  }
  if (!run.faults.empty()) {
    suites += "  <testsuite name=\"the run\"" + attribute("tests", run.faults.size()) + " failures=\"0\"" +
              attribute("errors", run.faults.size()) + " skipped=\"0\" time=\"0\">\n";
    for (const Fault& fault : run.faults)
      suites += "    <testcase name=\"the run\" classname=\"the run\" time=\"0\">\n" +
                element("error", fault, run.root) + "    </testcase>\n";
    suites += "  </testsuite>\n";
  }
  size_t inAll = counts.allTests() + counts.testsNotRun + errors;
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"weft test\"" + attribute("tests", inAll) +
         attribute("failures", counts.of(Status::Failed)) + attribute("errors", errors) +
         attribute("skipped", counts.of(Status::Skipped) + counts.of(Status::Todo) + counts.testsNotRun) +
         attribute("time", seconds(run.milliseconds)) + ">\n" + suites + "</testsuites>\n";
}

}  // namespace weft::test
