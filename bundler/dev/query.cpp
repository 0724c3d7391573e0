#include "dev/query.h"

#include "base/paths.h"

namespace weft::dev {

Query::Query(std::string_view url) : whole_(url.substr(0, url.find('#'))) {
  std::string_view text = whole_;
  size_t mark = text.find('?');
  path_ = text.substr(0, mark);
  if (mark == text.npos) return;
  text.remove_prefix(mark + 1);
  while (!text.empty()) {
    std::string_view each = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(each.size() + 1, text.size()));
    size_t equals = each.find('=');
    std::string_view value = equals == each.npos ? std::string_view() : each.substr(equals + 1);
    values_.emplace_back(paths::percentDecode(each.substr(0, equals)), paths::percentDecode(value));
  }
}

std::string Query::first(std::string_view name) const {
  for (const auto& [key, value] : values_)
    if (key == name) return value;
  return {};
}

std::vector<std::string> Query::all(std::string_view name) const {
  std::vector<std::string> out;
  for (const auto& [key, value] : values_)
    if (key == name) out.push_back(value);
  return out;
}

}  // namespace weft::dev
