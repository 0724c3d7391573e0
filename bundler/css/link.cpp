#include "css/link.h"

#include <algorithm>
#include <unordered_set>

#include "base/base64.h"
#include "base/utf.h"
#include "css/printer.h"

namespace weft::css {

namespace {

using Conditions = std::vector<const Condition*>;  // the outermost first

/// What comes into the output, from its end to its beginning.
struct Item {
  enum class Kind : uint8_t { Sheet, External, Layers };
  Kind kind = Kind::Sheet;
  FileId file = kNoFile;
  const std::string* external = nullptr;
  Conditions conditions;
};

std::string textOf(const Condition& condition) {
  std::string out;
  if (condition.hasLayer) out = condition.layer.empty() ? " layer" : " layer(" + std::string(condition.layer) + ")";
  if (!condition.supports.empty()) {
    out += " supports(";
    bool isDeclaration = condition.supports.size() == 1 && condition.supports[0].kind == ValueKind::Paren;
    appendValues(out, isDeclaration ? condition.supports[0].children : condition.supports, ValueStyle::Pretty);
    out += ")";
  }
  if (!condition.media.empty()) {
    out += " ";
    appendValues(out, condition.media, ValueStyle::Pretty);
  }
  return out;
}

class Orderer {
 public:
  explicit Orderer(const std::vector<File>& files) : files_(files) {}

  std::vector<Item> order(const std::vector<FileId>& entries) {
    for (size_t i = entries.size(); i-- > 0;) visit(entries[i]);
    std::ranges::reverse(items_);
    return std::move(items_);
  }

 private:
  [[nodiscard]] std::string keyOf(std::string_view what) const {
    std::string key(what);
    for (const Condition* condition : conditions_) key.append("\n").append(textOf(*condition));
    return key;
  }

  /// From the last to the first, so that what was met before is what counts.
  void visit(FileId id) {
    if (std::ranges::find(path_, id) != path_.end()) return;
    if (!seen_.insert(keyOf(std::to_string(id))).second || isAlwaysThere(id)) {
      items_.push_back({Item::Kind::Layers, id, nullptr, conditions_});
      return;
    }
    items_.push_back({Item::Kind::Sheet, id, nullptr, conditions_});
    path_.push_back(id);
    const std::vector<Import>& imports = files_[id].imports;
    for (size_t i = imports.size(); i-- > 0;) {
      const Import& import = imports[i];
      bool isPlain = import.condition.isNone();
      if (!isPlain) conditions_.push_back(&import.condition);
      if (import.target != kNoFile)
        visit(import.target);
      else if (!import.external.empty() && seen_.insert(keyOf(import.external)).second)
        items_.push_back({Item::Kind::External, kNoFile, &import.external, conditions_});
      if (!isPlain) conditions_.pop_back();
    }
    path_.pop_back();
  }

  /// Under conditions but not in a layer: of no use where it comes later without any.
  bool isAlwaysThere(FileId id) {
    if (conditions_.empty()) return false;
    bool hasLayer = std::ranges::any_of(conditions_, [](const Condition* it) { return it->hasLayer; });
    return !hasLayer && seen_.contains(std::to_string(id));
  }

  const std::vector<File>& files_;
  std::vector<Item> items_;
  std::vector<FileId> path_;
  Conditions conditions_;
  std::unordered_set<std::string> seen_;
};

class Emitter {
 public:
  Emitter(const std::vector<File>& files, const LinkOptions& options) : files_(files), options_(options) {}

  Linked emit(const std::vector<Item>& items) {
    for (const Item& item : items)
      if (item.kind == Item::Kind::External) external(item);
    for (const Item& item : items) {
      if (item.kind == Item::Kind::Sheet) sheet(item);
      if (item.kind == Item::Kind::Layers) layers(item);
    }
    bool needsCharset = !isAscii(out_.text);
    if (needsCharset) addCharset();
    return std::move(out_);
  }

 private:
  void addCharset() {
    std::string first = options_.minifyWhitespace ? "@charset \"UTF-8\";" : "@charset \"UTF-8\";\n";
    out_.text.insert(0, first);
    for (Piece& piece : out_.pieces) {
      piece.begin += first.size();
      piece.end += first.size();
    }
  }

  void line(std::string_view text) {
    out_.text += text;
    if (!options_.minifyWhitespace) out_.text.push_back('\n');
  }

  /// Conditions within conditions are written as sheets that import.
  void external(const Item& item) {
    std::string statement = "@import ";
    appendString(statement, *item.external);
    if (!item.conditions.empty()) statement += textOf(*item.conditions.back());
    statement += ";";
    for (size_t i = item.conditions.size(); i-- > 1;) {
      std::string outer = "@import \"data:text/css;base64," + encodeBase64(statement) + "\"";
      statement = outer + textOf(*item.conditions[i - 1]) + ";";
    }
    if (options_.minifyWhitespace && statement.starts_with("@import \"")) statement.erase(7, 1);
    line(statement);
  }

  static Node* wrap(Pool& pool, std::string_view name, const Values& values, Nodes body) {
    Node* node = pool.make<Node>();
    node->kind = NodeKind::At;
    node->hasBlock = true;
    node->name = name;
    node->values = values;
    node->body = body;
    return node;
  }

