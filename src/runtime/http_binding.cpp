// native("http"): the parser of HTTP/1.x messages (builtins/internal/http_native.ts).

#include <ctime>

#include "engine/text_codec.h"
#include "http/message_parser.h"
#include "runtime/bindings.h"
#include "runtime/http_parser.h"
#include "runtime/runtime.h"

namespace weft::runtime {

namespace {

js::Object createHandlers(js::Realm& realm, js::Function onHead, js::Function onBody, js::Function onComplete,
                          js::Function onUpgrade, js::Function onError, js::Function makeError) {
  auto owned = std::make_unique<HttpHandlers>();
  HttpHandlers& handlers = *owned;
  js::Object object = js::wrap(realm, std::move(owned));
  handlers.onHead.set(handlers, onHead);
  handlers.onBody.set(handlers, onBody);
  handlers.onComplete.set(handlers, onComplete);
  handlers.onUpgrade.set(handlers, onUpgrade);
  handlers.onError.set(handlers, onError);
  handlers.makeError.set(handlers, makeError);
  return object;
}

std::vector<std::string> methods() {
  auto names = http::methodNames();
  return {names.begin(), names.end()};
}

/// Whether every character is a token's (RFC 9110 section 5.6.2), and there is one.
js::Result<bool> isToken(js::Realm& realm, js::String text) {
  static constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~";
  WEFT_TRY(chars, text.chars(realm));
  if (chars.length == 0) return false;
  for (size_t i = 0; i < chars.length; ++i) {
    char16_t c = chars.is8Bit ? chars.latin1[i] : chars.utf16[i];
    bool isWord = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!isWord && (c > 0x7f || kOthers.find(static_cast<char>(c)) == std::string_view::npos)) return false;
  }
  return true;
}

/// Whether the text can stand in a field's value: tab, blank, visible ASCII and Latin-1 (RFC 9110 section 5.5).
js::Result<bool> isFieldValue(js::Realm& realm, js::String text) {
  WEFT_TRY(chars, text.chars(realm));
  for (size_t i = 0; i < chars.length; ++i) {
    char16_t c = chars.is8Bit ? chars.latin1[i] : chars.utf16[i];
    if ((c < 0x20 && c != '\t') || c == 0x7f || c > 0xff) return false;
  }
  return true;
}

/// Now, as the Date field has it (RFC 9110 section 5.6.7).
std::string dateText() {
  static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  time_t now = time(nullptr);
  tm utc{};
  gmtime_r(&now, &utc);
  char text[64];
  snprintf(text, sizeof text, "%s, %02d %s %04d %02d:%02d:%02d GMT", kDays[utc.tm_wday], utc.tm_mday,
           kMonths[utc.tm_mon], utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
  return text;
}

/// Milliseconds on the loop's clock.
double now(js::Realm& realm) {
  return static_cast<double>(Runtime::of(realm).loop().updatedNow());
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&createHandlers>("createHandlers"),
    js::fn<&createHttpParser>("createParser"),
    js::fn<&methods>("methods"),
    js::fn<&isToken>("isToken"),
    js::fn<&isFieldValue>("isFieldValue"),
    js::fn<&dateText>("dateText"),
    js::fn<&now>("now"),
};

}  // namespace

const js::Binding kHttpBinding = {"http", kFunctions};

}  // namespace weft::runtime
