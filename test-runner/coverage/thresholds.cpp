#include "test-runner/coverage/thresholds.h"

#include <algorithm>
#include <cstdio>
#include <set>

namespace weft::test::coverage {

namespace {

std::string number(double value) {
  char text[32];
  snprintf(text, sizeof text, "%g", value);
  return text;
}

void check(const std::string& name, const Limits& limits, const Summary& summary, std::vector<std::string>& out) {
  auto one = [&](std::string_view what, std::optional<double> limit, const Ratio& ratio) {
    if (!limit) return;
    std::string thing = "coverage threshold for " + std::string(what);
    if (*limit < 0) {
      auto uncovered = static_cast<double>(ratio.total - ratio.covered);
      if (uncovered > -*limit)
        out.push_back("\"" + name + "\": " + number(uncovered) + " uncovered; the " + thing + " allows " +
                      number(-*limit));
    } else if (ratio.percent() < *limit) {
      out.push_back("\"" + name + "\": the " + thing + " (" + number(*limit) +
                    "%) is not met: " + number(ratio.percent()) + "%");
    }
  };
  one("statements", limits.statements, summary.statements);
  one("branches", limits.branches, summary.branches);
  one("lines", limits.lines, summary.lines);
  one("functions", limits.functions, summary.functions);
}

}  // namespace

std::vector<std::string> missedThresholds(const Coverage& files, const std::vector<Threshold>& thresholds) {
  std::vector<std::string> out;
  std::set<std::string_view> taken;
  for (const Threshold& threshold : thresholds) {
    if (threshold.isGlobal) continue;
    Summary together;
    bool isMatched = false;
    for (const std::string& path : threshold.matched) {
      auto file = files.find(path);
      if (file == files.end()) continue;
      isMatched = true;
      taken.insert(file->first);
      Summary summary = summarize(file->second);
      together += summary;
      if (threshold.isEachFile) check(path, threshold.limits, summary, out);
    }
    if (!isMatched)
      out.push_back("no covered file is what the coverage threshold \"" + threshold.files + "\" is for");
    else if (!threshold.isEachFile)
      check(threshold.files, threshold.limits, together, out);
  }
  for (const Threshold& threshold : thresholds) {
    if (!threshold.isGlobal) continue;
    Summary rest;
    for (const auto& [path, file] : files)
      if (!taken.contains(path)) rest += summarize(file);
    check("global", threshold.limits, rest, out);
  }
  return out;
}

}  // namespace weft::test::coverage
