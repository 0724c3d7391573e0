#include "css/minify_media.h"

#include <algorithm>

#include "css/compare.h"
#include "css/minify_values.h"
#include "css/value_edits.h"

namespace weft::css {

namespace {

/// (min-width: 1px) → (width>=1px)
void asRange(Pool& pool, Value& group) {
  Values& inside = group.children;
  if (inside.size() != 3 || inside[0].kind != ValueKind::Ident || inside[1].kind != ValueKind::Colon) return;
  std::string_view name = inside[0].text;
  bool isMin = name.size() > 4 && equalsIgnoringCase(name.substr(0, 4), "min-");
  bool isMax = name.size() > 4 && equalsIgnoringCase(name.substr(0, 4), "max-");
  if (!isMin && !isMax) return;
  Value feature = inside[0];
  feature.text = name.substr(4);
  Value value = inside[2];
  value.setSpaceBefore(false);
  Value less;
  less.kind = ValueKind::Delim;
  less.text = isMin ? ">" : "<";
  Value equal = less;
  equal.text = "=";
  inside = Values(pool, {feature, less, equal, value});
}

void groups(Pool& pool, Values& values, bool useRanges) {
  for (Value& value : values) {
    if (value.kind != ValueKind::Paren) continue;
    groups(pool, value.children, useRanges);
    if (useRanges) asRange(pool, value);
  }
}

/// all and (…) → (…)
void dropAll(Values& query) {
  if (query.size() < 3 || !query[0].isIdent("all") || !query[1].isIdent("and")) return;
  query = query.slice(2, query.size() - 2);
  query.front().setSpaceBefore(false);
}

}  // namespace

void minifyMedia(Pool& pool, Node& rule, const Browsers& browsers) {
  minifyPrelude(pool, rule.values);
  bool useRanges = browsers.areGiven() && !browsers.lack(Feature::MediaRanges);
  groups(pool, rule.values, useRanges);
  if (rule.name != "media") return;
  std::vector<Values> queries = splitAtCommas(rule.values);
  std::vector<Values> kept;
  for (Values& query : queries) {
    dropAll(query);
    bool isThere = std::ranges::any_of(kept, [&](const Values& it) { return isSame(it, query); });
    if (!isThere) kept.push_back(query);
  }
  bool isAlways = std::ranges::any_of(kept, [](const Values& it) { return it.size() == 1 && it[0].isIdent("all"); });
  if (isAlways) kept = {makeValues(pool, "all")};
  rule.values = joinWithCommas(pool, kept);
}

}  // namespace weft::css
