// --watch: run after run, until someone has had enough. The host lives on between them.

#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "base/file.h"
#include "base/paths.h"
#include "loop/path_watcher.h"
#include "test-runner/report/json_writer.h"
#include "test-runner/supervisor.h"
#include "test-runner/terminal_keys.h"

namespace weft::test {

namespace {

constexpr int kSettleMilliseconds = 4;  // an editor writes more than once

bool isLookedInto(const std::string& folder) {
  return folder != "node_modules" && !folder.starts_with('.');
}

std::string jsonText(std::string_view text) {
  std::string out;
  graph::appendJsonString(out, text);
  return out;
}

bool isIn(const std::vector<std::string>& sorted, const std::string& path) {
  return std::ranges::binary_search(sorted, path);
}

}  // namespace

struct Supervisor::Watch {
  explicit Watch(Supervisor& supervisor) : supervisor(supervisor) {}

  Supervisor& supervisor;
  loop::PathWatcher watcher;
  TerminalKeys keys;
  std::vector<std::string> changed;
  std::vector<Target> last;  // what ran
  int code = 0;

  void look() {
    for (std::string& path : watcher.changes()) changed.push_back(std::move(path));
  }

  /// What a run itself has written starts no other.
  void forgetOwnWriting() {
    look();
    std::erase_if(changed, [&](const std::string& path) {
      return path.ends_with(".snap") || supervisor.ownWriting_.contains(path);
    });
    supervisor.duringRun_ = !changed.empty();
  }

