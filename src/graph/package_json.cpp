#include "graph/package_json.h"

#include <algorithm>
#include <iterator>

#include "graph/ts_glob.h"

namespace weft::graph {

namespace {

constexpr std::string_view kMembers[] = {"name", "main", "tsconfig", "type", "exports", "imports", "sideEffects"};

std::optional<std::string> stringMember(const JsonValue& object, std::string_view key) {
  const JsonValue* value = object.find(key);
  return value && value->is(JsonKind::String) ? std::optional(value->string) : std::nullopt;
}

PackageType typeOf(const JsonValue& object) {
  std::optional<std::string> type = stringMember(object, "type");
  if (type == "module") return PackageType::Module;
  return type == "commonjs" ? PackageType::CommonJs : PackageType::None;
}

}  // namespace

const std::string* PackageJson::mainField(std::string_view field) const {
  if (field == "main") return main ? &*main : nullptr;
  for (const auto& [name, value] : otherMains)
    if (name == field) return &value;
  return nullptr;
}

bool PackageJson::hasSideEffects(std::string_view filePath) const {
  if (!sideEffects) return true;
  if (sideEffects->is(JsonKind::Boolean)) return sideEffects->boolean;
  if (!sideEffects->is(JsonKind::Array)) return true;
  return std::ranges::any_of(sideEffects->elements, [&](const JsonValue& element) {
    std::string_view pattern = element.string;
    if (pattern.starts_with("./")) pattern.remove_prefix(2);
    bool isName = pattern.find('/') == std::string_view::npos;  // of a file in any folder
    return matchesTsGlob(directory + (isName ? "/**/" : "/") + std::string(pattern), filePath);
  });
}

Result<PackageJson, JsonError> parsePackageJson(std::string path, std::string_view text,
                                                std::span<const std::string> fields) {
  std::vector<std::string_view> wanted(std::begin(kMembers), std::end(kMembers));
  wanted.insert(wanted.end(), fields.begin(), fields.end());
  Result<JsonValue, JsonError> parsed = parseJsonMembers(text, wanted);
  if (!parsed) return fail(std::move(parsed.error()));
  if (!parsed->is(JsonKind::Object)) return fail(JsonError{"the file must hold an object"});
  PackageJson package;
  package.directory = path.substr(0, path.rfind('/'));
  package.path = std::move(path);
  package.name = stringMember(*parsed, "name");
  package.main = stringMember(*parsed, "main");
  package.tsconfig = stringMember(*parsed, "tsconfig");
  package.type = typeOf(*parsed);
  for (JsonMember& member : parsed->members) {
    JsonKind kind = member.value.kind;
    bool isMap = kind == JsonKind::Object;
    if (member.key == "exports" && (isMap || kind == JsonKind::Array || kind == JsonKind::String))
      package.exports = std::move(member.value);
    if (member.key == "sideEffects") package.sideEffects = member.value;
    if (member.key == "imports" && isMap) package.imports = std::move(member.value);
    if (std::ranges::find(fields, member.key) == fields.end()) continue;
    if (member.key == "browser" && isMap)
      package.browserMap = std::move(member.value);
    else if (kind == JsonKind::String)
      package.otherMains.emplace_back(member.key, std::move(member.value.string));
  }
  return package;
}

}  // namespace weft::graph
