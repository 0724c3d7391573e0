/** The page's half of `weft dev`: `__weft` is what the scripts of modules call. */
import { Module, evaluate, find, link, loadMissing, setPage } from "./registry";
import { installHook } from "./refresh";
import { startReports } from "./report";
import { startSocket } from "./socket";
import { isPage } from "./types";
import { define, fail, setModuleMaker, tellOfReload } from "./updates";

interface Start {
  page: string;
  modules: string[];
}

setModuleMaker((id, definition) => new Module(id, definition));

/** In the order of the page: one that fails does not keep the next from running. */
async function runEntries(ids: string[]): Promise<void> {
  for (const id of ids) find(id).isEntry = true;
  for (const id of ids) {
    try {
      const module = find(id);
      link(module);
      const waiting = evaluate(module);
      if (waiting) await waiting;
    } catch (error) {
      if (isPage)
        reportError(error);
      else
        throw error;
    }
  }
}

function start({ page, modules }: Start): void {
  setPage(page);
  startSocket(page);
  void runEntries(modules);
}

(self as any).__weft = {
  define, start, loadMissing,
  /** `page`: of what should have started it. */
  fail(version: number, problems: any[], page?: string) {
    fail(version, problems);
    if (page !== undefined) startSocket(page);
  },
};
installHook();
startReports();
if (isPage) tellOfReload();
