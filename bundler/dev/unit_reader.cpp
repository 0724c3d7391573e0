#include "dev/unit_reader.h"

#include <algorithm>
#include <chrono>

#include "base/file.h"
#include "base/paths.h"
#include "bundler/style_build.h"
#include "bundler/style_module.h"
#include "dev/problems.h"
#include "dev/session_settings.h"
#include "graph/json.h"

namespace weft::dev {

using bundler::Module;
using bundler::Request;
using bundler::ScanJob;
using bundler::ScannedModule;
using syntax::RequestKind;

namespace {

bool isWorkerRequest(const bundler::Facts& facts, uint32_t request) {
  return std::ranges::any_of(facts.assetUrls, [&](const bundler::AssetUrl& it) { return it.request == request; });
}

EdgeKind kindOf(const bundler::Facts& facts, uint32_t request) {
  if (isWorkerRequest(facts, request)) return EdgeKind::Worker;
  switch (facts.requests[request].kind) {
    case RequestKind::Require:
      return EdgeKind::Require;
    case RequestKind::DynamicImport:
      return EdgeKind::Dynamic;
    default:
      return EdgeKind::Static;
  }
}

}  // namespace

UnitReader::UnitReader(graph::Resolver& resolver, const bundler::ScanOptions& scan, const Places& places,
                       bool hasRefresh)
    : reader_(resolver, scan), scan_(scan), places_(places), hasRefresh_(hasRefresh) {}

std::optional<ScanJob> UnitReader::entry(const std::string& path, Log& log) {
  return reader_.entry(path, log);
}

std::string UnitReader::idOf(const ScanJob& job) const {
  return moduleIdOf(places_, job, scan_.loaders);
}

std::string UnitReader::fileUrl(const std::string& path) const {
  std::string url = places_.urlOf(places_.idOf(path));
  if (auto stat = statFile(path)) url += "?t=" + std::to_string(stat->modifiedNanoseconds / 1000);
  return url;
}

void UnitReader::addEdges(const ScannedModule& scanned, Unit& unit) const {
  const bundler::Facts& facts = scanned.module.facts;
  constexpr uint32_t kNone = UINT32_MAX;
  std::vector<uint32_t> edgeOf(facts.requests.size(), kNone);
  for (uint32_t i = 0; i < scanned.targets.size(); ++i) {
    if (!scanned.targets[i]) {
      if (!facts.requests[i].external.empty()) continue;
      unit.isUnresolved = true;
      // Where it may appear.
      const std::string& specifier = facts.requests[i].specifier;
      if (specifier.starts_with('.') && !isOfPackage(unit.id))
        unit.files.push_back(paths::resolve(paths::dirname(unit.job->location.path), specifier));
      continue;
    }
    edgeOf[i] = static_cast<uint32_t>(unit.edges.size());
    unit.edges.push_back({kindOf(facts, i), idOf(*scanned.targets[i]),
                          std::make_shared<const ScanJob>(*scanned.targets[i]), facts.requests[i].range});
  }
  if (!unit.isEsModule) return;
  for (const bundler::ImportBinding& it : facts.imports)
    if (edgeOf[it.request] != kNone && it.name != bundler::kNamespaceName)
      unit.imports.push_back({edgeOf[it.request], it.name});
  for (const bundler::Export& it : facts.exports) {
    uint32_t edge = it.request == kNone ? kNone : edgeOf[it.request];
    unit.exports.push_back({it.name, edge, it.imported});
    if (edge != kNone && it.imported != bundler::kNamespaceName) unit.imports.push_back({edge, it.imported});
  }
  for (uint32_t request : facts.exportStars)
    if (edgeOf[request] != kNone) unit.stars.push_back(edgeOf[request]);
}

FactoryOptions UnitReader::factoryOptions(const ScannedModule& scanned, Unit* unit) const {
  const Module& module = scanned.module;
  FactoryOptions options;
  options.targets.resize(module.facts.requests.size());
  options.workers.resize(module.facts.requests.size());
  for (size_t i = 0; i < module.facts.requests.size(); ++i) {
    if (i < scanned.targets.size() && scanned.targets[i])
      options.targets[i] = idOf(*scanned.targets[i]);
    else
      options.targets[i] = module.facts.requests[i].external;
    if (isWorkerRequest(module.facts, static_cast<uint32_t>(i)) && !options.targets[i].empty())
      options.workers[i] = places_.base + "@weft/worker?id=" + escapeQuery(options.targets[i]);
  }
  for (const auto& [node, asset] : module.assetUrls) {
    options.assetUrls.emplace(node, fileUrl(asset.path));
    if (unit) unit->files.push_back(asset.path);
  }
  options.hasRefresh = hasRefresh_ && !isOfPackage(module.location.path);
  return options;
}

void UnitReader::readStyle(Unit& unit, Log& log) {
  const std::string& path = unit.job->location.path;
  bundler::StyleModule names = bundler::readStyleModule(path, nullptr, scan_.workingDirectory, log);
  bundler::StyleOptions options;
  options.entries = {path};
  options.workingDirectory = scan_.workingDirectory;
  options.externals = scan_.externals;
  options.outfile = path;
  options.urlOf = [this](const std::string& file) { return fileUrl(file); };
  std::optional<bundler::StyleOutput> style = bundler::buildStyleSheet(options, nullptr, log);
  if (!style) return;
  unit.files = std::move(style->files);
  unit.bytes = style->text.size();
  unit.factory = styleFactory(style->text, names.valueText);
  unit.css = std::move(style->text);
}

Unit UnitReader::read(std::shared_ptr<const ScanJob> job) {
  auto begun = std::chrono::steady_clock::now();
  Unit unit;
  unit.job = std::move(job);
  unit.id = idOf(*unit.job);
  Log log;
  bool isFile = unit.job->location.type == graph::ResolvedType::File;
  unit.isStyle = isFile && !unit.job->loader && !unit.job->contents && bundler::isStylePath(unit.job->location.path);
  if (unit.isStyle) {
    readStyle(unit, log);
  } else {
    ScannedModule scanned = reader_.read(*unit.job);
    for (const Diagnostic& it : scanned.log.diagnostics()) log.add(it);
    Module& module = scanned.module;
    unit.bytes = module.bytes;
    unit.isEsModule = module.tree && module.isEsModule();
    unit.hasGlobs = !module.facts.globs.empty();
    addEdges(scanned, unit);
    if (!log.hasErrors()) {
      if (module.tree) {
        FactoryOptions options = factoryOptions(scanned, &unit);
        Factory made = makeFactory(module, options);
        if (made.isTooDeep)
          log.add({Severity::Error,
                   "nested-too-deep",
                   module.location.path,
                   {0, 1},
                   "The source is nested too deeply",
                   {},
                   {}});
        unit.factory = std::move(made.text);
      } else if (module.asset) {
        std::string url;
        graph::appendJsonString(url, fileUrl(module.asset->path));
        unit.factory = valueFactory(url);
        unit.files.push_back(module.asset->path);
      } else {
        unit.factory = valueFactory(module.valueText);
      }
    }
  }
  for (const Diagnostic& it : log.diagnostics())
    if (it.severity == Severity::Error || (it.severity == Severity::Warning && !isOfPackage(it.path)))
      unit.problems.push_back(problemOf(it, places_));
  if (log.hasErrors()) unit.factory.clear();
  unit.lines = static_cast<uint32_t>(std::ranges::count(unit.factory, '\n'));
  unit.milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
  return unit;
}

std::optional<MappedUnit> UnitReader::readMapped(const ScanJob& job) {
  MappedUnit out{reader_.read(job), {}};
  if (out.scanned.log.hasErrors() || !out.scanned.module.tree) return std::nullopt;
  FactoryOptions options = factoryOptions(out.scanned, nullptr);
  options.wantsMappings = true;
  out.factory = makeFactory(out.scanned.module, options);
  return out.factory.isTooDeep ? std::nullopt : std::optional(std::move(out));
}

}  // namespace weft::dev
