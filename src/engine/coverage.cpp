#include "engine/coverage.h"

#include <algorithm>

#include "base/check.h"
#include "base/utf.h"
#include "engine/covered_sources.h"

#include <JavaScriptCore/ControlFlowProfiler.h>

namespace weft::js {

namespace {

/// From places in the engine's text (UTF-16, behind a prefix) to bytes of the artifact's.
class BytePlaces {
 public:
  BytePlaces(const graph::Artifact& artifact, uint32_t prefix) : prefix_(prefix), size_(artifact.text().size()) {
    if (artifact.isAscii) return;
    std::string_view text = artifact.text();
    bytes_.reserve(text.size() + 1);
    for (size_t i = 0; i < text.size();) {
      auto lead = static_cast<uint8_t>(text[i]);
      size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
      bytes_.push_back(static_cast<uint32_t>(i));
      if (length == 4) bytes_.push_back(static_cast<uint32_t>(i));
      i += length;
    }
    bytes_.push_back(static_cast<uint32_t>(text.size()));
  }

  uint32_t operator()(int place) const {
    if (place < static_cast<int>(prefix_)) return 0;
    size_t unit = static_cast<size_t>(place) - prefix_;
    if (bytes_.empty()) return static_cast<uint32_t>(std::min(unit, size_));
    return unit < bytes_.size() ? bytes_[unit] : bytes_.back();
  }

 private:
  uint32_t prefix_;
  size_t size_;
  std::vector<uint32_t> bytes_;
};

}  // namespace

std::vector<ExecutedSource> CoveredSources::executed(JSC::VM& vm) {
  std::vector<ExecutedSource> out;
  for (Source& source : sources_) {
    ExecutedSource& executed = out.emplace_back(source.artifact);
    BytePlaces bytes(*source.artifact, source.prefix);
    for (const JSC::BasicBlockRange& block :
         vm.controlFlowProfiler()->getBasicBlocksForSourceID(source.provider->asID(), vm)) {
      // A block ends with its last character; one that begins where the next does is empty.
      if (block.m_endOffset < block.m_startOffset) continue;
      ExecutedBlock range{bytes(block.m_startOffset), bytes(block.m_endOffset + 1), block.m_executionCount};
      if (range.begin >= range.end) continue;
      uint64_t& told = source.told[uint64_t{range.begin} << 32 | range.end];
      range.count -= std::min(told, range.count);
      told += range.count;
      executed.blocks.push_back(range);
    }
  }
  return out;
}

void enableCoverage(VM& vm) {
  VM::Impl& impl = vm.impl();
  CHECK(!impl.covered);
  impl.vm->enableControlFlowProfiler();
  impl.covered = std::make_shared<CoveredSources>();
}

std::vector<ExecutedSource> executedSources(VM& vm) {
  VM::Impl& impl = vm.impl();
  return impl.covered ? impl.covered->executed(*impl.vm) : std::vector<ExecutedSource>();
}

}  // namespace weft::js
