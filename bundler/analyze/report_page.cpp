// An analysis as a page: its data, in report_page.html.

#include "analyze/analysis.h"
#include "graph/json.h"

extern "C" const char weft_analyze_page_begin[], weft_analyze_page_end[];

namespace weft::analyze {

namespace {

/// In a <script>: its text has no `<`.
void addString(std::string& out, std::string_view text) {
  std::string quoted;
  graph::appendJsonString(quoted, text);
  for (char c : quoted) {
    if (c == '<')
      out += "\\u003c";
    else
      out += c;
  }
}

void addSizes(std::string& out, const Sizes& sizes) {
  out += ",\"bytes\":" + std::to_string(sizes.bytes) + ",\"gzip\":" + std::to_string(sizes.gzip) +
         ",\"brotli\":" + std::to_string(sizes.brotli);
}

template <typename List, typename Add>
void addList(std::string& out, const List& list, Add add) {
  bool isFirst = true;
  for (const auto& item : list) {
    if (!isFirst) out += ',';
    isFirst = false;
    add(item);
  }
}

std::string dataOf(const Analysis& analysis) {
  std::string out = "{\"files\":[";
  addList(out, analysis.files, [&](const AnalyzedFile& file) {
    out += "{\"path\":";
    addString(out, file.path);
    addSizes(out, file.sizes);
    out += ",\"parts\":[";
    addList(out, file.parts, [&](const AnalyzedPart& part) {
      out += "{\"module\":";
      addString(out, part.module);
      out += ",\"source\":" + std::to_string(part.source);
      addSizes(out, part.sizes);
      out += '}';
    });
    out += "]}";
  });
  out += "],\"chains\":{";
  addList(out, analysis.chains, [&](const auto& chain) {
    addString(out, chain.first);
    out += ":[";
    addList(out, chain.second, [&](const ChainLink& link) {
      out += '[';
      addString(out, link.module);
      out += ',';
      addString(out, link.kind);
      out += ']';
    });
    out += ']';
  });
  out += "},\"duplicates\":[";
  addList(out, analysis.duplicates, [&](const DuplicatePackage& package) {
    out += "{\"name\":";
    addString(out, package.name);
    out += ",\"copies\":[";
    addList(out, package.copies, [&](const PackageCopy& copy) {
      out += "{\"version\":";
      addString(out, copy.version);
      out += ",\"folder\":";
      addString(out, copy.folder);
      out += ",\"bytes\":" + std::to_string(copy.bytes) + '}';
    });
    out += "]}";
  });
  return out + "]}";
}

}  // namespace

std::string analysisPage(const Analysis& analysis) {
  std::string_view page(weft_analyze_page_begin, static_cast<size_t>(weft_analyze_page_end - weft_analyze_page_begin));
  constexpr std::string_view kPlace = "@data@";
  size_t place = page.find(kPlace);
  return std::string(page.substr(0, place)) + dataOf(analysis) + std::string(page.substr(place + kPlace.size()));
}

}  // namespace weft::analyze
