#include "graph/exports_map.h"

#include <algorithm>
#include <charconv>

#include "base/paths.h"
#include "graph/resolve_errors.h"
#include "graph/url_path.h"

namespace weft::graph {

namespace {

/// One match of a key: its target is resolved with `match` in place of every "*".
struct KeyMatch {
  std::string_view key;    // "./features/*.js", or the subpath itself
  std::string_view match;  // what the "*" stands for
  bool isPattern = false;
};

/// True for ".", ".." and "node_modules", also when written with percent escapes.
bool isForbiddenSegment(std::string_view segment) {
  std::string decoded = paths::percentDecode(segment);
  std::ranges::transform(decoded, decoded.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return decoded == "." || decoded == ".." || decoded == "node_modules";
}

bool hasForbiddenSegment(std::string_view path) {
  for (size_t at = 0; at <= path.size();) {
    size_t end = std::min(path.find_first_of("/\\", at), path.size());
    if (isForbiddenSegment(path.substr(at, end - at))) return true;
    at = end + 1;
  }
  return false;
}

std::string replaceStars(std::string_view text, const KeyMatch& match) {
  if (!match.isPattern) return std::string(text);
  std::string out;
  for (char character : text) {
    if (character == '*') {
      out.append(match.match);
    } else {
      out.push_back(character);
    }
  }
  return out;
}

/// True for the keys that JavaScript orders as numbers: "0", "17", but not "01".
bool isArrayIndex(std::string_view key) {
  uint64_t value = 0;
  auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), value);
  bool isNumber = error == std::errc() && end == key.data() + key.size();
  return isNumber && (key.size() == 1 || key.front() != '0') && value < 0xFFFFFFFF;
}

/// PATTERN_KEY_COMPARE: true if `key` is more specific than `best`.
bool isMoreSpecific(std::string_view key, std::string_view best) {
  size_t bestBase = best.empty() ? 0 : best.find('*') + 1;
  size_t keyBase = key.find('*') + 1;
  return keyBase != bestBase ? keyBase > bestBase : key.size() > best.size();
}

class MapResolver {
 public:
  MapResolver(const MapQuery& query, bool isImports) : query_(query), isImports_(isImports) {}

  MapTarget resolveTarget(const JsonValue& target, const KeyMatch& match) const {
    switch (target.kind) {
      case JsonKind::String:
        return resolveString(target.string, match);
      case JsonKind::Array:
        return resolveArray(target, match);
      case JsonKind::Object:
        return resolveConditions(target, match);
      case JsonKind::Null:
        return {.kind = MapTarget::Kind::Null, .value = {}, .error = {}};
      case JsonKind::Boolean:
      case JsonKind::Number:
        break;
    }
    return invalidTarget(target.stringify(), match);
  }

  /// The best pattern key for `specifier`; an empty key if none matches.
  static KeyMatch findPattern(const JsonValue& map, std::string_view specifier, const JsonValue*& target) {
    KeyMatch best;
    best.isPattern = true;
    for (const JsonMember& member : map.members) {
      std::string_view key = member.key;
      size_t star = key.find('*');
      if (star == std::string_view::npos || key.rfind('*') != star) continue;
      std::string_view trailer = key.substr(star + 1);
      bool matches =
          specifier.starts_with(key.substr(0, star)) && specifier.size() >= key.size() && specifier.ends_with(trailer);
      if (!matches || !isMoreSpecific(key, best.key)) continue;
      best.key = key;
      best.match = specifier.substr(star, specifier.size() - trailer.size() - star);
      target = &member.value;
    }
    return best;
  }

  static MapTarget failed(ModuleError error) {
    return {.kind = MapTarget::Kind::Failed, .value = {}, .error = std::move(error)};
  }

 private:
  MapTarget resolveString(std::string_view target, const KeyMatch& match) const {
    if (!target.starts_with("./")) {
      bool mayBePackage =
          isImports_ && !target.starts_with('/') && !target.starts_with("../") && urlScheme(target).empty();
      if (!mayBePackage) return invalidTarget(target, match);
      return {.kind = MapTarget::Kind::Specifier, .value = replaceStars(target, match), .error = {}};
    }
    if (hasForbiddenSegment(target.substr(2))) return invalidTarget(target, match);
    if (!staysInside(target)) return invalidTarget(target, match);
    std::string value = replaceStars(target, match);
    bool isValidMatch = !match.isPattern || (!hasForbiddenSegment(match.match) && staysInside(value));
    if (!isValidMatch) return invalidSubpath(match);
    return {.kind = MapTarget::Kind::File, .value = std::move(value), .error = {}};
  }

  /// What a URL drops (a query, tabs) can leave a ".." that was no segment of the text: "./..?x".
  bool staysInside(std::string_view relative) const {
    if (relative.find_first_of("?#\\\t\n\r") == std::string_view::npos) return true;
    UrlPath url = joinUrlPath(query_.package.directory.empty() ? "/" : query_.package.directory, relative);
    return url.hasEncodedSeparator || url.path.starts_with(query_.package.directory + "/");
  }

