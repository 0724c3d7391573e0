#pragma once
// The setters of class URL over WTF::URL. For .cpp files of src/engine only.

#include "engine/jsc.h"
#include "engine/url.h"

#include <wtf/URL.h>
#include <wtf/URLParser.h>

namespace weft::js {

/// The index of the path's first character; WTF::URL::pathStart() is wrong for paths that begin with "/.".
unsigned urlPathStart(const WTF::URL&);
/// The index of the host's end, where a port may follow.
unsigned urlHostEnd(const WTF::URL&);

/// The URL after the setter of `component`; nullopt if it stays as it is. Every setter composes a text that parses
/// to the URL that the standard's setter leaves, so that there is one parser.
std::optional<WTF::URL> withUrlComponent(const WTF::URL&, UrlComponent, WTF::StringView value);

}  // namespace weft::js
