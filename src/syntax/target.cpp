// Since when which engine has what: from the compatibility data of MDN (github.com/mdn/browser-compat-data) and
// compat-table (github.com/compat-table/compat-table). Where an engine had a feature first with faults that valid code
// meets, the version is that of the mended one: V8 before 9.1 evaluates a spread after an optional chain wrongly,
// Safari before 11 has one `let` for all turns of a loop, Edge before 18 fails at destructuring.

#include "syntax/target.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "syntax/engine_target.h"

namespace weft::syntax {

namespace {

using Version = uint64_t;

constexpr Version version(uint64_t major, uint64_t minor = 0, uint64_t patch = 0) {
  return engineVersion(major, minor, patch);
}

constexpr size_t kEngineCount = static_cast<size_t>(Engine::Count);

struct EngineInfo {
  std::string_view name;
  Version floor;  // the first that has all of ES2015
  std::string_view floorName;
};

constexpr EngineInfo kEngines[kEngineCount] = {
    {"chrome", version(51), "chrome51"},   {"deno", version(1), "deno1"},       {"edge", version(18), "edge18"},
    {"firefox", version(53), "firefox53"}, {"ios", version(11), "ios11"},       {"node", version(6, 5), "node6.5"},
    {"opera", version(38), "opera38"},     {"safari", version(11), "safari11"},
};

struct FeatureInfo {
  Feature feature;
  std::string_view name;
  uint32_t edition;  // of ECMAScript
  std::array<Version, kEngineCount> since;
};

constexpr Version v(uint64_t major, uint64_t minor = 0, uint64_t patch = 0) {
  return version(major, minor, patch);
}

// Engines as in Engine: Chrome, Deno, Edge, Firefox, iOS, Node, Opera, Safari.
constexpr FeatureInfo kFeatures[] = {
    {Feature::Exponent, "the exponent operator", 2016, {v(52), v(1), v(14), v(52), v(10, 3), v(7), v(39), v(10, 1)}},
    {Feature::AsyncAwait, "async functions", 2017, {v(55), v(1), v(15), v(52), v(11), v(7, 6), v(42), v(11)}},
    {Feature::AsyncGenerator, "async generators", 2018, {v(63), v(1), v(79), v(57), v(12), v(10), v(50), v(12)}},
    {Feature::ForAwait, "for await", 2018, {v(63), v(1), v(79), v(57), v(12), v(10), v(50), v(12)}},
    {Feature::ObjectRestSpread,
     "rest and spread of objects",
     2018,
     {v(60), v(1), v(79), v(55), v(11, 3), v(8, 3), v(47), v(11, 1)}},
    {Feature::RegExpDotAll,
     "the flag s of regular expressions",
     2018,
     {v(62), v(1), v(79), v(78), v(11, 3), v(8, 10), v(49), v(11, 1)}},
    {Feature::RegExpLookbehind,
     "lookbehind in regular expressions",
     2018,
     {v(62), v(1), v(79), v(78), v(16, 4), v(8, 10), v(49), v(16, 4)}},
    {Feature::RegExpNamedGroups,
     "named groups in regular expressions",
     2018,
     {v(64), v(1), v(79), v(78), v(11, 3), v(10), v(51), v(11, 1)}},
    {Feature::RegExpPropertyEscapes,
     "Unicode property escapes in regular expressions",
     2018,
     {v(64), v(1), v(79), v(78), v(11, 3), v(10), v(51), v(11, 1)}},
    {Feature::OptionalCatchBinding,
     "catch without a binding",
     2019,
     {v(66), v(1), v(79), v(58), v(11, 3), v(10), v(53), v(11, 1)}},
    {Feature::BigInt, "BigInt literals", 2020, {v(67), v(1), v(79), v(68), v(14), v(10, 4), v(54), v(14)}},
    // Loaders had import() long before the edition had it, so the edition does not decide.
    {Feature::DynamicImport, "import()", 2015, {v(63), v(1), v(79), v(67), v(11), v(12, 20), v(50), v(11, 1)}},
    {Feature::ExportStarAs, "export * as", 2020, {v(72), v(1), v(79), v(80), v(14, 5), v(13, 2), v(60), v(14, 1)}},
    {Feature::ImportMeta, "import.meta", 2020, {v(64), v(1), v(79), v(62), v(12), v(10, 4), v(51), v(11, 1)}},
    {Feature::NullishCoalescing,
     "the operator ??",
     2020,
     {v(80), v(1), v(80), v(72), v(13, 4), v(14), v(67), v(13, 1)}},
    {Feature::OptionalChain,
     "optional chaining",
     2020,
     {v(91), v(1, 9), v(91), v(74), v(13, 4), v(16, 1), v(77), v(13, 1)}},
    {Feature::LogicalAssignment,
     "logical assignment",
     2021,
     {v(85), v(1, 2), v(85), v(79), v(14), v(15), v(71), v(14)}},
    {Feature::NumericSeparators,
     "numeric separators",
     2021,
     {v(75), v(1, 2), v(79), v(70), v(13), v(12, 5), v(62), v(13)}},
    {Feature::ClassFields, "class fields", 2022, {v(73), v(1), v(79), v(69), v(14), v(12), v(60), v(14)}},
    {Feature::ClassStaticFields,
     "static class fields",
     2022,
     {v(73), v(1), v(79), v(75), v(14, 5), v(12), v(60), v(14, 1)}},
    {Feature::ClassPrivateFields,
     "private fields",
     2022,
     {v(84), v(1), v(84), v(90), v(14, 5), v(14, 6), v(70), v(14, 1)}},
    {Feature::ClassPrivateMethods, "private methods", 2022, {v(84), v(1), v(84), v(90), v(15), v(14, 6), v(70), v(15)}},
    {Feature::ClassPrivateIn, "#name in", 2022, {v(91), v(1, 9), v(91), v(90), v(15), v(16, 4), v(77), v(15)}},
    {Feature::ClassStaticBlocks,
     "static blocks",
     2022,
     {v(94), v(1, 14), v(94), v(93), v(16, 4), v(16, 11), v(80), v(16, 4)}},
    {Feature::RegExpMatchIndices,
     "the flag d of regular expressions",
     2022,
     {v(90), v(1, 8), v(90), v(88), v(15), v(16), v(76), v(15)}},
    {Feature::TopLevelAwait, "top-level await", 2022, {v(89), v(1), v(89), v(89), v(15), v(14, 8), v(75), v(15)}},
    {Feature::RegExpSets,
     "the flag v of regular expressions",
     2024,
     {v(112), v(1, 32), v(112), v(116), v(17), v(20), v(98), v(17)}},
    {Feature::Using,
     "using declarations",
     2026,
     {v(134), v(2, 2, 10), v(134), v(141), v(27, 3), v(24), v(119), v(27, 3)}},
};

constexpr bool isInOrder() {
  for (size_t i = 0; i < std::size(kFeatures); ++i)
    if (static_cast<size_t>(kFeatures[i].feature) != i) return false;
  return std::size(kFeatures) == static_cast<size_t>(Feature::Count);
}
static_assert(isInOrder());
static_assert(std::size(kFeatures) <= 64);

constexpr std::string_view kExpected =
    "expected es2015 to es2026, esnext, or an engine with its version: chrome80, deno1.9, edge91, firefox78, ios14, "
    "node18.2, opera77, safari13.1";

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  size_t from = text.find_first_not_of(kBlanks);
  if (from == text.npos) return {};
  return text.substr(from, text.find_last_not_of(kBlanks) - from + 1);
}

/// Up to three numbers between dots.
std::optional<Version> parseVersion(std::string_view text) {
  constexpr size_t kMostDigits = 5;
  std::array<uint64_t, 3> numbers{};
  for (size_t i = 0; i < numbers.size(); ++i) {
    size_t length = std::min(text.find('.'), text.size());
    std::string_view digits = text.substr(0, length);
    if (digits.empty() || digits.size() > kMostDigits) return std::nullopt;
    for (char digit : digits) {
      if (digit < '0' || digit > '9') return std::nullopt;
      numbers[i] = numbers[i] * 10 + static_cast<uint64_t>(digit - '0');
    }
    if (length == text.size()) return version(numbers[0], numbers[1], numbers[2]);
    text.remove_prefix(length + 1);
  }
  return std::nullopt;
}

struct Target {
  std::string_view name;     // as written
  std::string_view letters;  // in small letters
  std::string_view digits;
};

std::string fault(const Target& target, std::string_view what) {
  return "The target \"" + std::string(target.name) + "\" " + std::string(what);
}

std::string addEdition(const Target& target, UnsupportedFeatures& out) {
  constexpr uint64_t kFirst = 2015;
  constexpr uint64_t kLast = 2026;
  constexpr uint64_t kFirstShort = 6;  // es6 is es2015
  std::optional<Version> parsed = parseVersion(target.digits);
  uint64_t edition = parsed && target.digits.find('.') == target.digits.npos ? *parsed >> 40 : 0;
  if (edition >= kFirstShort && edition <= kLast - kFirst + kFirstShort) edition += kFirst - kFirstShort;
  if (edition == 5 || edition == 3) return fault(target, "is not supported: es2015 is the oldest");
  if (edition < kFirst || edition > kLast) return fault(target, "is unknown: ") + std::string(kExpected);
  for (const FeatureInfo& feature : kFeatures)
    if (feature.edition > edition) out.add(feature.feature);
  return {};
}

std::string addEngine(const Target& target, UnsupportedFeatures& out) {
  const auto* found = std::ranges::find(kEngines, target.letters, &EngineInfo::name);
  if (found == std::end(kEngines)) return fault(target, "is unknown: ") + std::string(kExpected);
  if (target.digits.empty())
    return fault(target, "has no version; write it after the name, as ") + std::string(found->floorName);
  std::optional<Version> wanted = parseVersion(target.digits);
  if (!wanted) return fault(target, "has no valid version: up to three numbers between dots");
  if (*wanted < found->floor)
    return fault(target, "is older than ECMAScript 2015; the oldest is ") + std::string(found->floorName);
  auto engine = static_cast<size_t>(found - kEngines);
  for (const FeatureInfo& feature : kFeatures)
    if (*wanted < feature.since[engine]) out.add(feature.feature);
  return {};
}

/// The letters in small ones, and what follows them.
std::string lettersOf(std::string_view name) {
  std::string letters;
  size_t length = std::min(name.find_first_of("0123456789"), name.size());
  for (char letter : name.substr(0, length)) letters.push_back(letter >= 'A' && letter <= 'Z' ? letter + 32 : letter);
  return letters;
}

std::string addTarget(std::string_view name, UnsupportedFeatures& out) {
  if (name.empty()) return "A target is empty: " + std::string(kExpected);
  std::string letters = lettersOf(name);
  Target target{name, letters, name.substr(letters.size())};
  if (letters == "esnext" && target.digits.empty()) return {};
  return letters == "es" ? addEdition(target, out) : addEngine(target, out);
}

}  // namespace

TargetResult parseTargets(std::string_view list) {
  TargetResult result;
  while (result.error.empty()) {
    size_t comma = list.find(',');
    result.error = addTarget(trimmed(list.substr(0, comma)), result.unsupported);
    if (comma == list.npos) break;
    list.remove_prefix(comma + 1);
  }
  return result;
}

std::vector<EngineTarget> enginesOf(std::string_view list) {
  std::vector<EngineTarget> out;
  while (true) {
    size_t comma = list.find(',');
    std::string_view name = trimmed(list.substr(0, comma));
    std::string letters = lettersOf(name);
    const auto* found = std::ranges::find(kEngines, std::string_view(letters), &EngineInfo::name);
    std::optional<Version> wanted = parseVersion(name.substr(letters.size()));
    if (found != std::end(kEngines) && wanted) out.push_back({static_cast<Engine>(found - kEngines), *wanted});
    if (comma == list.npos) return out;
    list.remove_prefix(comma + 1);
  }
}

std::string_view nameOf(Feature feature) {
  return kFeatures[static_cast<size_t>(feature)].name;
}

}  // namespace weft::syntax
