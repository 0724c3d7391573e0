// What cannot be written otherwise is refused; a regular expression is left to run time, where a library may have
// taught RegExp what it lacks:
//
//     /(?<=a)b/s          new RegExp("(?<=a)b", "s")
//     1_000               1000

#include "syntax/downlevelling.h"

namespace weft::syntax {

namespace {

/// A feature of the pattern or the flags that is missing.
std::optional<Feature> missingIn(std::string_view pattern, std::string_view flags, UnsupportedFeatures unsupported) {
  auto lacks = [&](Feature feature) { return unsupported.has(feature); };
  for (char flag : flags) {
    if (flag == 's' && lacks(Feature::RegExpDotAll)) return Feature::RegExpDotAll;
    if (flag == 'd' && lacks(Feature::RegExpMatchIndices)) return Feature::RegExpMatchIndices;
    if (flag == 'v' && lacks(Feature::RegExpSets)) return Feature::RegExpSets;
  }
  bool isUnicode = flags.find_first_of("uv") != flags.npos;
  bool isInClass = false;
  for (size_t i = 0; i < pattern.size(); ++i) {
    std::string_view rest = pattern.substr(i);
    if (pattern[i] == '\\') {
      bool isProperty = rest.starts_with("\\p{") || rest.starts_with("\\P{");
      if (isUnicode && isProperty && lacks(Feature::RegExpPropertyEscapes)) return Feature::RegExpPropertyEscapes;
      ++i;
    } else if (pattern[i] == '[') {
      isInClass = true;
    } else if (pattern[i] == ']') {
      isInClass = false;
    } else if (!isInClass && (rest.starts_with("(?<=") || rest.starts_with("(?<!"))) {
      if (lacks(Feature::RegExpLookbehind)) return Feature::RegExpLookbehind;
    } else if (!isInClass && rest.starts_with("(?<") && lacks(Feature::RegExpNamedGroups)) {
      return Feature::RegExpNamedGroups;
    }
  }
  return std::nullopt;
}

}  // namespace

void Downlevel::lowerRegExp(NodeId& slot) {
  const RegExpLiteral it = as<RegExpLiteral>(slot);
  std::string_view flags = ast_.slice(it.flagsStart, it.end);
  std::string_view pattern = ast_.slice(it.start + 1, it.flagsStart - 1);
  std::optional<Feature> missing = missingIn(pattern, flags, options_.unsupported);
  if (!missing) return;
  log_.add({Severity::Warning,
            "regexp-target",
            path_,
            {it.start, it.end},
            "The target lacks " + std::string(nameOf(*missing)) + ": this one will fail at run time",
            {},
            {}});
  NodeId made = make<CallExpression>(NodeKind::New, it.start, global(it.start, "RegExp"),
                                     list({string(it.start, pattern), string(it.start, flags)}), uint32_t{0});
  slot = made;
}

void Downlevel::lowerNumber(NodeId& slot) {
  auto& it = as<NumberLiteral>(slot);
  if (it.end == 0 || !lacks(Feature::NumericSeparators)) return;
  if (ast_.slice(it.start, it.end).find('_') != std::string_view::npos) it.end = 0;
}

/// An error, if the feature is missing; `word` is what stands there, for the mark.
void Downlevel::refuse(Feature feature, NodeId id, std::string_view word) {
  if (!lacks(feature)) return;
  uint32_t start = node(id).start;
  auto length = static_cast<uint32_t>(word.size());
  uint32_t end = kindOf(id) == NodeKind::BigInt ? as<BigIntLiteral>(id).end : start + length;
  error("unsupported-by-target", {start, end},
        "The target lacks " + std::string(nameOf(feature)) + ", and it cannot be written otherwise");
}

}  // namespace weft::syntax
