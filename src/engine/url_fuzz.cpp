// Any two texts: parsing and setting end, the offsets lie in the href in order, and an href parses to itself.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "engine/url.h"
#include "engine/vm.h"

namespace {

using namespace weft;

js::Realm& world() {
  static const auto vm = [] {
    js::VM::initialise();
    return js::VM::create();
  }();
  static const auto realm = vm->createRealm();
  return *realm;
}

void checkUrl(js::Realm& realm, js::Value href, const js::UrlOffsets& offsets) {
  if (href.isUndefined()) return;
  uint32_t last = 0;
  for (uint32_t offset : offsets) {
    CHECK(last <= offset);
    last = offset;
  }
  CHECK(last <= href.asString().length());
  js::UrlOffsets again;
  auto parsed = js::parseUrl(realm, href.asString(), js::Value(), again);
  CHECK(parsed && !parsed->isUndefined());
  CHECK(parsed->asString().utf8(realm) == href.asString().utf8(realm));
  CHECK(again == offsets);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (!size) return 0;
  js::Realm& realm = world();
  std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  size_t middle = text.find('\0');
  auto first = js::String::fromUtf8(realm, text.substr(0, middle));
  auto second = js::String::fromUtf8(realm, middle == text.npos ? "" : text.substr(middle + 1));
  js::UrlOffsets offsets;
  auto alone = js::parseUrl(realm, first, js::Value(), offsets);
  CHECK(alone);
  checkUrl(realm, *alone, offsets);
  auto relative = js::parseUrl(realm, second, first, offsets);
  CHECK(relative);
  checkUrl(realm, *relative, offsets);
  if (alone->isUndefined()) return 0;
  auto component = static_cast<js::UrlComponent>(data[0] % (static_cast<int>(js::UrlComponent::Hash) + 1));
  auto changed = js::setUrlComponent(realm, alone->asString(), component, second, offsets);
  CHECK(changed);
  checkUrl(realm, *changed, offsets);
  return 0;
}
