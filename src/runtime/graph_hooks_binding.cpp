// native("graph_hooks"): how a realm of tests finds its modules and what it reads in place of files
// (builtins/internal/test_resolution.ts): options of the resolver, and functions that the graph asks.

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <unordered_map>

#include "base/paths.h"
#include "base/utf.h"
#include "engine/handle.h"
#include "graph/graph_hooks.h"
#include "graph/module_source.h"
#include "graph/source_map.h"
#include "runtime/bindings.h"
#include "runtime/runtime.h"

namespace weft::runtime {

namespace {

js::Result<std::vector<std::string>> textsOf(js::Realm& realm, js::Value list) {
  std::vector<std::string> texts;
  if (!list.isObject()) return texts;
  WEFT_TRY(length, list.asObject().get(realm, "length"));
  for (uint32_t i = 0; i < static_cast<uint32_t>(length.isNumber() ? length.asNumber() : 0); ++i) {
    WEFT_TRY(item, list.asObject().getIndex(realm, i));
    WEFT_TRY(text, item.toUtf8(realm));
    texts.push_back(std::move(text));
  }
  return texts;
}

/// What was thrown, as a fault of the file.
graph::ModuleError faultOf(js::Realm& realm, const js::JsError& thrown, const std::string& path) {
  graph::ModuleError error;
  error.code = graph::ModuleErrorCode::InvalidSyntax;
  error.path = path;
  js::Value value = thrown.toValue(realm);
  js::Value message = value;
  if (value.isObject()) {
    if (auto own = value.asObject().get(realm, "message"); own && own->isString()) message = *own;
    auto place = value.asObject().get(realm, "loc");
    if (place && place->isObject()) {
      auto line = place->asObject().get(realm, "line");
      auto column = place->asObject().get(realm, "column");
      if (line && column && line->isNumber() && column->isNumber())
        error.place =
            LineColumn{static_cast<uint32_t>(line->asNumber()), static_cast<uint32_t>(column->asNumber()) + 1};
    }
  }
  auto text = message.toUtf8(realm);
  error.message = text && !text->empty() ? std::move(*text) : "the file could not be transformed";
  return error;
}

class RealmHooks final : public graph::GraphHooks {
 public:
  RealmHooks(js::Realm& realm, std::vector<graph::NameRule> rules, js::Function map, js::Function gives,
             js::Function give, std::vector<std::string> plain)
      : realm_(realm),
        map_(realm, map),
        gives_(realm, gives),
        give_(realm, give),
        plain_(std::move(plain)),
        isSuspended_(std::make_shared<bool>(false)),
        names_(std::move(rules), [this](std::string_view specifier) { return ask(specifier); }) {}

  /// True while what is loaded is no part of the test: a transformer and what it needs.
  const std::shared_ptr<bool>& isSuspended() const { return isSuspended_; }

  const graph::MappedName* mapped(std::string_view specifier) override {
    return *isSuspended_ ? nullptr : names_.find(specifier);
  }

  const std::string* gives(const graph::Resolution& location) override {
    if (*isSuspended_) return nullptr;
    if (location.suffix.empty() && std::ranges::find(plain_, paths::extname(location.path)) != plain_.end())
      return nullptr;
    std::string key = location.path + '\0' + location.suffix;
    auto known = given_.find(key);
    if (known == given_.end()) {
      auto answer = gives_.value().asFunction()(realm_, js::Value(), js::toJs(realm_, location.path),
                                                js::toJs(realm_, location.suffix));
      std::optional<std::string> way;
      if (answer && answer->isString()) way = answer->asString().utf8(realm_);
      known = given_.insert_or_assign(std::move(key), std::move(way)).first;
    }
    return known->second ? &*known->second : nullptr;
  }

  Result<graph::GivenText, graph::ModuleError> given(const graph::Resolution& location) override {
    auto answer = give_.value().asFunction()(realm_, js::Value(), js::toJs(realm_, location.path),
                                             js::toJs(realm_, location.suffix));
    if (answer) {
      if (auto texts = textsOf(realm_, *answer); texts && texts->size() == 4)
        return textFrom(std::move(*texts), location);
    }
    return fail(answer ? graph::ModuleError{} : faultOf(realm_, answer.error(), location.path));
  }

 private:
  /// [rule, candidate, …]
  std::optional<graph::MappedName> ask(std::string_view specifier) {
    auto answer = map_.value().asFunction()(realm_, js::Value(), js::toJs(realm_, specifier));
    if (!answer || !answer->isObject()) return std::nullopt;
    auto texts = textsOf(realm_, *answer);
    if (!texts || texts->empty()) return std::nullopt;
    graph::MappedName name{std::move(texts->front()), {}};
    name.candidates.assign(std::make_move_iterator(texts->begin() + 1), std::make_move_iterator(texts->end()));
    return name;
  }

