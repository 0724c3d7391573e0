#include "bundler/page_build.h"

#include <algorithm>
#include <iterator>

#include "base/file.h"
#include "base/paths.h"
#include "bundler/classic_script.h"
#include "bundler/file_names.h"
#include "bundler/page.h"
#include "bundler/web_manifest.h"
#include "graph/json.h"
#include "html/character_references.h"
#include "html/minify.h"

namespace weft::bundler {

using html::Element;
using html::ElementId;
using html::ReferenceKind;

/// One page, with all that it names.
class PageBuild::Writer {
 public:
  Writer(PageBuild& build, const Page& page, const BuiltScripts& built, const PageServices& services)
      : build_(build),
        page_(page),
        document_(*page.document),
        built_(built),
        services_(services),
        options_(build.options_),
        output_(build.options_.output),
        log_(build.log_),
        editor_(document_) {}

  OutputFile run() {
    for (index_ = 0; index_ < document_.references().size(); ++index_) change(document_.references()[index_]);
    putInHead();
    std::string text = editor_.apply();
    if (output_.minifyWhitespace) text = html::minify(text);
    return {page_.outfile, std::move(text)};
  }

 private:
  void change(const html::Reference& reference) {
    switch (reference.kind) {
      case ReferenceKind::ModuleScript:
      case ReferenceKind::InlineModule:
        return moduleScript(reference);
      case ReferenceKind::ClassicScript:
        return classicScript(reference);
      case ReferenceKind::InlineScript:
        return inlineScript(reference);
      case ReferenceKind::StyleSheet:
        return styleSheet(reference);
      case ReferenceKind::InlineStyle:
        return inlineStyle(reference);
      case ReferenceKind::StyleAttribute:
        return styleAttribute(reference);
      case ReferenceKind::Manifest:
        return manifest(reference);
      case ReferenceKind::Preload:
      case ReferenceKind::ModulePreload:
        return preload(reference);
      case ReferenceKind::Page:
        return framedPage(reference);
      case ReferenceKind::Meta:
        // What other sites ask for cannot be in the page.
        if (!output_.isSelfContained) asset(reference);
        return;
      case ReferenceKind::ImportMap:
        return;
      default:
        return asset(reference);
    }
  }

  // --- Scripts.

  void moduleScript(const html::Reference& reference) {
    const std::string& name = page_.scripts[index_];
    if (name.empty()) return asset(reference);  // of the public folder, or of the network
    if (output_.isSelfContained) return joinedScript(reference);
    const BuiltScript* script = scriptNamed(name);
    if (script == nullptr) return;
    changesBytes(reference.element);
    if (reference.kind == ReferenceKind::InlineModule) {
      editor_.setContent(reference.element, "");
      editor_.removeAttribute(reference.element, "lang");
    }
    editor_.setAttribute(reference.element, "src", addressOf(script->path));
    if (output_.format == Format::EsModule) {
      for (const std::string& import : script->imports) addOnce(preloads_, import);
    } else {
      asClassic(reference.element);
    }
    if (!script->sheet.empty()) addOnce(sheets_, script->sheet);
  }

  /// Scripts of modules wait for the page to be read; so do classic ones with `defer`.
  void asClassic(ElementId id) {
    editor_.removeAttribute(id, "type");
    const Element& element = document_.element(id);
    if (!element.has("async") && !element.has("defer")) editor_.setAttribute(id, "defer", "");
  }

  /// All of them are in the place of the first.
  void joinedScript(const html::Reference& reference) {
    ElementId id = reference.element;
    const BuiltScript* script = hasJoined_ ? nullptr : scriptNamed(page_.joined);
    if (hasJoined_) editor_.remove(id);
    if (script == nullptr) return;
    hasJoined_ = true;
    changesBytes(id);
    editor_.removeAttribute(id, "src");
    editor_.removeAttribute(id, "lang");
    editor_.setContent(id, html::scriptText(script->text));
    if (output_.format == Format::Iife) editor_.removeAttribute(id, "type");
    if (!script->sheetText.empty()) headTags_.push_back("<style>" + html::styleText(script->sheetText) + "</style>");
  }

