#include "runtime/build_log.h"

#include <algorithm>
#include <memory>
#include <string_view>

#include "base/file.h"
#include "base/paths.h"
#include "graph/json.h"

namespace weft::runtime {

namespace {

using Texts = std::map<std::string, std::string, std::less<>>;

class LogWriter {
 public:
  LogWriter(const Texts& texts, const std::string& workingDirectory) : texts_(texts), base_(workingDirectory) {}

  std::string list(const Log& log) {
    out_ = "[";
    for (const Diagnostic& diagnostic : log.diagnostics()) {
      if (out_.size() > 1) out_ += ',';
      add(diagnostic);
    }
    return std::move(out_) + "]";
  }

 private:
  void add(const Diagnostic& it) {
    out_ += "{\"severity\":";
    out_ += it.severity == Severity::Error ? "\"error\"" : "\"warning\"";
    if (std::string_view(it.id) == kPluginMessage) {
      out_ += ",\"number\":" + std::to_string(it.notes.back().range.begin) + "}";
      return;
    }
    addText("id", it.id);
    out_ += ",\"pluginName\":\"\"";
    addText("text", it.message);
    addLocation(it.path, it.range);
    out_ += ",\"notes\":[";
    for (const DiagnosticNote& note : it.notes) addNote(note.message, note.path, note.range);
    if (!it.suggestion.empty()) addNote(it.suggestion, {}, {});
    out_ += "],\"detail\":null}";
  }

  void addText(std::string_view name, std::string_view text) {
    out_ += ",\"" + std::string(name) + "\":";
    graph::appendJsonString(out_, text);
  }

  void addNote(const std::string& text, const std::string& path, ByteRange range) {
    if (out_.back() == '}') out_ += ',';
    out_ += "{\"text\":";
    graph::appendJsonString(out_, text);
    addLocation(path, range);
    out_ += '}';
  }

  void addLocation(const std::string& path, ByteRange range) {
    const SourceText* source = path.empty() ? nullptr : sourceOf(path);
    if (path.empty() || (!source && !paths::isAbsolute(path))) {
      out_ += ",\"location\":null";
      return;
    }
    std::string shown = paths::isAbsolute(path) ? paths::relative(base_, path) : path;
    out_ += ",\"location\":{\"file\":";
    graph::appendJsonString(out_, shown);
    out_ += ",\"namespace\":\"\"";
    uint32_t line = 1, column = 0, length = 0;
    std::string_view lineText;
    if (source) {
      const LineIndex& lines = source->lines();
      auto size = static_cast<uint32_t>(source->text().size());
      uint32_t begin = std::min(range.begin, size);
      line = lines.positionAt(begin).line;
      column = begin - lines.lineStart(line);
      lineText = lines.lineText(line);
      auto lineEnd = lines.lineStart(line) + static_cast<uint32_t>(lineText.size());
      length = std::min(std::max(range.end, begin), std::max(lineEnd, begin)) - begin;
    }
    out_ += ",\"line\":" + std::to_string(line) + ",\"column\":" + std::to_string(column) +
            ",\"length\":" + std::to_string(length) + ",\"suggestion\":\"\"";
    addText("lineText", lineText);
    out_ += '}';
  }

  const SourceText* sourceOf(const std::string& path) {
    auto [known, isNew] = sources_.try_emplace(path);
    if (!isNew) return known->second.get();
    auto given = texts_.find(path);
    if (given != texts_.end()) {
      known->second = std::make_unique<SourceText>(path, given->second);
    } else if (auto text = readFile(path)) {
      known->second = std::make_unique<SourceText>(path, std::move(*text));
    }
    return known->second.get();
  }

  const Texts& texts_;
  const std::string& base_;
  std::string out_;
  std::map<std::string, std::unique_ptr<SourceText>> sources_;
};

}  // namespace

std::string logJson(const Log& log, const Texts& texts, const std::string& workingDirectory) {
  return LogWriter(texts, workingDirectory).list(log);
}

}  // namespace weft::runtime
