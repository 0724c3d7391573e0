#include "cli/graph_command.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <deque>

#include "base/file.h"
#include "base/paths.h"
#include "base/thread_pool.h"
#include "engine/builtin_names.h"
#include "engine/vm.h"
#include "graph/json.h"
#include "graph/module_map.h"
#include "loop/standard_io.h"

namespace weft::cli {

using namespace options;

namespace {

using graph::MapEdge;
using graph::MapNode;
using graph::NodeId;

int print(int file, const std::string& text, int code) {
  auto written = loop::writeAll(file, {reinterpret_cast<const uint8_t*>(text.data()), text.size()});
  return written ? code : 1;
}

int fail(const std::string& message, int code) {
  return print(STDERR_FILENO, "weft graph: " + message + "\n", code);
}

std::string sizeText(size_t bytes) {
  char text[32];
  if (bytes < 1000)
    snprintf(text, sizeof text, "%zu B", bytes);
  else if (bytes < 1000000)
    snprintf(text, sizeof text, "%.1f kB", static_cast<double>(bytes) / 1e3);
  else
    snprintf(text, sizeof text, "%.1f MB", static_cast<double>(bytes) / 1e6);
  return text;
}

std::string_view kindText(syntax::RequestKind kind) {
  constexpr std::string_view kNames[] = {"import", "export", "dynamic-import", "require"};
  return kNames[static_cast<size_t>(kind)];
}

class Report {
 public:
  Report(graph::ModuleGraph& graph, NodeId entry, std::string folder)
      : graph_(graph), entry_(entry), folder_(std::move(folder)), nodes_(graph::mapModules(graph, entry)) {
    for (const MapNode& node : nodes_)
      for (const MapEdge& edge : node.edges) failures_ += !edge.error.empty();
    failures_ += graph_.node(entry).error != nullptr;
  }

  [[nodiscard]] int code() const { return failures_ == 0 ? 0 : 1; }

  std::string tree() {
    isShown_.assign(nodes_.size(), false);
    branch(entry_);
    size_t files = 0;
    size_t bytes = 0;
    for (NodeId id = 0; id < nodes_.size(); ++id) {
      if (!nodes_[id].isSeen || !graph_.node(id).artifact || isDisabled(id)) continue;
      ++files;
      bytes += sizeOf(id);
    }
    out_ += "\n" + std::to_string(files) + (files == 1 ? " file, " : " files, ") + sizeText(bytes);
    if (failures_) out_ += ", " + std::to_string(failures_) + " not found";
    return std::move(out_) + "\n";
  }

  std::string json() {
    std::string out = "{\n  \"entry\": " + quoted(nameOf(entry_)) + ",\n  \"modules\": [";
    bool isFirst = true;
    for (NodeId id = 0; id < nodes_.size(); ++id) {
      if (!nodes_[id].isSeen) continue;
      out += isFirst ? "\n    {" : ",\n    {";
      isFirst = false;
      out += "\"id\": " + quoted(nameOf(id)) + ", \"path\": " + quoted(graph_.node(id).location.path) +
             ", \"kind\": " + quoted(isDisabled(id) ? "disabled" : graph::moduleKindName(graph_.node(id).kind)) +
             ", \"bytes\": " + std::to_string(sizeOf(id)) + ", \"imports\": [";
      for (size_t i = 0; i < nodes_[id].edges.size(); ++i) out += (i ? ", " : "") + edgeJson(nodes_[id].edges[i]);
      out += "]}";
    }
    return out + "\n  ]\n}\n";
  }

  /// The shortest way to each module that `wanted` names; empty if there is none.
  std::string why(const std::string& wanted) {
    std::vector<NodeId> from(nodes_.size(), graph::kNoNode);
    std::deque<NodeId> waiting{entry_};
    from[entry_] = entry_;
    std::string out;
    while (!waiting.empty()) {
      NodeId id = waiting.front();
      waiting.pop_front();
      // Of a package, where it is entered.
      if (isNamed(id, wanted) && (id == entry_ || !isNamed(from[id], wanted))) out += way(from, id);
      for (const MapEdge& edge : nodes_[id].edges) {
        if (edge.target == graph::kNoNode || from[edge.target] != graph::kNoNode) continue;
        from[edge.target] = id;
        waiting.push_back(edge.target);
      }
    }
    return out;
  }

 private:
  [[nodiscard]] std::string nameOf(NodeId id) const {
    const graph::Resolution& location = graph_.node(id).location;
    if (location.type == graph::ResolvedType::Builtin) return location.path;
    if (location.type == graph::ResolvedType::Data) return location.path.substr(0, 60);
    if (location.type == graph::ResolvedType::Disabled) return "disabled:" + shownPath(location.path);
    return shownPath(location.path) + location.suffix;
  }

