// What a style sheet names of others: @import, url(…).

#include <algorithm>
#include <optional>

#include "css/link.h"
#include "css/value_edits.h"

namespace weft::css {

namespace {

/// "a.css" layer(x) supports(y) media; nothing where it is not to the letter.
std::optional<Import> importOf(const Node& node, Pool& pool) {
  const Values& values = node.values;
  if (values.empty() || (values[0].kind != ValueKind::String && values[0].kind != ValueKind::Url)) return std::nullopt;
  Import out;
  out.address = values[0].text;
  out.range = {values[0].offset, values[0].offset + 1};
  size_t i = 1;
  if (i < values.size() && values[i].isIdent("layer")) {
    out.condition.hasLayer = true;
    ++i;
  } else if (i < values.size() && values[i].isFunction("layer")) {
    std::string name;
    for (const Value& value : values[i].children) name += value.text;
    out.condition.hasLayer = true;
    out.condition.layer = pool.copy(name);
    ++i;
  }
  if (i < values.size() && values[i].isFunction("supports")) {
    const Values& inside = values[i].children;
    bool isDeclaration = inside.size() > 1 && inside[0].kind == ValueKind::Ident && inside[1].kind == ValueKind::Colon;
    if (isDeclaration) {
      Value group;
      group.kind = ValueKind::Paren;
      group.children = inside;
      out.condition.supports = Values(pool, {group});
    } else {
      out.condition.supports = inside;
    }
    ++i;
  }
  out.condition.media = values.slice(i, values.size() - i);
  return out;
}

class ReferenceFinder {
 public:
  explicit ReferenceFinder(std::vector<Reference>& out) : out_(out) {}

  void nodes(Nodes& list) {
    for (Node* node : list) {
      if (node->isDead) continue;
      bool holdsAddresses = node->kind == NodeKind::Declaration || (node->kind == NodeKind::At && !isName(*node));
      if (holdsAddresses) values(node->values);
      nodes(node->body);
    }
  }

 private:
  /// Of namespaces and documents, addresses are names.
  static bool isName(const Node& node) {
    return node.name == "namespace" || node.name == "import" || node.name.ends_with("document");
  }

  void values(Values& list) {
    for (Value& value : list) {
      if (value.kind == ValueKind::Url)
        add(value);
      else if (value.isFunction("image-set") || value.isFunction("-webkit-image-set"))
        imageSet(value.children);
      else if (!value.children.empty())
        values(value.children);
    }
  }

  /// Strings are addresses there, but for those of type().
  void imageSet(Values& list) {
    for (Value& value : list) {
      if (value.kind == ValueKind::String || value.kind == ValueKind::Url) add(value);
    }
  }

  void add(Value& value) {
    uint32_t begin = value.offset;
    out_.push_back({&value, std::string(value.text), {begin, begin + 1}});
  }

  std::vector<Reference>& out_;
};

}  // namespace

void findImports(File& file, Log& log) {
  Pool& pool = file.sheet->pool;
  bool isOver = false;  // something else than @charset, @layer a; and @import was there
  size_t kept = 0;
  Nodes& nodes = file.sheet->nodes;
  auto warn = [&](const Node& node, std::string message) {
    log.add({Severity::Warning,
             "bad-import",
             file.path,
             {node.offset, node.offset + static_cast<uint32_t>(node.name.size()) + 1},
             std::move(message),
             {},
             {}});
  };
  for (Node* node : nodes) {
    bool isAt = node->kind == NodeKind::At;
    if (isAt && node->name == "charset") continue;
    if (isAt && node->name == "import") {
      auto found = importOf(*node, pool);
      if (!found)
        warn(*node, "This @import names no style sheet: expected a string or url()");
      else if (isOver)
        warn(*node, "An @import has to stand before all other rules: browsers leave this one out");
      else
        file.imports.push_back(std::move(*found));
      continue;
    }
    bool mayPrecede = node->kind == NodeKind::Comment || (isAt && node->name == "layer" && !node->hasBlock);
    isOver |= !mayPrecede;
    nodes[kept++] = node;
  }
  nodes.shrink(kept);
}

void findReferences(File& file) {
  ReferenceFinder(file.references).nodes(file.sheet->nodes);
}

}  // namespace weft::css
