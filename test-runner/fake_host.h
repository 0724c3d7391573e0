#pragma once

// For tests: a host that knows no JavaScript. A test file's lines are orders: `pass NAME`, `fail NAME`, `skip NAME`,
// `todo NAME`, `only-started NAME` (never ends), `crash NAME`, `crash-once NAME` (only where the file's folder has no
// file `crashed`), `stop NAME`, `exit`, `print TEXT`, `fault TEXT`, `sleep MS`, `garbage`,
// `reads PATH`, `misses PATH`, `asks PATH` (its stamp), `sees PATH`, `variable NAME`, `untraced WHAT`.

#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <string>
#include <vector>

#include "test-runner/protocol.h"

namespace weft::test {

class FakeHost {
 public:
  explicit FakeHost(int socket) : socket_(socket) {}

  int run() {
    char buffer[4096];
    for (;;) {
      ssize_t count = recv(socket_, buffer, sizeof buffer, 0);
      if (count <= 0) return 0;
      reader_.append({buffer, static_cast<size_t>(count)});
      while (auto order = reader_.nextOrder()) {
        if (std::holds_alternative<Quit>(*order)) return 0;
        if (auto* run = std::get_if<Run>(&*order)) runFile(*run);
        if (auto* ask = std::get_if<Ask>(&*order)) send(Answer{ask->question, "{}", std::nullopt});
      }
    }
  }

 private:
  struct Line {
    std::string verb, rest;
  };

  void send(const Event& event) const {
    std::string frame = encode(event);
    for (size_t at = 0; at < frame.size();) {
      ssize_t count = ::send(socket_, frame.data() + at, frame.size() - at, MSG_NOSIGNAL);
      if (count <= 0) _exit(1);
      at += static_cast<size_t>(count);
    }
  }

  static std::vector<Line> linesOf(const std::string& path) {
    std::vector<Line> lines;
    std::ifstream file(path);
    for (std::string text; std::getline(file, text);) {
      size_t space = std::min(text.find(' '), text.size());
      lines.push_back({text.substr(0, space), space < text.size() ? text.substr(space + 1) : ""});
    }
    return lines;
  }

  static bool isTest(const Line& line) {
    for (const char* verb : {"pass", "fail", "skip", "todo", "only-started", "crash", "crash-once", "stop"})
      if (line.verb == verb) return true;
    return false;
  }

  void runFile(const Run& run) const {
    send(FileStarted{run.file, 0});
    std::vector<Line> lines = linesOf(run.path);
    FileEnded ended;
    ended.file = run.file;
    ended.milliseconds = 1;
    ended.inputs = {run.path};
    Collected collected{run.file, {}};
    for (const Line& line : lines) {
      if (line.verb == "fault") ended.faults.push_back({"Error", line.rest, "", {run.path, 1, 1}, ""});
      if (line.verb == "exit") _exit(3);
      if (line.verb == "reads") ended.inputs.push_back(line.rest);
      if (line.verb == "misses") ended.missing.push_back(line.rest);
      if (line.verb == "asks") ended.stamps.push_back(line.rest);
      if (line.verb == "sees") ended.present.push_back(line.rest);
      if (line.verb == "variable") ended.variables.push_back(line.rest);
      if (line.verb == "untraced") ended.untraced.push_back(line.rest);
      if (line.verb == "garbage") (void)!::send(socket_, "\0\0\0\0\0", 5, MSG_NOSIGNAL);
      if (!isTest(line)) continue;
      Mode mode = line.verb == "skip" ? Mode::Skip : line.verb == "todo" ? Mode::Todo : Mode::Run;
      collected.tests.push_back({{"block", line.rest}, mode, {run.path, 1, 1}});
    }
    send(collected);
    uint32_t index = 0;
    for (const Line& line : lines) {
      if (line.verb == "print") send(Output{run.file, 1, line.rest + "\n"});
      if (line.verb == "sleep") usleep(static_cast<useconds_t>(atoi(line.rest.c_str())) * 1000);
      if (!isTest(line)) continue;
      uint32_t test = index++;
      if (std::ranges::find(run.reported, test) != run.reported.end()) continue;
      if (line.verb == "skip" || line.verb == "todo") continue;
      send(TestStarted{run.file, test});
      if (line.verb == "only-started") continue;
      if (line.verb == "crash-once") {
        std::string mark = run.path.substr(0, run.path.rfind('/')) + "/crashed";
        if (access(mark.c_str(), F_OK) != 0) {
          std::ofstream(mark) << "x";
          usleep(50000);
          raise(SIGKILL);
        }
      }
      if (line.verb == "crash") {
        usleep(20000);
        raise(SIGKILL);
      }
      if (line.verb == "stop") return send(FileStopped{run.file, "did not come back within 1 s"});
      TestEnded end{run.file, test, Status::Passed, 0.5, 1, {}, ""};
      if (line.verb == "fail") {
        end.status = Status::Failed;
        end.faults.push_back(
            {"AssertionError", "\x1b[31mwrong\x1b[0m", "f (" + run.path + ":1:1)", {run.path, 1, 1}, ""});
      }
      send(end);
    }
    send(ended);
  }

  int socket_;
  FrameReader reader_;
};

}  // namespace weft::test
