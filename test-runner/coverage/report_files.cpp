// The forms that tools read: lcov, Istanbul's JSON, Cobertura.

#include <algorithm>
#include <cstdio>

#include "base/paths.h"
#include "graph/json.h"
#include "test-runner/coverage/report.h"

namespace weft::test::coverage {

namespace {

using graph::appendJsonString;

std::string number(double value) {
  char text[32];
  snprintf(text, sizeof text, "%.2f", value);
  std::string out = text;
  while (out.ends_with('0')) out.pop_back();
  if (out.ends_with('.')) out.pop_back();
  return out;
}

std::string place(uint32_t line, uint32_t column) {
  return R"({"line":)" + std::to_string(line) + R"(,"column":)" + std::to_string(column) + "}";
}
std::string location(const Range& range) {
  return R"({"start":)" + place(range.startLine, range.startColumn) + R"(,"end":)" +
         place(range.endLine, range.endColumn) + "}";
}

std::string_view nameOf(BranchKind kind) {
  switch (kind) {
    case BranchKind::If:
      return "if";
    case BranchKind::Conditional:
      return "cond-expr";
    case BranchKind::Switch:
      return "switch";
  }
  return "if";
}

/// `items` as a JSON object with the keys "0", "1", …
template <typename Items, typename Each>
std::string numbered(const Items& items, Each&& each) {
  std::string out = "{";
  size_t index = 0;
  for (const auto& item : items) {
    if (index > 0) out += ',';
    out += '"' + std::to_string(index++) + "\":" + each(item);
  }
  return out + "}";
}

template <typename Items, typename Each>
std::string listed(const Items& items, Each&& each) {
  std::string out = "[";
  for (const auto& item : items) {
    if (out.size() > 1) out += ',';
    out += each(item);
  }
  return out + "]";
}

std::string escapedXml(std::string_view text) {
  std::string out;
  for (char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        // XML 1.0 has no other control characters.
        if (static_cast<uint8_t>(c) >= 0x20 || c == '\t' || c == '\n' || c == '\r') out += c;
    }
  }
  return out;
}

std::string rate(const Ratio& ratio) {
  return number(ratio.total == 0 ? 1 : std::max(0.0, ratio.percent()) / 100);
}

}  // namespace

// https://github.com/linux-test-project/lcov (man page geninfo, FILES)
std::string lcov(const Coverage& files, const ReportOptions& options) {
  std::string out;
  auto line = [&](std::string_view key, const std::string& value) { out.append(key).append(value) += '\n'; };
  auto number = [](uint64_t value) { return std::to_string(value); };
  for (const auto& [path, file] : files) {
    Summary summary = summarize(file);
    line("TN:", "");
    line("SF:", paths::relative(options.root, path));
    for (const Function& it : file.functions) line("FN:", number(it.declaration.startLine) + "," + it.name);
    line("FNF:", number(summary.functions.total));
    line("FNH:", number(summary.functions.covered));
    for (const Function& it : file.functions) line("FNDA:", number(it.count) + "," + it.name);
    for (auto [at, count] : file.lines()) line("DA:", number(at) + "," + number(count));
    line("LF:", number(summary.lines.total));
    line("LH:", number(summary.lines.covered));
    for (size_t i = 0; i < file.branches.size(); ++i) {
      const Branch& it = file.branches[i];
      for (size_t arm = 0; arm < it.arms.size(); ++arm)
        line("BRDA:",
             number(it.range.startLine) + "," + number(i) + "," + number(arm) + "," + number(it.arms[arm].count));
    }
    line("BRF:", number(summary.branches.total));
    line("BRH:", number(summary.branches.covered));
    out += "end_of_record\n";
  }
  return out;
}

// https://github.com/istanbuljs/istanbuljs/blob/main/docs/raw-output.md
std::string json(const Coverage& files) {
  std::string out = "{";
  for (const auto& [path, file] : files) {
    if (out.size() > 1) out += ",\n";
    appendJsonString(out, path);
    out += R"(:{"path":)";
    appendJsonString(out, path);
    out += R"(,"statementMap":)" + numbered(file.statements, [](const Statement& it) { return location(it.range); });
    out += R"(,"fnMap":)" + numbered(file.functions, [](const Function& it) {
             std::string one = R"({"name":)";
             appendJsonString(one, it.name);
             return one + R"(,"decl":)" + location(it.declaration) + R"(,"loc":)" + location(it.body) + R"(,"line":)" +
                    std::to_string(it.declaration.startLine) + "}";
           });
    out += R"(,"branchMap":)" + numbered(file.branches, [](const Branch& it) {
             return R"({"loc":)" + location(it.range) + R"(,"type":")" + std::string(nameOf(it.kind)) +
                    R"(","locations":)" + listed(it.arms, [](const Branch::Arm& arm) { return location(arm.range); }) +
                    R"(,"line":)" + std::to_string(it.range.startLine) + "}";
           });
    auto count = [](const auto& it) { return std::to_string(it.count); };
    out += R"(,"s":)" + numbered(file.statements, count);
    out += R"(,"f":)" + numbered(file.functions, count);
    out += R"(,"b":)" + numbered(file.branches, [&](const Branch& it) { return listed(it.arms, count); });
    out += "}";
  }
  return out + "}\n";
}