  static Values layerName(Pool& pool, std::string_view name) {
    if (name.empty()) return {};
    Value value;
    value.text = name;  // a.b too: it has been read as it is written
    return Values(pool, {value});
  }

  static Nodes wrapped(Pool& pool, Nodes nodes, const Conditions& conditions) {
    for (size_t i = conditions.size(); i-- > 0;) {
      const Condition& it = *conditions[i];
      if (it.hasLayer) nodes = Nodes(pool, {wrap(pool, "layer", layerName(pool, it.layer), nodes)});
      if (!it.supports.empty()) nodes = Nodes(pool, {wrap(pool, "supports", it.supports, nodes)});
      if (!it.media.empty()) nodes = Nodes(pool, {wrap(pool, "media", it.media, nodes)});
    }
    return nodes;
  }

  void sheet(const Item& item) {
    const File& file = files_[item.file];
    bool hasLayer = std::ranges::any_of(item.conditions, [](const Condition* it) { return it->hasLayer; });
    bool isEmpty = std::ranges::all_of(file.sheet->nodes, [](const Node* node) { return node->isDead; });
    if (isEmpty && !hasLayer) return;
    if (!options_.minifyWhitespace) {
      if (!out_.text.empty()) out_.text.push_back('\n');
      out_.text.append("/* ").append(file.shownPath).append(" */\n");
    }
    Piece piece{item.file, out_.text.size(), 0, {}};
    Pool pool;
    std::string text;
    PrintOptions options{options_.minifyWhitespace, options_.wantsMappings ? &piece.mappings : nullptr,
                         options_.references};
    print(wrapped(pool, file.sheet->nodes, item.conditions), options, text);
    if (options_.minifyWhitespace && text.ends_with('\n')) text.pop_back();
    out_.text += text;
    piece.end = out_.text.size();
    if (options_.wantsMappings) out_.pieces.push_back(std::move(piece));
  }

  /// What comes again later has said already which layers there are, and so in which order they are.
  void layers(const Item& item) {
    std::vector<std::string> names;
    std::vector<FileId> path;
    collectLayers(item.file, "", names, path);
    std::string prefix;
    for (const Condition* condition : item.conditions) {
      if (!condition->hasLayer) continue;
      if (condition->layer.empty()) return;
      prefix += (prefix.empty() ? "" : ".") + std::string(condition->layer);
    }
    std::string list;
    if (!prefix.empty()) list = prefix;
    for (const std::string& name : names)
      list += (list.empty() ? "" : ",") + (prefix.empty() ? name : prefix + "." + name);
    if (list.empty()) return;
    Pool pool;
    Value value;
    value.text = list;
    Node* statement = pool.make<Node>();
    statement->kind = NodeKind::At;
    statement->name = "layer";
    statement->values = Values(pool, {value});
    Conditions others;
    std::vector<Condition> copies;
    copies.reserve(item.conditions.size());
    for (const Condition* condition : item.conditions) {
      copies.push_back(*condition);
      copies.back().hasLayer = false;
      others.push_back(&copies.back());
    }
    std::string text;
    print(wrapped(pool, Nodes(pool, {statement}), others), {.minifyWhitespace = options_.minifyWhitespace}, text);
    if (options_.minifyWhitespace && text.ends_with('\n')) text.pop_back();
    out_.text += text;
  }

  void collectLayers(FileId id, const std::string& prefix, std::vector<std::string>& names, std::vector<FileId>& path) {
    if (std::ranges::find(path, id) != path.end()) return;
    path.push_back(id);
    for (const Import& import : files_[id].imports) {
      std::string inner = prefix;
      if (import.condition.hasLayer) {
        if (import.condition.layer.empty()) continue;
        inner += (prefix.empty() ? "" : ".") + std::string(import.condition.layer);
        addOnce(names, inner);
      }
      if (import.target != kNoFile) collectLayers(import.target, inner, names, path);
    }
    for (const Node* node : files_[id].sheet->nodes) {
      if (node->kind != NodeKind::At || node->name != "layer") continue;
      std::string text;
      appendValues(text, node->values, ValueStyle::Minified);
      size_t from = 0;
      while (from < text.size()) {
        size_t comma = std::min(text.find(',', from), text.size());
        std::string name = text.substr(from, comma - from);
        addOnce(names, prefix.empty() ? name : prefix + "." + name);
        from = comma + 1;
      }
    }
    path.pop_back();
  }

  static void addOnce(std::vector<std::string>& names, const std::string& name) {
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  }

  const std::vector<File>& files_;
  const LinkOptions& options_;
  Linked out_;
};

}  // namespace

Linked link(const std::vector<File>& files, const std::vector<FileId>& entries, const LinkOptions& options) {
  std::vector<Item> items = Orderer(files).order(entries);
  Linked out = Emitter(files, options).emit(items);
  if (options.minifyWhitespace && !out.text.empty() && !out.text.ends_with('\n')) out.text.push_back('\n');
  return out;
}

}  // namespace weft::css
