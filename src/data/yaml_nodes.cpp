#include "data/yaml_nodes.h"

#include <unordered_set>

#include "base/number.h"

namespace weft::data {

namespace {

/// So many members `<<` may copy in one file: mappings that merge each other multiply.
constexpr size_t kMostMergedMembers = 1'000'000;

}  // namespace

YamlNode YamlNodes::scalarNode(uint32_t mark, YamlStyle style, size_t begin) const {
  return {.style = style, .characters = builder_.textSince(mark), .begin = begin};
}

YamlNode YamlNodes::withProperties(YamlNode node, const YamlProperties& properties) {
  if (hasFailed()) return {};
  switch (node.kind) {
    case YamlNode::Kind::Scalar:
      if (!resolveScalar(node, properties)) return {};
      break;
    case YamlNode::Kind::Collection:
      if (!checkTag(node, properties)) return {};
      break;
    case YamlNode::Kind::Alias:
      if (!properties.isAny()) return node;
      fail("tagged-alias", properties.begin, properties.end, "An alias can't have an anchor or a tag");
      return {};
  }
  if (properties.anchor.empty()) return node;
  node.index = place(node);
  anchors_.insert_or_assign(std::string(properties.anchor), *node.index);
  return node;
}

bool YamlNodes::resolveScalar(YamlNode& node, const YamlProperties& properties) {
  std::string_view characters = builder_.textOf(node.characters);
  node.value = Value::of(node.characters);
  switch (properties.tag) {
    case YamlTag::None:
      if (node.style == YamlStyle::Quoted) return true;
      node.isMergeKey = characters == "<<";
      if (std::optional<Value> value = resolvePlain(characters)) node.value = *value;
      return true;
    case YamlTag::Other:
    case YamlTag::String:
      return true;
    case YamlTag::Null:
    case YamlTag::Boolean:
    case YamlTag::Integer:
    case YamlTag::Float:
    case YamlTag::Sequence:
    case YamlTag::Mapping:
      break;
  }
  std::optional<Value> value = resolveTagged(properties.tag, characters);
  if (!value)
    return fail(
        "wrong-tag", properties.begin, properties.end,
        "'" + shown(characters) + "' is not what the tag " + std::string(yamlTagName(properties.tag)) + " says");
  node.value = *value;
  return true;
}

bool YamlNodes::checkTag(const YamlNode& node, const YamlProperties& properties) {
  bool isMapping = node.value.kind == ValueKind::Object;
  YamlTag own = isMapping ? YamlTag::Mapping : YamlTag::Sequence;
  if (properties.tag == YamlTag::None || properties.tag == YamlTag::Other || properties.tag == own) return true;
  return fail("wrong-tag", properties.begin, properties.end,
              std::string(isMapping ? "A mapping" : "A sequence") + " is not what the tag " +
                  std::string(yamlTagName(properties.tag)) + " says");
}

void YamlNodes::openAnchor(const YamlProperties& properties) {
  if (!properties.anchor.empty()) anchors_.insert_or_assign(std::string(properties.anchor), kOpen);
}

YamlNode YamlNodes::readAlias() {
  size_t begin = at_++;
  std::string_view name = readAnchorName();
  if (hasFailed()) return {};
  auto found = anchors_.find(name);
  if (found == anchors_.end()) {
    fail("unknown-alias", begin, at_, "There is no anchor &" + shown(name) + " before this alias");
    return {};
  }
  if (found->second == kOpen) {
    fail("circular-alias", begin, at_, "This alias is inside the value that it stands for");
    return {};
  }
  return {
      .kind = YamlNode::Kind::Alias, .value = builder_.value(found->second), .index = found->second, .begin = begin};
}

ValueIndex YamlNodes::place(const YamlNode& node) {
  return node.index ? *node.index : builder_.add(node.value);
}

YamlNode YamlNodes::closeSequence(size_t mark, size_t begin) {
  if (hasFailed()) return {};
  ValueIndex index = builder_.closeArray(mark);
  return {.kind = YamlNode::Kind::Collection, .value = builder_.value(index), .index = index, .begin = begin};
}

std::optional<TextRef> YamlNodes::keyText(const YamlNode& key) {
  switch (key.value.kind) {
    case ValueKind::String:
      return key.value.text;
    case ValueKind::Null:
      return builder_.addText("null");
    case ValueKind::Boolean:
      return builder_.addText(key.value.boolean ? "true" : "false");
    case ValueKind::Number:
      return builder_.addText(numberToString(key.value.number));
    case ValueKind::Array:
    case ValueKind::Object:
      break;
  }
  return std::nullopt;
}

void YamlNodes::addMember(OpenMapping& mapping, const YamlNode& key, const YamlNode& value) {
  if (hasFailed()) return;
  if (key.isMergeKey) return merge(mapping, value);
  std::optional<TextRef> name = keyText(key);
  if (!name) {
    fail("complex-key", key.begin, key.begin + 1, "A mapping or a sequence can't be the key of a JavaScript object",
         "Write the key as a string.");
    return;
  }
  mapping.members.push_back({*name, place(value)});
}

/// https://yaml.org/type/merge.html
void YamlNodes::merge(OpenMapping& mapping, const YamlNode& from) {
  if (mapping.merged.empty()) mapping.mergePlace = mapping.members.size();
  bool isDone = false;
  if (from.index && from.value.kind == ValueKind::Object) {
    isDone = mergeMapping(mapping, *from.index);
  } else if (from.index && from.value.kind == ValueKind::Array) {
    isDone = true;
    for (ValueIndex element : builder_.elementsOf(*from.index)) isDone = isDone && mergeMapping(mapping, element);
  }
  if (!isDone)
    fail("wrong-merge", from.begin, from.begin + 1, "What << merges must be a mapping or a sequence of mappings",
         "A key with that name stands in quotes: \"<<\".");
}

bool YamlNodes::mergeMapping(OpenMapping& mapping, ValueIndex from) {
  if (builder_.value(from).kind != ValueKind::Object) return false;
  std::vector<Member> members = builder_.membersOf(from);
  mergedMembers_ += members.size() + 1;
  if (mergedMembers_ > kMostMergedMembers) {
    fail("too-many-merges", mapping.begin, mapping.begin + 1, "The << of this file copy more than 1,000,000 members");
    return true;
  }
  mapping.merged.insert(mapping.merged.end(), members.begin(), members.end());
  return true;
}

YamlNode YamlNodes::closeMapping(OpenMapping& mapping) {
  if (hasFailed()) return {};
  size_t mark = builder_.memberMark();
  // Its own members win over merged ones, and of those the first.
  std::unordered_set<std::string_view> known;
  if (!mapping.merged.empty())
    for (const Member& member : mapping.members) known.insert(builder_.textOf(member.key));
  for (size_t i = 0; i <= mapping.members.size(); ++i) {
    if (i == mapping.mergePlace)
      for (const Member& member : mapping.merged)
        if (known.insert(builder_.textOf(member.key)).second) builder_.addMember(member);
    if (i < mapping.members.size()) builder_.addMember(mapping.members[i]);
  }
  ValueIndex index = builder_.closeObject(mark);
  return {.kind = YamlNode::Kind::Collection, .value = builder_.value(index), .index = index, .begin = mapping.begin};
}

}  // namespace weft::data
