#include "engine/url_setters.h"

#include <wtf/text/MakeString.h>
#include <wtf/text/StringBuilder.h>

namespace weft::js {

namespace {

using WTF::StringView;
using WTF::URL;

unsigned portLength(const URL& url) {
  auto port = url.port();
  if (!port) return 0;
  return *port >= 10000 ? 6 : *port >= 1000 ? 5 : *port >= 100 ? 4 : *port >= 10 ? 3 : 2;
}

unsigned schemeLength(const URL& url) {
  return url.protocol().length();
}

/// Whether the URL has a host, be it empty: `//` follows the scheme.
bool hasAuthority(const URL& url) {
  return urlHostEnd(url) > schemeLength(url) + 1;
}

StringView text(const URL& url) {
  return url.string();
}
StringView scheme(const URL& url) {
  return text(url).left(schemeLength(url));
}
StringView port(const URL& url) {
  return text(url).substring(urlHostEnd(url), portLength(url));
}
StringView path(const URL& url) {
  unsigned start = urlPathStart(url);
  return text(url).substring(start, url.pathEnd() - start);
}
StringView query(const URL& url) {
  return url.queryWithLeadingQuestionMark();
}
unsigned queryEnd(const URL& url) {
  return url.viewWithoutFragmentIdentifier().length();
}
StringView fragment(const URL& url) {
  return text(url).substring(queryEnd(url));
}
StringView afterPort(const URL& url) {
  return text(url).substring(urlHostEnd(url) + portLength(url));
}

// https://url.spec.whatwg.org/#cannot-have-a-username-password-port
bool cannotHaveCredentialsOrPort(const URL& url) {
  return url.host().isEmpty() || url.protocolIsFile();
}

std::optional<URL> parsed(WTF::String&& composed) {
  URL url(WTFMove(composed));
  if (!url.isValid()) return std::nullopt;
  return url;
}

/// The parser drops these wherever they are.
WTF::String withoutTabsAndNewlines(StringView value) {
  auto isDropped = [](char16_t c) { return c == '\t' || c == '\n' || c == '\r'; };
  if (value.find(isDropped) == WTF::notFound) return value.toString();
  WTF::StringBuilder builder;
  for (unsigned i = 0; i < value.length(); ++i) {
    if (!isDropped(value[i])) builder.append(value[i]);
  }
  return builder.toString();
}

void appendEscape(WTF::StringBuilder& builder, uint8_t byte) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  builder.append('%', kDigits[byte >> 4], kDigits[byte & 15]);
}

/// Percent-encodes ASCII characters; the others are the parser's matter.
template <class Predicate>
WTF::String escaped(StringView value, Predicate mustEscape) {
  WTF::StringBuilder builder;
  for (unsigned i = 0; i < value.length(); ++i) {
    char16_t c = value[i];
    if (c < 0x80 && mustEscape(static_cast<char>(c)))
      appendEscape(builder, static_cast<uint8_t>(c));
    else
      builder.append(c);
  }
  return builder.toString();
}

// The parser would cut these off the end of the text.
bool isControlOrSpace(char c) {
  return static_cast<uint8_t>(c) <= 0x20;
}

// https://url.spec.whatwg.org/#userinfo-percent-encode-set
WTF::String encodedUserinfo(StringView value) {
  WTF::StringBuilder builder;
  auto utf8 = value.utf8();
  for (char c : utf8.span()) {
    auto byte = static_cast<uint8_t>(c);
    bool mustEscape = byte <= 0x20 || byte >= 0x7f || std::string_view("\"#<>?`{}/:;=@[\\]^|").contains(c);
    if (mustEscape)
      appendEscape(builder, byte);
    else
      builder.append(c);
  }
  return builder.toString();
}

// https://url.spec.whatwg.org/#dom-url-protocol
std::optional<URL> withProtocol(const URL& url, StringView value) {
  WTF::String cleaned = withoutTabsAndNewlines(value);
  auto colon = cleaned.find(':');
  StringView name = StringView(cleaned).left(colon == WTF::notFound ? cleaned.length() : colon);
  if (name.isEmpty() || !isASCIIAlpha(name[0])) return std::nullopt;
  for (unsigned i = 1; i < name.length(); ++i) {
    char16_t c = name[i];
    if (!isASCIIAlphanumeric(c) && c != '+' && c != '-' && c != '.') return std::nullopt;
  }
  WTF::String lower = name.convertToASCIILowercase();
  bool isSpecial = WTF::URLParser::isSpecialScheme(lower);
  if (isSpecial != url.hasSpecialScheme()) return std::nullopt;
  if (lower == "file"_s && (url.hasCredentials() || url.port())) return std::nullopt;
  if (url.protocolIsFile() && url.host().isEmpty()) return std::nullopt;
  return parsed(makeString(lower, text(url).substring(schemeLength(url))));
}

std::optional<URL> withCredentials(const URL& url, StringView user, StringView password) {
  if (cannotHaveCredentialsOrPort(url)) return std::nullopt;
  bool hasAny = !user.isEmpty() || !password.isEmpty();
  return parsed(makeString(scheme(url), "://"_s, user, password.isEmpty() ? ""_s : ":"_s, password,
                           hasAny ? "@"_s : ""_s, url.host(), port(url), afterPort(url)));
}

/// What the host state reads of a value: up to the path, query or fragment, and up to a port.
struct HostInput {
  StringView host;
  StringView port;  // digits and whatever follows them
  bool hasColon = false;
};

HostInput splitHost(StringView value, bool isSpecial) {
  bool inBrackets = false;
  for (unsigned i = 0; i < value.length(); ++i) {
    char16_t c = value[i];
    if (c == '/' || c == '?' || c == '#' || (c == '\\' && isSpecial)) return {value.left(i), {}};
    if (c == '[') inBrackets = true;
    if (c == ']') inBrackets = false;
    if (c == ':' && !inBrackets) return {value.left(i), value.substring(i + 1), true};
  }
  return {value, {}};
}

bool isDriveLetter(StringView host) {
  return host.length() == 2 && isASCIIAlpha(host[0]) && (host[1] == ':' || host[1] == '|');
}

std::optional<unsigned> leadingPort(StringView value) {
  unsigned port = 0, i = 0;
  for (; i < value.length() && isASCIIDigit(value[i]); ++i) {
    port = port * 10 + (value[i] - '0');
    if (port > 65535) return std::nullopt;
  }
  return i ? std::optional(port) : std::nullopt;
}

// https://url.spec.whatwg.org/#host-state and #file-host-state, with a state override
std::optional<URL> withHost(const URL& url, StringView value, UrlComponent component) {
  if (url.hasOpaquePath()) return std::nullopt;
  WTF::String cleaned = withoutTabsAndNewlines(value);
  bool isFile = url.protocolIsFile();
  auto [host, portInput, hasColon] = splitHost(cleaned, url.hasSpecialScheme());
  if (host.contains('@')) return std::nullopt;
  if (hasColon && (isFile || host.isEmpty() || component == UrlComponent::Hostname)) return std::nullopt;
  if (isFile && isDriveLetter(host)) return std::nullopt;
  if (host.isEmpty() && !isFile && (url.hasSpecialScheme() || url.hasCredentials() || url.port())) return std::nullopt;

  WTF::String portText = port(url).toString();
  if (auto number = leadingPort(portInput)) portText = makeString(':', *number);
  WTF::String credentials;
  if (url.hasCredentials()) {
    auto password = url.encodedPassword();
    credentials = makeString(url.encodedUser(), password.isEmpty() ? ""_s : ":"_s, password, '@');
  }
  return parsed(makeString(scheme(url), "://"_s, credentials, host, portText, path(url), query(url), fragment(url)));
}

// https://url.spec.whatwg.org/#dom-url-port
std::optional<URL> withPort(const URL& url, StringView value) {
  if (cannotHaveCredentialsOrPort(url)) return std::nullopt;
  StringView before = text(url).left(urlHostEnd(url));
  if (value.isEmpty()) return parsed(makeString(before, afterPort(url)));
  auto number = leadingPort(withoutTabsAndNewlines(value));
  if (!number) return std::nullopt;
  return parsed(makeString(before, ':', *number, afterPort(url)));
}

// https://url.spec.whatwg.org/#path-start-state, with a state override: "?" and "#" end nothing
std::optional<URL> withPathname(const URL& url, StringView value) {
  if (url.hasOpaquePath()) return std::nullopt;
  WTF::String cleaned =
      escaped(withoutTabsAndNewlines(value), [](char c) { return isControlOrSpace(c) || c == '?' || c == '#'; });
  bool isSpecial = url.hasSpecialScheme();
  bool startsWithSlash = cleaned.startsWith('/') || (isSpecial && cleaned.startsWith('\\'));
  bool needsSlash = !startsWithSlash && (isSpecial || !cleaned.isEmpty() || !hasAuthority(url));
  // Without a host, two slashes at the start would be taken for one's.
  bool needsDot = !hasAuthority(url) && cleaned.startsWith("//"_s);
  return parsed(makeString(text(url).left(urlHostEnd(url) + portLength(url)), needsDot ? "/."_s : ""_s,
                           needsSlash ? "/"_s : ""_s, cleaned, query(url), fragment(url)));
}

// https://url.spec.whatwg.org/#dom-url-search
std::optional<URL> withSearch(const URL& url, StringView value) {
  StringView before = text(url).left(url.pathEnd());
  if (value.isEmpty()) return parsed(makeString(before, fragment(url)));
  WTF::String cleaned = escaped(withoutTabsAndNewlines(value.startsWith('?') ? value.substring(1) : value),
                                [](char c) { return isControlOrSpace(c) || c == '#'; });
  return parsed(makeString(before, '?', cleaned, fragment(url)));
}

// https://url.spec.whatwg.org/#dom-url-hash
std::optional<URL> withHash(const URL& url, StringView value) {
  StringView before = text(url).left(queryEnd(url));
  if (value.isEmpty()) return parsed(before.toString());
  WTF::String cleaned =
      escaped(withoutTabsAndNewlines(value.startsWith('#') ? value.substring(1) : value), isControlOrSpace);
  return parsed(makeString(before, '#', cleaned));
}

}  // namespace

