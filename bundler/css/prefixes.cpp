// Properties, values and selectors that had a prefix before, for the browsers that know them so alone. From the
// compatibility data of MDN (github.com/mdn/browser-compat-data).

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "css/lower.h"
#include "css/properties.h"
#include "css/value_edits.h"

namespace weft::css {

namespace {

using syntax::Engine;
using enum Property;

constexpr uint64_t kNever = 0;
constexpr uint64_t kAlways = UINT64_MAX;

constexpr uint64_t v(uint64_t major, uint64_t minor = 0) {
  return syntax::engineVersion(major, minor);
}

/// Engines before these versions know the prefixed name alone.
struct Until {
  uint64_t chrome = kNever;
  uint64_t edge = kNever;
  uint64_t firefox = kNever;
  uint64_t ios = kNever;
  uint64_t opera = kNever;
  uint64_t safari = kNever;
};

bool isNeeded(const Until& until, const Browsers& browsers) {
  return std::ranges::any_of(browsers.engines(), [&](const syntax::EngineTarget& target) {
    switch (target.engine) {
      case Engine::Chrome:
        return target.version < until.chrome;
      case Engine::Edge:
        return target.version < until.edge;
      case Engine::Firefox:
        return target.version < until.firefox;
      case Engine::Ios:
        return target.version < until.ios;
      case Engine::Opera:
        return target.version < until.opera;
      case Engine::Safari:
        return target.version < until.safari;
      default:
        return false;
    }
  });
}

struct PrefixedProperty {
  Property property;
  std::string_view name;
  Until until;
};

constexpr PrefixedProperty kProperties[] = {
    {Appearance, "-webkit-appearance", {v(84), v(84), kNever, v(15, 4), v(70), v(15, 4)}},
    {Appearance, "-moz-appearance", {.firefox = v(80)}},
    {BackdropFilter, "-webkit-backdrop-filter", {.ios = v(18), .safari = v(18)}},
    {BoxDecorationBreak, "-webkit-box-decoration-break", {v(130), v(130), kNever, kAlways, v(115), kAlways}},
    {ClipPath, "-webkit-clip-path", {v(55), kNever, kNever, v(13), v(42), v(13)}},
    {Hyphens, "-webkit-hyphens", {.ios = v(17), .safari = v(17)}},
    {Hyphens, "-ms-hyphens", {.edge = v(79)}},
    {Mask, "-webkit-mask", {v(120), v(120), kNever, v(15, 4), v(106), v(15, 4)}},
    {MaskImage, "-webkit-mask-image", {v(120), v(120), kNever, v(15, 4), v(106), v(15, 4)}},
    {MaskPosition, "-webkit-mask-position", {v(120), v(120), kNever, v(15, 4), v(106), v(15, 4)}},
    {MaskSize, "-webkit-mask-size", {v(120), v(120), kNever, v(15, 4), v(106), v(15, 4)}},
    {MaskRepeat, "-webkit-mask-repeat", {v(120), v(120), kNever, v(15, 4), v(106), v(15, 4)}},
    {MaskOrigin, "-webkit-mask-origin", {v(120), v(120), kNever, v(15, 4), v(106), v(15, 4)}},
    {MaskClip, "-webkit-mask-clip", {v(120), v(120), kNever, v(15, 4), v(106), v(15, 4)}},
    {PrintColorAdjust, "-webkit-print-color-adjust", {v(136), v(136), kNever, v(15, 4), v(121), v(15, 4)}},
    {PrintColorAdjust, "color-adjust", {.firefox = v(97)}},
    {TabSize, "-moz-tab-size", {.firefox = v(91)}},
    {TextDecorationLine, "-webkit-text-decoration-line", {.ios = v(12, 2), .safari = v(12, 1)}},
    {TextDecorationStyle, "-webkit-text-decoration-style", {.ios = v(12, 2), .safari = v(12, 1)}},
    {TextDecorationColor, "-webkit-text-decoration-color", {.ios = v(12, 2), .safari = v(12, 1)}},
    {TextEmphasis, "-webkit-text-emphasis", {v(99), v(99), kNever, kNever, v(85), kNever}},
    {TextEmphasisColor, "-webkit-text-emphasis-color", {v(99), v(99), kNever, kNever, v(85), kNever}},
    {TextEmphasisStyle, "-webkit-text-emphasis-style", {v(99), v(99), kNever, kNever, v(85), kNever}},
    {TextEmphasisPosition, "-webkit-text-emphasis-position", {v(99), v(99), kNever, kNever, v(85), kNever}},
    {TextOrientation, "-webkit-text-orientation", {.ios = v(14), .safari = v(14)}},
    {TextSizeAdjust, "-webkit-text-size-adjust", {.ios = kAlways}},
    {TextSizeAdjust, "-ms-text-size-adjust", {.edge = v(79)}},
    {UserSelect, "-webkit-user-select", {v(54), kNever, kNever, kAlways, v(41), kAlways}},
    {UserSelect, "-moz-user-select", {.firefox = v(69)}},
    {UserSelect, "-ms-user-select", {.edge = v(79)}},
};

struct PrefixedValue {
  Property property;  // Unknown: of any
  std::string_view value;
  std::string_view prefixed;
  Until until;
};

constexpr PrefixedValue kValues[] = {
    {Position, "sticky", "-webkit-sticky", {.ios = v(13), .safari = v(13)}},
    {Width, "fit-content", "-moz-fit-content", {.firefox = v(94)}},
    {Height, "fit-content", "-moz-fit-content", {.firefox = v(94)}},
    {MinWidth, "fit-content", "-moz-fit-content", {.firefox = v(94)}},
    {MaxWidth, "fit-content", "-moz-fit-content", {.firefox = v(94)}},
    {Width, "min-content", "-moz-min-content", {.firefox = v(66)}},
    {Width, "max-content", "-moz-max-content", {.firefox = v(66)}},
    {Width, "stretch", "-webkit-fill-available", {v(138), v(138), kNever, kAlways, v(122), kAlways}},
    {Width, "stretch", "-moz-available", {.firefox = kAlways}},
};

constexpr Until kClipText = {v(120), v(120), kNever, v(14), v(106), v(14)};
constexpr Until kImageSet = {v(113), v(113), kNever, v(17), v(99), v(17)};

struct PrefixedSelector {
  std::string_view name;
  std::string_view prefixed;
  Until until;
};

constexpr PrefixedSelector kSelectors[] = {
    {"any-link", "-webkit-any-link", {v(65), v(79), kNever, kNever, v(52), kNever}},
    {"autofill", "-webkit-autofill", {v(110), v(110), kNever, v(15), v(96), v(15)}},
    {"file-selector-button", "-webkit-file-upload-button", {v(89), v(89), kNever, v(14, 5), v(75), v(14, 1)}},
    {"fullscreen", "-webkit-full-screen", {v(71), v(79), kNever, kNever, v(58), v(16, 4)}},
    {"fullscreen", "-moz-full-screen", {.firefox = v(64)}},
    {"placeholder", "-webkit-input-placeholder", {v(57), v(79), kNever, kNever, v(44), kNever}},
    {"placeholder-shown", "-moz-placeholder", {.firefox = v(51)}},
    {"read-only", "-moz-read-only", {.firefox = v(78)}},
    {"read-write", "-moz-read-write", {.firefox = v(78)}},
    {"selection", "-moz-selection", {.firefox = v(62)}},
};

class PropertyPrefixer {
 public:
  PropertyPrefixer(Pool& pool, const Browsers& browsers, Nodes& body) : pool_(pool), browsers_(browsers), body_(body) {}