  void watchInputs() {
    const std::string& root = supervisor.project_.root;
    auto add = [&](const std::vector<std::string>& paths) {
      for (const std::string& path : paths) {
        bool isSeen = path.starts_with(root + "/") && path.find("/node_modules/") == std::string::npos &&
                      path.find("/.") == std::string::npos;
        if (!isSeen) watcher.add(path);
      }
    };
    for (const auto& [path, inputs] : supervisor.inputs_) {
      add(inputs.files);
      add(inputs.missing);
    }
    add(supervisor.plan_.inputs);
  }
};

void Supervisor::setSetting(const std::string& name, const std::string& json) {
  options_.settings[name] = json;
  auto value = graph::parseJson(json);
  if (!value) return;
  for (ProjectPlan& project : plan_.projects) {
    std::erase_if(project.settings.members, [&](const graph::JsonMember& member) { return member.key == name; });
    project.settings.members.push_back({name, *value});
  }
  isConfigured_ = false;
}

void Supervisor::startScreen() const {
  if (console_->hasProgress()) console_->document("\x1b[2J\x1b[3J\x1b[H");
}

/// Those of `targets` that the change can affect.
std::vector<Target> Supervisor::affectedBy(const std::vector<std::string>& changed, std::vector<Target> targets) {
  Change change;
  for (const std::string& path : changed) {
    if (path.empty()) return targets;  // too much has happened
    change.hasRemoved |= fileKind(path) == FileKind::Missing;
    change.files.push_back(path);
  }
  std::vector<Target> known, unknown;
  for (Target& target : targets) {
    auto inputs = inputs_.find(target.path);
    // What changed while tests ran may be of their doing: then only what the graph says counts.
    bool isKnown = inputs != inputs_.end() && !inputs->second.files.empty() && !duringRun_;
    (isKnown ? known : unknown).push_back(std::move(target));
  }
  bool isEverybodys = std::ranges::any_of(change.files, [&](const std::string& path) {
    return concernsAll(path) || std::ranges::find(plan_.inputs, path) != plan_.inputs.end();
  });
  if (!isEverybodys)
    std::erase_if(known, [&](const Target& target) {
      const Inputs& inputs = inputs_[target.path];
      return std::ranges::none_of(change.files, [&](const std::string& path) {
        if (path == target.path || isIn(inputs.files, path) || isIn(inputs.missing, path)) return true;
        // A folder that it has listed has another name in it now, or one less.
        return isIn(inputs.files, std::string(paths::dirname(path)));
      });
    });
  if (!unknown.empty()) keepAffected(unknown, change);
  std::ranges::move(unknown, std::back_inserter(known));
  return known;
}

int Supervisor::watch(std::vector<Target> targets) {
  Watch watch(*this);
  watch.watcher.addTree(project_.root, isLookedInto);
  watch.last = targets;
  for (;;) {
    if (!watch.last.empty()) {
      startScreen();
      watch.code = runTargets(watch.last);
      watch.watchInputs();
      watch.forgetOwnWriting();
    }
    if (interruption_) break;
    console_->report(console_->paint(
        Paint::Dim, "waiting for changes: a all, f failed, p path, t name, u snapshots, Enter again, q quit\n"));
    console_->flush();
    std::optional<std::vector<Target>> next;
    while (!next && !interruption_) {
      next = waitForWork(watch, targets);
      if (console_->isClosed()) return 1;
    }
    if (!next) break;
    watch.last = std::move(*next);
    if (watch.last.empty() && isOver_) break;
  }
  tearDown();
  return interruption_ ? 128 + interruption_ : watch.code;
}

/// A key, a change or a signal; nothing if it is of no consequence.
std::optional<std::vector<Target>> Supervisor::waitForWork(Watch& watch, std::vector<Target>& targets) {
  pollfd waiting[] = {{signals_.descriptor(), POLLIN, 0},
                      {watch.watcher.descriptor(), POLLIN, 0},
                      {watch.keys.descriptor(), POLLIN, 0},
                      {host_.descriptor(), POLLIN, 0}};
  int count = poll(waiting, 4, watch.changed.empty() ? -1 : kSettleMilliseconds);
  if (count == 0) return afterChange(watch, targets);
  if (count < 0) return std::nullopt;
  if (waiting[0].revents) {
    watch.keys.release();
    while (int signal = signals_.next()) onSignal(signal);
    watch.keys.take();
  }
  if (waiting[1].revents) {
    watch.look();
    duringRun_ = false;
  }
  if (waiting[3].revents && !host_.read()) (void)host_.reap();
  while (host_.isRunning() && host_.next()) {
  }
  if (auto key = waiting[2].revents ? watch.keys.next() : std::nullopt) return afterKey(watch, *key, targets);
  return std::nullopt;
}

std::optional<std::vector<Target>> Supervisor::afterChange(Watch& watch, std::vector<Target>& targets) {
  std::vector<std::string> changed = std::exchange(watch.changed, {});
  bool isReconfigured = std::ranges::any_of(
      changed, [&](const std::string& path) { return std::ranges::find(plan_.inputs, path) != plan_.inputs.end(); });
  if (isReconfigured) {
    tearDown();
    host_.kill();
    if (!startHost() || !makePlan()) return std::nullopt;
    isConfigured_ = false;
  }
  // Files that are new or gone: there may be other tests.
  bool isKnown = std::ranges::all_of(changed, [&](const std::string& path) {
    return std::ranges::any_of(targets, [&](const Target& target) { return target.path == path; }) ||
           !hasUsualTestName(path);
  });
  bool isFile = std::ranges::all_of(changed, [](const std::string& path) { return fileKind(path) == FileKind::File; });
  bool hasOwnNames = !plan_.projects[0].isUsual || !options_.testMatch.empty();
  if (!isKnown || !isFile || hasOwnNames) {
    targets.clear();
    if (!discover(targets)) return std::nullopt;
  }
  if (isReconfigured || options_.watchesAll) return targets;
  std::vector<Target> affected = affectedBy(changed, targets);
  if (affected.empty()) return std::nullopt;
  return affected;
}

std::optional<std::vector<Target>> Supervisor::afterKey(Watch& watch, char key, std::vector<Target>& targets) {
  auto ask = [&](std::string_view question) -> std::optional<std::string> {
    console_->report(question);
    console_->report(" ");
    console_->flush();
    return watch.keys.line();
  };
  switch (key) {
    case 'q':
    case 4:  // Ctrl-D
      isOver_ = true;
      return std::vector<Target>();
    case '\n':
    case '\r':
      return watch.last.empty() ? targets : watch.last;
    case 'a':
      options_.filters.clear();
      setSetting("namePattern", "null");
      targets.clear();
      if (!discover(targets)) return std::nullopt;
      return targets;
    case 'f': {
      std::vector<Target> failed = targets;
      std::erase_if(failed, [&](const Target& target) { return !failed_.contains(target.path); });
      if (!failed.empty()) return failed;
      say("nothing has failed");
      return std::nullopt;
    }
    case 'p': {
      auto words = ask("part of the path (nothing: all):");
      if (!words) return std::nullopt;
      options_.filters.clear();
      if (!words->empty()) options_.filters.push_back(*words);
      targets.clear();
      if (!discover(targets)) return std::nullopt;
      if (targets.empty()) say("no test file matches \"" + *words + "\"");
      return targets.empty() ? std::nullopt : std::optional(targets);
    }
    case 't': {
      auto words = ask("pattern of the name (nothing: all):");
      if (!words) return std::nullopt;
      setSetting("namePattern", words->empty() ? "null" : jsonText(*words));
      return targets;
    }
    case 'u': {
      auto known = options_.settings.find("updateSnapshots");
      std::string before = known == options_.settings.end() ? jsonText("new") : known->second;
      setSetting("updateSnapshots", jsonText("all"));
      watch.code = runTargets(watch.last);
      watch.forgetOwnWriting();
      setSetting("updateSnapshots", before);
      return std::nullopt;
    }
    default:
      return std::nullopt;
  }
}

}  // namespace weft::test
