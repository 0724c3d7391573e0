#include "cli/tool_request.h"

#include <charconv>

#include "graph/json.h"

namespace weft::cli {

using namespace options;

namespace {

std::string quoted(std::string_view text) {
  std::string out;
  graph::appendJsonString(out, text);
  return out;
}

bool isWebUrl(std::string_view text) {
  return text.starts_with("http://") || text.starts_with("https://") || text.starts_with("ws://") ||
         text.starts_with("wss://");
}

Fault addProxy(ToolRequest& it, const std::string& value) {
  // The first `=` parts them: a URL may have more.
  size_t equals = value.find('=');
  bool isSound = value.starts_with('/') && equals != std::string::npos && isWebUrl(value.substr(equals + 1));
  if (!isSound) return "takes PATH=URL, as /api=http://localhost:8080, not \"" + value + "\"";
  return addText(it, "proxies", value);
}

Fault addHeader(ToolRequest& it, const std::string& value) {
  size_t colon = value.find(':');
  if (colon == std::string::npos || colon == 0) return "takes \"NAME: VALUE\", not \"" + value + "\"";
  for (char c : value)
    if (c == '\r' || c == '\n' || c == '\0') return "takes one line";
  return addText(it, "headers", value);
}

constexpr uint32_t kMostPort = 65535;

constexpr ToolOption kServerOptions[] = {
    {"--port", "NUMBER", "where to listen; the next free one if it is taken",
     [](ToolRequest& it, const std::string& value) { return setNumber(it, "port", value, kMostPort); }},
    {"--strict-port", "", "fail if the port is taken",
     [](ToolRequest& it, const std::string&) { return setFlag(it, "strictPort", true); }},
    {"--host", "[=ADDRESS]", "answer other machines, too: on this address, or on all (default: this machine alone)",
     [](ToolRequest& it, const std::string& value) { return setText(it, "host", value.empty() ? "0.0.0.0" : value); }},
    {"--allowed-host", "NAME", "a name that requests may come to, .NAME with all below it; may be repeated",
     [](ToolRequest& it, const std::string& value) -> Fault {
       if (value.empty()) return "needs a name";
       return addText(it, "allowedHosts", value);
     }},
    {"--https", "", "over TLS, with a certificate that is made here and kept in the cache",
     [](ToolRequest& it, const std::string&) { return setFlag(it, "https", true); }},
    {"--cert", "FILE", "over TLS with this certificate (PEM); goes with --key",
     [](ToolRequest& it, const std::string& value) { return setText(it, "cert", value); }},
    {"--key", "FILE", "the key of --cert (PEM)",
     [](ToolRequest& it, const std::string& value) { return setText(it, "key", value); }},
    {"--proxy", "PATH=URL", "what begins with PATH is answered by the server at URL, WebSockets too; may be repeated",
     addProxy},
    {"--cors", "[=ORIGIN]", "let pages of ORIGIN, or of any, read what is served",
     [](ToolRequest& it, const std::string& value) { return setText(it, "cors", value.empty() ? "*" : value); }},
    {"--header", "NAME:VALUE", "goes with every answer; may be repeated", addHeader},
    {"--open", "[=PATH]", "open the page in the browser ($BROWSER, or the system's)",
     [](ToolRequest& it, const std::string& value) { return setText(it, "open", value.empty() ? "/" : value); }},
};

}  // namespace

std::string ToolRequest::json() const {
  std::string out = "{\"words\":[";
  for (size_t i = 0; i < words.size(); ++i) out += (i > 0 ? "," : "") + quoted(words[i]);
  out += "]";
  for (const auto& [name, value] : settings) out += "," + quoted(name) + ":" + value;
  return out + "}";
}

Fault setText(ToolRequest& it, const char* setting, const std::string& value) {
  it.settings[setting] = quoted(value);
  return {};
}

Fault setNumber(ToolRequest& it, const char* setting, const std::string& value, uint32_t most) {
  uint32_t number = 0;
  auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc() || end != value.data() + value.size() || number > most)
    return "takes a number from 0 to " + std::to_string(most) + ", not \"" + value + "\"";
  it.settings[setting] = std::to_string(number);
  return {};
}

Fault setFlag(ToolRequest& it, const char* setting, bool value) {
  it.settings[setting] = value ? "true" : "false";
  return {};
}

Fault addText(ToolRequest& it, const char* setting, const std::string& value) {
  std::string& list = it.settings[setting];
  if (list.empty()) list = "[]";
  list.pop_back();
  list += (list.size() > 1 ? "," : "") + quoted(value) + "]";
  return {};
}

std::vector<ToolOption> serverOptions() {
  return {std::begin(kServerOptions), std::end(kServerOptions)};
}

}  // namespace weft::cli
