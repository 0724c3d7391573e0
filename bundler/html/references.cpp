#include "html/references.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "html/character_references.h"

namespace weft::html {

namespace {

using Kind = ReferenceKind;

bool isBlankAt(std::string_view text, size_t at) {
  return isBlank(static_cast<unsigned char>(text[at]));
}

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && isBlankAt(text, 0)) text.remove_prefix(1);
  while (!text.empty() && isBlankAt(text, text.size() - 1)) text.remove_suffix(1);
  return text;
}

template <size_t N>
bool isIn(const std::array<std::string_view, N>& sorted, std::string_view name) {
  return std::ranges::binary_search(sorted, name);
}

constexpr std::array<std::string_view, 6> kIconRels = {
    "apple-touch-icon", "apple-touch-icon-precomposed", "apple-touch-startup-image", "fluid-icon", "icon", "mask-icon"};
constexpr std::array<std::string_view, 22> kMetaNames = {"contenturl",
                                                         "image",
                                                         "logo",
                                                         "msapplication-config",
                                                         "msapplication-square150x150logo",
                                                         "msapplication-square310x310logo",
                                                         "msapplication-square70x70logo",
                                                         "msapplication-tileimage",
                                                         "msapplication-wide310x150logo",
                                                         "og:audio",
                                                         "og:audio:secure_url",
                                                         "og:image",
                                                         "og:image:secure_url",
                                                         "og:image:url",
                                                         "og:video",
                                                         "og:video:secure_url",
                                                         "screenshot",
                                                         "thumbnail",
                                                         "thumbnailurl",
                                                         "twitter:image",
                                                         "twitter:image:src",
                                                         "vk:image"};
/// https://mimesniff.spec.whatwg.org/#javascript-mime-type
constexpr std::array<std::string_view, 16> kScriptTypes = {
    "application/ecmascript", "application/javascript", "application/x-ecmascript", "application/x-javascript",
    "text/ecmascript",        "text/javascript",        "text/javascript1.0",       "text/javascript1.1",
    "text/javascript1.2",     "text/javascript1.3",     "text/javascript1.4",       "text/javascript1.5",
    "text/jscript",           "text/livescript",        "text/x-ecmascript",        "text/x-javascript"};
static_assert(std::ranges::is_sorted(kIconRels) && std::ranges::is_sorted(kMetaNames) &&
              std::ranges::is_sorted(kScriptTypes));

class Finder {
 public:
  Finder(std::string_view text, const Element& element, ElementId id, std::vector<Reference>& out)
      : text_(text), element_(element), id_(id), out_(out) {}

  void run() {
    size_t first = out_.size();
    const std::string& name = element_.name;
    if (name == "script")
      addScript();
    else if (name == "style" && !element_.isForeign)
      addContent(Kind::InlineStyle);
    else if (name == "link")
      addLink();
    else if (name == "meta")
      addMeta();
    else
      addOthers(name);
    add(Kind::StyleAttribute, "style");
    std::ranges::sort(out_.begin() + static_cast<std::ptrdiff_t>(first), out_.end(), {},
                      [](const Reference& it) { return std::pair(it.range.begin, it.begin); });
  }

 private:
  std::string valueOf(std::string_view attribute) const {
    const Attribute* found = element_.find(attribute);
    return found == nullptr ? std::string() : decodeAttribute(text_.substr(found->value.begin, found->value.size()));
  }

  void add(Kind kind, std::string_view attribute) {
    addParts(kind, attribute, [](std::string_view value) {
      std::string_view url = trimmed(value);
      auto begin = static_cast<uint32_t>(url.data() - value.data());
      return std::vector<UrlPart>{{begin, begin + static_cast<uint32_t>(url.size())}};
    });
  }
  void addSet(Kind kind, std::string_view attribute) { addParts(kind, attribute, srcsetUrls); }

  template <typename Split>
  void addParts(Kind kind, std::string_view name, Split split) {
    const Attribute* attribute = element_.find(name);
    if (attribute == nullptr || attribute->value.size() == 0) return;
    std::string_view written = text_.substr(attribute->value.begin, attribute->value.size());
    bool isAsWritten = written.find('&') == written.npos;
    std::string value = decodeAttribute(written);
    for (const UrlPart& part : split(value)) {
      if (part.begin == part.end) continue;
      Reference it;
      it.kind = kind;
      it.element = id_;
      it.attribute = static_cast<uint32_t>(attribute - element_.attributes.data());
      it.url = value.substr(part.begin, part.end - part.begin);
      it.range = attribute->value;
      if (isAsWritten) it.range = {attribute->value.begin + part.begin, attribute->value.begin + part.end};
      it.begin = part.begin;
      it.end = part.end;
      out_.push_back(std::move(it));
    }
  }

