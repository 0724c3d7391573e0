#include "test-runner/supervisor.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <functional>

#include "base/file.h"
#include "graph/test_tree.h"
#include "test-runner/fake_host.h"

using namespace weft;
using namespace weft::test;

namespace {

struct Ran {
  int code = -1;
  std::string out, err;
  [[nodiscard]] bool says(std::string_view text) const { return (out + err).find(text) != std::string::npos; }
};

class World {
 public:
  explicit World(graph::TestTree::Files files) : tree_(files) {
    options.here = tree_.root();
    options.root = tree_.root();
    options.cacheFolder = tree_.root() + "/.cache";
    options.workers = 2;
  }

  /// In a process of its own, with its output in files.
  Ran run(const std::function<void(pid_t)>& meanwhile = {}) const {
    pid_t child = fork();
    if (child == 0) {
      unsetenv("CI");
      unsetenv("GITHUB_ACTIONS");
      for (int descriptor : {1, 2}) {
        int file = open(tree_.path(descriptor == 1 ? ".out" : ".err").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        dup2(file, descriptor);
      }
      if (standardInput >= 0) dup2(standardInput, 0);
      Supervisor supervisor(options, [](int socket) { return FakeHost(socket).run(); });
      _exit(supervisor.run());
    }
    if (meanwhile) meanwhile(child);
    int status = 0;
    waitpid(child, &status, 0);
    Ran outcome;
    outcome.code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    outcome.out = readFile(tree_.path(".out")).value_or("");
    outcome.err = readFile(tree_.path(".err")).value_or("");
    return outcome;
  }

  [[nodiscard]] const graph::TestTree& tree() const { return tree_; }
  Options options;
  int standardInput = -1;

 private:
  graph::TestTree tree_;
};

}  // namespace

TEST_CASE("files that pass give exit code 0 and a line each") {
  World world({{"a.test.ts", "pass one\npass two"}, {"b/c.spec.js", "pass x\nskip y\ntodo z"}, {"d.ts", "fail"}});
  Ran result = world.run();
  CHECK(result.code == 0);
  CHECK(result.says("✓ a.test.ts (2 tests)"));
  CHECK(result.says("✓ b/c.spec.js (3 tests, 1 skipped, 1 todo)"));
  CHECK(result.says("files     2 passed\n"));
  CHECK(result.says("tests     3 passed, 1 skipped, 1 todo\n"));
  CHECK(result.err.empty());
}

TEST_CASE("a failure is shown with its line, colours only where they are wanted") {
  World world({{"a.test.ts", "fail one\npass two"}});
  Ran result = world.run();
  CHECK(result.code == 1);
  CHECK(result.says("✗ block > one"));
  CHECK(result.says("AssertionError: wrong"));
  CHECK(result.says("1 | fail one"));
  CHECK(result.says("at f (a.test.ts:1:1)"));
  CHECK(!result.says("\x1b"));
  world.options.isColoured = true;
  CHECK(world.run().says("\x1b[31mwrong"));
}

TEST_CASE("a crash fails the test that ran, and the rest of the file runs") {
  World world({{"a.test.ts", "pass one\ncrash two\npass three\ncrash four\npass five"}, {"b.test.ts", "pass x"}});
  world.options.workers = 1;
  Ran result = world.run();
  CHECK(result.code == 1);
  CHECK(result.says("tests     2 failed, 4 passed\n"));
  CHECK(result.says("✗ block > two"));
  CHECK(result.says("was killed (SIGKILL)"));
}

TEST_CASE("a file that ends the process when it is loaded fails, and no other") {
  World world({{"a.test.ts", "exit"}, {"b.test.ts", "pass x"}});
  Ran result = world.run();
  CHECK(result.code == 1);
  CHECK(result.says("ended with exit code 3, when the file was loaded"));
  CHECK(result.says("files     1 failed, 1 passed\n"));
}

TEST_CASE("an endless loop is the running test's") {
  World world({{"a.test.ts", "pass one\nstop two\npass three"}});
  Ran result = world.run();
  CHECK(result.code == 1);
  CHECK(result.says("Stopped: did not come back within 1 s"));
  CHECK(result.says("tests     1 failed, 2 passed\n"));
}

TEST_CASE("tests that never end are no success") {
  World world({{"a.test.ts", "pass one\nonly-started two"}});
  Ran result = world.run();
  CHECK(result.code == 1);
  CHECK(result.says("1 test was registered and did not run: block > two"));
}

TEST_CASE("garbage from the host is a crash of the host") {
  World world({{"a.test.ts", "garbage\npass one"}, {"b.test.ts", "pass x"}});
  Ran result = world.run();
  CHECK(result.code == 1);
  CHECK(result.says("makes no sense"));
  CHECK(result.says("1 passed"));
}

TEST_CASE("no files: exit code 1 and what is looked for; 0 if that is wanted") {
  World world({{"a.ts", ""}});
  Ran result = world.run();
  CHECK(result.code == 1);
  CHECK(result.says("no test files found"));
  CHECK(result.says("*.test.ts"));
  world.options.passesWithoutTests = true;
  CHECK(world.run().code == 0);
}

TEST_CASE("--bail stops, and says what did not run") {
  World world({{"a.test.ts", "fail one"},
               {"b.test.ts", "sleep 300\npass x"},
               {"c.test.ts", "pass x"},
               {"d.test.ts", "pass x"}});
  world.options.bail = 1;
  world.options.workers = 1;
  Ran result = world.run();
  CHECK(result.code == 1);
  CHECK(result.says("stopped after failures"));
  CHECK(result.says("not run"));
}

TEST_CASE("filters: parts of paths, folders, files of any name, patterns") {
  World world({{"a.test.ts", "pass one"},
               {"b/c.test.ts", "pass x"},
               {"b/odd.ts", "pass y"},
               {"node_modules/p/a.test.js", "fail"},
               {".hidden/a.test.js", "fail"}});
  auto lists = [&](std::vector<std::string> filters) {
    world.options.filters = std::move(filters);
    world.options.listsFiles = true;
    return world.run().out;
  };
  CHECK(lists({}) == "a.test.ts\nb/c.test.ts\n");
  CHECK(lists({"b"}) == "b/c.test.ts\n");
  CHECK(lists({"c.te"}) == "b/c.test.ts\n");
  CHECK(lists({"b/odd.ts"}) == "b/odd.ts\n");
  CHECK(lists({"./a.test.ts", "b/odd.ts"}) == "a.test.ts\nb/odd.ts\n");
  CHECK(lists({"**/c.*"}) == "b/c.test.ts\n");
  world.options.ignoredPatterns = {"/b/"};
  CHECK(lists({}) == "a.test.ts\n");
}

TEST_CASE("shards have every file once") {
  World world({{"a.test.ts", "pass one"},
               {"b.test.ts", "pass 1"},
               {"c.test.ts", "pass"},
               {"d.test.ts", "pass 12345"},
               {"e.test.ts", ""}});
  world.options.listsFiles = true;
  std::string all;
  for (uint32_t i = 1; i <= 3; ++i) {
    world.options.shard = {i, 3};
    std::string part = world.run().out;
    CHECK(!part.empty());
    all += part;
  }
  for (const char* name : {"a.test.ts", "b.test.ts", "c.test.ts", "d.test.ts", "e.test.ts"}) {
    size_t first = all.find(name);
    REQUIRE(first != std::string::npos);
    CHECK(all.find(name, first + 1) == std::string::npos);
  }
}

TEST_CASE("what failed runs again with --only-failures") {
  World world({{"a.test.ts", "pass one"}, {"b.test.ts", "fail one"}});
  CHECK(world.run().code == 1);
  world.options.onlyFailures = true;
  Ran result = world.run();
  CHECK(result.says("files     1 failed\n"));
}

TEST_CASE("SIGINT ends the run with a report of what ran, and the host with it") {
  World world({{"a.test.ts", "pass one\nsleep 20000\npass two"}});
  Ran result = world.run([](pid_t child) {
    usleep(400000);
    kill(child, SIGINT);
  });
  CHECK(result.code == 130);
  CHECK(result.says("interrupted"));
  CHECK(result.says("1 passed, 1 not run"));
}

TEST_CASE("a reader that has gone ends the run quietly") {
  World world({{"a.test.ts", "pass one\nprint x\nsleep 20000"}});
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  pid_t child = fork();
  if (child == 0) {
    signal(SIGPIPE, SIG_IGN);
    dup2(ends[1], 1);
    close(ends[0]);
    close(ends[1]);
    Supervisor supervisor(world.options, [](int socket) { return FakeHost(socket).run(); });
    _exit(supervisor.run());
  }
  close(ends[0]);
  close(ends[1]);
  int status = 0;
  waitpid(child, &status, 0);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 1);
}

