#include "graph/package_json.h"

namespace weft::graph {

namespace {

constexpr std::string_view kMembers[] = {"name", "main", "tsconfig", "type", "exports", "imports"};

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

Result<PackageJson, JsonError> parsePackageJson(std::string path, std::string_view text) {
  Result<JsonValue, JsonError> parsed = parseJsonMembers(text, kMembers);
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
    if (member.key == "imports" && isMap) package.imports = std::move(member.value);
  }
  return package;
}

}  // namespace weft::graph
