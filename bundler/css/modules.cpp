#include "css/modules.h"

#include <algorithm>
#include <unordered_map>

#include "base/hash.h"
#include "base/paths.h"
#include "css/lexer.h"
#include "css/printer.h"
#include "css/properties.h"
#include "css/value_edits.h"

namespace weft::css {

namespace {

using enum Property;

/// Names of one kind: a class and a container may be called the same.
enum class NameKind : uint8_t { Class, Id, Keyframes, Container, GridArea, Count };

class Scoper {
 public:
  Scoper(File& file, const ModuleOptions& options, Log& log)
      : file_(file), pool_(file.sheet->pool), options_(options), log_(log) {
    constexpr size_t kDigits = 5;
    hash_ = hashText(options.path).substr(0, kDigits);
  }

  ModuleNames run() {
    // Animations are named before or after they are declared.
    declare(file_.sheet->nodes);
    nodes(file_.sheet->nodes, nullptr);
    return std::move(out_);
  }

 private:
  /// Letters and digits of a hash.
  static std::string hashText(std::string_view path) {
    constexpr std::string_view kDigits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    uint64_t hash = hash64(path);
    std::string out;
    while (hash != 0) {
      out.push_back(kDigits[hash % kDigits.size()]);
      hash /= kDigits.size();
    }
    return out;
  }

  // --- Names.

  std::string_view generatedFor(std::string_view local) {
    std::string out;
    std::string_view rest = options_.pattern;
    while (!rest.empty()) {
      auto take = [&](std::string_view word, std::string_view value) {
        if (!rest.starts_with(word)) return false;
        out += value;
        rest.remove_prefix(word.size());
        return true;
      };
      std::string_view stem = paths::basename(file_.path, paths::extname(file_.path));
      if (stem.ends_with(".module")) stem.remove_suffix(7);
      if (take("[local]", local) || take("[hash]", hash_) || take("[name]", stem)) continue;
      out.push_back(rest[0]);
      rest.remove_prefix(1);
    }
    if (!out.empty() && isDigitByte(static_cast<unsigned char>(out[0]))) out.insert(0, 1, '_');
    return pool_.copy(out);
  }

  std::string_view local(NameKind kind, std::string_view name) {
    auto& names = names_[static_cast<size_t>(kind)];
    auto [known, isNew] = names.try_emplace(std::string(name));
    if (isNew) {
      known->second = generatedFor(name);
      bool isExported = !out_.find(name);
      if (isExported) out_.exports.push_back({std::string(name), std::string(known->second), {}});
    }
    return known->second;
  }

  [[nodiscard]] const std::string_view* declared(NameKind kind, std::string_view name) const {
    const auto& names = names_[static_cast<size_t>(kind)];
    auto found = names.find(std::string(name));
    return found == names.end() ? nullptr : &found->second;
  }

  // --- Rules.

  void declare(Nodes& list) {
    for (Node* node : list) {
      bool isKeyframes = node->kind == NodeKind::At && node->name.ends_with("keyframes");
      if (isKeyframes) keyframes(*node);
      if (node->kind == NodeKind::Declaration && static_cast<Property>(node->property) == GridTemplateAreas)
        areas(*node);
      declare(node->body);
    }
  }

  void keyframes(Node& node) {
    Values& values = node.values;
    bool isMarked = values.size() == 2 && values[0].kind == ValueKind::Colon && values[1].kind == ValueKind::Function &&
                    values[1].children.size() == 1;
    bool isLocal = options_.scope == NameScope::Local;
    if (isMarked) {
      isLocal = values[1].isFunction("local");
      Value name = values[1].children[0];
      values = Values(pool_, {name});
    }
    if (values.size() != 1 || !isLocal) return;
    if (values[0].kind != ValueKind::Ident && values[0].kind != ValueKind::String) return;
    rename(values[0], local(NameKind::Keyframes, values[0].text));
  }

  void areas(Node& node) {
    if (options_.scope != NameScope::Local) return;
    for (Value& value : node.values) {
      if (value.kind != ValueKind::String) continue;
      std::string out;
      std::string_view rest = value.text;
      while (!rest.empty()) {
        bool isBlank = isBlankByte(static_cast<unsigned char>(rest[0]));
        size_t end = 0;
        while (end < rest.size() && isBlankByte(static_cast<unsigned char>(rest[end])) == isBlank) ++end;
        std::string_view word = rest.substr(0, end);
        rest.remove_prefix(end);
        bool isName = !isBlank && word[0] != '.';
        out += isName ? local(NameKind::GridArea, word) : word;
      }
      value.text = pool_.copy(out);
    }
  }

  void rename(Value& value, std::string_view name) {
    value.kind = ValueKind::Ident;
    value.text = name;
    value.flags = static_cast<uint8_t>((value.flags & Value::SpaceBefore) | Value::Escaped);
  }

