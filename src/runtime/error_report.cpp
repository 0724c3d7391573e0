// Reports of uncaught errors.

#include "runtime/error_report.h"

#include <unistd.h>

#include <charconv>

#include "base/diagnostics.h"
#include "base/environment.h"
#include "base/file.h"
#include "base/paths.h"
#include "base/utf.h"
#include "graph/module_kind.h"
#include "loop/standard_io.h"
#include "syntax/parser.h"

namespace weft::runtime {

namespace {

bool errorsAreColoured() {
  if (auto force = environmentVariable("FORCE_COLOR")) return *force != "0";
  return isatty(STDERR_FILENO) && environmentVariable("NO_COLOR").value_or("").empty();
}

struct Place {
  std::string path;
  LineColumn at;
};

std::optional<uint32_t> takeNumber(std::string_view& text) {
  size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  uint32_t number = 0;
  auto [end, error] = std::from_chars(text.data() + colon + 1, text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || colon + 1 == text.size()) return std::nullopt;
  text = text.substr(0, colon);
  return number;
}

std::optional<std::string> sourceOf(Runtime& runtime, const std::string& path) {
  if (auto text = runtime.textOf(path)) return std::string(*text);
  if (auto text = runtime.vm().originalText(path)) return text;
  if (!paths::isAbsolute(path)) return std::nullopt;
  auto text = readFile(path);
  if (!text) return std::nullopt;
  return *text;
}

// `at f (file:1:2)` or `at file:1:2`; only files of the program, not builtins.
std::optional<Place> placeOfFrame(Runtime& runtime, std::string_view frame) {
  if (frame.ends_with(')')) {
    size_t open = frame.rfind('(');
    if (open == std::string_view::npos) return std::nullopt;
    frame = frame.substr(open + 1, frame.size() - open - 2);
  }
  auto column = takeNumber(frame);
  auto line = column ? takeNumber(frame) : std::nullopt;
  if (!line) return std::nullopt;
  std::string path(frame);
  if (frame.starts_with("file:")) {
    auto decoded = paths::fromFileUrl(frame);
    if (!decoded) return std::nullopt;
    path = *decoded;
  }
  if (!paths::isAbsolute(path) && !runtime.vm().originalText(path)) return std::nullopt;
  return Place{path, {*line, *column}};
}

std::optional<Place> firstPlace(Runtime& runtime, std::string_view stack) {
  constexpr std::string_view kFrame = "\n    at ";
  for (size_t at = stack.find(kFrame); at != std::string_view::npos; at = stack.find(kFrame, at + 1)) {
    size_t begin = at + kFrame.size();
    size_t end = stack.find('\n', begin);
    auto frame = stack.substr(begin, end == std::string_view::npos ? end : end - begin);
    if (auto place = placeOfFrame(runtime, frame)) return place;
  }
  return std::nullopt;
}

std::optional<Place> placeOf(Runtime& runtime, js::Value error) {
  if (!error.isObject()) return std::nullopt;
  auto stack = error.asObject().get(runtime.realm(), "stack");
  if (stack && !stack->isString()) return std::nullopt;
  return firstPlace(runtime, stack ? stack->asString().utf8(runtime.realm())
                                   : runtime.vm().defaultStack(runtime.realm(), error.asObject()));
}

// The line that failed, with its place above it; empty when there is no source to show.
std::string codeFrame(Runtime& runtime, js::Value error, Color color) {
  auto place = placeOf(runtime, error);
  if (!place) return {};
  auto text = sourceOf(runtime, place->path);
  if (!text) return {};
  SourceText source(place->path, std::move(*text));
  FrameOptions options;
  options.color = color;
  std::string frame = renderCodeFrame(source, place->at, 1, options);
  if (frame.empty()) return {};
  return place->path + ":" + std::to_string(place->at.line) + ":" + std::to_string(place->at.column) + "\n" + frame +
         "\n";
}

// As console.error would show the value. A value that cannot be shown must not hide that there was one.
std::string inspected(Runtime& runtime, js::Value error, Color color) {
  js::Realm& realm = runtime.realm();
  auto show = [&]() -> js::Result<std::string> {
    WEFT_TRY(exports, realm.requireBuiltin("internal/inspect"));
    js::Object options = js::Object::create(realm);
    options.define(realm, "colors", js::Value::boolean(color == Color::On));
    const js::Value args[] = {error, options};
    WEFT_TRY(text, exports.asObject().invoke(realm, "inspect", args));
    return text.toUtf8(realm);
  };
  if (auto text = show()) return *text;
  if (auto text = error.toUtf8(realm)) return *text;
  return "[an error that cannot be shown]";
}

// The one line of the stack of a SyntaxError in a source; empty for any other error.
std::string onlyFrame(Runtime& runtime, js::Value error) {
  if (!error.isError()) return {};
  auto stack = error.asObject().get(runtime.realm(), "stack");
  if (!stack || !stack->isString()) return {};
  std::string whole = stack->asString().utf8(runtime.realm());
  size_t frame = whole.find("\n    at ");
  bool isOnlyPlace = whole.starts_with("SyntaxError: ") && frame != std::string::npos &&
                     whole.find("\n", frame + 1) == std::string::npos;
  return isOnlyPlace ? whole.substr(frame) : std::string();
}

// The engine ends at the first fault of a JavaScript file; weft's own parser finds those of the other lines.
std::string furtherFaults(Runtime& runtime, js::Value error, Color color) {
  auto place = placeOf(runtime, error);
  if (!place || graph::isTypeScriptPath(place->path) || graph::isJsxPath(place->path)) return {};
  auto text = sourceOf(runtime, place->path);
  if (!text || !isValidUtf8(*text)) return {};
  SourceText source(place->path, std::move(*text));
  Log log;
  bool isModule = syntax::parse(source, {}, log).usesModuleSyntax || place->path.ends_with(".mjs");
  if (!isModule) {
    Log asScript;
    (void)syntax::parse(source, {.goal = syntax::SourceGoal::Script, .isFunctionBody = true}, asScript);
    if (place->path.ends_with(".cjs") || asScript.errorCount() <= log.errorCount()) log = std::move(asScript);
  }
  FrameOptions frame;
  frame.color = color;
  std::string out;
  for (const Diagnostic& diagnostic : log.diagnostics())
    if (source.lines().positionAt(diagnostic.range.begin).line > place->at.line)
      out += "\n" + renderDiagnostic(diagnostic, &source, frame);
  return out;
}

}  // namespace

std::string renderUncaught(Runtime& runtime, js::Value error) {
  Color color = errorsAreColoured() ? Color::On : Color::Off;
  std::string text = inspected(runtime, error, color);
  if (!error.isError()) text = "Uncaught " + text;
  std::string frame = onlyFrame(runtime, error);
  // It is the place that the code frame shows, and need not be said twice.
  if (size_t at = text.find(frame); !frame.empty() && at != std::string::npos) text.erase(at, frame.size());
  std::string further = frame.empty() ? std::string() : furtherFaults(runtime, error, color);
  return codeFrame(runtime, error, color) + text + "\n" + further;
}

void reportUnsettledAwait(const js::ModuleLoader& modules) {
  auto pending = modules.pendingAwait();
  std::string report = "Warning: Detected unsettled top-level await";
  if (pending) {
    report += " at " + pending->path + (pending->at.line ? ":" + std::to_string(pending->at.line) : std::string());
    if (auto text = readFile(pending->path); text && pending->at.line) {
      SourceText source(pending->path, std::move(*text));
      FrameOptions options;
      options.color = errorsAreColoured() ? Color::On : Color::Off;
      report += "\n" + renderCodeFrame(source, pending->at, 5, options);
    }
  }
  if (!report.ends_with('\n')) report += '\n';
  (void)loop::writeAll(STDERR_FILENO, {reinterpret_cast<const uint8_t*>(report.data()), report.size()});
}

}  // namespace weft::runtime
