#include "test-runner/plan.h"

#include <dirent.h>

#include <algorithm>

#include "base/file.h"
#include "base/paths.h"
#include "test-runner/report/json_writer.h"

namespace weft::test {

namespace {

using graph::JsonKind;
using graph::JsonValue;

const JsonValue kNothing;

const JsonValue& at(const JsonValue& value, std::string_view key) {
  const JsonValue* found = value.find(key);
  return found ? *found : kNothing;
}

std::string textAt(const JsonValue& value, std::string_view key) {
  const JsonValue& found = at(value, key);
  return found.is(JsonKind::String) ? found.string : std::string();
}

bool flagAt(const JsonValue& value, std::string_view key) {
  const JsonValue& found = at(value, key);
  return found.is(JsonKind::Boolean) && found.boolean;
}

double numberAt(const JsonValue& value, std::string_view key) {
  const JsonValue& found = at(value, key);
  return found.is(JsonKind::Number) ? found.number : 0;
}

uint32_t countAt(const JsonValue& value, std::string_view key) {
  return static_cast<uint32_t>(std::clamp(numberAt(value, key), 0.0, 4294967295.0));
}

std::vector<std::string> textsAt(const JsonValue& value, std::string_view key) {
  std::vector<std::string> out;
  for (const JsonValue& element : at(value, key).elements)
    if (element.is(JsonKind::String)) out.push_back(element.string);
  return out;
}

/// Modules that are loaded before each test, as far as they are files.
std::vector<std::string> setupFilesOf(const JsonValue& settings, const std::string& root) {
  std::vector<std::string> out;
  for (std::string_view key : {"setupFiles", "setupFilesAfterEnv"})
    for (const std::string& module : textsAt(settings, key)) {
      std::string path = paths::resolve(root, module);
      if (fileKind(path) == FileKind::File) out.push_back(std::move(path));
    }
  return out;
}

ProjectPlan projectOf(const JsonValue& value, const std::string& planRoot) {
  ProjectPlan project;
  project.name = textAt(value, "name");
  project.settings = at(value, "settings");
  project.rootDir = textAt(project.settings, "rootDir");
  if (project.rootDir.empty()) project.rootDir = planRoot;
  const JsonValue& discovery = at(value, "discovery");
  project.roots = textsAt(discovery, "roots");
  if (project.roots.empty()) project.roots.push_back(project.rootDir);
  std::vector<std::string> match = textsAt(discovery, "match");
  project.regex = textsAt(discovery, "regex");
  project.isUsual = match.empty() && project.regex.empty();
  project.match = GlobList(match, project.rootDir);
  project.exclude = GlobList(textsAt(discovery, "exclude"), project.rootDir);
  project.source = GlobList(textsAt(discovery, "source"), project.rootDir);
  project.ignore = textsAt(discovery, "ignore");
  project.dots = flagAt(discovery, "dot") ? Dots::With : Dots::Without;
  project.hasGlobalSetup = !at(value, "globalSetup").elements.empty() || !at(value, "globalTeardown").elements.empty();
  project.setupFiles = setupFilesOf(project.settings, project.rootDir);
  project.order = numberAt(value, "order");
  project.isSerial = flagAt(value, "serial");
  return project;
}

coverage::Threshold thresholdOf(const JsonValue& value) {
  auto limit = [&](std::string_view key) {
    const JsonValue& found = at(value, key);
    return found.is(JsonKind::Number) ? std::optional(found.number) : std::nullopt;
  };
  coverage::Threshold threshold;
  threshold.files = textAt(value, "files");
  threshold.isGlobal = threshold.files == "global";
  threshold.isEachFile = flagAt(value, "perFile");
  threshold.limits = {limit("lines"), limit("statements"), limit("functions"), limit("branches")};
  return threshold;
}

CoverageRequest coverageOf(const JsonValue& value) {
  CoverageRequest coverage;
  coverage.isOn = flagAt(value, "enabled");
  coverage.directory = textAt(value, "directory");
  coverage.include = textsAt(value, "include");
  coverage.exclude = textsAt(value, "exclude");
  coverage.ignore = textsAt(value, "ignore");
  for (const JsonValue& reporter : at(value, "reporters").elements)
    if (!reporter.elements.empty()) coverage.reporters.push_back(reporter.elements.front().string);
  for (const JsonValue& threshold : at(value, "thresholds").elements)
    coverage.thresholds.push_back(thresholdOf(threshold));
  coverage.reportsFailedRuns = flagAt(value, "reportOnFailure");
  coverage.includesTests = flagAt(value, "includeTests");
  return coverage;
}

void writeOverrides(JsonWriter& out, const Options& options) {
  out.boolean("colors", options.isColoured);
  for (const auto& [name, json] : options.settings) out.key(name).raw(json);
}

bool isConfiguration(std::string_view name) {
  if (name == "weft.toml" || name == "bunfig.toml") return true;
  constexpr std::string_view kStems[] = {"weft.config.",     "jest.config.", "vitest.config.", "vitest.workspace.",
                                         "vitest.projects.", "vite.config.", ".mocharc."};
  return std::ranges::any_of(kStems, [&](std::string_view stem) { return name.starts_with(stem); });
}

}  // namespace

ProjectFolder findProject(const std::string& here) {
  ProjectFolder project{here, false};
  for (std::string folder = here;; folder = paths::dirname(folder)) {
    bool hasPackage = false;
    if (DIR* stream = opendir(folder.c_str())) {
      while (const dirent* entry = readdir(stream)) {
        if (isConfiguration(entry->d_name)) project.hasConfiguration = true;
        hasPackage |= std::string_view(entry->d_name) == "package.json";
      }
      closedir(stream);
    }
    if (hasPackage) {
      auto text = readFile(paths::join({folder, "package.json"}));
      auto has = [&](const char* word) { return text && text->find(word) != std::string::npos; };
      if (has("\"jest\"") || has("mocha")) project.hasConfiguration = true;
    }
    if (hasPackage || project.hasConfiguration) {
      project.root = folder;
      return project;
    }
    if (folder == "/") return project;
  }
}

Plan plainPlan(const Options& options, const std::string& root) {
  Plan plan;
  plan.rootDir = root;
  ProjectPlan project;
  project.rootDir = root;
  // Whoever stands in a folder of the project means what is in it.
  project.roots.push_back(options.root.empty() ? options.here : root);
  project.isUsual = true;
  JsonWriter settings;
  settings.open('{');
  settings.text("rootDir", root);
  writeOverrides(settings, options);
  settings.close('}');
  if (auto parsed = graph::parseJson(settings.take())) project.settings = std::move(*parsed);
  project.setupFiles = setupFilesOf(project.settings, root);
  plan.projects.push_back(std::move(project));
  return plan;
}

std::string loadRequest(const Options& options, const std::string& root) {
  JsonWriter out;
  out.open('{');
  out.text("root", root);
  if (!options.configuration.empty()) out.text("file", options.configuration);
  out.key("overrides").open('{');
  writeOverrides(out, options);
  out.close('}');
  if (!options.projects.empty()) out.texts("projects", options.projects);
  out.close('}');
  return out.take();
}

Result<Plan, std::string> parsePlan(std::string_view json) {
  auto value = graph::parseJson(json);
  if (!value) return std::unexpected("the plan of the configuration cannot be read: " + value.error().message);
  Plan plan;
  plan.file = textAt(*value, "file");
  plan.rootDir = textAt(*value, "rootDir");
  plan.inputs = textsAt(*value, "inputs");
  plan.warnings = textsAt(*value, "warnings");
  for (const JsonValue& project : at(*value, "projects").elements)
    plan.projects.push_back(projectOf(project, plan.rootDir));
  for (const JsonValue& reporter : at(*value, "reporters").elements) {
    const JsonValue& index = at(reporter, "index");
    plan.reporters.push_back({textAt(reporter, "name"), textAt(reporter, "module"), textAt(reporter, "outputFile"),
                              index.is(JsonKind::Number) ? static_cast<int>(index.number) : -1});
  }
  plan.maxWorkers = countAt(*value, "maxWorkers");
  plan.bail = countAt(*value, "bail");
  plan.seed = countAt(*value, "seed");
  plan.isVerbose = flagAt(*value, "verbose");
  plan.isSilent = flagAt(*value, "silent");
  plan.passesWithoutTests = flagAt(*value, "passWithNoTests");
  plan.isRandom = flagAt(*value, "randomize");
  plan.isIsolated = !value->find("isolate") || flagAt(*value, "isolate");
  plan.coverage = coverageOf(at(*value, "coverage"));
  double code = numberAt(*value, "failureExitCode");
  plan.failureExitCode = code >= 1 && code <= 255 ? static_cast<int>(code) : 1;
  return plan;
}

}  // namespace weft::test
