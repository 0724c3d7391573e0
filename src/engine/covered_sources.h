#pragma once
// The sources whose execution a VM counts. For .cpp files of src/engine only.

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/coverage.h"
#include "engine/source_provider.h"
#include "graph/artifact.h"

namespace weft::js {

class CoveredSources {
 public:
  template <typename Make>
  Ref<SourceProvider> providerOf(const std::shared_ptr<const graph::Artifact>& artifact, uint32_t prefix, Make&& make) {
    std::string key = artifact->source.path() + '\0' + artifact->sourceHash.hex();
    auto [place, isNew] = byKey_.try_emplace(std::move(key), sources_.size());
    if (isNew) sources_.push_back({artifact, prefix, make(), {}});
    return sources_[place->second].provider;
  }
  /// Since the last call.
  std::vector<ExecutedSource> executed(JSC::VM&);

 private:
  struct Source {
    std::shared_ptr<const graph::Artifact> artifact;
    uint32_t prefix;
    Ref<SourceProvider> provider;
    std::unordered_map<uint64_t, uint64_t> told;  // by begin and end of a block
  };
  std::vector<Source> sources_;
  std::unordered_map<std::string, size_t> byKey_;  // by path and hash
};

/// The source of an artifact's text. Where execution is counted there is one for all realms of the VM, as the engine
/// counts by provider. `prefix`: what stands before the artifact's text. `make` gives a Ref<SourceProvider>.
template <typename Make>
Ref<SourceProvider> providerOf(VM& vm, const std::shared_ptr<const graph::Artifact>& artifact, uint32_t prefix,
                               Make&& make) {
  CoveredSources* covered = vm.impl().covered.get();
  return covered ? covered->providerOf(artifact, prefix, make) : make();
}

}  // namespace weft::js
