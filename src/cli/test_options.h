#pragma once

// The command line of `weft test`: its own options, and those of Jest, Vitest and Bun that say the same.

#include <string>
#include <vector>

#include "options/option_table.h"
#include "test-runner/options.h"

namespace weft::cli {

struct TestRequest {
  test::Options options;
  bool isHelp = false;
  std::string reporterOutput;  // of the document that has no file of its own
  std::optional<bool> colours;
};

[[nodiscard]] options::Fault parseTestOptions(const std::vector<std::string>& arguments, TestRequest& request);
[[nodiscard]] std::string testHelpText();
[[nodiscard]] std::vector<options::OptionText> testOptionTexts();

}  // namespace weft::cli
