#include "bundler/loaders.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/base64.h"
#include "base/paths.h"
#include "base/utf.h"
#include "graph/json.h"

namespace weft::bundler {

using graph::AttributeType;

namespace {

constexpr std::array<std::pair<std::string_view, Loader>, 17> kNames = {{{"js", Loader::Js},
                                                                         {"jsx", Loader::Jsx},
                                                                         {"ts", Loader::Ts},
                                                                         {"tsx", Loader::Tsx},
                                                                         {"json", Loader::Json},
                                                                         {"json5", Loader::Json5},
                                                                         {"toml", Loader::Toml},
                                                                         {"yaml", Loader::Yaml},
                                                                         {"text", Loader::Text},
                                                                         {"base64", Loader::Base64},
                                                                         {"dataurl", Loader::DataUrl},
                                                                         {"binary", Loader::Binary},
                                                                         {"file", Loader::File},
                                                                         {"empty", Loader::Empty},
                                                                         {"css", Loader::Css},
                                                                         {"global-css", Loader::GlobalCss},
                                                                         {"local-css", Loader::LocalCss}}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 28> kMediaTypes = {{
    {".avif", "image/avif"},  {".bmp", "image/bmp"},       {".css", "text/css"},          {".csv", "text/csv"},
    {".gif", "image/gif"},    {".htm", "text/html"},       {".html", "text/html"},        {".ico", "image/x-icon"},
    {".jpeg", "image/jpeg"},  {".jpg", "image/jpeg"},      {".js", "text/javascript"},    {".json", "application/json"},
    {".md", "text/markdown"}, {".mjs", "text/javascript"}, {".mp3", "audio/mpeg"},        {".mp4", "video/mp4"},
    {".otf", "font/otf"},     {".pdf", "application/pdf"}, {".png", "image/png"},         {".svg", "image/svg+xml"},
    {".ttf", "font/ttf"},     {".txt", "text/plain"},      {".wasm", "application/wasm"}, {".webm", "video/webm"},
    {".webp", "image/webp"},  {".woff", "font/woff"},      {".woff2", "font/woff2"},      {".xml", "text/xml"},
}};

std::string quoted(std::string_view text) {
  std::string out;
  graph::appendJsonString(out, text);
  return out;
}

}  // namespace

Loaders assetLoaders() {
  Loaders out;
  for (std::string_view extension :
       {".aac", ".apng", ".avif", ".bmp", ".cur", ".eot",  ".flac",        ".gif",  ".ico",  ".jfif", ".jpeg",
        ".jpg", ".m4a",  ".mov",  ".mp3", ".mp4", ".ogg",  ".opus",        ".otf",  ".pdf",  ".pjp",  ".pjpeg",
        ".png", ".svg",  ".ttf",  ".vtt", ".wav", ".webm", ".webmanifest", ".webp", ".woff", ".woff2"})
    out.emplace(extension, Loader::File);
  return out;
}

std::optional<Loader> loaderNamed(std::string_view name) {
  auto found = std::ranges::find(kNames, name, &std::pair<std::string_view, Loader>::first);
  return found == kNames.end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::string> loaderNames() {
  std::vector<std::string> out;
  for (const auto& [name, loader] : kNames) out.emplace_back(name);
  return out;
}

std::optional<Loader> loaderOf(const Loaders& loaders, std::string_view path,
                               const std::vector<syntax::ImportAttribute>& attributes) {
  for (const syntax::ImportAttribute& attribute : attributes) {
    if (attribute.key != "type") continue;
    if (attribute.value == "bytes") return Loader::Binary;
    std::optional<Loader> named = loaderNamed(attribute.value);
    // The runtime has its own check of these.
    return named && !attributeOf(*named) ? named : std::nullopt;
  }
  std::string_view name = paths::basename(path);
  for (size_t dot = name.find('.', 1); dot != std::string_view::npos; dot = name.find('.', dot + 1))
    if (auto found = loaders.find(name.substr(dot)); found != loaders.end()) return found->second;
  return std::nullopt;
}

std::optional<AttributeType> attributeOf(Loader loader) {
  switch (loader) {
    case Loader::Json:
      return AttributeType::Json;
    case Loader::Json5:
      return AttributeType::Json5;
    case Loader::Toml:
      return AttributeType::Toml;
    case Loader::Yaml:
      return AttributeType::Yaml;
    case Loader::Text:
      return AttributeType::Text;
    default:
      return std::nullopt;
  }
}

std::string valueOf(Loader loader, std::string_view path, std::string_view bytes) {
  switch (loader) {
    case Loader::Base64:
      return quoted(encodeBase64(bytes));
    case Loader::DataUrl:
      return quoted("data:" + std::string(mediaTypeOf(path, bytes)) + ";base64," + encodeBase64(bytes));
    case Loader::Binary:
      return "Uint8Array.from(atob(" + quoted(encodeBase64(bytes)) + "), (byte) => byte.charCodeAt(0))";
    default:
      return {};
  }
}

std::string_view mediaTypeOf(std::string_view path, std::string_view bytes) {
  std::string extension(paths::extname(path));
  std::ranges::transform(extension, extension.begin(), [](char byte) {
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + ('a' - 'A')) : byte;
  });
  auto found = std::ranges::find(kMediaTypes, extension, &std::pair<std::string_view, std::string_view>::first);
  if (found != kMediaTypes.end()) return found->second;
  bool isText = isValidUtf8(bytes) && bytes.find('\0') == std::string_view::npos;
  return isText ? "text/plain;charset=utf-8" : "application/octet-stream";
}

}  // namespace weft::bundler
