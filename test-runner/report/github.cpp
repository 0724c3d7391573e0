#include "test-runner/report/github.h"

#include "test-runner/report/text.h"

namespace weft::test {

namespace {

std::string escaped(std::string_view text, bool isProperty) {
  std::string out;
  for (char byte : text) {
    if (byte == '%')
      out += "%25";
    else if (byte == '\r')
      out += "%0D";
    else if (byte == '\n')
      out += "%0A";
    else if (isProperty && byte == ':')
      out += "%3A";
    else if (isProperty && byte == ',')
      out += "%2C";
    else
      out += byte;
  }
  return out;
}

std::string annotation(const std::string& title, const std::string& path, const Fault& fault, std::string_view root) {
  bool isHere = !fault.place.path.empty() && fault.place.line > 0;
  std::string place = isHere ? placeText({fault.place.path, 0, 0}, root) : path;
  std::string out = "::error ";
  if (!place.empty()) out += "file=" + escaped(place, true) + ",";
  if (isHere) {
    out += "line=" + std::to_string(fault.place.line) + ",";
    if (fault.place.column) out += "col=" + std::to_string(fault.place.column) + ",";
  }
  return out + "title=" + escaped(oneLine(title), true) +
         "::" + escaped(faultText(fault, root, "", Frame::Without, false), false) + "\n";
}

}  // namespace

void GithubReporter::runEnded(const RunResult& run) {
  std::string out;
  for (const FileResult& file : run.files) {
    for (const Fault& fault : file.faults) out += annotation(file.shownPath, file.shownPath, fault, run.root);
    for (const TestResult& test : file.tests) {
      if (!test.isEnded || test.status != Status::Failed) continue;
      std::string title = file.shownPath + " > " + test.fullName();
      if (test.faults.empty()) out += annotation(title, file.shownPath, Fault{}, run.root);
      for (const Fault& fault : test.faults) out += annotation(title, file.shownPath, fault, run.root);
    }
  }
  for (const Fault& fault : run.faults) out += annotation("weft test", "", fault, run.root);
  console_.report(out);
}

}  // namespace weft::test
