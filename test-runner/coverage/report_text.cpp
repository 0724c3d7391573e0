// The table, and the summary of four lines.

#include <algorithm>
#include <cstdio>

#include "base/paths.h"
#include "test-runner/coverage/report.h"

namespace weft::test::coverage {

namespace {

constexpr double kGood = 80, kFair = 50;  // percent, as Istanbul colours them
constexpr size_t kNumberWidth = 9;
constexpr size_t kWidestUncovered = 40;

std::string percentText(const Ratio& ratio) {
  char text[16];
  snprintf(text, sizeof text, "%.2f", ratio.percent());
  std::string out = text;
  while (out.ends_with('0')) out.pop_back();
  if (out.ends_with('.')) out.pop_back();
  return out;
}

std::string_view colorOf(double percent) {
  return percent >= kGood ? "\x1b[32m" : percent >= kFair ? "\x1b[33m" : "\x1b[31m";
}

std::string colored(std::string text, double percent, const ReportOptions& options) {
  if (options.color == Color::Off) return text;
  return std::string(colorOf(percent)) + text + "\x1b[0m";
}

/// Lines that never ran, neighbours as from-to. Lines without a statement between two of them don't part them.
std::string uncoveredLines(const FileCoverage& file) {
  std::string out;
  uint32_t first = 0, last = 0;
  auto close = [&] {
    if (first == 0) return;
    if (!out.empty()) out += ',';
    out += std::to_string(first);
    if (last != first) out += '-' + std::to_string(last);
    first = 0;
  };
  for (auto [line, count] : file.lines()) {
    if (count > 0) {
      close();
      continue;
    }
    if (first == 0) first = line;
    last = line;
  }
  close();
  return out;
}

struct Row {
  std::string name;
  Summary summary;
  std::string uncovered;
};

std::string padded(std::string text, size_t width, bool right) {
  if (text.size() >= width) return text;
  return right ? std::string(width - text.size(), ' ') + text : text + std::string(width - text.size(), ' ');
}

}  // namespace

std::string textTable(const Coverage& files, const ReportOptions& options) {
  std::map<std::string, std::vector<std::pair<std::string, const FileCoverage*>>> folders;
  for (const auto& [path, file] : files) {
    std::string shown = paths::relative(options.root, path);
    folders[std::string(paths::dirname(shown))].push_back({std::string(paths::basename(shown)), &file});
  }
  std::vector<Row> rows{{"All files", {}, {}}};
  for (const auto& [folder, list] : folders) {
    size_t place = rows.size();
    Summary all;
    rows.push_back({" " + folder, {}, {}});
    for (const auto& [name, file] : list) {
      Summary summary = summarize(*file);
      all += summary;
      rows.push_back({"  " + name, summary, uncoveredLines(*file)});
    }
    rows[place].summary = all;
    rows[0].summary += all;
  }
  size_t nameWidth = 0;
  for (const Row& row : rows) nameWidth = std::max(nameWidth, row.name.size());
  size_t fixed = nameWidth + 4 * (kNumberWidth + 2) + 5;
  size_t lineWidth = options.width > fixed + 10 ? options.width - fixed : kWidestUncovered;
  std::string rule = std::string(nameWidth + 1, '-') + '|';
  for (int i = 0; i < 4; ++i) rule += std::string(kNumberWidth + 1, '-') + '|';
  rule += std::string(std::min(lineWidth, kWidestUncovered), '-') + '\n';
  std::string out = rule + padded("File", nameWidth, false) + " |";
  for (const char* title : {"% Stmts", "% Branch", "% Funcs", "% Lines"})
    out += padded(title, kNumberWidth, true) + " |";
  out += " Uncovered Line #s\n" + rule;
  for (const Row& row : rows) {
    out += colored(padded(row.name, nameWidth, false), row.summary.statements.percent(), options) + " |";
    for (const Ratio* ratio :
         {&row.summary.statements, &row.summary.branches, &row.summary.functions, &row.summary.lines})
      out += colored(padded(percentText(*ratio), kNumberWidth, true), ratio->percent(), options) + " |";
    std::string uncovered = row.uncovered;
    // The end of a long list says most: what is new stands there.
    if (uncovered.size() > lineWidth) uncovered = "..." + uncovered.substr(uncovered.size() - lineWidth + 3);
    if (!uncovered.empty()) out += ' ' + colored(uncovered, 0, options);
    out += '\n';
  }
  return out + rule;
}

std::string textSummary(const Coverage& files, const ReportOptions& options) {
  Summary all = summarize(files);
  std::string out = "=============================== Coverage summary ===============================\n";
  auto line = [&](const char* name, const Ratio& ratio) {
    std::string text = std::string(name) + ": " + percentText(ratio) + "% ( " + std::to_string(ratio.covered) + "/" +
                       std::to_string(ratio.total) + " )";
    out += colored(text, ratio.percent(), options) + "\n";
  };
  line("Statements   ", all.statements);
  line("Branches     ", all.branches);
  line("Functions    ", all.functions);
  line("Lines        ", all.lines);
  return out + std::string(80, '=') + "\n";
}

}  // namespace weft::test::coverage
