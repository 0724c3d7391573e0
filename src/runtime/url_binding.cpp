// native("url"): the parser behind URL and node:url.

#include <cstring>

#include "engine/form_urlencoded.h"
#include "engine/url.h"
#include "runtime/bindings.h"

namespace weft::runtime {

namespace {

/// The builtin gives a Uint32Array with room for every offset.
js::Result<void> writeOffsets(const js::UrlOffsets& offsets, js::Bytes into) {
  if (into.size < sizeof offsets) return js::fail(js::JsError::rangeError("The array of offsets is too short"));
  std::memcpy(into.data, offsets.data(), sizeof offsets);
  return {};
}

js::Result<js::Value> parse(js::Realm& realm, js::String input, js::Value base, js::Bytes into) {
  js::UrlOffsets offsets;
  WEFT_TRY(href, js::parseUrl(realm, input, base, offsets));
  if (!href.isUndefined()) WEFT_TRY_VOID(writeOffsets(offsets, into));
  return href;
}

js::Result<bool> canParse(js::Realm& realm, js::String input, js::Value base) {
  return js::canParseUrl(realm, input, base);
}

js::Result<js::Value> set(js::Realm& realm, js::String href, int32_t component, js::String value, js::Bytes into) {
  if (component < 0 || component > static_cast<int32_t>(js::UrlComponent::Hash)) {
    return js::fail(js::JsError::rangeError("There is no such component"));
  }
  js::UrlOffsets offsets;
  WEFT_TRY(changed, js::setUrlComponent(realm, href, static_cast<js::UrlComponent>(component), value, offsets));
  if (!changed.isUndefined()) WEFT_TRY_VOID(writeOffsets(offsets, into));
  return changed;
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&parse>("parse"),
    js::fn<&canParse>("canParse"),
    js::fn<&set>("set"),
    js::fn<&js::parseForm>("parseForm"),
    js::fn<&js::serializeForm>("serializeForm"),
    js::fn<&js::urlDomainToAscii>("domainToASCII"),
    js::fn<&js::urlDomainToUnicode>("domainToUnicode"),
    js::fn<&js::idnaToAscii>("toASCII"),
};

}  // namespace

const js::Binding kUrlBinding = {"url", kFunctions};

}  // namespace weft::runtime