  void classicScript(const html::Reference& reference) {
    std::optional<Asset> file = read(reference);
    if (!file) return;
    ElementId id = reference.element;
    if (std::optional<std::string> code = classicCode(*file, reference)) file->bytes = std::move(*code);
    // A language of its own would be the server's to know.
    if (!file->path.ends_with(".js") && !file->path.ends_with(".mjs") && !file->path.ends_with(".cjs"))
      file->path = file->path.substr(0, file->path.size() - paths::extname(file->path).size()) + ".js";
    changesBytes(id);
    if (!output_.isSelfContained) return editor_.setUrl(reference, addressOf(services_.addAsset(std::move(*file))));
    const Element& element = document_.element(id);
    std::string code = html::scriptText(file->bytes);
    if (element.has("defer") && !element.has("async") && !element.isForeign) {
      // What stands in the page does not wait: its place is behind all that it waits for.
      editor_.remove(id);
      editor_.insertAtBodyEnd("<script>" + code + "</script>\n");
      return;
    }
    for (std::string_view name : {"src", "href", "xlink:href", "async", "defer"}) editor_.removeAttribute(id, name);
    editor_.setContent(id, std::move(code));
  }

  std::optional<std::string> classicCode(const Asset& file, const html::Reference& reference) {
    ClassicScript script = readClassicScript(file.path, file.bytes, options_, log_);
    if (script.isModule)
      log_.add({Severity::Error,
                "script-is-module",
                page_.path,
                reference.range,
                "\"" + reference.url + "\" is a module, and this <script> is not one",
                {},
                "Say type=\"module\""});
    return std::move(script.code);
  }

  void inlineScript(const html::Reference& reference) {
    if (!output_.minifyWhitespace) return;
    Log faults;  // a browser tells of them where they are
    ClassicScript script = readClassicScript("script.js", document_.textOf(reference.range), options_, faults);
    if (faults.hasErrors() || !script.code) return;
    while (script.code->ends_with('\n')) script.code->pop_back();
    editor_.setContent(reference.element, html::scriptText(*script.code));
  }

  const BuiltScript* scriptNamed(const std::string& name) const {
    auto found = built_.find(name);
    return found == built_.end() ? nullptr : &found->second;
  }

  // --- Styles.

  void styleSheet(const html::Reference& reference) {
    const PageTarget& target = page_.targets[index_];
    if (target.kind != PageTarget::Kind::File) return asset(reference);
    ElementId id = reference.element;
    if (!output_.isSelfContained) {
      std::string path = services_.addSheet(target.path);
      if (path.empty()) return;
      changesBytes(id);
      return editor_.setUrl(reference, addressOf(path));
    }
    std::optional<std::string> text = services_.sheetText(target.path, {}, page_.outfile);
    if (!text) return;
    std::string tag = "<style";
    for (const html::Attribute& it : document_.element(id).attributes)
      if (it.name == "media" || it.name == "title" || it.name == "id" || it.name == "nonce")
        tag += html::attributeText(it.name, html::decodeAttribute(document_.textOf(it.value)));
    editor_.replace(id, tag + ">" + html::styleText(*text) + "</style>");
  }

  void inlineStyle(const html::Reference& reference) {
    std::optional<std::string> text = sheetInPage(partOf(reference.range));
    if (!text) return;
    while (output_.minifyWhitespace && text->ends_with('\n')) text->pop_back();
    editor_.setContent(reference.element, (output_.minifyWhitespace ? "" : "\n") + html::styleText(*text));
  }

  /// Only where it names a file: `a{ … }` stands for the element.
  void styleAttribute(const html::Reference& reference) {
    if (reference.url.find("url(") == std::string::npos && reference.url.find("image-set(") == std::string::npos)
      return;
    std::string text;
    if (document_.textOf(reference.range) == reference.url && reference.range.begin > 2) {
      text = partOf(reference.range);
      text.replace(reference.range.begin - 2, 2, "a{");
    } else {
      text = "a{" + reference.url;
    }
    text += "}";
    std::optional<std::string> rule = sheetInPage(std::move(text));
    if (!rule) return;
    size_t open = rule->find('{');
    size_t close = rule->rfind('}');
    if (open == rule->npos || close == rule->npos || open > close) return;
    std::string value = rule->substr(open + 1, close - open - 1);
    std::string joined;
    bool isLineBegin = true;
    for (char c : value) {
      if (isLineBegin && c == ' ') continue;
      if (c == '\n' && !isLineBegin) joined += ' ';
      isLineBegin = c == '\n';
      if (c != '\n') joined += c;
    }
    while (joined.ends_with(' ')) joined.pop_back();
    if (!joined.empty()) editor_.setUrl(reference, joined);
  }

