// Decorators of ECMAScript (github.com/tc39/proposal-decorators).

#include "syntax/lowering.h"

namespace weft::syntax {

void Lowering::lowerDecoratedExpression(NodeId& slot) {
  error("decorator", {node(slot).start, node(slot).start + 1},
        "Decorators are lowered with experimentalDecorators only");
}

void Lowering::lowerDecoratedStatement(NodeId id, ExportForm, std::vector<NodeId>&) {
  NodeId slot = id;
  lowerDecoratedExpression(slot);
}

}  // namespace weft::syntax
