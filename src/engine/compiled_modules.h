#pragma once
// What the engine made of modules, kept so that another process need not parse them: bytecode of everything that was
// compiled, and for ES modules what linking asks of a record. Fits one build of the engine, as bytecode does.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/internal.h"
#include "graph/artifact.h"

#include <JavaScriptCore/CachedBytecode.h>
#include <JavaScriptCore/JSModuleRecord.h>
#include <JavaScriptCore/Strong.h>
#include <JavaScriptCore/UnlinkedCodeBlock.h>

namespace weft::js {

/// Serves bytes that live as long as the process; null for none.
RefPtr<JSC::CachedBytecode> bytecodeIn(JSC::VM&, std::string_view bytes);

/// What linking asks of an ES module's record. `features` are those of its parsed program.
std::string describeRecord(const JSC::JSModuleRecord&, JSC::CodeFeatures features);
/// The record again, without parsing; null where the description is malformed.
JSC::JSModuleRecord* recordFrom(JSC::JSGlobalObject*, const JSC::Identifier& key, const JSC::SourceCode&,
                                std::string_view description);

/// The code of modules that were parsed in this process, held until it is written.
class CompiledModules {
 public:
  /// A program (a CommonJS module) that has just been evaluated.
  void addProgram(JSC::JSGlobalObject*, std::shared_ptr<const graph::Artifact>, const JSC::SourceCode&);
  /// A module that has just been linked.
  void addModule(JSC::JSGlobalObject*, std::shared_ptr<const graph::Artifact>, JSC::JSModuleRecord&, JSC::CodeFeatures);

  struct Compiled {
    std::shared_ptr<const graph::Artifact> artifact;  // whose text was compiled; its module may have been read again
    std::string record;
    std::string bytecode;
    uint32_t textHash = 0;
  };
  /// Encodes every function that has been compiled by now, and lets go of the code.
  std::vector<Compiled> take(JSC::VM&);

 private:
  struct Held {
    std::shared_ptr<const graph::Artifact> artifact;
    JSC::SourceCode source;
    JSC::Strong<JSC::UnlinkedCodeBlock> code;
    JSC::Strong<JSC::JSModuleRecord> record;  // empty: a program
    JSC::CodeFeatures features = 0;
  };
  std::vector<Held> held_;
};

}  // namespace weft::js