  void nodes(Nodes& list, const Node* rule) {
    size_t kept = 0;
    for (Node* node : list) {
      bool stays = true;
      switch (node->kind) {
        case NodeKind::Style:
          selectors(node->selectors, options_.scope);
          nodes(node->body, rule ? nullptr : node);
          break;
        case NodeKind::Declaration:
          stays = declaration(*node, rule);
          break;
        case NodeKind::At:
          if (node->name == "container") containerRule(*node);
          nodes(node->body, nullptr);
          break;
        default:
          nodes(node->body, nullptr);
      }
      if (stays) list[kept++] = node;
    }
    list.shrink(kept);
  }

  // --- Selectors.

  void selectors(Selectors& list, NameScope scope) {
    for (Complex& complex : list) selector(complex, scope);
  }

  void selector(Complex& complex, NameScope scope) {
    std::vector<Compound> out;
    for (Compound& compound : complex.compounds) {
      std::vector<Simple> parts;
      for (Simple& simple : compound.parts) part(simple, scope, parts, compound, out);
      bool isOnlyMark = parts.empty();
      if (isOnlyMark) {
        // `:global .a`: what follows stands in its place.
        pending_ = compound.before;
        hasPending_ = true;
        continue;
      }
      Compound made;
      made.before = compound.before;
      if (hasPending_) made.before = pending_;
      hasPending_ = false;
      made.parts = List<Simple>(pool_, parts);
      out.push_back(made);
    }
    hasPending_ = false;
    if (out.empty()) {
      // A mark and nothing else stands for all.
      Simple all;
      all.kind = SimpleKind::Universal;
      Compound made;
      made.parts.push(pool_, all);
      out.push_back(made);
    }
    complex.compounds = List<Compound>(pool_, out);
  }

  void part(Simple& simple, NameScope& scope, std::vector<Simple>& parts, Compound& compound,
            std::vector<Compound>& before) {
    bool isMark = simple.kind == SimpleKind::PseudoClass && (simple.name == "local" || simple.name == "global");
    if (isMark) {
      NameScope inner = simple.name == "local" ? NameScope::Local : NameScope::Global;
      if (!simple.hasSelectors) {
        scope = inner;
        return;
      }
      selectors(simple.selectors, inner);
      bool isOne = simple.selectors.size() == 1;
      if (isOne) {
        // Its last compound goes on here, the others come before.
        List<Compound>& inside = simple.selectors[0].compounds;
        for (size_t i = 0; i + 1 < inside.size(); ++i) {
          if (i == 0) inside[i].before = compound.before;
          before.push_back(inside[i]);
        }
        if (inside.size() > 1) compound.before = inside.back().before;
        for (const Simple& it : inside.back().parts) parts.push_back(it);
        return;
      }
      simple.name = "is";
      parts.push_back(simple);
      return;
    }
    bool isName = simple.kind == SimpleKind::Class || simple.kind == SimpleKind::Id;
    if (isName && scope == NameScope::Local && !simple.isLocal) {
      simple.name = local(simple.kind == SimpleKind::Class ? NameKind::Class : NameKind::Id, simple.name);
      simple.isLocal = true;
    }
    if (simple.hasSelectors) {
      bool outer = hasPending_;
      hasPending_ = false;
      selectors(simple.selectors, scope);
      hasPending_ = outer;
    }
    parts.push_back(simple);
  }

  // --- Declarations.

  /// False where it goes.
  bool declaration(Node& node, const Node* rule) {
    switch (static_cast<Property>(node.property)) {
      case Composes:
        composes(node, rule);
        return false;
      case Animation:
      case AnimationName:
      case WebkitAnimation:
      case WebkitAnimationName:
        references(node.values, NameKind::Keyframes);
        return true;
      case ContainerName:
      case Container:
        containers(node.values);
        return true;
      case GridArea:
      case GridRow:
      case GridColumn:
      case GridRowStart:
      case GridRowEnd:
      case GridColumnStart:
      case GridColumnEnd:
        references(node.values, NameKind::GridArea);
        return true;
      default:
        return true;
    }
  }

  /// Names that the file declares.
  void references(Values& values, NameKind kind) {
    for (Value& value : values) {
      bool isName = value.kind == ValueKind::Ident || (value.kind == ValueKind::String && kind == NameKind::Keyframes);
      if (!isName) {
        marked(value, kind);
        continue;
      }
      if (const std::string_view* found = declared(kind, value.text)) rename(value, *found);
    }
  }

  /// local(x), global(x)
  void marked(Value& value, NameKind kind) {
    bool isLocal = value.isFunction("local");
    if ((!isLocal && !value.isFunction("global")) || value.children.size() != 1) return;
    std::string_view name = value.children[0].text;
    value.children = {};
    rename(value, isLocal ? local(kind, name) : name);
  }

  void containers(Values& values) {
    if (options_.scope != NameScope::Local) return;
    for (Value& value : values) {
      if (value.isDelim('/')) return;
      bool isName = value.kind == ValueKind::Ident && !isWideKeyword(value) && !value.isIdent("none");
      if (isName) rename(value, local(NameKind::Container, value.text));
    }
  }

