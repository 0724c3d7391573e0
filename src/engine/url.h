#pragma once
// URLs by the WHATWG's standard (https://url.spec.whatwg.org), parsed by the engine's own parser. A URL is its
// serialization, the href, and the offsets of its components in it.

#include <array>
#include <cstdint>

#include "engine/value.h"

namespace weft::js {

/// Where components begin and end in the href. builtins/web/url.ts knows this order.
/// `scheme ":" "//" user ":" password "@" host ":" port path "?" query "#" fragment`
enum class UrlOffset : uint8_t {
  SchemeEnd,
  UserStart,
  UserEnd,
  PasswordEnd,
  HostStart,
  HostEnd,
  PortEnd,
  PathStart,
  PathEnd,
  QueryEnd,
  Count,
};
using UrlOffsets = std::array<uint32_t, static_cast<size_t>(UrlOffset::Count)>;

/// The attributes of class URL that can be set, in the order that builtins/web/url.ts knows.
enum class UrlComponent : uint8_t { Href, Protocol, Username, Password, Host, Hostname, Port, Pathname, Search, Hash };

/// The href of `input`, relative to `base` unless that is undefined; undefined if either cannot be parsed. The
/// strings must be well-formed.
Result<Value> parseUrl(Realm&, String input, Value base, UrlOffsets&);
Result<bool> canParseUrl(Realm&, String input, Value base);
/// The href after the setter of `component`; undefined if the standard has it leave the URL as it is.
Result<Value> setUrlComponent(Realm&, String href, UrlComponent component, String value, UrlOffsets&);

/// The host that a special URL with this domain gets; an empty string if it is invalid.
Result<Value> urlDomainToAscii(Realm&, String domain);
/// The same in Unicode, as far as the labels are valid.
Result<Value> urlDomainToUnicode(Realm&, String domain);
/// IDNA alone (UTS 46): an address stays as it is written. An empty string if the domain is invalid.
Result<Value> idnaToAscii(Realm&, String domain);

}  // namespace weft::js
