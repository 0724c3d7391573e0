#include "cli/repl_help.h"

namespace weft::cli {

std::string_view replHelpText() {
  return "weft repl reads JavaScript or TypeScript, runs it and prints what it gives, line by line.\n"
         "\n"
         "Usage:\n"
         "  weft repl [options]           also: weft without a file, on a terminal\n"
         "  weft [options] -i -e CODE     the same after CODE has run\n"
         "\n"
         "await and import work at the prompt; let, const and class may declare a name again; what is not finished "
         "goes\n"
         "on with the next line. _ is the last value, _error the last error. Tab completes names, members and "
         "modules,\n"
         "Ctrl-R searches what was entered before, .help lists the commands.\n"
         "\n"
         "Environment:\n"
         "  WEFT_REPL_HISTORY         the file of what was entered (default ~/.weft_repl_history); empty: none\n"
         "  WEFT_REPL_HISTORY_SIZE    how many lines it keeps (default 1000)\n"
         "  NO_COLOR                  no colours\n";
}

}  // namespace weft::cli