  void containerRule(Node& node) {
    if (options_.scope != NameScope::Local || node.values.empty()) return;
    Value& first = node.values[0];
    bool isName = first.kind == ValueKind::Ident && !first.isIdent("not");
    if (isName) rename(first, local(NameKind::Container, first.text));
  }

  void warn(const Node& node, std::string message) {
    log_.add({Severity::Warning,
              "bad-composes",
              file_.path,
              {node.offset, node.offset + static_cast<uint32_t>(node.name.size())},
              std::move(message),
              {},
              {}});
  }

  /// composes: a b from "./c.css"
  void composes(const Node& node, const Node* rule) {
    std::vector<ModuleExport*> targets;
    for (const Complex& complex : rule ? rule->selectors : Selectors()) {
      const Simple* only = complex.compounds.size() == 1 && complex.compounds[0].parts.size() == 1
                               ? &complex.compounds[0].parts[0]
                               : nullptr;
      bool isClass = only && only->kind == SimpleKind::Class && only->isLocal;
      auto found = std::ranges::find_if(out_.exports,
                                        [&](const ModuleExport& it) { return isClass && it.generated == only->name; });
      if (!isClass || found == out_.exports.end()) {
        warn(node, "\"composes\" has to stand in a rule of single local classes");
        return;
      }
      targets.push_back(&*found);
    }
    if (targets.empty()) return warn(node, "\"composes\" has to stand in a rule of single local classes");
    std::vector<Composition> list;
    const Values& values = node.values;
    size_t i = 0;
    for (; i < values.size() && !values[i].isIdent("from"); ++i) {
      if (values[i].kind == ValueKind::Comma) continue;
      if (values[i].kind != ValueKind::Ident) return warn(node, "\"composes\" takes names of classes");
      list.push_back({Composition::From::Own, std::string(values[i].text)});
    }
    if (i + 1 < values.size()) {
      const Value& from = values[i + 1];
      bool isGlobal = from.isIdent("global");
      if (!isGlobal && from.kind != ValueKind::String)
        return warn(node, "Expected a string or \"global\" after \"from\"");
      for (Composition& it : list) {
        it.from = isGlobal ? Composition::From::Global : Composition::From::File;
        it.import = static_cast<uint32_t>(out_.imports.size());
      }
      if (!isGlobal) out_.imports.push_back({std::string(from.text), {from.offset, from.offset + 1}});
    }
    // A class that only composes others is one of this file too.
    std::vector<std::string> owners;
    for (ModuleExport* target : targets) owners.push_back(target->name);
    for (const Composition& it : list)
      if (it.from == Composition::From::Own) (void)local(NameKind::Class, it.name);
    for (const std::string& owner : owners) {
      auto found = std::ranges::find(out_.exports, owner, &ModuleExport::name);
      found->composes.insert(found->composes.end(), list.begin(), list.end());
    }
  }

  File& file_;
  Pool& pool_;
  const ModuleOptions& options_;
  Log& log_;
  std::string hash_;
  ModuleNames out_;
  std::unordered_map<std::string, std::string_view> names_[static_cast<size_t>(NameKind::Count)];
  Combinator pending_ = Combinator::None;
  bool hasPending_ = false;
};

void addComposed(const std::vector<ModuleNames>& names, FileId file, const ModuleExport& it,
                 std::vector<std::string>& out, std::vector<const ModuleExport*>& path) {
  if (std::ranges::find(path, &it) != path.end()) return;
  path.push_back(&it);
  auto add = [&](const std::string& name) {
    if (std::ranges::find(out, name) == out.end()) out.push_back(name);
  };
  for (const Composition& composition : it.composes) {
    if (composition.from == Composition::From::Global) {
      add(composition.name);
      continue;
    }
    bool isOwn = composition.from == Composition::From::Own;
    FileId from = isOwn ? file : names[file].imports[composition.import].target;
    if (from == kNoFile) continue;
    if (const ModuleExport* found = names[from].find(composition.name)) addComposed(names, from, *found, out, path);
  }
  add(it.generated);
  path.pop_back();
}

}  // namespace

const ModuleExport* ModuleNames::find(std::string_view name) const {
  auto found = std::ranges::find(exports, name, &ModuleExport::name);
  return found == exports.end() ? nullptr : &*found;
}

ModuleNames scopeNames(File& file, const ModuleOptions& options, Log& log) {
  return Scoper(file, options, log).run();
}

std::string composedValue(const std::vector<ModuleNames>& names, FileId file, const ModuleExport& it) {
  std::vector<std::string> list;
  std::vector<const ModuleExport*> path;
  addComposed(names, file, it, list, path);
  std::string out;
  for (const std::string& name : list) out += (out.empty() ? "" : " ") + name;
  return out;
}

}  // namespace weft::css
