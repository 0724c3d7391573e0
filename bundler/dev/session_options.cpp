#include "dev/session_options.h"

#include "base/paths.h"
#include "bundler/loaders.h"
#include "graph/json.h"
#include "syntax/edits.h"

namespace weft::dev {

using graph::JsonKind;
using graph::JsonMember;
using graph::JsonValue;

namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

class OptionsReader {
 public:
  std::string error;
  SessionOptions options;

  void read(const JsonMember& member) {
    const auto& [name, value] = member;
    if (name == "root") return folder(name, value, options.root);
    if (name == "publicFolder") return folder(name, value, options.publicFolder);
    if (name == "base") return base(value);
    if (name == "conditions") return conditions(value);
    if (name == "defines") return pairs(name, value, options.defines);
    if (name == "aliases") return pairs(name, value, options.aliases);
    if (name == "loaders") return pairs(name, value, options.loaders);
    if (name == "environment") return environment(value);
    if (name == "refresh") return flag(name, value, options.refresh);
    if (name == "overlay") return flag(name, value, options.overlay);
    if (name == "forwardsConsole") return flag(name, value, options.forwardsConsole);
    refuse("There is no option \"" + name + "\"");
  }

  void check() {
    if (error.empty() && options.root.empty()) refuse("The option \"root\" is missing");
    for (const auto& [extension, name] : options.loaders)
      if (!bundler::loaderNamed(name)) refuse("There is no loader \"" + name + "\"");
    for (const auto& [name, value] : options.defines) {
      if (syntax::parsePath(name).empty()) refuse("\"" + name + "\" cannot be defined: it is no name");
      if (!syntax::ConstantExpression::parse(value))
        refuse("The value of \"" + name + "\" is neither JSON nor a name: " + value);
    }
  }

 private:
  void refuse(std::string why) {
    if (error.empty()) error = std::move(why);
  }

  bool is(const std::string& name, const JsonValue& value, JsonKind kind, const char* what) {
    if (value.is(kind)) return true;
    refuse("The option \"" + name + "\" must be " + what);
    return false;
  }

  void folder(const std::string& name, const JsonValue& value, std::string& out) {
    if (!is(name, value, JsonKind::String, "a string")) return;
    if (!value.string.empty() && !paths::isAbsolute(value.string))
      return refuse("The option \"" + name + "\" must be an absolute path");
    out = value.string.empty() ? std::string() : paths::normalize(value.string);
    if (out.size() > 1 && out.ends_with('/')) out.pop_back();
  }

  void base(const JsonValue& value) {
    if (!is("base", value, JsonKind::String, "a string")) return;
    options.base = value.string;
    if (!options.base.starts_with('/') || !options.base.ends_with('/'))
      refuse("The option \"base\" must begin and end with a slash");
  }

  void conditions(const JsonValue& value) {
    if (!is("conditions", value, JsonKind::Array, "a list")) return;
    for (const JsonValue& each : value.elements)
      if (is("conditions", each, JsonKind::String, "a list of strings")) options.conditions.push_back(each.string);
  }

  void pairs(const std::string& name, const JsonValue& value, Pairs& out) {
    if (!is(name, value, JsonKind::Object, "an object")) return;
    for (const JsonMember& each : value.members)
      if (is(name, each.value, JsonKind::String, "an object of strings")) out.emplace_back(each.key, each.value.string);
  }

  void environment(const JsonValue& value) {
    if (!is("environment", value, JsonKind::Object, "an object")) return;
    for (const JsonMember& each : value.members) options.environment.emplace_back(each.key, each.value.stringify());
  }

  void flag(const std::string& name, const JsonValue& value, bool& out) {
    if (is(name, value, JsonKind::Boolean, "true or false")) out = value.boolean;
  }
};

}  // namespace

Result<SessionOptions, std::string> parseSessionOptions(std::string_view json) {
  auto parsed = graph::parseJson(json);
  if (!parsed) return fail(std::string("The options are no JSON: ") + parsed.error().message);
  if (!parsed->is(JsonKind::Object)) return fail(std::string("The options must be an object"));
  OptionsReader reader;
  for (const JsonMember& member : parsed->members) reader.read(member);
  reader.check();
  if (!reader.error.empty()) return fail(std::move(reader.error));
  return std::move(reader.options);
}

}  // namespace weft::dev
