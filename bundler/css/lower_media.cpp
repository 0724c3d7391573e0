// (width >= 1px) → (min-width: 1px), (1px <= width < 2px) → (min-width: 1px) and (max-width: 1.999px)

#include <optional>
#include <vector>

#include "css/lower.h"
#include "css/numbers.h"
#include "css/value_edits.h"

namespace weft::css {

namespace {

struct Comparison {
  Values value;
  bool isLower = false;  // value < name
  bool isStrict = false;
};

struct Range {
  std::string_view name;
  std::vector<Comparison> comparisons;
};

bool isCompare(const Value& value) {
  return value.isDelim('<') || value.isDelim('>') || value.isDelim('=');
}

/// A side of a range: a name, or a value.
struct Side {
  Values values;
  [[nodiscard]] bool isName() const { return values.size() == 1 && values[0].kind == ValueKind::Ident; }
};

std::optional<Range> rangeOf(const Values& values) {
  std::vector<Side> sides(1);
  std::vector<std::string> marks;
  size_t from = 0;
  for (size_t i = 0; i < values.size(); ++i) {
    if (!isCompare(values[i])) continue;
    sides.back().values = values.slice(from, i - from);
    std::string mark(values[i].text);
    bool isTwo = mark != "=" && i + 1 < values.size() && values[i + 1].isDelim('=') && !values[i + 1].spaceBefore();
    if (isTwo) mark += values[++i].text;
    marks.push_back(mark);
    sides.emplace_back();
    from = i + 1;
  }
  sides.back().values = values.slice(from, values.size() - from);
  if (marks.empty() || marks.size() > 2) return std::nullopt;
  size_t name = marks.size() == 2 || !sides[0].isName() ? 1 : 0;
  if (!sides[name].isName()) return std::nullopt;
  Range out{sides[name].values[0].text, {}};
  for (size_t i = 0; i < marks.size(); ++i) {
    const Side& value = sides[name == 0 ? 1 : i == 0 ? 0 : 2];
    if (value.values.empty() || marks[i] == "=") return std::nullopt;
    bool isValueFirst = name == 1 && i == 0;
    bool isLess = marks[i][0] == '<';
    out.comparisons.push_back({value.values, isValueFirst == isLess, marks[i].size() == 1});
  }
  return out;
}

/// The next number in the right direction.
void step(Pool& pool, Values& values, bool isLower) {
  if (values.size() != 1 || !values[0].isNumeric()) return;
  constexpr double kStep = 0.001;
  Value& value = values[0];
  double number = numberOf(value.number()) + (isLower ? kStep : -kStep);
  std::string text = numberText(number);
  size_t unitStart = text.size();
  text += value.unit();
  value.text = pool.copy(text);
  value.unitStart = static_cast<uint16_t>(value.kind == ValueKind::Dimension ? unitStart : 0);
}

Value groupOf(Pool& pool, std::string_view name, Comparison& comparison) {
  Value feature = makeIdent(pool.copy(std::string(comparison.isLower ? "min-" : "max-") + std::string(name)));
  Value colon;
  colon.kind = ValueKind::Colon;
  colon.text = ":";
  Values value(pool, comparison.value.begin(), comparison.value.size());
  if (comparison.isStrict) step(pool, value, comparison.isLower);
  Value out;
  out.kind = ValueKind::Paren;
  out.children = Values(pool, {feature, colon});
  for (Value& it : value) out.children.push(pool, it);
  out.children[2].setSpaceBefore(true);
  return out;
}

Values lowered(Pool& pool, const Values& values) {
  Values out;
  for (const Value& value : values) {
    if (value.kind != ValueKind::Paren) {
      out.push(pool, value);
      continue;
    }
    auto range = rangeOf(value.children);
    if (!range) {
      Value copy = value;
      copy.children = lowered(pool, value.children);
      out.push(pool, copy);
      continue;
    }
    for (Comparison& comparison : range->comparisons) {
      bool isFirst = &comparison == &range->comparisons[0];
      if (!isFirst) {
        Value word = makeIdent("and");
        word.setSpaceBefore(true);
        out.push(pool, word);
      }
      Value group = groupOf(pool, range->name, comparison);
      group.setSpaceBefore(isFirst ? value.spaceBefore() : true);
      out.push(pool, group);
    }
  }
  return out;
}

}  // namespace

void lowerMedia(Pool& pool, Node& rule) {
  rule.values = lowered(pool, rule.values);
}

}  // namespace weft::css
