#include "bundler/style_module.h"

#include <unordered_map>

#include "base/file.h"
#include "base/paths.h"
#include "bundler/scan.h"
#include "bundler/style_resolver.h"
#include "css/parser.h"
#include "graph/json.h"

namespace weft::bundler {

namespace {

/// The names of a sheet and of all that it composes from, by FileId; the first is the sheet's.
class NameReader {
 public:
  /// `given`: the first sheet, or null.
  NameReader(const GivenSheet* given, const std::string& workingDirectory, Log& log)
      : given_(given), workingDirectory_(workingDirectory), log_(log), resolver_(none_) {}

  std::vector<css::ModuleNames> read(const std::string& path) {
    std::vector<std::string> waiting = {path};
    ids_.emplace(path, 0);
    for (size_t i = 0; i < waiting.size() && !log_.hasErrors(); ++i) {
      const GivenSheet* given = i == 0 ? given_ : nullptr;
      css::ModuleNames names = namesOf(waiting[i], given);
      for (css::ComposedFile& import : names.imports) {
        bool hasFolder = given && !given->resolveDir.empty();
        StyleTarget target =
            resolver_.resolveSheet(import.address, hasFolder ? given->resolveDir + "/sheet" : waiting[i]);
        if (target.kind != StyleTarget::Kind::File) continue;  // told of where the sheet itself is read
        auto [known, isNew] = ids_.try_emplace(target.path, static_cast<css::FileId>(ids_.size()));
        if (isNew) waiting.push_back(target.path);
        import.target = known->second;
      }
      names_.push_back(std::move(names));
    }
    names_.resize(waiting.size());
    return std::move(names_);
  }

 private:
  css::ModuleNames namesOf(const std::string& path, const GivenSheet* given) {
    Result<std::string, SysError> text = given ? given->text : readFile(path);
    if (!text) {
      log_.add({Severity::Error, "cannot-read", path, {}, text.error().message(), {}, {}});
      return {};
    }
    css::File file;
    file.path = path;
    file.source = std::make_unique<SourceText>(path, std::move(*text));
    file.sheet = std::make_unique<css::Sheet>(*file.source);
    Log unheard;  // whoever reads the sheet for its rules tells of its faults
    if (!css::parse(*file.sheet, unheard)) return {};
    return css::scopeNames(file, styleModuleOptions(path, given, workingDirectory_), unheard);
  }

  const GivenSheet* given_;
  const std::string& workingDirectory_;
  Log& log_;
  const std::vector<std::string> none_;
  StyleResolver resolver_;
  std::unordered_map<std::string, css::FileId> ids_;
  std::vector<css::ModuleNames> names_;
};

}  // namespace

bool isStylePath(std::string_view path) {
  return path.ends_with(".css");
}

bool isStyleModulePath(std::string_view path) {
  return path.ends_with(".module.css");
}

css::ModuleOptions styleModuleOptions(const std::string& path, const GivenSheet* given,
                                      const std::string& workingDirectory) {
  css::ModuleOptions options;
  bool isLocal = given ? given->isLocal : isStyleModulePath(path);
  options.scope = isLocal ? css::NameScope::Local : css::NameScope::Global;
  options.path = paths::relative(workingDirectory, path);
  return options;
}

StyleModule readStyleModule(const std::string& path, const GivenSheet* given, const std::string& workingDirectory,
                            Log& log) {
  if (given ? !given->isLocal : !isStyleModulePath(path)) return {"{}"};
  std::vector<css::ModuleNames> names = NameReader(given, workingDirectory, log).read(path);
  StyleModule out{"{"};
  for (const css::ModuleExport& it : names[0].exports) {
    if (out.valueText.size() > 1) out.valueText += ", ";
    // An own property, whatever it is called.
    if (it.name == "__proto__")
      out.valueText += "[\"__proto__\"]";
    else
      graph::appendJsonString(out.valueText, it.name);
    out.valueText += ": ";
    graph::appendJsonString(out.valueText, css::composedValue(names, 0, it));
    out.names.push_back(it.name);
  }
  out.valueText += "}";
  return out;
}

}  // namespace weft::bundler