  void addContent(Kind kind) {
    const ByteRange& content = element_.content;
    if (trimmed(text_.substr(content.begin, content.size())).empty()) return;
    Reference it;
    it.kind = kind;
    it.element = id_;
    it.range = content;
    out_.push_back(std::move(it));
  }

  void addScript() {
    std::string type = lowered(trimmed(valueOf("type")));
    bool isModule = type == "module";
    if (!isModule && type == "importmap") return addContent(Kind::ImportMap);
    if (!isModule && !type.empty() && !isIn(kScriptTypes, type)) return;
    Kind kind = isModule ? Kind::ModuleScript : Kind::ClassicScript;
    if (element_.isForeign) {
      add(kind, "href");
      add(kind, "xlink:href");
    } else if (element_.has("src")) {
      add(kind, "src");
    } else {
      addContent(isModule ? Kind::InlineModule : Kind::InlineScript);
    }
  }

  void addLink() {
    std::optional<Kind> kind = kindOfLink(lowered(valueOf("rel")));
    if (!kind) return;
    add(*kind, "href");
    if (*kind == Kind::Preload) addSet(*kind, "imagesrcset");
  }

  static std::optional<Kind> kindOfLink(std::string_view rel) {
    std::optional<Kind> kind;
    while (!(rel = trimmed(rel)).empty()) {
      size_t end = 0;
      while (end < rel.size() && !isBlankAt(rel, end)) ++end;
      std::string_view word = rel.substr(0, end);
      rel.remove_prefix(end);
      if (word == "stylesheet") return Kind::StyleSheet;
      if (isIn(kIconRels, word)) kind = Kind::Icon;
      if (word == "manifest") kind = Kind::Manifest;
      if (word == "preload" || word == "prefetch") kind = Kind::Preload;
      if (word == "modulepreload") kind = Kind::ModulePreload;
    }
    return kind;
  }

  void addMeta() {
    for (std::string_view attribute : {"name", "property", "itemprop"})
      if (isIn(kMetaNames, lowered(trimmed(valueOf(attribute))))) return add(Kind::Meta, "content");
  }

  void addOthers(std::string_view name) {
    if (element_.isForeign) {
      Kind kind = name == "use" ? Kind::Sprite : Kind::Image;
      if (name != "use" && name != "image" && name != "feimage") return;
      add(kind, "href");
      add(kind, "xlink:href");
    } else if (name == "img" || name == "source") {
      // A <source> with `srcset` is an image's.
      add(name == "img" ? Kind::Image : Kind::Media, "src");
      addSet(Kind::Image, "srcset");
    } else if (name == "video" || name == "audio" || name == "track") {
      add(Kind::Media, "src");
      if (name == "video") add(Kind::Image, "poster");
    } else if (name == "object") {
      add(Kind::Object, "data");
    } else if (name == "embed") {
      add(Kind::Object, "src");
    } else if (name == "iframe") {
      add(Kind::Page, "src");
    } else if (name == "input") {
      if (lowered(valueOf("type")) == "image") add(Kind::Image, "src");
    } else if (name == "body" || name == "table" || name == "td" || name == "th") {
      add(Kind::Image, "background");
    }
  }

  std::string_view text_;
  const Element& element_;
  ElementId id_;
  std::vector<Reference>& out_;
};

}  // namespace

std::vector<UrlPart> srcsetUrls(std::string_view value) {
  std::vector<UrlPart> out;
  size_t at = 0;
  for (;;) {
    while (at < value.size() && (isBlankAt(value, at) || value[at] == ',')) ++at;
    if (at >= value.size()) return out;
    size_t begin = at;
    while (at < value.size() && !isBlankAt(value, at)) ++at;
    size_t end = at;
    bool isLast = value[end - 1] == ',';  // of the candidate: no descriptors follow
    while (end > begin && value[end - 1] == ',') --end;
    out.push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(end)});
    if (isLast) continue;
    for (bool isInParentheses = false; at < value.size(); ++at) {
      if (value[at] == '(') isInParentheses = true;
      if (value[at] == ')') isInParentheses = false;
      if (value[at] == ',' && !isInParentheses) break;
    }
  }
}

void addReferences(std::string_view text, const Element& element, ElementId id, std::vector<Reference>& out) {
  Finder(text, element, id, out).run();
}

}  // namespace weft::html