  [[nodiscard]] std::string shownPath(const std::string& path) const {
    if (!path.starts_with('/')) return path;
    std::string relative = paths::relative(folder_, path);
    return relative.starts_with("../../..") ? path : relative;
  }

  [[nodiscard]] bool isDisabled(NodeId id) const {
    return graph_.node(id).location.type == graph::ResolvedType::Disabled;
  }

  [[nodiscard]] size_t sizeOf(NodeId id) const {
    const graph::Node& node = graph_.node(id);
    return node.artifact ? node.artifact->shownText().size() : 0;
  }

  [[nodiscard]] std::string labelOf(NodeId id) const {
    const graph::Node& node = graph_.node(id);
    std::string label = nameOf(id);
    if (node.kind == graph::ModuleKind::Builtin) return label;
    if (isDisabled(id)) return shownPath(node.location.path) + " (disabled)";
    return label + " (" + std::string(graph::moduleKindName(node.kind)) + ", " + sizeText(sizeOf(id)) + ")";
  }

  [[nodiscard]] static std::string quoted(std::string_view text) {
    std::string out;
    graph::appendJsonString(out, text);
    return out;
  }

  [[nodiscard]] std::string edgeJson(const MapEdge& edge) const {
    std::string out = "{\"specifier\": " + quoted(edge.specifier) + ", \"kind\": " + quoted(kindText(edge.kind));
    if (edge.target != graph::kNoNode) out += ", \"id\": " + quoted(nameOf(edge.target));
    if (!edge.error.empty()) out += ", \"error\": " + quoted(edge.error);
    return out + "}";
  }

  /// By a loop: chains of imports are long.
  void branch(NodeId root) {
    struct Open {
      NodeId id;
      size_t next;
      std::string indent;
    };
    isShown_[root] = true;
    out_ += labelOf(root) + "\n";
    std::vector<Open> open{{root, 0, ""}};
    while (!open.empty()) {
      Open& top = open.back();
      const std::vector<MapEdge>& edges = nodes_[top.id].edges;
      if (top.next == edges.size()) {
        open.pop_back();
        continue;
      }
      const MapEdge& edge = edges[top.next++];
      bool isLast = top.next == edges.size();
      out_ += top.indent + (isLast ? "└─ " : "├─ ");
      std::string indent = top.indent + (isLast ? "   " : "│  ");
      if (edge.kind == syntax::RequestKind::DynamicImport) out_ += "import() ";
      if (!edge.error.empty()) {
        out_ += edge.specifier + "  not found: " + edge.error.substr(0, edge.error.find('\n')) + "\n";
        continue;
      }
      out_ += labelOf(edge.target);
      bool isRepeated = isShown_[edge.target] && !nodes_[edge.target].edges.empty();
      out_ += isRepeated ? "  (above)\n" : "\n";
      if (isShown_[edge.target]) continue;
      isShown_[edge.target] = true;
      // Deep chains must not make the text quadratic.
      constexpr size_t kWidestIndent = 200;
      open.push_back({edge.target, 0, indent.size() > kWidestIndent ? top.indent : std::move(indent)});
    }
  }

  [[nodiscard]] bool isNamed(NodeId id, const std::string& wanted) const {
    const graph::Resolution& location = graph_.node(id).location;
    if (nameOf(id) == wanted || location.path == wanted || location.path == "node:" + wanted) return true;
    if (location.type == graph::ResolvedType::File && location.path == paths::resolve(folder_, wanted)) return true;
    return location.path.find("/node_modules/" + wanted + "/") != std::string::npos;
  }

  [[nodiscard]] std::string way(const std::vector<NodeId>& from, NodeId id) const {
    std::vector<NodeId> path{id};
    while (path.back() != entry_) path.push_back(from[path.back()]);
    std::string out;
    for (size_t i = path.size(); i-- > 0;) {
      out += nameOf(path[i]);
      if (i == 0) break;
      for (const MapEdge& edge : nodes_[path[i]].edges) {
        if (edge.target != path[i - 1]) continue;
        out += "\n  " + std::string(kindText(edge.kind)) + " \"" + edge.specifier + "\" → ";
        break;
      }
    }
    return out + "\n";
  }