  std::optional<std::string> sheetInPage(std::string text) {
    std::string name = page_.path + std::string(kSheetInPage) + std::to_string(styles_++);
    GivenSheets given;
    given[name] = {std::move(text), false, std::string(paths::dirname(page_.path))};
    return services_.sheetText(name, given, page_.outfile);
  }

  /// The page up to the end of a part, with blanks before it: places are those of the page.
  std::string partOf(ByteRange part) const {
    std::string out(page_.source->text().substr(0, part.end));
    for (size_t i = 0; i < part.begin; ++i)
      if (out[i] != '\n' && out[i] != '\r') out[i] = ' ';
    return out;
  }

  // --- Files.

  void asset(const html::Reference& reference) {
    const PageTarget& target = page_.targets[index_];
    if (target.kind == PageTarget::Kind::Public && !output_.isSelfContained)
      return editor_.setUrl(reference, addressOf(paths::join({folderOfOutput(), target.path})) + target.suffix);
    std::optional<Asset> file = read(reference);
    if (!file) return;
    editor_.setUrl(reference, placeOf(std::move(*file), target.suffix));
  }

  std::string placeOf(Asset file, const std::string& suffix) {
    if (!output_.isSelfContained) return addressOf(services_.addAsset(std::move(file))) + suffix;
    size_t fragment = suffix.find('#');
    return dataUrlOf(file) + (fragment == suffix.npos ? "" : suffix.substr(fragment));
  }

  /// What a reference names, if that is a file that goes with the page.
  std::optional<Asset> read(const html::Reference& reference) {
    const PageTarget& target = page_.targets[index_];
    std::string path = target.path;
    if (target.kind == PageTarget::Kind::Public) {
      if (!output_.isSelfContained) {
        asset(reference);
        return std::nullopt;
      }
      path = paths::join({build_.folders_.publicFolder, target.path});
    } else if (target.kind != PageTarget::Kind::File) {
      return std::nullopt;
    }
    if (options_.scan.inputs) options_.scan.inputs->add(path);
    auto bytes = readFile(path);
    if (bytes) return Asset{std::move(path), std::move(*bytes)};
    log_.add({Severity::Error, "cannot-read", page_.path, reference.range, bytes.error().message(), {}, {}});
    return std::nullopt;
  }

  void manifest(const html::Reference& reference) {
    std::optional<Asset> file = read(reference);
    if (!file) return;
    if (auto parsed = graph::parseJson(file->bytes); !parsed) {
      log_.add({Severity::Error, "malformed-json", file->path, {}, parsed.error().message, {}, {}});
      return;
    }
    SourceText source(file->path, file->bytes);
    std::string folder(paths::dirname(file->path));
    // Icons are seen from where the manifest goes.
    std::string outfile = output_.isSelfContained ? std::string() : folderOfOutput();
    if (!output_.isSelfContained)
      outfile = paths::join({outfile, paths::dirname("/" + assetPath(output_, build_.base_, *file))});
    file->bytes = changeManifest(source.text(), [&](const std::string& url, ByteRange range) -> std::string {
      PageTarget target = build_.resolver_.resolve(url, folder);
      if (target.kind == PageTarget::Kind::Missing) {
        bool mayBeServed = url[0] == '/';
        log_.add({mayBeServed ? Severity::Warning : Severity::Error,
                  "cannot-resolve",
                  source.path(),
                  range,
                  "Cannot find \"" + url + "\"",
                  {},
                  {}});
        return url;
      }
      if (target.kind == PageTarget::Kind::Stays) return url;
      bool isPublic = target.kind == PageTarget::Kind::Public;
      if (isPublic && !output_.isSelfContained)
        return addressFrom(outfile, paths::join({folderOfOutput(), target.path})) + target.suffix;
      std::string path = isPublic ? paths::join({build_.folders_.publicFolder, target.path}) : target.path;
      auto bytes = readFile(path);
      if (!bytes) {
        log_.add({Severity::Error, "cannot-read", source.path(), range, bytes.error().message(), {}, {}});
        return url;
      }
      Asset icon{std::move(path), std::move(*bytes)};
      if (output_.isSelfContained) return dataUrlOf(icon);
      return addressFrom(outfile, services_.addAsset(std::move(icon))) + target.suffix;
    });
    editor_.setUrl(reference, placeOf(std::move(*file), {}));
  }

