#pragma once

// YAML's nodes on their way into a document: what a scalar is by its tag, anchors and aliases, keys, `<<`.

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/hash.h"
#include "data/document.h"
#include "data/yaml_properties.h"

namespace weft::data {

enum class YamlStyle : uint8_t { Plain, Quoted };

/// A node that was read. What it is depends on properties that may be known later: `withProperties` settles it.
struct YamlNode {
  enum class Kind : uint8_t { Scalar, Collection, Alias };
  Kind kind = Kind::Scalar;
  YamlStyle style = YamlStyle::Plain;
  TextRef characters = {};               // of a scalar
  Value value = {};                      // once it is settled
  std::optional<ValueIndex> index = {};  // of what is in the document
  size_t begin = 0;
  bool isMergeKey = false;  // a plain << without a tag
};

class YamlNodes : protected YamlPropertyReader {
 protected:
  YamlNodes(const SourceText& source, Log& log) : YamlPropertyReader(source, log) {}

  /// A mapping that is being read.
  struct OpenMapping {
    size_t begin;
    std::vector<Member> members = {};
    std::vector<Member> merged = {};
    size_t mergePlace = 0;  // how many members stand before the first <<
  };

  /// Of the characters that were appended to the document's text since `mark`.
  [[nodiscard]] YamlNode scalarNode(uint32_t mark, YamlStyle style, size_t begin) const;
  [[nodiscard]] YamlNode emptyNode() const { return scalarNode(builder_.textMark(), YamlStyle::Plain, at_); }
  /// `*name`
  YamlNode readAlias();
  YamlNode closeMapping(OpenMapping& mapping);
  YamlNode closeSequence(size_t mark, size_t begin);

  /// Resolves a scalar by its tag, checks the tag of a collection, and lets aliases find the anchor.
  YamlNode withProperties(YamlNode node, const YamlProperties& properties);
  /// An alias in what follows would be inside of what it names.
  void openAnchor(const YamlProperties& properties);
  void forgetAnchors() { anchors_.clear(); }

  // Of settled nodes.
  ValueIndex place(const YamlNode& node);
  void addMember(OpenMapping& mapping, const YamlNode& key, const YamlNode& value);

  DocumentBuilder builder_;

 private:
  static constexpr ValueIndex kOpen = UINT32_MAX;

  bool resolveScalar(YamlNode& node, const YamlProperties& properties);
  bool checkTag(const YamlNode& node, const YamlProperties& properties);
  [[nodiscard]] std::optional<TextRef> keyText(const YamlNode& key);
  void merge(OpenMapping& mapping, const YamlNode& from);
  bool mergeMapping(OpenMapping& mapping, ValueIndex from);

  std::unordered_map<std::string, ValueIndex, StringHash, std::equal_to<>> anchors_;
  size_t mergedMembers_ = 0;
};

}  // namespace weft::data