TEST_CASE("documents: to stdout with the report on stderr, or to files") {
  World world({{"a.test.ts", "fail <one>\npass two\nskip three"}, {"b.test.ts", "fault not good"}});
  world.options.reporters = {{"json", ""},
                             {"junit", world.options.here + "/out/j.xml"},
                             {"tap", world.options.here + "/t.tap"},
                             {"html", world.options.here + "/h.html"}};
  Ran result = world.run();
  CHECK(result.code == 1);
  auto json = graph::parseJson(result.out);
  REQUIRE(json);
  CHECK(json->find("numFailedTests")->number == 1);
  CHECK(json->find("numPassedTests")->number == 1);
  CHECK(json->find("numPendingTests")->number == 1);
  CHECK(json->find("numRuntimeErrorTestSuites")->number == 1);
  CHECK(!json->find("success")->boolean);
  CHECK(json->find("testResults")->elements.size() == 2);
  CHECK(result.err.find("✗ block > <one>") != std::string::npos);
  std::string junit = readFile(world.options.here + "/out/j.xml").value_or("");
  CHECK(junit.find("name=\"&lt;one&gt;\" classname=\"block\"") != std::string::npos);
  CHECK(junit.find("tests=\"4\" failures=\"1\" errors=\"1\" skipped=\"1\"") != std::string::npos);
  std::string tap = readFile(world.options.here + "/t.tap").value_or("");
  CHECK(tap.starts_with("TAP version 14\n1..4\n"));
  CHECK(tap.find("not ok 1 - a.test.ts > block > <one>\n") != std::string::npos);
  std::string html = readFile(world.options.here + "/h.html").value_or("");
  CHECK(html.find("&lt;one&gt;") != std::string::npos);
  CHECK(html.find("<span class=\"c31\">wrong</span>") != std::string::npos);
}

