// Reading pages: what each of their references leads to, and which modules are entries.

#include <algorithm>

#include "base/file.h"
#include "base/paths.h"
#include "bundler/file_names.h"
#include "bundler/page.h"
#include "graph/json.h"
#include "graph/suggestions.h"
#include "html/character_references.h"

namespace weft::bundler {

using html::ReferenceKind;

namespace {

/// The text of a page, with blanks in place of all but one part: places in it are places of the page.
std::string onlyPart(std::string_view text, ByteRange part) {
  std::string out(text);
  for (size_t i = 0; i < out.size(); ++i)
    if ((i < part.begin || i >= part.end) && out[i] != '\n' && out[i] != '\r') out[i] = ' ';
  return out;
}

Loader languageOf(const html::Document& document, const html::Element& element) {
  const html::Attribute* lang = element.find("lang");
  std::string name = lang == nullptr ? std::string() : std::string(document.textOf(lang->value));
  if (name == "ts") return Loader::Ts;
  if (name == "tsx") return Loader::Tsx;
  return name == "jsx" ? Loader::Jsx : Loader::Js;
}

/// How a module beside the page asks for a script of it; what is no file has a name of its own behind the `?`.
std::string relativeSpecifier(const std::string& page, const std::string& script) {
  std::string_view file = script;
  std::string_view suffix;
  if (script.starts_with(page + "?")) {
    file = file.substr(0, page.size());
    suffix = std::string_view(script).substr(page.size());
  }
  std::string out;
  for (char c : paths::relative(paths::dirname(page), file)) {
    if (c == '%' || c == '?' || c == '#')
      out += c == '%' ? "%25" : c == '?' ? "%3F" : "%23";
    else
      out += c;
  }
  return (out.starts_with("../") ? "" : "./") + out + std::string(suffix);
}

}  // namespace

bool isPagePath(std::string_view path) {
  return path.ends_with(".html") || path.ends_with(".htm");
}

PageBuild::PageBuild(const BuildOptions& options, const PageFolders& folders, std::string base, Log& log)
    : options_(options),
      folders_(folders),
      base_(std::move(base)),
      log_(log),
      resolver_(folders, options.scan.externals) {}

PageBuild::~PageBuild() = default;

void PageBuild::read(const std::vector<std::string>& pages) {
  for (const std::string& name : pages) {
    std::string path = paths::resolve(options_.scan.workingDirectory, name);
    if (fileKind(path) != FileKind::File) {
      Diagnostic fault{Severity::Error, "cannot-resolve-entry", {}, {}, "Cannot find the page " + path, {}, {}};
      if (std::string near = graph::nearestFile(path, {".html"}); !near.empty())
        fault.suggestion = "Did you mean " + near + "?";
      log_.add(std::move(fault));
      continue;
    }
    auto real = realPath(path);
    if (real) path = *real;
    if (!pageOf(path)) pages_.push_back(std::make_unique<Page>(path));
  }
  for (size_t i = 0; i < pages_.size(); ++i) readPage(*pages_[i]);
}

const PageBuild::Page* PageBuild::pageOf(const std::string& path) const {
  auto found = std::ranges::find(pages_, path, [](const auto& page) -> const std::string& { return page->path; });
  return found == pages_.end() ? nullptr : found->get();
}

void PageBuild::readPage(Page& page) {
  constexpr uint64_t kLargestPage = (uint64_t{1} << 31) - 2;
  if (options_.scan.inputs) options_.scan.inputs->add(page.path);
  auto text = readFile(page.path, kLargestPage);
  if (!text) {
    log_.add({Severity::Error, "cannot-read", {}, {}, text.error().message(), {}, {}});
    return;
  }
  page.source = std::make_unique<SourceText>(page.path, std::move(*text));
  page.document = std::make_unique<html::Document>(*page.source);
  const OutputOptions& output = options_.output;
  if (output.outfile.empty()) {
    std::string path = fillPattern(output.entryNames, folderInside(base_, paths::dirname(page.path)),
                                   nameOfFile(page.path), ".html", page.source->text());
    page.outfile = paths::join({output.outdir, path});
  } else {
    page.outfile = output.outfile;
  }
  std::string folder(paths::dirname(page.path));
  page.folder = paths::dirname(page.outfile);
  if (std::optional<std::string> base = page.document->base()) {
    const std::string& root = output.outfile.empty() ? output.outdir : page.folder;
    if (isOfNetwork(*base) || base->starts_with('/')) {
      page.folder = root;
      std::string path = isOfNetwork(*base) ? std::string() : paths::normalize(*base).substr(1);
      folder = isOfNetwork(*base) ? std::string() : paths::resolve(folders_.roots.front(), path + ".");
    } else {
      // What is after the last slash is no folder.
      std::string below = base->substr(0, base->rfind('/') + 1);
      folder = paths::resolve(folder, below);
      page.folder = paths::resolve(page.folder, below);
    }
  }
  page.sourceFolder = std::move(folder);
  size_t count = page.document->references().size();
  page.targets.resize(count);
  page.scripts.resize(count);
  for (size_t i = 0; i < count; ++i) readReference(page, i);
  if (output.isSelfContained) joinScripts(page);
}

void PageBuild::readReference(Page& page, size_t index) {
  const html::Reference& reference = page.document->references()[index];
  switch (reference.kind) {
    case ReferenceKind::InlineModule:
      return readInlineModule(page, index);
    case ReferenceKind::InlineScript:
    case ReferenceKind::ImportMap:
    case ReferenceKind::InlineStyle:
    case ReferenceKind::StyleAttribute:
      return;
    default:
      break;
  }
  PageTarget target = resolver_.resolve(reference.url, page.sourceFolder);
  if (target.kind == PageTarget::Kind::Missing) missing(page, index, target);
  if (target.kind == PageTarget::Kind::File) {
    if (reference.kind == ReferenceKind::ModuleScript) addScript(page, index, target.path);
    bool isPage = reference.kind == ReferenceKind::Page && isPagePath(target.path);
    if (isPage && !options_.output.isSelfContained && !pageOf(target.path))
      pages_.push_back(std::make_unique<Page>(target.path));
  }
  page.targets[index] = std::move(target);
}

/// What a server may have is no fault.
void PageBuild::missing(const Page& page, size_t index, const PageTarget& target) {
  const html::Reference& reference = page.document->references()[index];
  ReferenceKind kind = reference.kind;
  bool isNeeded =
      kind == ReferenceKind::ModuleScript || kind == ReferenceKind::ClassicScript || kind == ReferenceKind::StyleSheet;
  bool mayBeServed = reference.url[0] == '/' && !isNeeded;
  if (kind == ReferenceKind::Page) return;
  Diagnostic fault{mayBeServed ? Severity::Warning : Severity::Error, "cannot-resolve", page.path, reference.range};
  fault.message = "Cannot find \"" + reference.url + "\"";
  if (mayBeServed) fault.message += "; the address stays as it is";
  fault.notes.push_back({"tried " + target.path, {}, {}});
  std::string near = graph::nearestFile(target.path, {".js", ".ts", ".tsx", ".jsx", ".mjs", ".css"});
  if (!near.empty()) fault.suggestion = "Did you mean \"" + std::string(paths::basename(near)) + "\"?";
  log_.add(std::move(fault));
}

void PageBuild::readInlineModule(Page& page, size_t index) {
  const html::Reference& reference = page.document->references()[index];
  std::string name = page.path + "?module=" + std::to_string(page.inlineModules++);
  Loader language = languageOf(*page.document, page.document->element(reference.element));
  texts_[name] = {onlyPart(page.source->text(), reference.range), language};
  addScript(page, index, std::move(name));
}

void PageBuild::addScript(Page& page, size_t index, std::string name) {
  page.scripts[index] = name;
  if (options_.output.isSelfContained) return;
  if (knownScripts_.insert(name).second) scripts_.push_back(std::move(name));
}

/// One script with all of them: they share their modules.
void PageBuild::joinScripts(Page& page) {
  std::string text;
  for (const std::string& name : page.scripts) {
    if (name.empty()) continue;
    text += "import ";
    graph::appendJsonString(text, relativeSpecifier(page.path, name));
    text += ";\n";
  }
  if (text.empty()) return;
  page.joined = page.path + std::string(kJoinedScripts);
  texts_[page.joined] = {std::move(text), Loader::Js};
  scripts_.push_back(page.joined);
}

}  // namespace weft::bundler
