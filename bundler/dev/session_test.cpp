#include "dev/session.h"

#include <catch2/catch.hpp>

#include "graph/test_tree.h"

using namespace weft;
using namespace weft::dev;
using graph::TestTree;

namespace {

SessionOptions optionsFor(const TestTree& tree) {
  SessionOptions options;
  options.root = tree.root();
  return options;
}

/// A session of a page that loads /main.js, and what the page's script is.
class World {
 public:
  explicit World(TestTree::Files files) : tree(files), session(optionsFor(tree), nullptr) {
    tree.write("index.html", "<!doctype html><body><script type=\"module\" src=\"/main.js\"></script></body>");
  }

  std::string open() {
    std::optional<Page> page = session.page(tree.path("index.html"), "/");
    REQUIRE(page);
    size_t at = page->html.find("/@weft/page/");
    REQUIRE(at != std::string::npos);
    std::string url = page->html.substr(at, page->html.find('"', at) - at);
    std::optional<Resource> script = session.read(url);
    REQUIRE(script);
    return script->text;
  }

  Update edit(const std::string& name, std::string_view text) {
    tree.write(name, text);
    return session.changed({tree.path(name)});
  }

  TestTree tree;
  Session session;
};

bool has(const std::string& text, std::string_view part) {
  if (text.find(part) != std::string::npos) return true;
  WARN(text);
  return false;
}

}  // namespace

TEST_CASE("a page gets its modules as functions") {
  World world({{"main.js", "import { a } from './a.js'; export default a();"}, {"a.js", "export const a = () => 1;"}});
  std::string script = world.open();
  CHECK(has(script, R"("/a.js":[0,[],(function*($w){"use strict";$w.e({a:()=>a});yield;)"));
  CHECK(
      has(script, R"("/main.js":[0,["/a.js"],(function*($w,$a){"use strict";$w.e({default:()=>main_default});yield;)"));
  CHECK(has(script, "const main_default = (0, $a.a)();"));
  CHECK(has(script, R"("modules":["/main.js"])"));
}

TEST_CASE("CommonJS, data and assets are entries, too") {
  World world({{"main.js", "import c from './c.cjs'; import d from './d.json'; import u from './p.svg'; use(c, d, u);"},
               {"c.cjs",
                "if (process.env.NODE_ENV === 'production') module.exports = require('./gone.cjs'); else exports.x = "
                "require('./e.cjs');"},
               {"e.cjs", "module.exports = 7;"},
               {"d.json", "{\"n\": 1}"},
               {"p.svg", "<svg/>"}});
  std::string script = world.open();
  CHECK(has(script, R"("/c.cjs":[1,[],function(module,exports,require,$w){)"));
  CHECK(has(script, R"(exports.x = $w.require("/e.cjs");)"));
  CHECK(script.find("gone") == std::string::npos);
  CHECK(has(script, "\"/d.json\":[3,[],()=>("));
  CHECK(has(script, "\"/p.svg?t="));
}

TEST_CASE("an edit replaces the module, and nothing else") {
  World world({{"main.js", "import { a } from './a.js'; import './b.js'; use(a);"},
               {"a.js", "export const a = 1;"},
               {"b.js", "use(2);"}});
  (void)world.open();
  Update update = world.edit("a.js", "export const a = 3;");
  CHECK(update.kind == UpdateKind::Update);
  CHECK(update.changed == std::vector<std::string>{"a.js"});
  CHECK(has(update.message, R"("ids":["/a.js"])"));
  CHECK(has(update.message, "const a = 3;"));
  SECTION("what says the same is no update") {
    CHECK(world.edit("a.js", "export const a = 3; // the same").kind == UpdateKind::None);
  }
  SECTION("a page that was away gets all that it missed") {
    uint64_t before = update.version - 1;
    (void)world.edit("b.js", "use(4);");
    Update missed = world.session.since(before);
    CHECK(has(missed.message, R"("ids":["/a.js","/b.js"])"));
  }
  SECTION("a file that nobody imports concerns nobody") {
    CHECK(world.edit("other.js", "1").kind == UpdateKind::None);
  }
}

