#pragma once

// React Fast Refresh: what its runtime has to be told of a module, so that components keep their state when the module
// is replaced. `$w` is the context that is passed in; the statements are those of a module's scope, with imports and
// exports taken off (bundler/facts.h):
//
//     function App() { const [n, setN] = useState(0); useTitle(n); return jsx("p", { children: n }); }
//
//     const $s = $w.g();
//     function App() { $s(); const [n, setN] = useState(0); useTitle(n); return jsx("p", { children: n }); }
//     $s(App, "[n,setN]=useState(0);useTitle(n)", false, () => [useTitle]);
//     $w.r(App, "App");
//
// A component is a function (or what a call makes of one) whose name begins with a capital letter. The signature of
// a function that calls hooks is their order, what takes their value, and the first state: where one of these changes,
// state starts anew. `// @refresh reset` anywhere in the file asks for that each time.

#include <string>
#include <string_view>
#include <vector>

#include "syntax/ast.h"
#include "syntax/bind.h"

namespace weft::syntax {

/// Changes the statements. Whether there is a component among them.
[[nodiscard]] bool addRefresh(Ast& ast, Bindings& bindings, std::string_view context, std::vector<NodeId>& statements);

}  // namespace weft::syntax
