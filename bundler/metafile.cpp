#include "bundler/metafile.h"

#include <algorithm>

#include "base/paths.h"
#include "graph/json.h"

namespace weft::bundler {

using syntax::RequestKind;

namespace {

std::string quoted(std::string_view text) {
  std::string out;
  graph::appendJsonString(out, text);
  return out;
}

std::string_view nameOf(RequestKind kind) {
  switch (kind) {
    case RequestKind::DynamicImport:
      return "dynamic-import";
    case RequestKind::Require:
      return "require-call";
    default:
      return "import-statement";
  }
}

/// {"path":…,"kind":…}
std::string importOf(std::string_view path, std::string_view kind, std::string_view more) {
  return "{\n          \"path\": " + quoted(path) + ",\n          \"kind\": " + quoted(kind) + std::string(more) +
         "\n        }";
}

std::string listOf(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) out += (out.empty() ? "\n        " : ",\n        ") + item;
  return out.empty() ? "[]" : "[" + out + "\n      ]";
}

void addList(std::string& out, const std::map<std::string, std::string>& items) {
  const char* between = "";
  for (const auto& [path, text] : items) {
    out.append(between).append("\n    ").append(quoted(path)).append(": ").append(text);
    between = ",";
  }
}

}  // namespace

void Metafile::addModules(const Modules& modules) {
  for (const Module& module : modules.list) {
    std::vector<std::string> imports;
    for (const Request& request : module.facts.requests) {
      if (request.target == kNoModule && request.external.empty()) continue;
      bool isExternal = request.target == kNoModule;
      std::string more =
          isExternal ? ",\n          \"external\": true" : ",\n          \"original\": " + quoted(request.specifier);
      imports.push_back(
          importOf(isExternal ? request.external : modules[request.target].shownPath, nameOf(request.kind), more));
    }
    std::string text =
        "{\n      \"bytes\": " + std::to_string(module.bytes) + ",\n      \"imports\": " + listOf(imports);
    if (module.tree) text += std::string(",\n      \"format\": ") + (module.isEsModule() ? "\"esm\"" : "\"cjs\"");
    inputs_[module.shownPath] = text + "\n    }";
  }
}

void Metafile::addOutput(const Modules& modules, const Chunks& chunks, const std::vector<std::string>& paths,
                         uint32_t chunk, const Emitted& emitted, size_t bytes) {
  std::vector<std::string> imports, exports;
  for (uint32_t from : emitted.imports)
    imports.push_back(importOf(paths::relative(base_, paths[from]), "import-statement", ""));
  for (const std::string& name : emitted.exports) exports.push_back(quoted(name));
  std::map<std::string, std::string> inputs;
  for (const auto& [id, count] : emitted.bytes)
    inputs[modules[id].shownPath] = "{\n          \"bytesInOutput\": " + std::to_string(count) + "\n        }";
  if (chunk < chunks.list.size()) {
    for (ModuleId id : chunks.list[chunk].modules) {
      const std::vector<Request>& requests = modules[id].facts.requests;
      for (const Request& request : requests) {
        auto root = std::ranges::find(chunks.roots, request.target);
        if (request.kind == RequestKind::DynamicImport && root != chunks.roots.end())
          imports.push_back(importOf(paths::relative(base_, paths[static_cast<size_t>(root - chunks.roots.begin())]),
                                     "dynamic-import", ""));
        if (!request.external.empty())
          imports.push_back(importOf(request.external, nameOf(request.kind), ",\n          \"external\": true"));
      }
    }
  }
  std::string text = "{\n      \"imports\": " + listOf(imports) + ",\n      \"exports\": " + listOf(exports);
  if (chunk < chunks.list.size() && chunks.list[chunk].entry != kNoModule)
    text += ",\n      \"entryPoint\": " + quoted(modules[chunks.list[chunk].entry].shownPath);
  text += ",\n      \"inputs\": {";
  const char* between = "";
  for (const auto& [path, part] : inputs) {
    text.append(between).append("\n        ").append(quoted(path)).append(": ").append(part);
    between = ",";
  }
  text += (inputs.empty() ? "}" : "\n      }");
  outputs_[paths::relative(base_, paths[chunk])] = text + ",\n      \"bytes\": " + std::to_string(bytes) + "\n    }";
}

void Metafile::addFile(const std::string& path, size_t bytes) {
  outputs_[paths::relative(base_, path)] =
      "{\n      \"imports\": [],\n      \"exports\": [],\n      \"inputs\": {},\n      \"bytes\": " +
      std::to_string(bytes) + "\n    }";
}

std::string Metafile::json() const {
  std::string out = "{\n  \"inputs\": {";
  addList(out, inputs_);
  out += "\n  },\n  \"outputs\": {";
  addList(out, outputs_);
  return out + "\n  }\n}\n";
}

}  // namespace weft::bundler
