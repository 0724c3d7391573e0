#pragma once

// A web application's manifest: the files that it names (https://www.w3.org/TR/appmanifest/) with other addresses;
// every other byte stays.

#include <functional>
#include <string>
#include <string_view>

#include "base/source_text.h"

namespace weft::bundler {

/// Asks `change` for each address of an icon or a screenshot, also of those of shortcuts; `range` is that of its string
/// in the text. The text has to be JSON.
[[nodiscard]] std::string changeManifest(
    std::string_view text, const std::function<std::string(const std::string& url, ByteRange range)>& change);

}  // namespace weft::bundler
