#pragma once

// A page with less whitespace: runs of it are one blank (or one line's end), in the head and around it none; tags are
// written without blanks that say nothing; comments of more than one word go. What <pre>, <textarea> and their like
// hold, and what has `white-space` in its style, is kept as it is, and so are scripts, styles, comments of one word
// (<!--outlet-->, <!--[-->, where a server puts something) and conditional ones, quotes and letters.

#include <string>
#include <string_view>

namespace weft::html {

[[nodiscard]] std::string minify(std::string_view page);

}  // namespace weft::html
