#include "dev/urls.h"

#include "base/paths.h"

namespace weft::dev {

namespace {

bool isUnder(std::string_view path, std::string_view folder) {
  return !folder.empty() && path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

std::string escape(std::string_view text, std::string_view others) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (char each : text) {
    auto byte = static_cast<unsigned char>(each);
    bool isWord = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9');
    if (isWord || std::string_view("-._~").find(each) != std::string_view::npos ||
        others.find(each) != std::string_view::npos) {
      out.push_back(each);
      continue;
    }
    out.push_back('%');
    out.push_back(kHex[byte >> 4]);
    out.push_back(kHex[byte & 15]);
  }
  return out;
}

}  // namespace

std::string Places::idOf(std::string_view path) const {
  if (isUnder(path, publicFolder)) return std::string(path.substr(publicFolder.size()));
  if (isUnder(path, root)) return std::string(path.substr(root.size()));
  return "/@fs" + std::string(path);
}

std::string Places::urlOf(std::string_view id) const {
  size_t query = id.find('?');
  std::string out = base + escapePath(id.substr(1, query == id.npos ? id.npos : query - 1));
  if (query != id.npos) out += id.substr(query);
  return out;
}

std::string Places::shown(std::string_view path) const {
  if (isUnder(path, root)) return std::string(path.substr(root.size() + 1));
  std::string relative = paths::relative(root, path);
  return relative.starts_with("../../../") ? std::string(path) : relative;
}

std::string Places::underBase(std::string_view path) const {
  if (!path.starts_with(base)) return {};
  return "/" + std::string(path.substr(base.size()));
}

std::string moduleIdOf(const Places& places, const bundler::ScanJob& job, const bundler::Loaders& loaders) {
  const graph::Resolution& location = job.location;
  if (location.type == graph::ResolvedType::Data) return location.path;
  std::string id = places.idOf(location.path) + location.suffix;
  if (location.type == graph::ResolvedType::Disabled) return "/@weft/left-out" + id;
  auto add = [&](const char* name, int number) {
    id.append(id.find('?') == id.npos ? "?" : "&").append(name).append("=").append(std::to_string(number));
  };
  if (job.type != graph::AttributeType::None) add("as", static_cast<int>(job.type));
  bool isUsual = job.loader == bundler::loaderOf(loaders, location.path, {});
  if (job.loader && !isUsual && location.suffix.empty()) add("loader", static_cast<int>(*job.loader));
  return id;
}

std::string escapePath(std::string_view path) {
  return escape(path, "/@+,:;=!$&'()*");
}

std::string escapeQuery(std::string_view text) {
  return escape(text, "/@:,");
}

}  // namespace weft::dev
