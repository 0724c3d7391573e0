// What a TypeScript file may leave out or name otherwise, as TypeScript itself resolves it (moduleResolution
// "nodenext" and "bundler"): "./x.js" for x.ts or x.tsx, "./x" for x.ts, "./x" for x/index.ts. Only where Node finds nothing,
// and only for files whose importer is TypeScript or JSX, so that JavaScript means what it means in Node.

#include "base/paths.h"
#include "graph/module_kind.h"
#include "graph/resolve_query.h"

namespace weft::graph {

/// "./x.js" names x.ts or x.tsx where there is no x.js; likewise .mjs and .cjs.
bool ResolveQuery::requireTypeScript(const std::string& path, ResolveResult& result) {
  if (!isTypeScriptPath(referrer_) && !isJsxPath(referrer_)) return false;
  std::string_view extension = paths::extname(path);
  bool isJavaScript = extension == ".js" || extension == ".mjs" || extension == ".cjs";
  if (!isJavaScript) return false;
  std::string other = path;
  other.replace(path.size() - 2, 1, "t");
  if (requireFile(other, result)) return true;
  return extension == ".js" && requireFile(other + "x", result);
}

bool ResolveQuery::importTypeScript(const std::string& path, ResolveResult& result) {
  if (!isTypeScriptPath(referrer_) && !isJsxPath(referrer_)) return false;
  if (requireTypeScript(path, result)) return true;
  for (std::string_view base : {std::string_view(""), std::string_view("/index")})
    for (std::string_view extension : {".ts", ".tsx", ".js", ".jsx", ".mts", ".mjs", ".cts", ".cjs", ".json"})
      if (requireFile(path + std::string(base) + std::string(extension), result)) return true;
  return false;
}

}  // namespace weft::graph
