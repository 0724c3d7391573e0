#pragma once
// The code of builtins that have run in a VM: a further realm there links it, and neither decodes nor runs the text
// around it again.

#include <vector>

#include "engine/jsc.h"

#include <JavaScriptCore/Strong.h>
#include <JavaScriptCore/UnlinkedFunctionExecutable.h>

namespace weft::js {

class BuiltinCode {
 public:
  struct Entry {
    JSC::SourceCode source;
    JSC::Strong<JSC::UnlinkedFunctionExecutable> function;
  };

  /// By a builtin's place in the image. Empty until it has run.
  Entry& at(size_t index) {
    if (entries_.size() <= index) entries_.resize(index + 1);
    return entries_[index];
  }

 private:
  std::vector<Entry> entries_;
};

}  // namespace weft::js