  /// [text, "module" | "commonjs" | "json" | "", what it was made from, a source map]
  Result<graph::GivenText, graph::ModuleError> textFrom(std::vector<std::string> parts,
                                                        const graph::Resolution& location) {
    graph::GivenText text{std::move(parts[0]), graph::KindHint::BySyntax, std::move(parts[2]), nullptr};
    if (parts[1] == "module") {
      text.hint = graph::KindHint::EsModule;
    } else if (parts[1] == "commonjs") {
      text.hint = graph::KindHint::CommonJs;
    } else if (parts[1] == "json") {
      text.hint = graph::KindHint::Json;
    } else {
      auto hint = graph::hintFor(Runtime::of(realm_).graph().resolver(), location.path, graph::AttributeType::None);
      bool isCode = hint && (*hint == graph::KindHint::EsModule || *hint == graph::KindHint::CommonJs);
      // (A transformer may well make CommonJS of a module.)
      if (isCode && *hint == graph::KindHint::CommonJs) text.hint = *hint;
    }
    if (!parts[3].empty()) {
      auto map = graph::parseSourceMap(parts[3], location.path);
      if (map) text.positions = std::shared_ptr<const PositionTable>(map, &map->positions());
    }
    return text;
  }

  js::Realm& realm_;
  js::Persistent map_, gives_, give_;
  std::vector<std::string> plain_;  // extensions of files that are read as they are
  std::unordered_map<std::string, std::optional<std::string>> given_;
  std::shared_ptr<bool> isSuspended_;
  graph::NameMap names_;
};

/// `rules`: of each pattern [how a name begins, how it may end, …]. `plain`: extensions that `gives` is not asked of.
/// Gives a function that suspends the hooks (true) and lets them go on (false).
js::Result<js::Value> setHooks(js::Realm& realm, js::Object rules, js::Function map, js::Function gives,
                               js::Function give, js::Object plain) {
  std::vector<graph::NameRule> list;
  WEFT_TRY(length, rules.get(realm, "length"));
  for (uint32_t i = 0; i < static_cast<uint32_t>(length.isNumber() ? length.asNumber() : 0); ++i) {
    WEFT_TRY(item, rules.getIndex(realm, i));
    WEFT_TRY(texts, textsOf(realm, item));
    if (texts.empty()) continue;
    graph::NameRule rule{std::move(texts.front()), {}};
    rule.ends.assign(std::make_move_iterator(texts.begin() + 1), std::make_move_iterator(texts.end()));
    list.push_back(std::move(rule));
  }
  WEFT_TRY(extensions, textsOf(realm, plain));
  auto hooks = std::make_unique<RealmHooks>(realm, std::move(list), map, gives, give, std::move(extensions));
  auto isSuspended = hooks->isSuspended();
  Runtime::of(realm).graph().setHooks(std::move(hooks));
  return js::Value(js::createClosure(realm, "suspend", 1, [isSuspended](js::Call& call) -> js::Result<js::Value> {
    *isSuspended = call[0].isTrue();
    return js::Value();
  }));
}

void removeHooks(js::Realm& realm) {
  Runtime::of(realm).graph().setHooks(nullptr);
}

/// The first bytes of a test file, if they may say something of its environment; else nothing.
std::string environmentComments(js::Realm&, std::string path) {
  constexpr size_t kHead = 8192;  // a first comment is hardly longer
  std::string head;
  int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return head;  // Whoever runs it tells.
  head.resize(kHead);
  ssize_t length = ::read(file, head.data(), head.size());
  ::close(file);
  head.resize(length > 0 ? static_cast<size_t>(length) : 0);
  if (head.find("-environment") == std::string::npos) head.clear();
  return toValidUtf8(head);
}

/// Specifiers and the builtins that they name, in turn: modules that only this realm has.
js::Result<void> addBuiltins(js::Realm& realm, js::Object names) {
  WEFT_TRY(texts, textsOf(realm, names));
  graph::Resolver& resolver = Runtime::of(realm).graph().resolver();
  graph::ResolverOptions options = resolver.options();
  for (size_t i = 0; i + 1 < texts.size(); i += 2) options.builtins.push_back({texts[i], texts[i + 1]});
  resolver.setOptions(std::move(options));
  return {};
}

/// An empty list leaves what is there; `paths` are added. Imports may leave out extensions from now on.
js::Result<void> setResolution(js::Realm& realm, js::Object extensions, js::Object folders, js::Object paths,
                               js::Object conditions) {
  graph::Resolver& resolver = Runtime::of(realm).graph().resolver();
  graph::ResolverOptions options = resolver.options();
  options.importsMayOmit = true;
  WEFT_TRY(endings, textsOf(realm, extensions));
  WEFT_TRY(names, textsOf(realm, folders));
  WEFT_TRY(added, textsOf(realm, paths));
  WEFT_TRY(words, textsOf(realm, conditions));
  if (!endings.empty()) options.extensions = std::move(endings);
  if (!names.empty()) options.packageFolders = std::move(names);
  if (!added.empty()) {
    options.globalPaths.insert(options.globalPaths.begin(), added.begin(), added.end());
    options.importsUseGlobalPaths = true;
  }
  if (!words.empty()) options.platformConditions = std::move(words);
  resolver.setOptions(std::move(options));
  return {};
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&addBuiltins>("addBuiltins"),     js::fn<&environmentComments>("environmentComments"),
    js::fn<&removeHooks>("removeHooks"),     js::fn<&setHooks>("setHooks"),
    js::fn<&setResolution>("setResolution"),
};

}  // namespace

const js::Binding kGraphHooksBinding = {"graph_hooks", kFunctions};

}  // namespace weft::runtime
