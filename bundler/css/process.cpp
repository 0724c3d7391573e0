#include "css/process.h"

#include "css/lower.h"
#include "css/minify.h"

namespace weft::css {

bool process(Sheet& sheet, const ProcessOptions& options, Log& log) {
  if (!lower(sheet, options.browsers, log)) return false;
  if (options.minifySyntax) minify(sheet, options.browsers);
  return true;
}

}  // namespace weft::css
