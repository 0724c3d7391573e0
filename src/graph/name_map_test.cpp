#include "graph/name_map.h"

#include <catch2/catch.hpp>

#include "graph/graph.h"
#include "graph/test_tree.h"

using namespace weft;
using namespace weft::graph;

namespace {

/// "@/x" stands for ROOT/src/x and ROOT/lib/x, every .css for one file, "never" for nothing.
class TestHooks final : public GraphHooks {
 public:
  explicit TestHooks(const TestTree& tree)
      : names_({{"@/", {}}, {"", {".css", ".scss"}}, {"never", {}}}, [this, &tree](std::string_view specifier) {
          ++asked;
          std::optional<MappedName> name;
          if (specifier.starts_with("@/")) {
            std::string rest(specifier.substr(2));
            name = MappedName{"the alias \"@\"", {tree.path("src/" + rest), tree.path("lib/" + rest)}};
          }
          if (specifier.ends_with("css")) name = MappedName{"css", {"./style.js"}};
          return name;
        }) {}

  const MappedName* mapped(std::string_view specifier) override { return names_.find(specifier); }
  const std::string* gives(const Resolution& location) override {
    static const std::string kNotKept;
    return location.path.ends_with(".svg") ? &kNotKept : nullptr;
  }
  Result<GivenText, ModuleError> given(const Resolution& location) override {
    if (location.suffix != "?bad") return GivenText{"export default 1;", KindHint::EsModule, "<svg/>", nullptr};
    ModuleError error;
    error.code = ModuleErrorCode::InvalidSyntax;
    error.message = "bad";
    return fail(std::move(error));
  }

  int asked = 0;

 private:
  NameMap names_;
};

}  // namespace

TEST_CASE("names that stand for others, for import and require, with what they may leave out") {
  TestTree tree({{"main.js", ""}, {"style.js", ""}, {"src/a.js", ""}, {"lib/b/index.js", ""}, {"src/q.js", ""}});
  ModuleGraph graph{GraphOptions{}};
  auto owned = std::make_unique<TestHooks>(tree);
  TestHooks& hooks = *owned;
  graph.setHooks(std::move(owned));
  auto ask = [&](std::string_view specifier, ResolveKind kind) {
    auto found = graph.resolve(specifier, tree.path("main.js"), kind);
    return found ? tree.strip(found->path) + found->suffix : tree.strip(found.error().message);
  };
  for (ResolveKind kind : {ResolveKind::Import, ResolveKind::Require}) {
    CHECK(ask("@/a", kind) == "/src/a.js");
    CHECK(ask("@/b", kind) == "/lib/b/index.js");
    CHECK(ask("./any.css", kind) == "/style.js");
  }
  CHECK(ask("@/q.js?raw", ResolveKind::Import) == "/src/q.js?raw");
  CHECK(ask("@/none", ResolveKind::Import) ==
        "Cannot find module '@/none' imported from /main.js: the alias \"@\" makes it '/src/none', '/lib/none', and "
        "there is no such module");
  int before = hooks.asked;
  CHECK(ask("@/a", ResolveKind::Import) == "/src/a.js");
  CHECK(hooks.asked == before);
  CHECK(ask("./main.js", ResolveKind::Import) == "/main.js");
  CHECK(hooks.asked == before);
}

TEST_CASE("texts in place of what files hold") {
  TestTree tree({{"main.js", "import './logo.svg'; import './logo.svg?bad'"}, {"logo.svg", "<svg/>"}});
  ModuleGraph graph{GraphOptions{}};
  graph.setHooks(std::make_unique<TestHooks>(tree));
  NodeId id = graph.load({ResolvedType::File, tree.path("main.js"), {}});
  const Node& main = graph.node(id);
  REQUIRE(main.edges.size() == 2);
  const Node& good = graph.node(main.edges[0].target);
  REQUIRE(good.artifact);
  CHECK(good.kind == ModuleKind::EsModule);
  CHECK(good.artifact->text() == "export default 1;");
  CHECK(good.artifact->shownText() == "<svg/>");
  REQUIRE(graph.node(main.edges[1].target).error);
  CHECK(graph.node(main.edges[1].target).error->message == "bad");
}

TEST_CASE("folders of packages by other names, and global folders for imports") {
  TestTree tree({{"app/main.js", ""},
                 {"app/src/utils/x.js", ""},
                 {"app/node_modules/pkg/index.js", ""},
                 {"extra/tool.js", ""},
                 {"extra/pack/package.json", R"({"main": "m.js"})"},
                 {"extra/pack/m.js", ""}});
  ResolverOptions options;
  options.packageFolders = {"node_modules", "src"};
  options.globalPaths = {tree.path("extra")};
  options.importsUseGlobalPaths = true;
  options.importsMayOmit = true;
  Resolver resolver{ResolverOptions{}};
  auto ask = [&](std::string_view specifier, ResolveKind kind) {
    auto found = resolver.resolve(specifier, tree.path("app/main.js"), kind);
    return found ? tree.strip(found->path) : std::string(found.error().codeName());
  };
  CHECK(ask("utils/x", ResolveKind::Import) == "ERR_MODULE_NOT_FOUND");
  resolver.setOptions(options);
  for (ResolveKind kind : {ResolveKind::Import, ResolveKind::Require}) {
    CHECK(ask("utils/x", kind) == "/app/src/utils/x.js");
    CHECK(ask("pkg", kind) == "/app/node_modules/pkg/index.js");
    CHECK(ask("tool", kind) == "/extra/tool.js");
    CHECK(ask("pack", kind) == "/extra/pack/m.js");
  }
  CHECK(ask("nothing", ResolveKind::Import) == "ERR_MODULE_NOT_FOUND");
  CHECK(ask("nothing", ResolveKind::Require) == "MODULE_NOT_FOUND");
}
