#include "options/define_option.h"

namespace weft::options {

Fault addDefine(std::vector<syntax::Define>& defines, const std::string& value) {
  size_t equals = value.find('=');
  if (equals == std::string::npos) return "takes NAME=VALUE, not \"" + value + "\"";
  std::vector<std::string> path = syntax::parsePath(std::string_view(value).substr(0, equals));
  if (path.empty()) return "takes NAME=VALUE, and \"" + value.substr(0, equals) + "\" is no name";
  auto constant = syntax::ConstantExpression::parse(std::string_view(value).substr(equals + 1));
  if (!constant) return "takes JSON or a name, not " + value.substr(equals + 1) + "; a string has quotes: '\"text\"'";
  defines.push_back({std::move(path), std::move(*constant)});
  return {};
}

}  // namespace weft::options
