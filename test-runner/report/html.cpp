#include "test-runner/report/html.h"

#include <algorithm>

#include "test-runner/report/text.h"

namespace weft::test {

namespace {

constexpr std::string_view kHead = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>weft test</title>
<style>
:root{color-scheme:light dark;--line:#8884;--dim:#888;--red:#c33;--green:#283;--yellow:#a70;--cyan:#088}
@media(prefers-color-scheme:dark){:root{--red:#f77;--green:#7d7;--yellow:#fb5;--cyan:#6dd}}
body{font:14px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.3rem}summary{cursor:pointer}details{border-bottom:1px solid var(--line);padding:.25rem 0}
ul{list-style:none;margin:.25rem 0;padding-left:1.5rem}pre{overflow:auto;padding:.75rem;background:#8881;border-radius:4px}
.t{color:var(--dim);margin-left:.5rem}.failed,.c31{color:var(--red)}.passed,.c32{color:var(--green)}
.skipped,.todo,.notrun,.c33{color:var(--yellow)}.c36{color:var(--cyan)}.c35{color:#a4a}.c34{color:#46c}
.c1{font-weight:bold}.c2,.c90{opacity:.65}.c3{font-style:italic}.c4{text-decoration:underline}.c7{filter:invert(1)}
form{margin:1rem 0}input[type=search]{width:20rem;max-width:100%;padding:.25rem}
.bar{display:inline-block;height:.5rem;background:var(--cyan);opacity:.5;margin-left:.5rem}
</style></head><body>
)";

constexpr std::string_view kTail = R"(<script>
const search=document.querySelector("input[type=search]"),only=document.querySelector("input[type=checkbox]");
const update=()=>{const words=search.value.toLowerCase();
for(const file of document.querySelectorAll("details.file")){let any=false;
for(const test of file.querySelectorAll("li")){const shown=test.dataset.name.includes(words)&&(!only.checked||test.dataset.failed);
test.hidden=!shown;any||=shown}
file.hidden=!(any||file.dataset.name.includes(words)&&(!only.checked||file.dataset.failed))}};
search.oninput=only.onchange=update;
</script></body></html>
)";

std::string lowerCase(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  return text;
}

std::string span(std::string_view kind, std::string_view text) {
  return "<span class=\"" + std::string(kind) + "\">" + escapeMarkup(text) + "</span>";
}

std::string_view kindOf(const TestResult& test) {
  constexpr std::string_view kNames[] = {"passed", "failed", "skipped", "todo"};
  return test.isEnded ? kNames[static_cast<size_t>(test.status)] : std::string_view("notrun");
}

std::string_view markOf(std::string_view kind) {
  return kind == "passed" ? "✓" : kind == "failed" ? "✗" : "-";
}

std::string faultsMarkup(const std::vector<Fault>& faults, std::string_view root) {
  std::string out;
  for (const Fault& fault : faults)
    out += "<pre>" + colouredMarkup(faultText(fault, root, "", Frame::With, true)) + "</pre>";
  return out;
}

std::string testMarkup(const FileResult& file, const TestResult& test, std::string_view root) {
  std::string_view kind = kindOf(test);
  std::string name = test.fullName();
  std::string out = "<li data-name=\"" + escapeMarkup(lowerCase(file.shownPath + " > " + name)) + "\"";
  if (kind == "failed") out += " data-failed=\"1\"";
  out += ">" + span(kind, markOf(kind)) + " " + escapeMarkup(name);
  if (kind == "passed" || kind == "failed") {
    double share = file.milliseconds > 0 ? std::min(1.0, test.milliseconds / file.milliseconds) : 0;
    out += span("t", durationText(test.milliseconds)) +
           "<span class=\"bar\" style=\"width:" + std::to_string(static_cast<int>(share * 120)) + "px\"></span>";
  } else {
    out += span("t", kind == "notrun" ? "not run" : kind);
  }
  if (test.attempts > 1) out += span("t", "attempt " + std::to_string(test.attempts));
  if (!test.note.empty()) out += span("t", test.note);
  return out + faultsMarkup(test.faults, root) + "</li>\n";
}

std::string fileMarkup(const FileResult& file, std::string_view root) {
  constexpr std::string_view kKinds[] = {"passed", "failed", "skipped", "notrun"};
  std::string_view kind = kKinds[static_cast<size_t>(file.outcome())];
  std::string out = "<details class=\"file\" data-name=\"" + escapeMarkup(lowerCase(file.shownPath)) + "\"";
  if (kind == "failed") out += " data-failed=\"1\" open";
  out += "><summary>" + span(kind, markOf(kind)) + " ";
  if (!file.projectName.empty()) out += span("c36", "[" + file.projectName + "]") + " ";
  out += escapeMarkup(file.shownPath) + span("t", countText(file.tests.size(), "test")) +
         span("t", durationText(file.milliseconds)) + "</summary>\n";
  out += faultsMarkup(file.faults, root) + "<ul>\n";
  for (const TestResult& test : file.tests) out += testMarkup(file, test, root);
  return out + "</ul></details>\n";
}

}  // namespace

std::string colouredMarkup(std::string_view text) {
  std::string out;
  size_t open = 0;
  size_t from = 0;
  auto closeAll = [&] {
    for (; open > 0; --open) out += "</span>";
  };
  for (size_t at; (at = text.find("\x1b[", from)) != std::string_view::npos;) {
    out += escapeMarkup(text.substr(from, at - from));
    size_t end = at + 2;
    while (end < text.size() && (text[end] < 0x40 || text[end] > 0x7e)) ++end;
    std::string_view codes = text.substr(at + 2, end - at - 2);
    from = std::min(end + 1, text.size());
    if (end >= text.size() || text[end] != 'm') continue;
    do {
      std::string_view code = codes.substr(0, codes.find(';'));
      codes.remove_prefix(std::min(code.size() + 1, codes.size()));
      bool isEnd = code.empty() || code == "0" || code == "22" || code == "23" || code == "24" || code == "27" ||
                   code == "39" || code == "49";
      if (isEnd) {
        closeAll();
      } else if (code.size() <= 3 && code.find_first_not_of("0123456789") == std::string_view::npos) {
        out += "<span class=\"c" + std::string(code) + "\">";
        ++open;
      }
    } while (!codes.empty());
  }
  out += escapeMarkup(withoutEscapes(text.substr(from)));
  closeAll();
  return out;
}

std::string HtmlReporter::document(const RunResult& run) {
  Counts counts = run.counts();
  auto count = [](std::string_view kind, size_t number, std::string_view what) {
    return number == 0 ? std::string() : span(kind, std::to_string(number) + " " + std::string(what)) + " ";
  };
  std::string out(kHead);
  out += "<h1>weft test: " + span(run.hasFailed() ? "failed" : "passed", run.hasFailed() ? "failed" : "passed") +
         "</h1>\n<p>tests: " + count("failed", counts.of(Status::Failed), "failed") +
         count("passed", counts.of(Status::Passed), "passed") +
         count("skipped", counts.of(Status::Skipped), "skipped") + count("todo", counts.of(Status::Todo), "todo") +
         count("notrun", counts.testsNotRun, "not run") +
         span("t", countText(run.files.size(), "file") + ", " + durationText(run.milliseconds)) + "</p>\n";
  if (run.end == RunEnd::Interrupted) out += "<p class=\"failed\">The run was interrupted.</p>\n";
  if (run.end == RunEnd::Bailed) out += "<p class=\"failed\">The run stopped after failures, as --bail says.</p>\n";
  out +=
      "<form onsubmit=\"return false\"><input type=\"search\" placeholder=\"file or test\"> "
      "<label><input type=\"checkbox\"> failed only</label></form>\n";
  out += faultsMarkup(run.faults, run.root);
  for (bool isFailed : {true, false})
    for (const FileResult& file : run.files)
      if (file.hasFailed() == isFailed) out += fileMarkup(file, run.root);
  return out + std::string(kTail);
}

}  // namespace weft::test
