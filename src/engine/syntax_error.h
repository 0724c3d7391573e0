#pragma once
// Errors in source texts that the engine finds: SyntaxErrors whose stack begins with the place in the
// source, so that the report of an uncaught error can show the line.

#include "engine/internal.h"
#include "graph/graph.h"

namespace weft::js {

/// A SyntaxError for what the parser said of `source`.
JsError syntaxError(const JSC::ParserError&, const JSC::SourceCode& source);
/// An error of linking, placed at the import or export that asked for the missing name.
JsError locateLinkError(Realm&, const JsError&, const graph::ModuleGraph&, const graph::Node& importer);

}  // namespace weft::js
