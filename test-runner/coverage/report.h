#pragma once
// Coverage as people and tools read it.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/result.h"
#include "test-runner/coverage/coverage.h"

namespace weft::test::coverage {

/// Text: the table; TextSummary: four lines; Html: pages; Lcov: lcov.info; Json: coverage-final.json;
/// JsonSummary: coverage-summary.json; Cobertura: cobertura-coverage.xml.
enum class ReportKind : uint8_t { Text, TextSummary, Html, Lcov, Json, JsonSummary, Cobertura };
/// Nothing for a name that is none.
[[nodiscard]] std::optional<ReportKind> reportKindNamed(std::string_view name);
[[nodiscard]] std::vector<std::string_view> reportNames();

struct ReportOptions {
  std::string root;  // paths are shown from here
  Color color = Color::Off;
  uint32_t width = 80;  // of the terminal, for Text
};

/// What Text and TextSummary print.
[[nodiscard]] std::string textTable(const Coverage&, const ReportOptions&);
[[nodiscard]] std::string textSummary(const Coverage&, const ReportOptions&);

/// What stands in the file of these kinds.
[[nodiscard]] std::string lcov(const Coverage&, const ReportOptions&);
[[nodiscard]] std::string json(const Coverage&);
[[nodiscard]] std::string jsonSummary(const Coverage&);
/// `seconds`: since 1970, the report's own time stamp.
[[nodiscard]] std::string cobertura(const Coverage&, const ReportOptions&, uint64_t seconds);
/// A page for the whole and one for each file, by path below the report's folder. Sources are read from disk.
struct Page {
  std::string path, html;
};
[[nodiscard]] std::vector<Page> htmlPages(const Coverage&, const ReportOptions&);

/// Writes the report's files below `folder`, each whole or not at all. Nothing for Text and TextSummary.
[[nodiscard]] Result<void, SysError> writeReport(ReportKind, const Coverage&, const ReportOptions&,
                                                 const std::string& folder);

}  // namespace weft::test::coverage
