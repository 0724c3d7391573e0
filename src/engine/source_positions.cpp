#include "engine/source_positions.h"

#include "base/paths.h"

namespace weft::js {

SourcePositions::Place SourcePositions::inFile(LineColumn generated) const {
  if (generated.line == 1 && generated.column > prefixLength_) generated.column -= prefixLength_;
  if (table_)
    if (auto found = table_->find(generated)) return {found->source, found->at};
  return {{}, generated};
}

std::shared_ptr<const graph::SourceMap> SourcePositions::sourceMap() {
  if (mapUrl_.empty()) return map_;
  std::string url = std::exchange(mapUrl_, {});
  std::string path = file_;
  if (auto decoded = paths::fromFileUrl(file_)) path = *decoded;
  if (paths::isAbsolute(path)) map_ = graph::readSourceMap(url, path);
  return map_;
}

}  // namespace weft::js