  graph::ModuleGraph& graph_;
  NodeId entry_;
  std::string folder_;
  std::vector<MapNode> nodes_;
  size_t failures_ = 0;
  std::vector<bool> isShown_;
  std::string out_;
};

struct Arguments {
  bool wantsHelp = false;
  bool isJson = false;
  bool isForBrowsers = false;
  std::string why;
  std::vector<std::string> mainFields;
  std::vector<std::string> conditions;
  std::string entry;
};

/// "a,b" → {"a", "b"}
void addNames(std::vector<std::string>& names, std::string_view list) {
  while (!list.empty()) {
    size_t end = std::min(list.find(','), list.size());
    if (end > 0) names.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

constexpr CommandOption<Arguments> kOptions[] = {
    {"--help", "", "print this help",
     [](Arguments& it, const std::string&) -> Fault {
       it.wantsHelp = true;
       return {};
     }},
    {"--json", "", "as JSON",
     [](Arguments& it, const std::string&) -> Fault {
       it.isJson = true;
       return {};
     }},
    {"--why", "MODULE", "how ENTRY comes to MODULE: a file, a package or a builtin",
     [](Arguments& it, const std::string& value) -> Fault {
       it.why = value;
       return {};
     }},
    {"--platform", "NAME", "node: resolve as weft ENTRY does (default); browser: as for a bundle that runs there",
     [](Arguments& it, const std::string& value) -> Fault {
       return choose<bool>({{"node", false}, {"browser", true}}, value, it.isForBrowsers);
     }},
    {"--main-fields", "NAME,...", "what names a package's file where it has no exports",
     [](Arguments& it, const std::string& value) -> Fault {
       it.mainFields.clear();
       addNames(it.mainFields, value);
       return {};
     }},
    {"--conditions", "NAME,...", "add conditions of package.json's exports and imports (-C)",
     [](Arguments& it, const std::string& value) -> Fault {
       addNames(it.conditions, value);
       return {};
     }},
};

std::string helpText() {
  return "weft graph prints the modules of a program, without running it.\n"
         "\n"
         "Usage:\n"
         "  weft graph ENTRY                 as a tree, with kinds and sizes\n"
         "  weft graph --json ENTRY          as JSON\n"
         "  weft graph --why MODULE ENTRY    how ENTRY comes to MODULE: a file, a package or a builtin\n"
         "\n"
         "Options:\n" +
         describeOptions<Arguments>(kOptions) +
         "\n"
         "What require() and import() are given is seen where it is a literal. The exit code is 1\n"
         "when something is not found.\n";
}

Fault parse(const std::vector<std::string>& words, Arguments& arguments) {
  auto onWord = [&](const std::string& word) -> Fault {
    if (!arguments.entry.empty()) return "takes one entry, not also " + word;
    arguments.entry = word;
    return {};
  };
  auto canonical = [](std::string name) { return name == "-C" ? std::string("--conditions") : name; };
  if (Fault fault = parseOptions<Arguments>(kOptions, words, "weft graph", arguments, onWord, canonical)) return fault;
  if (!arguments.wantsHelp && arguments.entry.empty()) return "needs an entry; see weft graph --help";
  return {};
}

graph::GraphOptions graphOptions(const Arguments& arguments) {
  graph::GraphOptions options;
  if (arguments.isForBrowsers) {
    options.resolver = graph::ResolverOptions::forBrowsers();
  } else {
    for (std::string_view id : js::publicBuiltins()) {
      std::string name(id);
      options.resolver.builtins.push_back({name, name});
      if (auto bare = js::bareName(id)) options.resolver.builtins.push_back({std::string(*bare), name});
    }
  }
  options.resolver.conditions = arguments.conditions;
  if (!arguments.mainFields.empty()) {
    options.resolver.mainFields = arguments.mainFields;
    options.resolver.moduleField = graph::ModuleFieldUse::AsListed;
  }
  return options;
}

}  // namespace

std::vector<OptionText> graphOptionTexts() {
  return optionTexts<Arguments>(kOptions);
}

int graphCommand(const std::vector<std::string>& words) {
  Arguments arguments;
  if (Fault fault = parse(words, arguments)) return fail(*fault, 9);
  if (arguments.wantsHelp) return print(STDOUT_FILENO, helpText(), 0);
  auto folder = currentDirectory();
  std::string here = folder ? *folder : "/";
  ThreadPool pool;
  graph::ModuleGraph graph(graphOptions(arguments), &pool);
  auto location = graph.resolver().resolveEntry(arguments.entry, here);
  if (!location) return fail(location.error().messageWithHint(), 1);
  NodeId id = graph.load(*location);
  if (graph.node(id).error) return fail(graph.node(id).error->message, 1);
  Report report(graph, id, here);
  if (arguments.why.empty())
    return print(STDOUT_FILENO, arguments.isJson ? report.json() : report.tree(), report.code());
  std::string ways = report.why(arguments.why);
  if (ways.empty()) return fail(arguments.entry + " does not come to " + arguments.why, 1);
  return print(STDOUT_FILENO, ways, 0);
}

}  // namespace weft::cli
