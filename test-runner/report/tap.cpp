#include "test-runner/report/tap.h"

#include "test-runner/report/text.h"

namespace weft::test {

namespace {

std::string description(std::string_view text) {
  std::string out;
  for (char byte : oneLine(text)) {
    if (byte == '#' || byte == '\\') out += '\\';
    out += byte;
  }
  return out;
}

std::string block(const std::vector<Fault>& faults, double milliseconds, std::string_view root) {
  std::string out = "  ---\n";
  char text[64];
  snprintf(text, sizeof text, "  duration_ms: %.3f\n", milliseconds);
  out += text;
  if (!faults.empty()) {
    out += "  error: |-\n";
    for (const Fault& fault : faults) out += indented(faultText(fault, root, "", Frame::Without, false), "    ");
  }
  return out + "  ...\n";
}

}  // namespace

std::string TapReporter::document(const RunResult& run) {
  std::string out;
  size_t count = 0;
  auto point = [&](bool isOk, const std::string& name, const std::string& directive, const std::string& details) {
    out +=
        (isOk ? "ok " : "not ok ") + std::to_string(++count) + " - " + description(name) + directive + "\n" + details;
  };
  for (const FileResult& file : run.files) {
    if (!file.faults.empty()) point(false, file.shownPath, "", block(file.faults, file.milliseconds, run.root));
    for (const TestResult& test : file.tests) {
      std::string name = file.shownPath + " > " + test.fullName();
      if (!test.isEnded) {
        point(true, name, " # SKIP not run", "");
        continue;
      }
      std::string note = test.note.empty() ? "" : " " + oneLine(test.note);
      if (test.status == Status::Skipped) point(true, name, " # SKIP" + note, "");
      if (test.status == Status::Todo) point(true, name, " # TODO" + note, "");
      if (test.status == Status::Passed || test.status == Status::Failed)
        point(test.status == Status::Passed, name, "", block(test.faults, test.milliseconds, run.root));
    }
    if (!file.isEnded && file.faults.empty() && file.tests.empty()) point(true, file.shownPath, " # SKIP not run", "");
  }
  for (const Fault& fault : run.faults) point(false, "the run", "", block({fault}, run.milliseconds, run.root));
  return "TAP version 14\n1.." + std::to_string(count) + "\n" + out;
}

}  // namespace weft::test
