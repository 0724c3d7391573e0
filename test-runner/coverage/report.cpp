#include "test-runner/coverage/report.h"

#include <ctime>
#include <optional>

#include "base/file.h"
#include "base/paths.h"

namespace weft::test::coverage {

namespace {

struct Named {
  std::string_view name;
  ReportKind kind;
};
constexpr Named kKinds[] = {
    {"text", ReportKind::Text},
    {"text-summary", ReportKind::TextSummary},
    {"html", ReportKind::Html},
    {"lcov", ReportKind::Lcov},
    {"lcovonly", ReportKind::Lcov},
    {"json", ReportKind::Json},
    {"json-summary", ReportKind::JsonSummary},
    {"cobertura", ReportKind::Cobertura},
};

Result<void, SysError> writeOne(const std::string& folder, std::string_view name, std::string_view text) {
  std::string path = paths::join({folder, std::string(name)});
  return replaceFile(path, text);
}

}  // namespace

std::optional<ReportKind> reportKindNamed(std::string_view name) {
  for (const Named& it : kKinds)
    if (it.name == name) return it.kind;
  return std::nullopt;
}

std::vector<std::string_view> reportNames() {
  std::vector<std::string_view> names;
  for (const Named& it : kKinds) names.push_back(it.name);
  return names;
}

Result<void, SysError> writeReport(ReportKind kind, const Coverage& files, const ReportOptions& options,
                                   const std::string& folder) {
  switch (kind) {
    case ReportKind::Text:
    case ReportKind::TextSummary:
      return {};
    case ReportKind::Html:
      for (const Page& page : htmlPages(files, options))
        if (auto written = writeOne(folder, page.path, page.html); !written) return written;
      return {};
    case ReportKind::Lcov:
      return writeOne(folder, "lcov.info", lcov(files, options));
    case ReportKind::Json:
      return writeOne(folder, "coverage-final.json", json(files));
    case ReportKind::JsonSummary:
      return writeOne(folder, "coverage-summary.json", jsonSummary(files));
    case ReportKind::Cobertura:
      return writeOne(folder, "cobertura-coverage.xml",
                      cobertura(files, options, static_cast<uint64_t>(time(nullptr))));
  }
  return {};
}

}  // namespace weft::test::coverage