  /// The first item that resolves. Invalid items are passed over, unless the last of all is one.
  MapTarget resolveArray(const JsonValue& target, const KeyMatch& match) const {
    if (target.elements.empty()) return {.kind = MapTarget::Kind::Null, .value = {}, .error = {}};
    MapTarget last;
    for (const JsonValue& element : target.elements) {
      MapTarget result = resolveTarget(element, match);
      switch (result.kind) {
        case MapTarget::Kind::Undefined:
          continue;
        case MapTarget::Kind::Failed:
          if (result.error.code != ModuleErrorCode::InvalidPackageTarget) return result;
          [[fallthrough]];
        case MapTarget::Kind::Null:
          last = std::move(result);
          continue;
        default:
          return result;
      }
    }
    return last;
  }

  MapTarget resolveConditions(const JsonValue& target, const KeyMatch& match) const {
    for (const JsonMember& member : target.members)
      if (isArrayIndex(member.key))
        return failed(errors::invalidPackageMap(query_.package.path, query_.base,
                                                "\"exports\" cannot contain numeric property keys."));
    for (const JsonMember& member : target.members) {
      bool applies =
          member.key == "default" || std::ranges::find(query_.conditions, member.key) != query_.conditions.end();
      if (!applies) continue;
      MapTarget result = resolveTarget(member.value, match);
      if (result.kind != MapTarget::Kind::Undefined) return result;
    }
    return {};
  }

  MapTarget invalidTarget(std::string_view target, const KeyMatch& match) const {
    return failed(errors::invalidPackageTarget(query_.package, match.key, target, isImports_, query_.base));
  }

  MapTarget invalidSubpath(const KeyMatch& match) const {
    std::string request(match.key);
    request.replace(request.find('*'), 1, match.match);
    std::string reason = "request is not a valid match in pattern \"" + std::string(match.key) + "\" for the \"" +
                         (isImports_ ? "imports" : "exports") + "\" resolution of " + query_.package.path;
    return failed(errors::invalidModuleSpecifier(request, reason, query_.base));
  }

  const MapQuery& query_;
  bool isImports_;
};

enum class ExportsShape : uint8_t { Main, Subpaths, Mixed };

/// Whether the keys are conditions of the main entry or subpaths.
ExportsShape shapeOf(const JsonValue& exports) {
  if (!exports.is(JsonKind::Object)) return ExportsShape::Main;
  bool hasSubpath = false;
  bool hasCondition = false;
  for (const JsonMember& member : exports.members) (member.key.starts_with('.') ? hasSubpath : hasCondition) = true;
  if (hasSubpath && hasCondition) return ExportsShape::Mixed;
  return hasCondition ? ExportsShape::Main : ExportsShape::Subpaths;
}

bool isDefined(const MapTarget& target) {
  return target.kind != MapTarget::Kind::Undefined && target.kind != MapTarget::Kind::Null;
}

}  // namespace

MapTarget resolveExports(const MapQuery& query, std::string_view subpath) {
  const JsonValue& exports = *query.package.exports;
  MapResolver resolver(query, false);
  MapTarget result;
  switch (shapeOf(exports)) {
    case ExportsShape::Mixed:
      return MapResolver::failed(errors::invalidPackageMap(
          query.package.path, query.base,
          "\"exports\" cannot contain some keys starting with '.' and some not. The exports object must either "
          "be an object of package subpath keys or an object of main entry condition name keys only."));
    case ExportsShape::Main:
      if (subpath == ".") result = resolver.resolveTarget(exports, {.key = subpath, .match = {}});
      break;
    case ExportsShape::Subpaths: {
      bool mayBeExact = subpath.find('*') == std::string_view::npos && !subpath.ends_with('/');
      const JsonValue* target = mayBeExact ? exports.find(subpath) : nullptr;
      KeyMatch match{.key = subpath, .match = {}};
      if (!target) match = MapResolver::findPattern(exports, subpath, target);
      if (target) result = resolver.resolveTarget(*target, match);
      break;
    }
  }
  return isDefined(result) ? result : MapResolver::failed(errors::pathNotExported(query.package, subpath, query.base));
}

MapTarget resolveImports(const MapQuery& query, std::string_view name) {
  MapTarget result;
  if (query.package.imports) {
    const JsonValue& imports = *query.package.imports;
    MapResolver resolver(query, true);
    const JsonValue* target = name.find('*') == std::string_view::npos ? imports.find(name) : nullptr;
    KeyMatch match{.key = name, .match = {}};
    if (!target) match = MapResolver::findPattern(imports, name, target);
    if (target) result = resolver.resolveTarget(*target, match);
  }
  return isDefined(result) ? result : MapResolver::failed(errors::importNotDefined(name, &query.package, query.base));
}

}  // namespace weft::graph
