// A page with the table of all files, and one a file with its lines, how often each ran, and what did not run marked.

#include <algorithm>
#include <cstdio>
#include <set>

#include "base/file.h"
#include "base/paths.h"
#include "base/source_text.h"
#include "test-runner/coverage/report.h"

namespace weft::test::coverage {

namespace {

constexpr std::string_view kStyle = R"(
:root { color-scheme: light dark; font: 14px/1.45 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .25rem .6rem; text-align: right; border-bottom: 1px solid #8884; }
th:first-child, td:first-child { text-align: left; }
.good { color: #188038; } .fair { color: #b06000; } .poor { color: #c5221f; }
pre { font: 13px/1.5 ui-monospace, monospace; overflow-x: auto; }
pre div { white-space: pre; } pre div:target { background: #8883; }
.n, .c { display: inline-block; width: 4rem; text-align: right; color: #888; user-select: none; margin-right: 1rem; }
.c { width: 5rem; } .ran { color: #188038; } .missed { background: #f8514933; } .missed > .c { color: #c5221f; }
mark { background: #f8514955; color: inherit; border-radius: 2px; } mark.branch { background: #e3b34166; }
)";

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}

std::string page(std::string_view title, std::string_view body) {
  std::string out = "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>";
  out.append(escaped(title)).append("</title><style>").append(kStyle).append("</style>\n");
  return out.append(body).append("</html>\n");
}

std::string cell(const Ratio& ratio) {
  double percent = ratio.percent();
  char text[96];
  snprintf(text, sizeof text, "<td class=\"%s\">%.2f%% <small>%llu/%llu</small></td>",
           percent >= 80   ? "good"
           : percent >= 50 ? "fair"
                           : "poor",
           percent, static_cast<unsigned long long>(ratio.covered), static_cast<unsigned long long>(ratio.total));
  return text;
}

std::string cells(const Summary& it) {
  return cell(it.statements) + cell(it.branches) + cell(it.functions) + cell(it.lines);
}

constexpr std::string_view kHead =
    "<table><tr><th>File</th><th>Statements</th><th>Branches</th><th>Functions</th><th>Lines</th></tr>\n";

/// What did not run, as stretches of the text; of nested ones the outer.
class Missed {
 public:
  Missed(const FileCoverage& file, const LineIndex& lines) {
    auto add = [&](const Range& range, bool isBranch) {
      marks_.push_back({lines.offsetAt({range.startLine, range.startColumn + 1}),
                        lines.offsetAt({range.endLine, range.endColumn + 1}), isBranch});
    };
    for (const Statement& it : file.statements)
      if (it.count == 0) add(it.range, false);
    for (const Function& it : file.functions)
      if (it.count == 0) add(it.body, false);
    for (const Branch& it : file.branches)
      for (const Branch::Arm& arm : it.arms)
        if (arm.count == 0 && !(arm.range == it.range)) add(arm.range, true);
    std::ranges::sort(
        marks_, [](const Mark& a, const Mark& b) { return a.begin != b.begin ? a.begin < b.begin : a.end > b.end; });
    uint32_t end = 0;
    std::erase_if(marks_, [&](const Mark& it) {
      if (it.end <= it.begin || it.begin < end) return true;
      end = it.end;
      return false;
    });
  }

  /// A line with its marks; `start` is its first byte. Lines come in order.
  std::string line(std::string_view text, uint32_t start) {
    std::string out;
    uint32_t at = start, end = start + static_cast<uint32_t>(text.size());
    while (next_ < marks_.size() && marks_[next_].begin < end) {
      const Mark& mark = marks_[next_];
      uint32_t from = std::max(mark.begin, at), to = std::min(mark.end, end);
      out += escaped(text.substr(at - start, from - at));
      if (to > from)
        out += std::string(mark.isBranch ? "<mark class=\"branch\">" : "<mark>") +
               escaped(text.substr(from - start, to - from)) + "</mark>";
      at = std::max(at, to);
      if (mark.end > end) break;
      ++next_;
    }
    return out + escaped(text.substr(at - start));
  }

 private:
  struct Mark {
    uint32_t begin, end;
    bool isBranch;
  };
  std::vector<Mark> marks_;
  size_t next_ = 0;
};

std::string filePage(const FileCoverage& file, const std::string& shown, const std::string& toIndex) {
  std::string body = "<p><a href=\"" + escaped(toIndex) + "\">All files</a></p><h1>" + escaped(shown) + "</h1>\n";
  body += std::string(kHead) + "<tr><td>" + escaped(shown) + "</td>" + cells(summarize(file)) + "</tr></table>\n<pre>";
  auto text = readFile(file.path);
  if (!text) return page(shown, body + "the file is gone</pre>\n");
  LineIndex lines(*text);
  Missed missed(file, lines);
  std::map<uint32_t, uint64_t> counts = file.lines();
  for (uint32_t line = 1; line <= lines.lineCount(); ++line) {
    auto count = counts.find(line);
    std::string number = std::to_string(line);
    bool isMissed = count != counts.end() && count->second == 0;
    body += "<div id=\"L" + number + "\"" + (isMissed ? " class=\"missed\"" : "") + "><span class=\"n\">" + number +
            "</span><span class=\"c" + (count != counts.end() && !isMissed ? " ran" : "") + "\">" +
            (count == counts.end() ? "" : std::to_string(count->second) + "×") + "</span>" +
            missed.line(lines.lineText(line), lines.lineStart(line)) + "</div>";
  }
  return page(shown, body + "</pre>\n");
}

}  // namespace

std::vector<Page> htmlPages(const Coverage& files, const ReportOptions& options) {
  std::vector<Page> pages;
  std::string body = "<h1>Coverage</h1>\n" + std::string(kHead);
  body += "<tr><td><b>All files</b></td>" + cells(summarize(files)) + "</tr>\n";
  for (const auto& [path, file] : files) {
    std::string shown = paths::relative(options.root, path);
    // What is not below the root has its pages below it all the same.
    std::string place = shown;
    while (place.starts_with("../")) place.erase(0, 3);
    place += ".html";
    std::string toIndex;
    for (char c : place)
      if (c == '/') toIndex += "../";
    pages.push_back({place, filePage(file, shown, toIndex + "index.html")});
    body += "<tr><td><a href=\"" + escaped(place) + "\">" + escaped(shown) + "</a></td>" + cells(summarize(file)) +
            "</tr>\n";
  }
  pages.insert(pages.begin(), {"index.html", page("Coverage", body + "</table>\n")});
  return pages;
}

}  // namespace weft::test::coverage