TEST_CASE("faults are told of until they are put right") {
  World world({{"main.js", "import { a } from './a.js'; use(a);"}, {"a.js", "export const a = 1;"}});
  (void)world.open();
  Update broken = world.edit("a.js", "export const a = ;");
  CHECK(broken.kind == UpdateKind::Problems);
  REQUIRE(broken.problems.size() == 1);
  CHECK(broken.problems[0].shownPath == "a.js");
  CHECK(broken.problems[0].line == 1);
  CHECK(broken.problems[0].chain == std::vector<std::string>{"a.js", "main.js"});
  CHECK(has(broken.problems[0].frame, "export const a = ;"));
  Update fixed = world.edit("a.js", "export const a = 2;");
  CHECK(fixed.kind == UpdateKind::Update);
  CHECK(fixed.problems.empty());
  SECTION("a name that is not exported") {
    Update missing = world.edit("a.js", "export const b = 2;");
    CHECK(missing.kind == UpdateKind::Problems);
    CHECK(missing.problems[0].id == "missing-export");
    CHECK(missing.problems[0].shownPath == "main.js");
    CHECK(world.edit("a.js", "export const a = 2;").kind == UpdateKind::Update);
  }
  SECTION("a file that is gone, and comes back") {
    std::filesystem::remove(world.tree.path("a.js"));
    Update gone = world.session.changed({world.tree.path("a.js")});
    CHECK(gone.kind == UpdateKind::Problems);
    CHECK(gone.problems[0].shownPath == "main.js");
    CHECK(world.edit("a.js", "export const a = 2;").kind == UpdateKind::Update);
  }
  SECTION("a page that is opened meanwhile says so") {
    (void)world.edit("a.js", "export const a = ;");
    CHECK(has(world.open(), "__weft.fail("));
  }
}

TEST_CASE("style sheets are modules; their names are values") {
  World world({{"main.js", "import s from './s.module.css'; use(s.a);"}, {"s.module.css", ".a { color: red }"}});
  std::string script = world.open();
  CHECK(has(script, "\"/s.module.css\":[4,[],($w)=>($w.css("));
  Update update = world.edit("s.module.css", ".a { color: blue }");
  CHECK(update.kind == UpdateKind::Update);
  CHECK(has(update.message, "blue"));
}

TEST_CASE("what import() asks for is made when it is asked for") {
  World world({{"main.js", "import('./later.js');"},
               {"later.js", "import './dep.js'; export const x = 1;"},
               {"dep.js", "use(1);"}});
  std::string script = world.open();
  CHECK(has(script, R"($w.import("/later.js"))"));
  CHECK(script.find("const x") == std::string::npos);
  auto loaded = world.session.read("/@weft/load/x.js?id=/later.js&page=x");
  REQUIRE(loaded);
  CHECK(has(loaded->text, "const x = 1"));
  CHECK(has(loaded->text, "\"/dep.js\""));
  CHECK_FALSE(world.session.read("/@weft/load/x.js?id=/etc/passwd&page=x"));
}

TEST_CASE("a place of a script is found in its file") {
  World world({{"main.ts", ""}, {"main.js", "const x = 1;\n\nexport function f() { return boom(); }\nf();\n"}});
  std::string script = world.open();
  size_t at = script.find("boom");
  REQUIRE(at != std::string::npos);
  auto line = static_cast<uint32_t>(std::count(script.begin(), script.begin() + static_cast<ptrdiff_t>(at), '\n')) + 1;
  auto column = static_cast<uint32_t>(at - script.rfind('\n', at));
  std::optional<Page> page = world.session.page(world.tree.path("index.html"), "/");
  size_t begin = page->html.find("/@weft/page/");
  std::string url = page->html.substr(begin, page->html.find('"', begin) - begin);
  std::optional<Place> place = world.session.locate(url, line, column);
  REQUIRE(place);
  CHECK(place->path == world.tree.path("main.js"));
  CHECK(place->line == 3);
  size_t map = script.find("sourceMappingURL=");
  REQUIRE(map != std::string::npos);
  auto text = world.session.read(script.substr(map + 17, script.find('\n', map) - map - 17));
  REQUIRE(text);
  CHECK(has(text->text, "\"sources\":[\"../../main.js\"]"));
}

TEST_CASE("components are registered, and hooks signed") {
  World world(
      {{"main.jsx",
        "import { useState } from './react.js'; export function App() { const [n, setN] = useState(0); return n; }"},
       {"main.js", "import './main.jsx';"},
       {"react.js", "export const useState = (x) => [x];"}});
  std::string script = world.open();
  CHECK(has(script, R"($w.r(App, "App");)"));
  CHECK(has(script, "$s();"));
  CHECK(has(script, "useState(0)\");"));
  CHECK(has(script, "$w.b();"));
}

