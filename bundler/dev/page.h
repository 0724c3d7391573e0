#pragma once

// A page's HTML: its modules are taken out, to be given as a few scripts, and its style sheets get URLs that tell of
// changes. All else stays as it was written.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dev/urls.h"

namespace weft::dev {

/// What a page begins with.
struct PageEntry {
  std::string path;                             // absolute: of a file, or of the page itself
  std::shared_ptr<const std::string> contents;  // of a script within the page
  uint32_t index = 0;                           // of such a script, in the page
  bool isStyle = false;
};

struct PageText {
  std::vector<PageEntry> entries;  // in the order of the page
};

/// What the page loads of its own. `path`: of the page.
[[nodiscard]] PageText readPage(const std::string& path, std::string_view html, const Places& places);

struct PageScripts {
  std::string first;  // HTML for the head, before everything
  std::string last;   // HTML in the place of the last module
  std::function<std::string(const std::string& path)> styleUrl;
  std::function<std::string(const std::string& path)> styleId;
};

/// The page with its modules taken out, and scripts put in.
[[nodiscard]] std::string writePage(const std::string& path, std::string_view html, const Places& places,
                                    const PageScripts& scripts);

}  // namespace weft::dev
