#include "engine/url.h"

#include "engine/internal.h"
#include "engine/url_setters.h"

namespace weft::js {

namespace {

using WTF::StringView;
using WTF::URL;

void writeOffsets(const URL& url, UrlOffsets& offsets) {
  auto at = [&offsets](UrlOffset which) -> uint32_t& { return offsets[static_cast<size_t>(which)]; };
  unsigned schemeEnd = url.protocol().length();
  unsigned hostEnd = urlHostEnd(url);
  unsigned hostStart = hostEnd - url.host().length();
  bool hasAuthority = hostEnd > schemeEnd + 1;
  unsigned userStart = hasAuthority ? schemeEnd + 3 : hostStart;
  unsigned userEnd = userStart + url.encodedUser().length();
  auto password = url.encodedPassword();
  unsigned pathStart = urlPathStart(url);
  at(UrlOffset::SchemeEnd) = schemeEnd;
  at(UrlOffset::UserStart) = userStart;
  at(UrlOffset::UserEnd) = userEnd;
  at(UrlOffset::PasswordEnd) = password.isEmpty() ? userEnd : userEnd + 1 + password.length();
  at(UrlOffset::HostStart) = hostStart;
  at(UrlOffset::HostEnd) = hostEnd;
  at(UrlOffset::PortEnd) = hasAuthority ? pathStart : hostEnd;
  at(UrlOffset::PathStart) = pathStart;
  at(UrlOffset::PathEnd) = url.pathEnd();
  at(UrlOffset::QueryEnd) = url.viewWithoutFragmentIdentifier().length();
}

/// The characters of a string of JavaScript; empty when flattening it threw.
std::optional<WTF::String> characters(Realm& realm, Value string) {
  auto scope = DECLARE_CATCH_SCOPE(jscVM(realm));
  WTF::String text = JSC::asString(toJSC(string))->value(realm.global());
  if (scope.exception()) return std::nullopt;
  return text;
}

std::unexpected<JsError> flatteningError(Realm& realm) {
  auto scope = DECLARE_CATCH_SCOPE(jscVM(realm));
  return takeException(scope);
}

/// What the parser looks at first: behind control characters and spaces.
StringView withoutLeadingControls(StringView input) {
  unsigned start = 0;
  while (start < input.length() && input[start] <= 0x20) ++start;
  return input.substring(start);
}

/// WTF::URL(base, input), but for two inputs that its parser gets wrong.
URL resolve(const URL& base, const WTF::String& input) {
  StringView start = withoutLeadingControls(input);
  // A backslash is a slash in special URLs only: elsewhere it is a relative path's first character.
  if (!base.hasSpecialScheme() && !base.hasOpaquePath() && start.startsWith('\\')) {
    return URL(base, makeString("./"_s, start));
  }
  URL url(base, input);
  // "http:/" alone, relative to a base of the same special scheme, is its root.
  if (!url.isValid() && base.hasSpecialScheme() && start.length() == base.protocol().length() + 2 &&
      start.endsWith(":/"_s) && equalIgnoringASCIICase(start.left(base.protocol().length()), base.protocol())) {
    return URL(base, "/"_s);
  }
  return url;
}

URL parse(const WTF::String& input, const WTF::String* base) {
  if (!base) return URL(input);
  URL baseUrl(*base);
  if (!baseUrl.isValid()) return {};
  return resolve(baseUrl, input);
}

Value toValue(Realm& realm, WTF::String&& text) {
  return fromJSC(JSC::jsString(jscVM(realm), WTFMove(text)));
}

Result<URL> parseValues(Realm& realm, String input, Value base) {
  auto text = characters(realm, input);
  if (!text) return flatteningError(realm);
  if (base.isUndefined()) return parse(*text, nullptr);
  auto baseText = characters(realm, base);
  if (!baseText) return flatteningError(realm);
  return parse(*text, &*baseText);
}

bool hasIdnaError(const UIDNAInfo& info) {
  return info.errors & ~WTF::URLParser::allowedNameToASCIIErrors;
}

using IdnaFunction = int32_t (*)(const UIDNA*, const UChar*, int32_t, UChar*, int32_t, UIDNAInfo*, UErrorCode*);

/// Applies an ICU function; `info` tells what it found fault with.
WTF::String applyIdna(IdnaFunction function, StringView domain, UIDNAInfo& info) {
  auto source = domain.upconvertedCharacters();
  Vector<char16_t, 256> buffer(256);
  for (;;) {
    UErrorCode status = U_ZERO_ERROR;
    info = UIDNA_INFO_INITIALIZER;
    int32_t length = function(&WTF::URLParser::internationalDomainNameTranscoder(), source, domain.length(),
                              buffer.mutableSpan().data(), static_cast<int32_t>(buffer.size()), &info, &status);
    if (status == U_BUFFER_OVERFLOW_ERROR) {
      buffer.grow(static_cast<size_t>(length));
      continue;
    }
    if (U_FAILURE(status)) return {};
    return WTF::String(buffer.span().first(static_cast<size_t>(length)));
  }
}

/// The host that `domain` has in a URL of a special scheme.
WTF::String hostOf(const WTF::String& domain) {
  auto endsHost = [](char16_t c) { return c == '/' || c == '\\' || c == '?' || c == '#' || c == '@'; };
  if (domain.find(endsHost) != WTF::notFound) return WTF::emptyString();
  URL url(makeString("ws://"_s, domain));
  if (!url.isValid() || url.port()) return WTF::emptyString();
  return url.host().toString();
}

}  // namespace

Result<Value> parseUrl(Realm& realm, String input, Value base, UrlOffsets& offsets) {
  WEFT_TRY(url, parseValues(realm, input, base));
  if (!url.isValid()) return Value();
  writeOffsets(url, offsets);
  return toValue(realm, WTF::String(url.string()));
}

Result<bool> canParseUrl(Realm& realm, String input, Value base) {
  WEFT_TRY(url, parseValues(realm, input, base));
  return url.isValid();
}

Result<Value> setUrlComponent(Realm& realm, String href, UrlComponent component, String value, UrlOffsets& offsets) {
  auto text = characters(realm, href);
  if (!text) return flatteningError(realm);
  auto newValue = characters(realm, value);
  if (!newValue) return flatteningError(realm);
  auto url = withUrlComponent(URL(*text), component, *newValue);
  if (!url) return Value();
  writeOffsets(*url, offsets);
  return toValue(realm, WTF::String(url->string()));
}

Result<Value> urlDomainToAscii(Realm& realm, String domain) {
  auto text = characters(realm, domain);
  if (!text) return flatteningError(realm);
  return toValue(realm, hostOf(*text));
}

Result<Value> urlDomainToUnicode(Realm& realm, String domain) {
  auto text = characters(realm, domain);
  if (!text) return flatteningError(realm);
  UIDNAInfo info;
  return toValue(realm, applyIdna(uidna_nameToUnicode, hostOf(*text), info));
}

Result<Value> idnaToAscii(Realm& realm, String domain) {
  auto text = characters(realm, domain);
  if (!text) return flatteningError(realm);
  UIDNAInfo info;
  WTF::String ascii = applyIdna(uidna_nameToASCII, *text, info);
  if (hasIdnaError(info)) ascii = WTF::emptyString();
  return toValue(realm, WTFMove(ascii));
}

}  // namespace weft::js