  /// What is loaded early has to be what is loaded later.
  void preload(const html::Reference& reference) {
    const PageTarget& target = page_.targets[index_];
    if (target.kind != PageTarget::Kind::File) return asset(reference);
    ElementId id = reference.element;
    if (output_.isSelfContained) return editor_.remove(id);
    const html::Attribute* as = document_.element(id).find("as");
    std::string_view kind = as == nullptr ? std::string_view() : document_.textOf(as->value);
    changesBytes(id);
    if (reference.kind == ReferenceKind::ModulePreload) {
      std::string script = services_.scriptOf(target.path);
      if (!script.empty()) return editor_.setUrl(reference, addressOf(script));
      log_.add({Severity::Warning,
                "unused-preload",
                page_.path,
                reference.range,
                "No script of the page has the module \"" + reference.url + "\"; the preload is left out",
                {},
                {}});
      return editor_.remove(id);
    }
    if (kind == "style") return styleSheet(reference);
    if (kind != "script") return asset(reference);
    if (std::string script = services_.scriptOf(target.path); !script.empty())
      return editor_.setUrl(reference, addressOf(script));
    classicScript(reference);
  }

  void framedPage(const html::Reference& reference) {
    const PageTarget& target = page_.targets[index_];
    const Page* other = target.kind == PageTarget::Kind::File ? build_.pageOf(target.path) : nullptr;
    if (other != nullptr && !output_.isSelfContained)
      return editor_.setUrl(reference, addressOf(other->outfile) + target.suffix);
    if (target.kind == PageTarget::Kind::File && isPagePath(target.path)) {
      log_.add({Severity::Warning,
                "page-in-page",
                page_.path,
                reference.range,
                "The page \"" + reference.url + "\" cannot be inside of this one; its address stays",
                {},
                {}});
      return;
    }
    asset(reference);
  }

  // --- Tags and addresses.

  /// Before the head's end: style sheets of scripts, and the scripts that these import.
  void putInHead() {
    std::vector<std::string> tags;
    for (const std::string& path : preloads_)
      tags.push_back("<link rel=\"modulepreload\"" + html::attributeText("href", addressOf(path)) + ">");
    for (const std::string& path : sheets_)
      tags.push_back("<link rel=\"stylesheet\"" + html::attributeText("href", addressOf(path)) + ">");
    std::ranges::move(headTags_, std::back_inserter(tags));
    if (tags.empty()) return;
    std::string_view before = page_.source->text().substr(0, document_.headEnd());
    std::string_view indent = before.substr(before.rfind('\n') + 1);  // of npos, the beginning
    bool isOwnLine = indent.find_first_not_of(" \t") == indent.npos && before.find('\n') != before.npos;
    std::string text;
    for (const std::string& tag : tags) {
      text += isOwnLine ? "  " + tag + "\n" + std::string(indent) : tag;
    }
    editor_.insertAtHeadEnd(std::move(text));
  }

  /// A hash of what the file was says nothing of what it is now.
  void changesBytes(ElementId id) { editor_.removeAttribute(id, "integrity"); }

  void addOnce(std::vector<std::string>& list, const std::string& path) {
    if (std::ranges::find(list, path) == list.end()) list.push_back(path);
  }

  const std::string& folderOfOutput() const { return output_.outfile.empty() ? output_.outdir : page_.folder; }

  std::string addressFrom(const std::string& folder, const std::string& path) const {
    return bundler::addressFrom(output_, paths::relative(folderOfOutput(), folder),
                                paths::relative(folderOfOutput(), path));
  }
  std::string addressOf(const std::string& path) const { return addressFrom(page_.folder, path); }

  PageBuild& build_;
  const Page& page_;
  const html::Document& document_;
  const BuiltScripts& built_;
  const PageServices& services_;
  const BuildOptions& options_;
  const OutputOptions& output_;
  Log& log_;
  html::Editor editor_;
  size_t index_ = 0;
  uint32_t styles_ = 0;
  bool hasJoined_ = false;
  std::vector<std::string> preloads_;
  std::vector<std::string> sheets_;
  std::vector<std::string> headTags_;
};

bool PageBuild::write(const BuiltScripts& built, const PageServices& services, std::vector<OutputFile>& out) {
  for (const std::unique_ptr<Page>& page : pages_) out.push_back(Writer(*this, *page, built, services).run());
  return !log_.hasErrors();
}

}  // namespace weft::bundler