std::string jsonSummary(const Coverage& files) {
  auto ratio = [](const Ratio& it) {
    return R"({"total":)" + std::to_string(it.total) + R"(,"covered":)" + std::to_string(it.covered) +
           R"(,"skipped":0,"pct":)" + number(it.percent()) + "}";
  };
  auto summary = [&](const Summary& it) {
    return R"({"lines":)" + ratio(it.lines) + R"(,"functions":)" + ratio(it.functions) + R"(,"statements":)" +
           ratio(it.statements) + R"(,"branches":)" + ratio(it.branches) + "}";
  };
  std::string out = R"({"total":)" + summary(summarize(files));
  for (const auto& [path, file] : files) {
    out += "\n,";
    appendJsonString(out, path);
    out += ": " + summary(summarize(file));
  }
  return out + "\n}\n";
}

// https://cobertura.github.io/cobertura: coverage-04.dtd
std::string cobertura(const Coverage& files, const ReportOptions& options, uint64_t seconds) {
  auto rates = [](const Summary& it) {
    return R"(line-rate=")" + rate(it.lines) + R"(" branch-rate=")" + rate(it.branches) + '"';
  };
  Summary all = summarize(files);
  auto value = [](std::string_view name, uint64_t it) {
    return " " + std::string(name) + "=\"" + std::to_string(it) + "\"";
  };
  std::string out =
      "<?xml version=\"1.0\" ?>\n<!DOCTYPE coverage SYSTEM \"http://cobertura.sourceforge.net/xml/"
      "coverage-04.dtd\">\n";
  out += "<coverage" + value("lines-valid", all.lines.total) + value("lines-covered", all.lines.covered) +
         value("branches-valid", all.branches.total) + value("branches-covered", all.branches.covered) + " " +
         rates(all) + value("timestamp", seconds * 1000) + " complexity=\"0\" version=\"0.1\">\n";
  out += "  <sources>\n    <source>" + escapedXml(options.root) + "</source>\n  </sources>\n  <packages>\n";
  std::map<std::string, std::vector<const FileCoverage*>> packages;
  for (const auto& [path, file] : files) {
    std::string shown = paths::relative(options.root, path);
    size_t slash = shown.rfind('/');
    std::string name = slash == std::string::npos ? "." : shown.substr(0, slash);
    std::ranges::replace(name, '/', '.');
    packages[name].push_back(&file);
  }
  for (const auto& [name, list] : packages) {
    Summary summary;
    for (const FileCoverage* file : list) summary += summarize(*file);
    out += "    <package name=\"" + escapedXml(name) + "\" " + rates(summary) + ">\n      <classes>\n";
    for (const FileCoverage* file : list) {
      std::string shown = paths::relative(options.root, file->path);
      out += "        <class name=\"" + escapedXml(paths::basename(shown)) + "\" filename=\"" + escapedXml(shown) +
             "\" " + rates(summarize(*file)) + ">\n          <methods>\n";
      for (const Function& it : file->functions)
        out += "            <method name=\"" + escapedXml(it.name) + "\"" + value("hits", it.count) +
               " signature=\"()V\">\n              <lines>\n                <line" +
               value("number", it.declaration.startLine) + value("hits", it.count) +
               "/>\n              </lines>\n            </method>\n";
      out += "          </methods>\n          <lines>\n";
      std::map<uint32_t, Ratio> branches;
      for (const Branch& it : file->branches)
        for (const Branch::Arm& arm : it.arms) branches[it.range.startLine] += {arm.count > 0 ? 1u : 0u, 1};
      for (auto [line, count] : file->lines()) {
        out += "            <line" + value("number", line) + value("hits", count);
        auto branch = branches.find(line);
        if (branch == branches.end()) {
          out += " branch=\"false\"/>\n";
          continue;
        }
        const Ratio& taken = branch->second;
        out += " branch=\"true\" condition-coverage=\"" + number(taken.percent()) + "% (" +
               std::to_string(taken.covered) + "/" + std::to_string(taken.total) + ")\"/>\n";
      }
      out += "          </lines>\n        </class>\n";
    }
    out += "      </classes>\n    </package>\n";
  }
  return out + "  </packages>\n</coverage>\n";
}

}  // namespace weft::test::coverage
