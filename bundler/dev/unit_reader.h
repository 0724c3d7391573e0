#pragma once

// From a place to a unit: reads, parses and prints one module. Parallel: pure, but for what the resolver has seen.

#include <memory>
#include <optional>
#include <string>

#include "bundler/scan.h"
#include "dev/module_factory.h"
#include "dev/unit.h"
#include "dev/urls.h"

namespace weft::dev {

/// A unit's text with where its parts come from, for source maps.
struct MappedUnit {
  bundler::ScannedModule scanned;  // has the tree that `factory` was printed from
  Factory factory;
};

class UnitReader {
 public:
  UnitReader(graph::Resolver& resolver, const bundler::ScanOptions& scan, const Places& places, bool hasRefresh);

  /// An entry by its absolute path.
  [[nodiscard]] std::optional<bundler::ScanJob> entry(const std::string& path, Log& log);
  [[nodiscard]] std::string idOf(const bundler::ScanJob& job) const;
  [[nodiscard]] Unit read(std::shared_ptr<const bundler::ScanJob> job);
  /// Of code; nothing where it has faults now.
  [[nodiscard]] std::optional<MappedUnit> readMapped(const bundler::ScanJob& job);
  /// The URL of a file that is used as it is; changes when the file does.
  [[nodiscard]] std::string fileUrl(const std::string& path) const;

 private:
  void readStyle(Unit& unit, Log& log);
  void addEdges(const bundler::ScannedModule& scanned, Unit& unit) const;
  [[nodiscard]] FactoryOptions factoryOptions(const bundler::ScannedModule& scanned, Unit* unit) const;

  bundler::ModuleReader reader_;
  const bundler::ScanOptions& scan_;
  const Places& places_;
  bool hasRefresh_;
};

}  // namespace weft::dev