TEST_CASE("settings, workers and pages make pages start again") {
  World world({{"main.js", "new Worker(new URL('./w.js', import.meta.url), { type: 'module' });"},
               {"w.js", "postMessage(1);"}});
  CHECK(has(world.open(), "/@weft/worker?id=/w.js"));
  CHECK(world.session.read("/@weft/worker?id=/w.js"));
  CHECK(world.edit("w.js", "postMessage(2);").kind == UpdateKind::Reload);
  CHECK(world.edit("tsconfig.json", "{}").kind == UpdateKind::Reload);
  (void)world.open();
  Update page = world.edit("index.html", "<p>other</p><script type=module src=/main.js></script>");
  CHECK(page.kind == UpdateKind::Reload);
  CHECK(has(page.message, "\"page\":\"index.html-"));
}

TEST_CASE("what can never run is not asked for; variables of it stay") {
  World world({{"main.js", "import './a.cjs'; import './b.cjs'; import './c.cjs';"},
               {"a.cjs", "exports.x = process.env.NODE_ENV === 'production' ? require('./gone.cjs') : 1;"},
               {"b.cjs", "if (process.env.NODE_ENV !== 'development') { var kept = require('./d.cjs'); }"},
               {"c.cjs", "process.env.NODE_ENV !== 'production' && require('./d.cjs');"},
               {"d.cjs", "exports.d = 1;"}});
  std::string script = world.open();
  CHECK(script.find("gone") == std::string::npos);
  CHECK(has(script, "var kept = $w.require(\"/d.cjs\");"));
  CHECK(has(script, "exports.x = 1;"));
}

TEST_CASE("names of the factory's own are like no other of the module") {
  World world({{"main.js", "import $w from './w.js'; import { a as $a } from './a.js'; const $s = 1; use($w, $a, $s);"},
               {"w.js", "export default 1;"},
               {"a.js", "export const a = 1;"}});
  std::string script = world.open();
  CHECK(has(script, "(function*($w2,$w3,$a2){"));
  CHECK(has(script, "use($w3.default, $a2.a, $s);"));
}

TEST_CASE("a module that accepts another names it by its id") {
  World world(
      {{"main.js", "import './lib/a'; import.meta.hot.accept('./lib/a', use); import.meta.hot.accept(['./lib/a']);"},
       {"lib/a.js", "use(1);"}});
  std::string script = world.open();
  CHECK(has(script, R"($w.meta.hot.accept("/lib/a.js", use);)"));
  CHECK(has(script, R"($w.meta.hot.accept(["/lib/a.js"]);)"));
}

TEST_CASE("signatures of hooks") {
  World world({{"main.js", "import './App.jsx';"},
               {"App.jsx", R"(import { useState, memo } from './react.js';
import { useTitle } from './hooks.js';
function useOwn() { return useState(2); }
export const App = () => { const [n, setN] = useState(0); useTitle(n); useOwn(); return n; };
export const Memo = memo(() => useState(1));
export const text = useText => 1;)"},
               {"react.js", "export const useState = (x) => [x], memo = (x) => x;"},
               {"hooks.js", "export function useTitle() {}"}});
  std::string script = world.open();
  CHECK(has(script, R"x($s(useOwn, "useState(2)");)x"));
  CHECK(has(script, R"x(useState(0);useTitle();useOwn()", false, () => [$hooks.useTitle, useOwn]);)x"));
  CHECK(has(script, R"x($w.r(App, "App");)x"));
  CHECK(has(script, R"x("Memo$memo"))x"));
  CHECK(script.find("$w.r(text") == std::string::npos);
}

TEST_CASE("an entry that a page gave up is forgotten, faults and all") {
  World world({{"main.js", "use(1);"}, {"other.js", "use(2);"}});
  (void)world.open();
  CHECK(world.edit("main.js", "use(").kind == UpdateKind::Problems);
  (void)world.edit("index.html", "<script type=\"module\" src=\"/other.js\"></script>");
  (void)world.open();
  CHECK(world.session.problems().empty());
}

TEST_CASE("texts of any kind are answered") {
  World world({{"main.js", "use(1);"}});
  (void)world.open();
  for (const char* url : {"", "/", "/@weft/", "/@weft/page/", "/@weft/page/../../etc/passwd", "/@weft/load/x.js?id=%00",
                          "/@weft/update/9-", "/@weft/map/x.map", "/@fs/etc/passwd", "/@fs/../etc/passwd", "%", "?=&&"})
    CHECK_FALSE(world.session.read(url));
  CHECK(world.session.changed({"", "/", "relative", world.tree.root()}).kind == UpdateKind::None);
  CHECK_FALSE(world.session.locate("/@weft/page/x.js", 0, 0));
  CHECK(world.session.since(99).kind == UpdateKind::Reload);
}
