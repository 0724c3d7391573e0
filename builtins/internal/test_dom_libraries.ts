/** jsdom and happy-dom, of the project's own packages, in a test file's realm. */
import { populateGlobal, requirePackage, takeForeignSignals, watchErrors } from "internal/test_dom";

export interface Page {
  /** The library's window. */
  window: any;
  /** jsdom's `JSDOM`; undefined of happy-dom. */
  dom: any;
  close(): unknown;
}

/** `url` is the libraries' default where the options have none. */
export function openJsdom(options: Record<string, any>, url: string, rootDir: string): Page {
  const { JSDOM, VirtualConsole, CookieJar, ResourceLoader } = requirePackage("jsdom", ["jest-environment-jsdom", "@jest/environment-jsdom-abstract", "vitest"], rootDir);
  const { customExportConditions: _conditions, globalsCleanup: _cleanup, html = "<!DOCTYPE html>", console: isSilent, cookieJar, userAgent, resources, ...rest } = options;
  const global = globalThis as any;
  const virtualConsole = new VirtualConsole();
  if (isSilent !== false) forward(virtualConsole, global.console);
  const dom = new JSDOM(typeof html === "string" ? html : "<!DOCTYPE html>", {
    pretendToBeVisual: true, runScripts: "dangerously", url, virtualConsole,
    ...(cookieJar === true ? { cookieJar: new CookieJar() } : {}),
    ...resourcesOf(resources, userAgent, ResourceLoader),
    ...rest,
  });
  const { window } = dom;
  populateGlobal(global, window);
  takeForeignSignals(global);
  global.jsdom = dom;
  const forget = watchErrors(global, window);
  return {
    window, dom,
    close() {
      forget();
      window.close();
    },
  };
}

function resourcesOf(resources: unknown, userAgent: unknown, ResourceLoader: any): object {
  if (typeof userAgent === "string" && ResourceLoader !== undefined) return { resources: new ResourceLoader({ userAgent }) };
  if (typeof userAgent === "string") return { resources: { userAgent } };
  return resources === undefined ? {} : { resources };
}

/** What pages write, and jsdom's own complaints; errors of scripts are reported as uncaught. */
function forward(virtualConsole: any, console: any): void {
  if (typeof virtualConsole.forwardTo === "function") virtualConsole.forwardTo(console, { jsdomErrors: "none" });
  else virtualConsole.sendTo(console, { omitJSDOMErrors: true });
  virtualConsole.on("jsdomError", (error: any) => {
    if (error?.type !== "unhandled-exception" && error?.type !== "unhandled exception") console.error(error);
  });
}

export function openHappyDom(options: Record<string, any>, url: string, rootDir: string): Page {
  const { GlobalWindow, Window } = requirePackage("happy-dom", ["@happy-dom/jest-environment", "vitest"], rootDir);
  const { customExportConditions: _conditions, ...rest } = options;
  const global = globalThis as any;
  const window = new (GlobalWindow ?? Window)({ url, console: global.console, ...rest, settings: { ...rest.settings, errorCapture: "disabled" } });
  populateGlobal(global, window);
  takeForeignSignals(global);
  global.happyDOM = window.happyDOM;
  const forget = watchErrors(global, window);
  return {
    window, dom: undefined,
    async close() {
      forget();
      if (typeof window.close === "function") window.close();
      if (typeof window.happyDOM?.abort === "function") await window.happyDOM.abort();
    },
  };
}
