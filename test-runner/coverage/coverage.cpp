#include "test-runner/coverage/coverage.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/byte_stream.h"

namespace weft::test::coverage {

std::map<uint32_t, uint64_t> FileCoverage::lines() const {
  std::map<uint32_t, uint64_t> lines;
  for (const Statement& statement : statements) {
    uint64_t& count = lines[statement.range.startLine];
    count = std::max(count, statement.count);
  }
  return lines;
}

namespace {

bool isSameText(const FileCoverage& a, const FileCoverage& b) {
  return std::ranges::equal(a.statements, b.statements, {}, &Statement::range, &Statement::range) &&
         std::ranges::equal(a.functions, b.functions, {}, &Function::body, &Function::body) &&
         std::ranges::equal(a.branches, b.branches, {}, &Branch::range, &Branch::range);
}

}  // namespace

void add(Coverage& to, FileCoverage file) {
  auto [place, isNew] = to.try_emplace(file.path);
  FileCoverage& known = place->second;
  if (isNew || !isSameText(known, file)) {
    known = std::move(file);
    return;
  }
  for (size_t i = 0; i < file.statements.size(); ++i) known.statements[i].count += file.statements[i].count;
  for (size_t i = 0; i < file.functions.size(); ++i) known.functions[i].count += file.functions[i].count;
  for (size_t i = 0; i < file.branches.size(); ++i) {
    auto& arms = known.branches[i].arms;
    for (size_t k = 0; k < std::min(arms.size(), file.branches[i].arms.size()); ++k)
      arms[k].count += file.branches[i].arms[k].count;
  }
}

double Ratio::percent() const {
  if (total == 0) return 100;
  return std::floor(static_cast<double>(covered) * 10000 / static_cast<double>(total)) / 100;
}

void Summary::operator+=(const Summary& other) {
  lines += other.lines;
  statements += other.statements;
  functions += other.functions;
  branches += other.branches;
}

Summary summarize(const FileCoverage& file) {
  Summary summary;
  auto count = [](Ratio& ratio, uint64_t runs) {
    ++ratio.total;
    if (runs > 0) ++ratio.covered;
  };
  for (auto [line, runs] : file.lines()) count(summary.lines, runs);
  for (const Statement& it : file.statements) count(summary.statements, it.count);
  for (const Function& it : file.functions) count(summary.functions, it.count);
  for (const Branch& it : file.branches)
    for (const Branch::Arm& arm : it.arms) count(summary.branches, arm.count);
  return summary;
}

Summary summarize(const Coverage& files) {
  Summary summary;
  for (const auto& [path, file] : files) summary += summarize(file);
  return summary;
}

// ---- between processes

std::string pack(const std::vector<FileCoverage>& files) {
  ByteWriter out;
  auto count = [&](size_t size) { out.value(static_cast<uint32_t>(size)); };
  count(files.size());
  for (const FileCoverage& file : files) {
    out.text(file.path);
    count(file.statements.size());
    for (const Statement& it : file.statements) {
      out.value(it.range);
      out.value(it.count);
    }
    count(file.functions.size());
    for (const Function& it : file.functions) {
      out.text(it.name);
      out.value(it.declaration);
      out.value(it.body);
      out.value(it.count);
    }
    count(file.branches.size());
    for (const Branch& it : file.branches) {
      out.value(it.kind);
      out.value(it.range);
      count(it.arms.size());
      for (const Branch::Arm& arm : it.arms) {
        out.value(arm.range);
        out.value(arm.count);
      }
    }
  }
  return out.take();
}

std::vector<FileCoverage> unpack(std::string_view bytes) {
  ByteReader in(bytes);
  std::vector<FileCoverage> files;
  for (uint32_t left = in.count(); left > 0 && in.isGood(); --left) {
    FileCoverage& file = files.emplace_back();
    file.path = in.text();
    for (uint32_t n = in.count(); n > 0 && in.isGood(); --n) {
      Statement& it = file.statements.emplace_back();
      it.range = in.value<Range>();
      it.count = in.value<uint64_t>();
    }
    for (uint32_t n = in.count(); n > 0 && in.isGood(); --n) {
      Function& it = file.functions.emplace_back();
      it.name = in.text();
      it.declaration = in.value<Range>();
      it.body = in.value<Range>();
      it.count = in.value<uint64_t>();
    }
    for (uint32_t n = in.count(); n > 0 && in.isGood(); --n) {
      Branch& it = file.branches.emplace_back();
      it.kind = in.value<BranchKind>();
      it.range = in.value<Range>();
      for (uint32_t arms = in.count(); arms > 0 && in.isGood(); --arms) {
        auto range = in.value<Range>();
        it.arms.push_back({range, in.value<uint64_t>()});
      }
    }
  }
  if (!in.isGood()) files.clear();
  return files;
}

}  // namespace weft::test::coverage