  void run() {
    for (const Node* node : body_) {
      if (node->kind == NodeKind::Declaration && mayNeed(*node)) {
        rewrite();
        return;
      }
    }
  }

 private:
  static bool mayNeed(const Node& node) {
    auto property = static_cast<Property>(node.property);
    return property != Unknown &&
           (std::ranges::any_of(kProperties, [&](const auto& it) { return it.property == property; }) ||
            std::ranges::any_of(kValues, [&](const auto& it) { return it.property == property; }) ||
            property == BackgroundClip || hasImageSet(node.values));
  }

  static bool hasImageSet(const Values& values) {
    return std::ranges::any_of(values, [](const Value& value) { return value.isFunction("image-set"); });
  }

  void rewrite() {
    Nodes out;
    for (Node* node : body_) {
      if (node->kind == NodeKind::Declaration) addBefore(*node, out);
      out.push(pool_, node);
    }
    body_ = out;
  }

  void addBefore(const Node& node, Nodes& out) {
    auto property = static_cast<Property>(node.property);
    for (const PrefixedProperty& it : kProperties)
      if (it.property == property && isNeeded(it.until, browsers_)) add(node, it.name, node.values, out);
    bool isText = property == BackgroundClip && node.values.size() == 1 && node.values[0].isIdent("text");
    if (isText && isNeeded(kClipText, browsers_)) add(node, "-webkit-background-clip", node.values, out);
    for (const PrefixedValue& it : kValues) {
      bool isIt = it.property == property && node.values.size() == 1 && node.values[0].isIdent(it.value);
      if (isIt && isNeeded(it.until, browsers_)) add(node, node.name, Values(pool_, {makeIdent(it.prefixed)}), out);
    }
    if (hasImageSet(node.values) && isNeeded(kImageSet, browsers_)) {
      Values values(pool_, node.values.begin(), node.values.size());
      for (Value& value : values)
        if (value.isFunction("image-set")) value.text = "-webkit-image-set";
      add(node, node.name, values, out);
    }
  }

