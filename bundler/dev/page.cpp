#include "dev/page.h"

#include "base/file.h"
#include "base/paths.h"
#include "base/source_text.h"
#include "html/document.h"
#include "html/editor.h"

namespace weft::dev {

using html::Document;
using html::Reference;
using html::ReferenceKind;

namespace {

bool isOfNetwork(std::string_view url) {
  if (url.starts_with("//")) return true;
  size_t colon = url.find(':');
  size_t slash = url.find_first_of("/?#");
  return colon != url.npos && (slash == url.npos || colon < slash);
}

/// The file that an URL of the page names; nothing: it is not the project's, or not there.
std::optional<std::string> fileOf(const std::string& page, const Places& places, std::string_view url) {
  if (url.empty() || isOfNetwork(url)) return std::nullopt;
  std::string path = paths::percentDecode(url.substr(0, url.find_first_of("?#")));
  auto found = [](std::string file) {
    return fileKind(file) == FileKind::File ? std::optional(std::move(file)) : std::nullopt;
  };
  if (!path.starts_with('/')) return found(paths::resolve(paths::dirname(page), path));
  std::string id = path.starts_with(places.base) ? places.underBase(path) : path;
  return found(paths::join({places.root, id}));
}

/// An URL of a module that is the project's, whether it is there or not.
std::optional<std::string> moduleOf(const std::string& page, const Places& places, std::string_view url) {
  if (auto file = fileOf(page, places, url)) return file;
  if (url.empty() || isOfNetwork(url)) return std::nullopt;
  std::string path = paths::percentDecode(url.substr(0, url.find_first_of("?#")));
  // A script of the public folder stays what it is.
  if (path.starts_with('/') && !places.publicFolder.empty() && fileKind(places.publicFolder + path) == FileKind::File)
    return std::nullopt;
  if (!path.starts_with('/')) return paths::resolve(paths::dirname(page), path);
  std::string id = path.starts_with(places.base) ? places.underBase(path) : path;
  return paths::join({places.root, id});
}

}  // namespace

PageText readPage(const std::string& path, std::string_view text, const Places& places) {
  SourceText source(path, SourceText::Borrowed{text});
  Document document(source);
  PageText out;
  uint32_t index = 0;
  for (const Reference& reference : document.references()) {
    switch (reference.kind) {
      case ReferenceKind::ModuleScript:
        if (auto file = moduleOf(path, places, reference.url)) out.entries.push_back({std::move(*file), nullptr});
        break;
      case ReferenceKind::InlineModule:
        out.entries.push_back({path, std::make_shared<const std::string>(document.textOf(reference.range)), index++});
        break;
      case ReferenceKind::StyleSheet:
        if (auto file = fileOf(path, places, reference.url))
          out.entries.push_back({std::move(*file), nullptr, 0, true});
        break;
      default:
        break;
    }
  }
  return out;
}

std::string writePage(const std::string& path, std::string_view text, const Places& places,
                      const PageScripts& scripts) {
  SourceText source(path, SourceText::Borrowed{text});
  Document document(source);
  html::Editor editor(document);
  editor.insertAtHeadBegin(scripts.first);
  std::vector<html::ElementId> modules;
  for (const Reference& reference : document.references()) {
    switch (reference.kind) {
      case ReferenceKind::ModuleScript:
        if (moduleOf(path, places, reference.url)) modules.push_back(reference.element);
        break;
      case ReferenceKind::InlineModule:
        modules.push_back(reference.element);
        break;
      case ReferenceKind::StyleSheet:
        if (auto file = fileOf(path, places, reference.url)) {
          editor.setUrl(reference, scripts.styleUrl(*file));
          editor.setAttribute(reference.element, "data-weft-style", scripts.styleId(*file));
        }
        break;
      case ReferenceKind::ModulePreload:
        if (moduleOf(path, places, reference.url)) editor.remove(reference.element);
        break;
      default:
        break;
    }
  }
  for (size_t i = 0; i < modules.size(); ++i) {
    if (i + 1 == modules.size())
      editor.replace(modules[i], scripts.last);
    else
      editor.remove(modules[i]);
  }
  if (modules.empty() && !scripts.last.empty()) editor.insertAtBodyEnd(scripts.last);
  return editor.apply();
}

}  // namespace weft::dev
