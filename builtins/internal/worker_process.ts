/** What `process` is to a worker: it may look at the process, but not change it. https://nodejs.org/api/worker_threads.html */
import { ObjectDefineProperty } from "internal/primordials";
import { codes } from "internal/errors";

function refuse(process: any, name: string, text = `process.${name}()`): void {
  const refused = {
    [name]() {
      throw new codes.ERR_WORKER_UNSUPPORTED_OPERATION(text);
    },
  };
  (refused[name] as any).disabled = true;
  process[name] = refused[name];
}

/** What is written to it is lost, as in Node. */
function keep(process: any, name: string): void {
  const value = process[name];
  ObjectDefineProperty(process, name, {
    __proto__: null, get: () => value, set() {}, enumerable: true, configurable: true,
  } as any);
}

const kRefused = [
  "abort", "chdir", "initgroups", "setegid", "seteuid", "setgid", "setgroups", "setuid",
];

export function adaptProcess(process: any): void {
  for (let i = 0; i < kRefused.length; i++) refuse(process, kRefused[i]!);
  const { umask } = process;
  process.umask = function (mask?: unknown) {
    if (mask !== undefined) throw new codes.ERR_WORKER_UNSUPPORTED_OPERATION("Setting process.umask()");
    return umask();
  };
  ObjectDefineProperty(process.umask, "name", { __proto__: null, value: "umask", configurable: true } as any);
  keep(process, "title");
  keep(process, "debugPort");
}