  /// Unless it is there already.
  void add(const Node& node, std::string_view name, const Values& values, Nodes& out) {
    bool isValue = name == node.name;
    for (const Node* other : body_) {
      if (other->kind != NodeKind::Declaration || other->name != name) continue;
      bool isThere = !isValue || (other->values.size() == 1 && values.size() == 1 &&
                                  other->values[0].kind == ValueKind::Ident && other->values[0].text == values[0].text);
      if (isThere) return;
    }
    Node* copy = pool_.make<Node>(node);
    copy->name = name;
    copy->property = propertyNamed(name);
    copy->values = values;
    out.push(pool_, copy);
  }

  Pool& pool_;
  const Browsers& browsers_;
  Nodes& body_;
};

bool mentions(const Selectors& selectors, std::string_view name) {
  for (const Complex& complex : selectors)
    for (const Compound& compound : complex.compounds)
      for (const Simple& simple : compound.parts) {
        bool isPseudo = simple.kind == SimpleKind::PseudoClass || simple.kind == SimpleKind::PseudoElement;
        if (isPseudo && simple.name == name) return true;
        if (simple.hasSelectors && mentions(simple.selectors, name)) return true;
      }
  return false;
}

Selectors renamed(Pool& pool, const Selectors& selectors, const PrefixedSelector& it) {
  Selectors out;
  for (const Complex& complex : selectors) {
    Complex copy;
    for (const Compound& compound : complex.compounds) {
      Compound inner{compound.before, List<Simple>(pool, compound.parts.begin(), compound.parts.size())};
      for (Simple& simple : inner.parts) {
        bool isPseudo = simple.kind == SimpleKind::PseudoClass || simple.kind == SimpleKind::PseudoElement;
        if (isPseudo && simple.name == it.name) simple.name = it.prefixed;
        if (simple.hasSelectors) simple.selectors = renamed(pool, simple.selectors, it);
      }
      copy.compounds.push(pool, inner);
    }
    out.push(pool, copy);
  }
  return out;
}

}  // namespace

void addPrefixes(Pool& pool, Nodes& body, const Browsers& browsers) {
  PropertyPrefixer(pool, browsers, body).run();
}

void addPrefixedRules(Pool& pool, Nodes& nodes, const Browsers& browsers) {
  std::vector<const PrefixedSelector*> needed;
  for (const PrefixedSelector& it : kSelectors)
    if (isNeeded(it.until, browsers)) needed.push_back(&it);
  if (needed.empty()) return;
  auto wants = [&](const Node* node) {
    return node->kind == NodeKind::Style &&
           std::ranges::any_of(needed, [&](const PrefixedSelector* it) { return mentions(node->selectors, it->name); });
  };
  if (std::ranges::none_of(nodes, wants)) return;
  Nodes out;
  for (Node* node : nodes) {
    for (const PrefixedSelector* it : needed) {
      if (node->kind != NodeKind::Style || !mentions(node->selectors, it->name)) continue;
      Node* copy = pool.make<Node>(*node);
      copy->selectors = renamed(pool, node->selectors, *it);
      copy->body = Nodes(pool, node->body.begin(), node->body.size());
      out.push(pool, copy);
    }
    out.push(pool, node);
  }
  nodes = out;
}

}  // namespace weft::css
