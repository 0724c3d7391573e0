// native("spawn"): child processes (builtins/internal/child_native.ts).

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>

#include "engine/class.h"
#include "loop/child_process.h"
#include "loop/spawn_sync.h"
#include "runtime/bindings.h"
#include "runtime/runtime.h"
#include "runtime/test_trace.h"

namespace weft::runtime {

namespace {

js::Value usageValue(js::Realm& realm, const std::optional<loop::ChildUsage>& usage) {
  if (!usage) return js::Value();
  return js::toJs(realm, std::vector<double>(usage->begin(), usage->end()));
}

/// A child that runs. Pinned until it has ended. That of a test file does not outlive it, unless it is detached.
class ChildHandle final : public js::Native, public LoopUser {
 public:
  explicit ChildHandle(js::Realm& realm) : realm_(realm) {}
  ~ChildHandle() override { Runtime::of(realm_).removeLoopUser(*this); }
  void loopStops() override { kill(SIGTERM); }
  void loopEnds() override {}
  void trace(js::Tracer& tracer) override { tracer.visit(onExit); }

  int32_t pid() const { return process ? process->pid() : 0; }
  /// 0 or a negative error number.
  int32_t kill(int32_t signal) {
    if (!process) return -ESRCH;
    auto killed = process->kill(signal);
    return killed ? 0 : -killed.error().code;
  }
  void ref() {
    if (process) process->ref();
  }
  void unref() {
    if (process) process->unref();
  }
  bool hasRef() const { return process && process->hasRef(); }
  void deliver(loop::ChildProcess::Exit exit) {
    auto result = onExit.value().asFunction()(realm_, js::Value(), js::Value::number(static_cast<double>(exit.status)),
                                              js::Value::int32(exit.signal), usageValue(realm_, exit.usage));
    process.reset();
    onExit.clear();
    unpin();
    if (!result) reportUncaught(realm_, result.error());
  }

  static constexpr js::MemberSpec kMembers[] = {
      js::getter<&ChildHandle::pid>("pid"),       js::method<&ChildHandle::kill>("kill"),
      js::method<&ChildHandle::ref>("ref"),       js::method<&ChildHandle::unref>("unref"),
      js::method<&ChildHandle::hasRef>("hasRef"),
  };
  static constexpr js::ClassSpec kClass = js::classWithoutConstructor<ChildHandle>("ChildHandle", kMembers);

  js::Traced onExit;
  std::unique_ptr<loop::ChildProcess> process;

