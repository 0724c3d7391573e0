#pragma once

// What a resolver has asked of the file system, for whoever must know when it would find something else.

#include <cstdint>
#include <functional>
#include <string>

namespace weft::graph {

class Resolver;

/// Of a path: it was looked for in vain; it was there; what is in it (a file's contents, a folder's names) counted.
enum class FileSeen : uint8_t { Missing, Present, Read };

using FileVisitor = std::function<void(const std::string& path, FileSeen seen)>;

/// From now on, what the resolver forgets is kept in mind for visitFiles(). No other thread may be asking it.
void traceFiles(Resolver& resolver);
/// Every path that it was asked for since the beginning, or traceFiles(). No other thread may be asking it.
void visitFiles(const Resolver& resolver, const FileVisitor& visitor);

}  // namespace weft::graph
