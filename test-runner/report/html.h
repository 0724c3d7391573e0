#pragma once

// `html`: one page with failures, diffs and durations that needs nothing beside it.

#include "test-runner/report/reporter.h"

namespace weft::test {

class HtmlReporter : public DocumentReporter {
 public:
  using DocumentReporter::DocumentReporter;

 protected:
  [[nodiscard]] std::string document(const RunResult& run) override;
};

/// A text with the colours of a terminal (SGR) as HTML.
[[nodiscard]] std::string colouredMarkup(std::string_view text);

}  // namespace weft::test