TEST_CASE("a report that cannot be written fails the run") {
  World world({{"a.test.ts", "pass one"}, {"file", ""}});
  world.options.reporters = {{"junit", world.options.here + "/file/x.xml"}};
  Ran result = world.run();
  CHECK(result.code == 1);
  CHECK(result.says("a report was not written"));
}

TEST_CASE("--watch runs what a change affects, and what keys ask for") {
  World world({{"a.test.ts", "pass one"}, {"b.test.ts", "pass two"}});
  world.options.isWatching = true;
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  world.standardInput = ends[0];
  auto waitFor = [&](std::string_view text, size_t times) {
    for (int waited = 0; waited < 3000; waited += 2) {
      std::string out = readFile(world.tree().path(".out")).value_or("");
      size_t count = 0;
      for (size_t at = 0; (at = out.find(text, at)) != std::string::npos; ++at) ++count;
      if (count >= times) return true;
      usleep(2000);
    }
    return false;
  };
  auto press = [&](std::string_view keys) { return write(ends[1], keys.data(), keys.size()) > 0; };
  Ran result = world.run([&](pid_t) {
    CHECK(waitFor("waiting for changes", 1));
    world.tree().write("a.test.ts", "fail one");
    CHECK(waitFor("waiting for changes", 2));
    CHECK(waitFor("files     1 failed\n", 1));
    CHECK(press("f"));
    CHECK(waitFor("waiting for changes", 3));
    CHECK(waitFor("files     1 failed\n", 2));
    world.tree().write("sub/c.test.ts", "pass three");
    CHECK(waitFor("✓ sub/c.test.ts", 1));
    CHECK(waitFor("waiting for changes", 4));
    CHECK(press("pb.test\n"));
    CHECK(waitFor("waiting for changes", 5));
    CHECK(waitFor("✓ b.test.ts", 2));
    CHECK(press("a"));
    CHECK(waitFor("files     1 failed, 2 passed\n", 1));
    CHECK(press("q"));
  });
  close(ends[0]);
  close(ends[1]);
  CHECK(result.code == 1);  // of the last run
}

