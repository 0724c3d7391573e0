#include "test-runner/report/reporter.h"

#include <algorithm>

#include "base/file.h"
#include "test-runner/report/github.h"
#include "test-runner/report/html.h"
#include "test-runner/report/json.h"
#include "test-runner/report/junit.h"
#include "test-runner/report/lines.h"
#include "test-runner/report/tap.h"

namespace weft::test {

namespace {

using Make = std::unique_ptr<Reporter> (*)(const ReporterRequest& request, Console& console);

struct Kind {
  std::string_view name;
  bool isDocument;
  Make make;
};

template <typename Document>
std::unique_ptr<Reporter> makeDocument(const ReporterRequest& request, Console& console) {
  return std::make_unique<Document>(console, request.outputFile);
}

template <LinesReporter::Style style>
std::unique_ptr<Reporter> makeLines(const ReporterRequest&, Console& console) {
  return std::make_unique<LinesReporter>(console, style);
}

std::unique_ptr<Reporter> makeGithub(const ReporterRequest&, Console& console) {
  return std::make_unique<GithubReporter>(console);
}

constexpr Kind kKinds[] = {
    {"default", false, makeLines<LinesReporter::Style::Default>},
    {"verbose", false, makeLines<LinesReporter::Style::Verbose>},
    {"dots", false, makeLines<LinesReporter::Style::Dots>},
    {"github", false, makeGithub},
    {"junit", true, makeDocument<JunitReporter>},
    {"tap", true, makeDocument<TapReporter>},
    {"json", true, makeDocument<JsonReporter>},
    {"html", true, makeDocument<HtmlReporter>},
};

const Kind* kindOf(std::string_view name) {
  auto kind = std::ranges::find(kKinds, name, &Kind::name);
  return kind == std::end(kKinds) ? nullptr : kind;
}

}  // namespace

void DocumentReporter::runEnded(const RunResult& run) {
  std::string text = document(run);
  if (outputFile_.empty()) return console_.document(text);
  auto written = replaceFile(outputFile_, text);
  if (!written) console_.lost("weft test: a report was not written: " + written.error().message() + "\n");
}

std::vector<std::string> reporterNames() {
  std::vector<std::string> names;
  for (const Kind& kind : kKinds) names.emplace_back(kind.name);
  return names;
}

bool isDocument(std::string_view name) {
  const Kind* kind = kindOf(name);
  return kind && kind->isDocument;
}

std::unique_ptr<Reporter> makeReporter(const ReporterRequest& request, Console& console) {
  const Kind* kind = kindOf(request.name);
  return kind ? kind->make(request, console) : nullptr;
}

}  // namespace weft::test
