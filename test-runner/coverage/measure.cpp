#include "test-runner/coverage/measure.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "graph/module_kind.h"
#include "syntax/parser.h"
#include "test-runner/coverage/points.h"

namespace weft::test::coverage {

namespace {

/// How often each byte of a text ran.
class Counts {
 public:
  Counts(size_t size, std::span<const Block> blocks) : blocks_(blocks.begin(), blocks.end()), owner_(size, 0) {
    auto length = [](const Block& it) { return it.end - it.begin; };
    // Larger ones first; of equal ones that which ran is right, as a function's range stands beside its only block's.
    std::ranges::sort(blocks_, [&](const Block& a, const Block& b) {
      return length(a) != length(b) ? length(a) > length(b) : a.count < b.count;
    });
    dropDeadEnds();
    // The smallest comes last, and stays.
    for (size_t i = 0; i < blocks_.size(); ++i) {
      auto begin = std::min<size_t>(blocks_[i].begin, size), end = std::min<size_t>(blocks_[i].end, size);
      std::fill(owner_.begin() + static_cast<ptrdiff_t>(begin), owner_.begin() + static_cast<ptrdiff_t>(end),
                static_cast<uint32_t>(i + 1));
    }
  }
  uint64_t at(uint32_t offset) const {
    uint32_t owner = offset < owner_.size() ? owner_[offset] : 0;
    return owner ? blocks_[owner - 1].count : 0;
  }

 private:
  /// What the engine counts though it is no code of the program, and can't be reached: at the beginning of an ES
  /// module, from its second character on, and behind a body that is an expression, in the place of its last character.
  void dropDeadEnds() {
    std::unordered_set<uint32_t> ends;
    for (const Block& it : blocks_)
      if (it.count > 0 && it.end - it.begin > 1) ends.insert(it.end);
    std::erase_if(blocks_, [&](const Block& it) {
      return it.count == 0 && (it.begin == 1 || (it.end - it.begin == 1 && ends.contains(it.end)));
    });
  }

  std::vector<Block> blocks_;
  std::vector<uint32_t> owner_;  // by byte: 1 + index of a block
};

bool isBefore(LineColumn a, LineColumn b) {
  return std::tie(a.line, a.column) < std::tie(b.line, b.column);
}

/// From the file as it was written to the text that ran.
class Places {
 public:
  Places(const graph::Artifact& artifact, const LineIndex& written)
      : artifact_(artifact), written_(written), isSame_(artifact.text() == artifact.shownText()) {
    if (!artifact.origin.positions) return;
    for (const PositionEntry& entry : artifact.origin.positions->entries())
      if (entry.source != PositionEntry::kNone) byWritten_.push_back({entry.original, entry.generated});
    std::ranges::sort(byWritten_, isBefore, &Pair::written);
  }

  /// How often what is written here ran: the most of all that was made of it.
  uint64_t count(const Counts& counts, Probe probe, uint32_t end) const {
    if (!artifact_.origin.positions) return counts.at(isSame_ ? probe.at : offsetOf(written_.positionAt(probe.at)));
    LineColumn begin = written_.positionAt(probe.at);
    auto first = std::ranges::lower_bound(byWritten_, begin, isBefore, &Pair::written);
    bool isThere = first != byWritten_.end() && first->written == begin;
    bool isPast = first == byWritten_.end() || isBefore(written_.positionAt(end), first->written);
    if (!isThere && (isPast || probe.isBefore)) {
      if (first == byWritten_.begin()) return 0;
      LineColumn nearest = (--first)->written;
      while (first != byWritten_.begin() && std::prev(first)->written == nearest) --first;
    }
    uint64_t most = 0;
    for (auto it = first; it != byWritten_.end() && it->written == first->written; ++it)
      most = std::max(most, counts.at(offsetOf(it->made)));
    return most;
  }