TEST_CASE("--cached takes the result of a file of which nothing has changed, and only then") {
  World world({{"lib.txt", "1"}});
  std::string lib = world.tree().path("lib.txt"), none = world.tree().path("none.txt");
  world.tree().write("a.test.ts",
                     "pass one\nskip two\nprint hello\nreads " + lib + "\nmisses " + none + "\nvariable WEFT_TEST_X\n");
  world.options.isCached = world.options.explains = true;
  world.options.build = "0123abcd";
  usleep(60000);  // what changed within a tick of the clock before it ran is not trusted
  auto runsBecause = [&](const std::string& why) {
    Ran result = world.run();
    INFO(result.out + result.err);
    CHECK(result.says("a.test.ts runs: " + why));
    CHECK(!result.says("unchanged"));
    return result;
  };
  auto isReplayed = [&] {
    Ran result = world.run();
    INFO(result.out + result.err);
    CHECK(result.code == 0);
    CHECK(result.says("a.test.ts does not run: nothing has changed that it read"));
    CHECK(result.says("✓ a.test.ts (2 tests, 1 skipped) unchanged"));
    CHECK(result.says("hello"));
    CHECK(result.says("tests     1 passed, 1 skipped\n"));
  };
  runsBecause("no result is kept");
  isReplayed();
  SECTION("a file that it read") {
    world.tree().write("lib.txt", "2");
    usleep(60000);
    runsBecause("lib.txt has changed");
    isReplayed();
  }
  SECTION("likewise written with the same bytes: nothing has changed") {
    world.tree().write("lib.txt", "1");
    isReplayed();
  }
  SECTION("a file that it looked for in vain") {
    world.tree().write("none.txt", "");
    runsBecause("none.txt is there now");
  }
  SECTION("what it asked the size of, and what it saw") {
    std::string asked = world.tree().path("asked.txt"), seen = world.tree().path("seen.txt");
    world.tree().write("asked.txt", "1");
    world.tree().write("seen.txt", "1");
    world.tree().write("a.test.ts",
                       "pass one\nasks " + asked + "\nsees " + seen + "\nsees " + world.options.here + "\n");
    usleep(60000);
    runsBecause("a.test.ts has changed");
    CHECK(world.run().says("a.test.ts does not run"));
    world.tree().write("seen.txt", "2");
    world.tree().write("other.txt", "");
    CHECK(world.run().says("a.test.ts does not run"));
    usleep(60000);
    world.tree().write("asked.txt", "1");  // other times
    usleep(60000);
    runsBecause("asked.txt has changed");
    std::filesystem::remove(seen);
    runsBecause("seen.txt is gone");
    world.tree().write("seen.txt/inside", "");
    usleep(60000);
    CHECK(world.run().says("a.test.ts runs"));
  }
  SECTION("all variables") {
    world.tree().write("a.test.ts", "pass one\nvariable *\n");
    usleep(60000);
    runsBecause("a.test.ts has changed");
    CHECK(world.run().says("a.test.ts does not run"));
    setenv("WEFT_TEST_X", "1", 1);
    runsBecause("the environment has changed");
    unsetenv("WEFT_TEST_X");
  }
  SECTION("a variable") {
    setenv("WEFT_TEST_X", "1", 1);
    runsBecause("the variable WEFT_TEST_X has changed");
    unsetenv("WEFT_TEST_X");
  }
  SECTION("a package.json above it") {
    world.tree().write("package.json", "{}");
    runsBecause("package.json is there now");
  }
  SECTION("its snapshots") {
    world.tree().write("__snapshots__/a.test.ts.snap", "x");
    runsBecause("__snapshots__/a.test.ts.snap is there now");
  }
  SECTION("settings, and another weft") {
    world.options.settings["namePattern"] = "\"x\"";
    runsBecause("no result is kept");
    world.options.settings.clear();
    world.options.build = "0123abce";
    runsBecause("no result is kept");
  }
  SECTION("a failure is never taken from the cache") {
    world.tree().write("a.test.ts", "fail one\n");
    usleep(60000);
    CHECK(runsBecause("a.test.ts has changed").code == 1);
    CHECK(runsBecause("it failed the last time").code == 1);
  }
  SECTION("nor what has inputs that nobody knows") {
    world.tree().write("a.test.ts", "pass one\nuntraced the network\n");
    usleep(60000);
    runsBecause("a.test.ts has changed");
    runsBecause("it used what has inputs that nobody can name: the network");
  }
  SECTION("nor what changed while it ran") {
    world.tree().write("a.test.ts", "pass one\nsleep 300\nreads " + lib + "\n");
    usleep(60000);
    world.run([&](pid_t) {
      usleep(150000);
      world.tree().write("lib.txt", "3");
    });
    runsBecause("lib.txt changed just before it ran, or since");
  }
  SECTION("a damaged cache is none") {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(world.options.cacheFolder + "/test"))
      if (entry.path().filename() == "data") {
        std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
        for (int at = 0; at < 4000; at += 7) {
          file.seekp(at);
          file.put('x');
        }
      }
    CHECK(world.run().code == 0);
  }
}

