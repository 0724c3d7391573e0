#pragma once

// JSON text from what is known when it is written: objects and lists in order, without a tree.

#include <string>
#include <string_view>

#include "base/number.h"
#include "base/utf.h"
#include "graph/json.h"

namespace weft::test {

class JsonWriter {
 public:
  JsonWriter& open(char bracket) {
    separate();
    out_ += bracket;
    isFirst_ = true;
    return *this;
  }
  JsonWriter& close(char bracket) {
    out_ += bracket;
    isFirst_ = false;
    return *this;
  }
  JsonWriter& key(std::string_view name) {
    separate();
    graph::appendJsonString(out_, name);
    out_ += ':';
    isAfterKey_ = true;
    return *this;
  }
  void text(std::string_view value) {
    separate();
    graph::appendJsonString(out_, toValidUtf8(value));
  }
  void number(double value) { raw(numberToString(value)); }
  void boolean(bool value) { raw(value ? "true" : "false"); }
  void null() { raw("null"); }
  /// JSON that is there already.
  void raw(std::string_view json) {
    separate();
    out_ += json;
  }
  void text(std::string_view name, std::string_view value) { key(name).text(value); }
  void number(std::string_view name, double value) { key(name).number(value); }
  void boolean(std::string_view name, bool value) { key(name).boolean(value); }
  template <typename List>
  void texts(std::string_view name, const List& values) {
    key(name).open('[');
    for (const auto& value : values) text(value);
    close(']');
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void separate() {
    if (!isFirst_ && !isAfterKey_) out_ += ',';
    isFirst_ = isAfterKey_ = false;
  }
  std::string out_;
  bool isFirst_ = true;
  bool isAfterKey_ = false;
};

}  // namespace weft::test
