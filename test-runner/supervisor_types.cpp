// --typecheck: which files' types are checked, and what becomes of what the host says of them.

#include <algorithm>

#include "test-runner/supervisor.h"
#include "test-runner/type_check.h"

namespace weft::test {

namespace {

Fault runFault(std::string message) {
  Fault fault;
  fault.name = "Error";
  fault.message = std::move(message);
  return fault;
}

}  // namespace

/// Every TypeScript file among the targets is there twice: to be run, and to be checked. Type tests are only checked.
void Supervisor::addTypeTargets(std::vector<Target>& targets) const {
  if (!options_.checksTypes) return;
  std::vector<Target> all;
  for (Target& target : targets) {
    bool isOnlyChecked = isTypeTest(target.path);
    if (!isOnlyChecked && !options_.onlyTypes) all.push_back(target);
    if (!hasTypes(target.path)) continue;
    target.checksTypes = true;
    all.push_back(std::move(target));
  }
  targets = std::move(all);
}

/// Before the other files run: it takes a while.
void Supervisor::startTypeCheck(const RunResult& run) {
  std::vector<std::string> paths;
  for (const FileResult& file : run.files)
    if (file.checksTypes) paths.push_back(file.path);
  typeRequest_ = paths.empty() ? "" : typeCheckRequest(project_.root, options_.typeConfiguration, paths);
  askForTypes();
}

void Supervisor::askForTypes() {
  typeQuestion_ = 0;
  typeAnswer_.reset();
  if (typeRequest_.empty()) return;
  if (!host_.isRunning() && !startHost()) return;
  typeQuestion_ = ++questions_;
  host_.send(Ask{typeQuestion_, "test_typecheck", "check", typeRequest_});
}

/// Waits for what is still to be said.
void Supervisor::finishTypeCheck(Dispatcher& dispatcher, RunResult& run) {
  if (typeRequest_.empty() || run.end != RunEnd::Whole) return;
  // It went with a host that has crashed.
  if (typeQuestion_ == 0) askForTypes();
  while (!typeAnswer_ && host_.isRunning() && !interruption_) {
    Wake wake = wait(-1);
    while (auto event = host_.next()) (void)onOther(*event);
    console_->flush();
    if (wake == Wake::HostEnded || host_.isBroken()) host_.kill();
  }
  if (interruption_) return;
  if (!typeAnswer_) return run.faults.push_back(runFault("types were not checked: the process that did has ended"));
  if (typeAnswer_->fault) return run.faults.push_back(std::move(*typeAnswer_->fault));
  auto checked = parseCheckedTypes(typeAnswer_->json);
  if (!checked) return run.faults.push_back(runFault(checked.error()));
  std::ranges::move(checked->faults, std::back_inserter(run.faults));
  size_t next = 0;
  for (FileResult& file : run.files) {
    if (!file.checksTypes || next == checked->files.size()) continue;
    std::vector<Event>& events = checked->files[next++];
    for (Event& event : events)
      std::visit(
          [&](auto& it) {
            if constexpr (requires { it.file; }) it.file = file.number;
          },
          event);
    if (!dispatcher.tell(file.number, std::move(events)))
      run.faults.push_back(runFault("what was said of the types of " + file.shownPath + " makes no sense"));
  }
}

}  // namespace weft::test
