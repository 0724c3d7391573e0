// native("dev"): a session of the dev server (bundler/dev/session.h); the interface is described in
// builtins/internal/dev_native.ts. Texts that are data go over as JSON.

#include <deque>
#include <memory>
#include <optional>

#include "base/paths.h"
#include "dev/problems.h"
#include "dev/session.h"
#include "dev/session_options.h"
#include "engine/buffer.h"
#include "engine/class.h"
#include "engine/promise.h"
#include "runtime/bindings.h"
#include "runtime/runtime.h"
#include "runtime/test_trace.h"

namespace weft::runtime {

namespace {

/// Work on threads keeps it.
struct HeldSession {
  explicit HeldSession(dev::SessionOptions options) : session(std::move(options), &pool) {}
  ThreadPool pool;
  dev::Session session;
};

js::Value bytesOf(js::Realm& realm, std::string text) {
  auto* kept = new std::string(std::move(text));
  std::span<uint8_t> bytes(reinterpret_cast<uint8_t*>(kept->data()), kept->size());
  return js::adoptUint8Array(realm, bytes, [kept](void*) { delete kept; });
}

std::string_view nameOf(dev::UpdateKind kind) {
  switch (kind) {
    case dev::UpdateKind::Update:
      return "update";
    case dev::UpdateKind::Reload:
      return "reload";
    case dev::UpdateKind::Problems:
      return "problems";
    case dev::UpdateKind::None:
      break;
  }
  return "none";
}

js::Value listOf(js::Realm& realm, const std::vector<std::string>& texts) {
  std::vector<js::Value> values;
  for (const std::string& text : texts) values.push_back(js::toJs(realm, text));
  return js::Array::create(realm, values);
}

js::Result<std::vector<std::string>> stringsOf(js::Realm& realm, js::Object array) {
  std::vector<std::string> out;
  WEFT_TRY(length, array.get(realm, "length"));
  for (uint32_t i = 0; i < static_cast<uint32_t>(length.isNumber() ? length.asNumber() : 0); ++i) {
    WEFT_TRY(item, array.getIndex(realm, i));
    WEFT_TRY(text, item.toUtf8(realm));
    out.push_back(std::move(text));
  }
  return out;
}

// What each call gives, as internal/dev_native.ts takes it.

js::Value pageValue(js::Realm& realm, const std::optional<dev::Page>& page) {
  if (!page) return {};
  const js::Value both[] = {js::toJs(realm, page->html), js::toJs(realm, dev::toJson(page->problems))};
  return js::Array::create(realm, both);
}

js::Value resourceValue(js::Realm& realm, std::optional<dev::Resource>& resource) {
  if (!resource) return {};
  const js::Value parts[] = {
      js::toJs(realm, resource->mediaType),
      resource->path.empty() ? bytesOf(realm, std::move(resource->text)) : js::Value(),
      resource->path.empty() ? js::Value() : js::toJs(realm, resource->path),
      js::toJs(realm, resource->tag),
      js::toJs(realm, resource->isForGood),
  };
  return js::Array::create(realm, parts);
}

js::Value updateValue(js::Realm& realm, const dev::Update& update) {
  const js::Value parts[] = {
      js::toJs(realm, std::string(nameOf(update.kind))),
      js::toJs(realm, static_cast<double>(update.version)),
      js::toJs(realm, update.message),
      js::toJs(realm, update.reason),
      listOf(realm, update.changed),
      js::toJs(realm, dev::toJson(update.problems)),
      js::toJs(realm, update.watchesOthers),
      js::toJs(realm, update.milliseconds),
  };
  return js::Array::create(realm, parts);
}

js::Value placeValue(js::Realm& realm, const std::optional<dev::Place>& place) {
  if (!place) return {};
  const js::Value parts[] = {js::toJs(realm, place->path), js::toJs(realm, static_cast<double>(place->line)),
                             js::toJs(realm, static_cast<double>(place->column))};
  return js::Array::create(realm, parts);
}

js::Result<dev::SessionOptions> optionsOf(const std::string& json) {
  Result<dev::SessionOptions, std::string> options = dev::parseSessionOptions(json);
  if (options) return std::move(*options);
  return js::fail(js::JsError(js::ErrorKind::TypeError, "ERR_INVALID_ARG_VALUE", options.error()));
}

class DevSession : public js::Native {
 public:
  explicit DevSession(dev::SessionOptions options)
      : held_(std::make_shared<HeldSession>(std::move(options))), id_(held_->session.id()) {}

  std::string id() const { return id_; }

