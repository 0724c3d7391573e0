#pragma once

// What plugins have a say in: where a request leads, and what a module holds. A build asks from any of its threads and
// goes on with other modules; the answer comes when the plugin has it, on a thread of the plugin's choice. Modules that
// no filter fits are never asked about.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "bundler/loaders.h"
#include "syntax/module_scan.h"

namespace weft::bundler {

/// What asks for a module, in esbuild's words.
enum class RequestOrigin : uint8_t {
  EntryPoint,
  ImportStatement,
  RequireCall,
  DynamicImport,
  RequireResolve,
  ImportRule,
  ComposesFrom,
  UrlToken,
};
[[nodiscard]] std::string_view nameOf(RequestOrigin origin);
[[nodiscard]] std::optional<RequestOrigin> originNamed(std::string_view name);

/// Where a module is: a file by its absolute path, or whatever a plugin's namespace has of that name.
struct ModulePlace {
  std::string path;
  std::string nameSpace = {};  // empty: files

  /// What it is called in messages and among the other modules: "/a/b.js", "virtual:b".
  [[nodiscard]] std::string shown() const { return nameSpace.empty() ? path : nameSpace + ":" + path; }
};

/// Plugins keep data of their own with modules; 0: none.
using PluginData = uint32_t;

struct ResolveQuestion {
  std::string specifier;
  ModulePlace importer;    // empty for entries
  std::string resolveDir;  // that relative names are relative to; empty: there is none
  RequestOrigin origin = RequestOrigin::ImportStatement;
  std::vector<syntax::ImportAttribute> attributes = {};
  PluginData data = 0;  // of the importer
};

struct ResolveAnswer {
  enum class Kind : uint8_t { Pass, Module, External, Failed };
  Kind kind = Kind::Pass;  // Pass: it leads where it would without plugins
  ModulePlace place = {};
  std::string suffix = {};  // "?query" or "#fragment"
  bool hasSideEffects = true;
  PluginData data = 0;
  std::vector<Diagnostic> messages = {};
};

struct LoadQuestion {
  ModulePlace place;
  std::string suffix;
  std::vector<syntax::ImportAttribute> attributes = {};
  PluginData data = 0;
};

struct LoadAnswer {
  enum class Kind : uint8_t { Pass, Contents, Failed };
  Kind kind = Kind::Pass;  // Pass: the module holds what its file holds
  std::string contents = {};
  std::optional<Loader> loader = {};  // nothing: what the name's extension says
  std::string resolveDir = {};        // empty: the file's folder, or none
  PluginData data = 0;
  std::vector<Diagnostic> messages = {};
};

class Plugins {
 public:
  using OnResolved = std::move_only_function<void(ResolveAnswer)>;
  using OnLoaded = std::move_only_function<void(LoadAnswer)>;
  virtual ~Plugins() = default;

  /// Whether a filter fits. From any thread, for every module and request: it must cost little.
  [[nodiscard]] virtual bool resolves(const ResolveQuestion& question) const = 0;
  [[nodiscard]] virtual bool loads(const ModulePlace& place) const = 0;
  /// Asks; the callback is called once, on any thread, unless the build has been given up.
  virtual void resolve(ResolveQuestion question, OnResolved answered) = 0;
  virtual void load(LoadQuestion question, OnLoaded answered) = 0;
  /// A text that faults are told of, which no file holds. From any thread.
  virtual void keepText(const std::string& path, std::string_view text) = 0;
  /// Nobody wants the result any more.
  [[nodiscard]] virtual bool isGivenUp() const = 0;
  /// The build has been waiting for answers for a while, and for nothing else.
  virtual void stillWaiting() = 0;
};

inline constexpr int kWaitBeforeTelling = 5;  // seconds

/// For stages that cannot go on without the answer; Failed where the build was given up.
[[nodiscard]] ResolveAnswer resolveNow(Plugins& plugins, ResolveQuestion question);
[[nodiscard]] LoadAnswer loadNow(Plugins& plugins, LoadQuestion question);

}  // namespace weft::bundler