TEST_CASE("a crash beside other files blames none that did nothing") {
  // Two hosts' worth of files cannot run at once in the fake: the dispatcher alone is asked.
  RunResult run;
  for (uint32_t i = 0; i < 2; ++i) {
    FileResult& file = run.files.emplace_back();
    file.number = i;
    file.shownPath = i == 0 ? "a" : "b";
  }
  Dispatcher dispatcher(run, {}, {0, 1}, {2, 0, true});
  std::vector<uint32_t> sent;
  auto send = [&](const Order& order) { sent.push_back(std::get<Run>(order).file); };
  dispatcher.handOut(send);
  REQUIRE(sent.size() == 2);
  TestInfo info{{"t"}, Mode::Run, {}};
  for (uint32_t i = 0; i < 2; ++i) {
    CHECK(dispatcher.handle(FileStarted{i, i}));
    CHECK(dispatcher.handle(Collected{i, {info}}));
    CHECK(dispatcher.handle(TestStarted{i, 0}));
  }
  dispatcher.hostEnded("crashed (SIGSEGV)");
  dispatcher.handOut(send);
  CHECK(sent.size() == 3);  // alone
  CHECK(dispatcher.handle(FileStarted{sent[2], 0}));
  SECTION("the guilty one does it again") {
    CHECK(dispatcher.handle(Collected{0, {info}}));
    CHECK(dispatcher.handle(TestStarted{0, 0}));
    dispatcher.hostEnded("crashed (SIGSEGV)");
    CHECK(run.files[0].tests[0].status == Status::Failed);
  }
  SECTION("nobody does: the run has failed all the same") {
    CHECK(dispatcher.handle(Collected{0, {info}}));
    CHECK(dispatcher.handle(TestEnded{0, 0, Status::Passed, 1, 1, {}, ""}));
    CHECK(dispatcher.handle(FileEnded{0, 1, {}, {}, {}, {}, {}, {}, {}, {}, {}}));
  }
  dispatcher.handOut(send);
  REQUIRE(sent.size() == 4);
  CHECK(sent[3] == 1);
  CHECK(dispatcher.handle(FileStarted{1, 0}));
  CHECK(dispatcher.handle(TestEnded{1, 0, Status::Passed, 1, 1, {}, ""}));
  CHECK(dispatcher.handle(FileEnded{1, 1, {}, {}, {}, {}, {}, {}, {}, {}, {}}));
  CHECK(dispatcher.isDone());
  dispatcher.finish();
  CHECK(run.hasFailed());
  CHECK(!run.files[1].hasFailed());
  CHECK(!dispatcher.handle(TestStarted{1, 0}));  // of no file in flight
}

TEST_CASE("--related: tests from which imports lead to the file, also through other files, require and import()") {
  World world({{"a.test.ts", "import './lib.ts'\npass"},
               {"b.test.ts", "const x = require('./mid')\npass"},
               {"c.test.ts", "export const f = () => import('./mid.js')\npass"},
               {"d.test.ts", "pass"},
               {"mid.js", "import './lib.ts'"},
               {"lib.ts", "export const x: number = 1"},
               {"package.json", "{}"}});
  world.options.listsFiles = true;
  world.options.onlyRelated = true;
  world.options.related = {"lib.ts"};
  CHECK(world.run().out == "a.test.ts\nb.test.ts\nc.test.ts\n");
  world.options.related = {"d.test.ts"};
  CHECK(world.run().out == "d.test.ts\n");
  world.options.related = {"package.json"};
  CHECK(world.run().out == "a.test.ts\nb.test.ts\nc.test.ts\nd.test.ts\n");
  world.options.related = {"none.ts"};
  CHECK(world.run().code == 1);
}

TEST_CASE("--changed: what git calls changed, new or removed") {
  World world({{"a.test.ts", "import './lib.ts'"},
               {"b.test.ts", "import './gone.ts'"},
               {"c.test.ts", ""},
               {"lib.ts", ""},
               {"gone.ts", ""}});
  auto git = [&](const std::string& words) {
    std::string command =
        "cd '" + world.tree().root() + "' && git -c user.name=t -c user.email=t@t " + words + " >/dev/null 2>&1";
    return system(command.c_str());
  };
  if (git("init") != 0) return;
  REQUIRE(git("add -A") == 0);
  REQUIRE(git("commit -m first") == 0);
  world.options.listsFiles = true;
  world.options.changedSince = "";
  CHECK(world.run().out.empty());
  world.tree().write("lib.ts", "export {}");
  CHECK(world.run().out == "a.test.ts\n");
  REQUIRE(git("commit -am second") == 0);
  CHECK(world.run().out.empty());
  world.options.changedSince = "HEAD~1";
  CHECK(world.run().out == "a.test.ts\n");
  world.tree().write("new.test.ts", "");
  unlink(world.tree().path("gone.ts").c_str());
  CHECK(world.run().out == "a.test.ts\nb.test.ts\nnew.test.ts\n");
  world.options.changedSince = "nonsense";
  CHECK(world.run().says("no commit is called nonsense"));
}