 private:
  struct Pair {
    LineColumn written, made;
  };
  uint32_t offsetOf(LineColumn made) const { return artifact_.source.lines().offsetAt(made); }

  const graph::Artifact& artifact_;
  const LineIndex& written_;
  bool isSame_;
  std::vector<Pair> byWritten_;
};

/// From bytes to lines and columns.
class Ranges {
 public:
  Ranges(const LineIndex& lines, std::string_view) : lines_(lines) {}
  Range operator()(ByteRange range) const {
    LineColumn begin = lines_.positionAt(range.begin), end = lines_.positionAt(range.end);
    return {begin.line, begin.column - 1, end.line, end.column - 1};
  }

 private:
  const LineIndex& lines_;
};

syntax::ParseOptions parseOptions(const graph::Artifact& artifact) {
  const std::string& path = artifact.source.path();
  bool isCommonJs = artifact.kind == graph::ModuleKind::CommonJs;
  syntax::ParseOptions options;
  options.dialect = graph::isTypeScriptPath(path) ? syntax::Dialect::TypeScript : syntax::Dialect::JavaScript;
  options.jsx = graph::isJsxPath(path) ? syntax::JsxMode::On : syntax::JsxMode::Off;
  // TypeScript that becomes CommonJS may be written with import and export.
  if (isCommonJs && options.dialect == syntax::Dialect::JavaScript) {
    options.goal = syntax::SourceGoal::Script;
    options.isFunctionBody = true;
  }
  return options;
}

}  // namespace

FileCoverage measure(const graph::Artifact& artifact, std::span<const Block> blocks) {
  FileCoverage file;
  file.path = artifact.source.path();
  if (artifact.kind != graph::ModuleKind::EsModule && artifact.kind != graph::ModuleKind::CommonJs) return file;
  SourceText source(file.path, std::string(artifact.shownText()));
  Log log;
  syntax::Ast ast = syntax::parse(source, parseOptions(artifact), log);
  if (log.hasErrors()) return file;
  Points points = pointsOf(ast);
  Counts counts(artifact.text().size(), blocks);
  Places places(artifact, source.lines());
  Ranges ranges(source.lines(), source.text());
  auto count = [&](ByteRange it) { return places.count(counts, {it.begin}, it.end); };
  for (const StatementPoint& it : points.statements)
    file.statements.push_back({ranges(it.range), places.count(counts, it.probe, it.range.end)});
  for (FunctionPoint& it : points.functions)
    file.functions.push_back(
        {std::move(it.name), ranges(it.declaration), ranges(it.body), places.count(counts, it.probe, it.body.end)});
  std::unordered_map<size_t, uint64_t> jumps;  // by branch
  for (JumpPoint jump : points.jumps) {
    const BranchPoint& it = points.branches[jump.branch];
    uint64_t all = count(it.range), taken = count(it.arms[0]), past = count({it.range.end, it.range.end + 1});
    if (taken == past) taken = all > past ? all - past : 0;
    jumps[jump.branch] = file.statements[jump.statement].count = taken;
  }
  for (size_t index = 0; index < points.branches.size(); ++index) {
    const BranchPoint& it = points.branches[index];
    Branch branch{it.kind, ranges(it.range), {}};
    for (ByteRange arm : it.arms) branch.arms.push_back({ranges(arm), count(arm)});
    if (auto jump = jumps.find(index); jump != jumps.end()) branch.arms[0].count = jump->second;
    if (it.kind == BranchKind::If) {
      if (!it.hasElse) {
        uint64_t taken = branch.arms[0].count, all = count(it.range);
        branch.arms[1].count = all > taken ? all - taken : 0;
      }
      if (!it.countsElse) branch.arms.pop_back();
      if (!it.countsIf) branch.arms.erase(branch.arms.begin());
    }
    if (!branch.arms.empty()) file.branches.push_back(std::move(branch));
  }
  return file;
}

}  // namespace weft::test::coverage
