#pragma once

// A module as a session keeps it: the text that a page gets of it, and what it has to do with others. Its tree is gone.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/hash.h"
#include "bundler/scan.h"
#include "dev/session.h"

namespace weft::dev {

enum class EdgeKind : uint8_t { Static, Require, Dynamic, Worker };

/// What a module asks for, where that is a module.
struct Edge {
  EdgeKind kind = EdgeKind::Static;
  std::string id;  // of the module that is asked for
  std::shared_ptr<const bundler::ScanJob> job;
  ByteRange range;
};

/// A name of another module that it imports or passes on.
struct ImportedName {
  uint32_t edge = 0;
  std::string name;
};

struct ExportedName {
  std::string name;
  uint32_t edge = UINT32_MAX;  // that it is passed on from
  std::string imported = {};
};

struct Unit {
  std::shared_ptr<const bundler::ScanJob> job;
  std::string id;
  std::string factory;  // as it stands in scripts: module_factory.h; empty where there are faults
  std::string css;      // of a style sheet
  uint32_t lines = 0;   // line ends in `factory`
  std::vector<Edge> edges;
  std::vector<ImportedName> imports;
  std::vector<ExportedName> exports;
  std::vector<uint32_t> stars;     // edges
  std::vector<std::string> files;  // beside its own: what it was made of, and what its URLs name
  std::vector<Problem> problems;   // of its own
  std::vector<Problem> linkProblems;
  bool isEsModule = false;
  bool isStyle = false;
  bool hasGlobs = false;      // what it asks for depends on which files there are
  bool isUnresolved = false;  // something that it asks for was not found
  uint64_t version = 0;       // of the session, when it last changed
  size_t bytes = 0;           // of the file
  double milliseconds = 0;    // to make it
};

}  // namespace weft::dev