 private:
  js::Realm& realm_;
};

js::Result<std::vector<std::string>> stringsOf(js::Realm& realm, js::Value list) {
  std::vector<std::string> strings;
  if (!list.isArray()) return strings;
  js::Array array = js::Array::unchecked(list);
  for (uint32_t i = 0; i < array.length(); ++i) {
    WEFT_TRY(item, array.getIndex(realm, i));
    WEFT_TRY(text, item.toUtf8(realm));
    strings.push_back(std::move(text));
  }
  return strings;
}

constexpr int kPipe = -2, kIgnore = -1;

js::Result<std::vector<loop::ChildDescriptor>> descriptorsOf(js::Realm& realm, js::Value list) {
  using Kind = loop::ChildDescriptor::Kind;
  std::vector<loop::ChildDescriptor> descriptors;
  js::Array array = js::Array::unchecked(list);
  for (uint32_t i = 0; i < array.length(); ++i) {
    WEFT_TRY(item, array.getIndex(realm, i));
    WEFT_TRY(fd, item.toInt32(realm));
    if (fd == kPipe)
      descriptors.push_back({Kind::Pipe, -1});
    else if (fd == kIgnore)
      descriptors.push_back({Kind::Ignore, -1});
    else
      descriptors.push_back({Kind::Inherit, fd});
  }
  return descriptors;
}

js::Result<std::optional<uint32_t>> idOf(js::Realm& realm, js::Object options, std::string_view name) {
  WEFT_TRY(value, options.get(realm, name));
  if (value.isNullish()) return std::nullopt;
  WEFT_TRY(id, value.toInt32(realm));
  return static_cast<uint32_t>(id);
}

/// An object that builtins/internal/child_native.ts has made: its types are as they should be.
js::Result<loop::SpawnOptions> optionsOf(js::Realm& realm, js::Object from) {
  loop::SpawnOptions options;
  WEFT_TRY(file, from.get(realm, "file"));
  WEFT_TRY(fileText, file.toUtf8(realm));
  options.file = std::move(fileText);
  WEFT_TRY(args, from.get(realm, "args"));
  WEFT_TRY(argumentList, stringsOf(realm, args));
  options.arguments = std::move(argumentList);
  if (options.arguments.empty()) options.arguments.push_back(options.file);
  WEFT_TRY(environment, from.get(realm, "envPairs"));
  if (environment.isArray()) {
    WEFT_TRY(pairs, stringsOf(realm, environment));
    options.environment = std::move(pairs);
  }
  WEFT_TRY(directory, from.get(realm, "cwd"));
  if (!directory.isNullish()) {
    WEFT_TRY(text, directory.toUtf8(realm));
    options.directory = std::move(text);
  }
  WEFT_TRY(user, idOf(realm, from, "uid"));
  WEFT_TRY(group, idOf(realm, from, "gid"));
  options.user = user;
  options.group = group;
  WEFT_TRY(detached, from.get(realm, "detached"));
  options.detached = detached.isTrue();
  WEFT_TRY(stdio, from.get(realm, "stdio"));
  if (!stdio.isArray()) return js::fail(js::JsError::argType("stdio", "an instance of Array", stdio));
  WEFT_TRY(descriptors, descriptorsOf(realm, stdio));
  options.descriptors = std::move(descriptors);
  return options;
}

/// { status, handle, pipes }
js::Result<js::Object> spawn(js::Realm& realm, js::Object from, js::Function onExit) {
  noteUntraced(realm, "a child process");
  WEFT_TRY(options, optionsOf(realm, from));
  auto owned = std::make_unique<ChildHandle>(realm);
  ChildHandle& handle = *owned;
  auto started = loop::ChildProcess::start(Runtime::of(realm).loop(), options,
                                           [&handle](loop::ChildProcess::Exit exit) { handle.deliver(exit); });
  js::Object object = js::wrap(realm, std::move(owned));
  if (started.process) {
    handle.process = std::move(started.process);
    handle.onExit.set(handle, onExit);
    handle.pin(realm);
    if (Runtime::of(realm).options().test && !options.detached) Runtime::of(realm).addLoopUser(handle);
  }
  // Until JavaScript has made streams of them; a worker may end before.
  for (int fd : started.pipes)
    if (fd >= 0) Runtime::of(realm).noteDescriptor(fd, true);
  js::Object result = js::Object::create(realm);
  result.define(realm, "status", js::Value::int32(-started.error));
  result.define(realm, "handle", object);
  result.define(realm, "pipes", js::toJs(realm, started.pipes));
  return result;
}

js::Result<std::vector<std::vector<uint8_t>>> inputsOf(js::Realm& realm, js::Value list) {
  std::vector<std::vector<uint8_t>> inputs;
  if (!list.isArray()) return inputs;
  js::Array array = js::Array::unchecked(list);
  for (uint32_t i = 0; i < array.length(); ++i) {
    WEFT_TRY(item, array.getIndex(realm, i));
    js::Bytes bytes = js::bytesOf(item);
    inputs.emplace_back(bytes.data, bytes.data + bytes.size);
  }
  return inputs;
}

/// { error, pid, status, signal, usage, output }
js::Result<js::Object> spawnSync(js::Realm& realm, js::Object from) {
  noteUntraced(realm, "a child process");
  loop::SyncSpawnOptions options;
  WEFT_TRY(spawnOptions, optionsOf(realm, from));
  options.spawn = std::move(spawnOptions);
  WEFT_TRY(inputs, from.get(realm, "inputs"));
  WEFT_TRY(inputList, inputsOf(realm, inputs));
  options.inputs = std::move(inputList);
  WEFT_TRY(timeout, from.get(realm, "timeout"));
  if (timeout.isNumber() && timeout.asNumber() > 0) options.timeout = static_cast<uint64_t>(timeout.asNumber());
  WEFT_TRY(maxBuffer, from.get(realm, "maxBuffer"));
  if (maxBuffer.isNumber()) options.maxBuffer = maxBuffer.asNumber();
  WEFT_TRY(killSignal, from.get(realm, "killSignal"));
  if (killSignal.isInt32()) options.killSignal = killSignal.asInt32();

  loop::SyncSpawnResult done = loop::spawnSync(options);

  js::Object result = js::Object::create(realm);
  result.define(realm, "error", js::Value::int32(-done.error));
  result.define(realm, "pid", js::Value::int32(done.pid));
  bool ended = done.exit.has_value();
  result.define(realm, "status", ended ? js::Value::number(static_cast<double>(done.exit->status)) : js::Value::null());
  result.define(realm, "signal", js::Value::int32(ended ? done.exit->signal : 0));
  if (ended) result.define(realm, "usage", usageValue(realm, done.exit->usage));
  js::Array output = js::Array::create(realm);
  for (const auto& bytes : done.outputs) {
    js::Value item = js::Value::null();
    if (bytes) {
      WEFT_TRY(copy, js::createUint8Array(realm, *bytes));
      item = copy;
    }
    WEFT_TRY_VOID(output.push(realm, item));
  }
  result.define(realm, "output", output);
  return result;
}

/// The reading and the writing end of a new pipe.
js::Result<std::vector<int32_t>> createPipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC)) return js::fail(js::JsError::system(SysError{errno, "pipe", {}, {}}));
  return std::vector<int32_t>{ends[0], ends[1]};
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&createPipe>("createPipe"),
    js::fn<&spawn>("spawn"),
    js::fn<&spawnSync>("spawnSync"),
};

}  // namespace

const js::Binding kSpawnBinding = {"spawn", kFunctions};

}  // namespace weft::runtime