  js::Value page(js::Realm& realm, std::string path, std::string url) {
    return run(
        realm, [path = std::move(path), url = std::move(url)](dev::Session& it) { return it.page(path, url); },
        pageValue);
  }
  js::Value read(js::Realm& realm, std::string url) {
    return run(realm, [url = std::move(url)](dev::Session& it) { return it.read(url); }, resourceValue);
  }
  js::Result<js::Value> changed(js::Realm& realm, js::Object list) {
    WEFT_TRY(paths, stringsOf(realm, list));
    for (std::string& path : paths) {
      path = paths::normalize(path);
      if (path.size() > 1 && path.ends_with('/')) path.pop_back();
    }
    return run(realm, [paths = std::move(paths)](dev::Session& it) { return it.changed(paths); }, updateValue);
  }
  js::Value since(js::Realm& realm, double version) {
    auto number = static_cast<uint64_t>(version >= 0 && version < 9e15 ? version : 0);
    return run(realm, [number](dev::Session& it) { return it.since(number); }, updateValue);
  }
  js::Result<js::Value> configure(js::Realm& realm, std::string json, std::string reason) {
    WEFT_TRY(options, optionsOf(json));
    return run(
        realm,
        [options = std::move(options), reason = std::move(reason)](dev::Session& it) {
          return it.configure(options, reason);
        },
        updateValue);
  }
  js::Value watched(js::Realm& realm) {
    return run(realm, [](dev::Session& it) { return it.watched(); }, listOf);
  }
  js::Value explain(js::Realm& realm) {
    return run(realm, [](dev::Session& it) { return it.explain(); }, textValue);
  }
  js::Value problems(js::Realm& realm) {
    return run(realm, [](dev::Session& it) { return dev::toJson(it.problems()); }, textValue);
  }
  js::Value locate(js::Realm& realm, std::string url, double line, double column) {
    auto number = [](double value) { return static_cast<uint32_t>(value >= 1 && value < 4e9 ? value : 0); };
    return run(
        realm,
        [url = std::move(url), line = number(line), column = number(column)](dev::Session& it) {
          return it.locate(url, line, column);
        },
        placeValue);
  }
  void close() {
    held_.reset();
    waiting_.clear();
  }

  static constexpr js::MemberSpec kMembers[] = {
      js::getter<&DevSession::id>("id"),
      js::method<&DevSession::page>("page"),
      js::method<&DevSession::read>("read"),
      js::method<&DevSession::changed>("changed"),
      js::method<&DevSession::since>("since"),
      js::method<&DevSession::configure>("configure"),
      js::method<&DevSession::watched>("watched"),
      js::method<&DevSession::explain>("explain"),
      js::method<&DevSession::problems>("problems"),
      js::method<&DevSession::locate>("locate"),
      js::method<&DevSession::close>("close"),
  };
  static constexpr js::ClassSpec kClass = js::classWithoutConstructor<DevSession>("DevSession", kMembers);

 private:
  struct Task {
    std::function<void()> work;
    std::function<void()> done;
  };

  static js::Value textValue(js::Realm& realm, const std::string& text) { return js::toJs(realm, text); }

  /// A promise of `convert(realm, work(session))`; the work waits for what was asked for before.
  template <class Work, class Convert>
  js::Value run(js::Realm& realm, Work work, Convert convert) {
    using Output = std::invoke_result_t<Work, dev::Session&>;
    auto deferred = std::make_shared<js::Deferred>(realm);
    js::Value promise = deferred->promise();
    if (!held_) {
      deferred->reject(js::JsError(js::ErrorKind::Error, "ERR_DEV_SESSION_CLOSED", "The dev session is closed"));
      return promise;
    }
    auto output = std::make_shared<std::optional<Output>>();
    Task task;
    task.work = [held = held_, work = std::move(work), output] { output->emplace(work(held->session)); };
    task.done = [&realm, deferred, output, convert] { deferred->resolve(convert(realm, **output)); };
    waiting_.push_back(std::move(task));
    startNext(realm);
    return promise;
  }

  void startNext(js::Realm& realm) {
    if (isBusy_ || waiting_.empty()) return;
    isBusy_ = true;
    pin(realm);
    Task task = std::move(waiting_.front());
    waiting_.pop_front();
    Runtime::of(realm).loop().queueWork(std::move(task.work), [this, &realm, done = std::move(task.done)] {
      isBusy_ = false;
      startNext(realm);
      done();
      unpin();
    });
  }

  std::shared_ptr<HeldSession> held_;
  std::string id_;
  std::deque<Task> waiting_;
  bool isBusy_ = false;
};

js::Result<js::Value> open(js::Realm& realm, std::string json) {
  noteUntraced(realm, "a development server");
  WEFT_TRY(options, optionsOf(json));
  return js::Value(js::wrap<DevSession>(realm, std::make_unique<DevSession>(std::move(options))));
}

constexpr js::FunctionSpec kFunctions[] = {js::fn<&open>("open")};

}  // namespace

const js::Binding kDevBinding = {"dev", kFunctions};

}  // namespace weft::runtime