unsigned urlPathStart(const URL& url) {
  unsigned start = urlHostEnd(url) + portLength(url);
  // "/." before a path that begins with two slashes is no part of it.
  if (!hasAuthority(url) && text(url).substring(start).startsWith("/.//"_s)) start += 2;
  return start;
}

unsigned urlHostEnd(const URL& url) {
  unsigned schemeEnd = schemeLength(url) + 1;
  if (auto host = url.host(); !host.isEmpty()) {
    // The view lies within the text.
    if (host.is8Bit()) return static_cast<unsigned>(host.span8().data() + host.length() - url.string().span8().data());
    return static_cast<unsigned>(host.span16().data() + host.length() - url.string().span16().data());
  }
  bool hasSlashes = !url.hasOpaquePath() && StringView(url.string()).substring(schemeEnd).startsWith("//"_s);
  return hasSlashes ? schemeEnd + 2 : schemeEnd;
}

std::optional<URL> withUrlComponent(const URL& url, UrlComponent component, StringView value) {
  switch (component) {
    case UrlComponent::Href:
      return parsed(value.toString());
    case UrlComponent::Protocol:
      return withProtocol(url, value);
    case UrlComponent::Username:
      return withCredentials(url, encodedUserinfo(value), url.encodedPassword());
    case UrlComponent::Password:
      return withCredentials(url, url.encodedUser(), encodedUserinfo(value));
    case UrlComponent::Host:
    case UrlComponent::Hostname:
      return withHost(url, value, component);
    case UrlComponent::Port:
      return withPort(url, value);
    case UrlComponent::Pathname:
      return withPathname(url, value);
    case UrlComponent::Search:
      return withSearch(url, value);
    case UrlComponent::Hash:
      return withHash(url, value);
  }
  RELEASE_ASSERT_NOT_REACHED();
}

}  // namespace weft::js
