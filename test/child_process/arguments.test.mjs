import { ChildProcess, exec, execFile, fork, spawn, spawnSync } from "node:child_process";
import { test, assert } from "../harness.mjs";

const kRefusals = [
  [() => spawn(), "ERR_INVALID_ARG_TYPE", 'The "file" argument must be of type string. Received undefined'],
  [() => spawn(""), "ERR_INVALID_ARG_VALUE", "The argument 'file' cannot be empty. Received ''"],
  [() => spawn("ls", "x"), "ERR_INVALID_ARG_TYPE", "The \"args\" argument must be of type object. Received type string ('x')"],
  [() => spawn("ls\0"), "ERR_INVALID_ARG_VALUE", /'file' must be a string without null bytes/],
  [() => spawn("ls", ["a\0"]), "ERR_INVALID_ARG_VALUE", /'args\[0\]' must be a string without null bytes/],
  [() => spawn("ls", { uid: "a" }), "ERR_INVALID_ARG_TYPE", /"options.uid" property must be int32/],
  [() => spawn("ls", { timeout: -1 }), "ERR_OUT_OF_RANGE", /"timeout" is out of range. It must be an unsigned integer/],
  [() => spawn("ls", { killSignal: "SIGNONE" }), "ERR_UNKNOWN_SIGNAL", "Unknown signal: SIGNONE"],
  [() => spawn("ls", { killSignal: {} }), "ERR_INVALID_ARG_TYPE", /"options.killSignal" property must be one of type string or number/],
  [() => spawn("ls", { shell: 3 }), "ERR_INVALID_ARG_TYPE", /"options.shell"/],
  [() => spawn("ls", { env: { a: "b\0" } }), "ERR_INVALID_ARG_VALUE", /options.env\['a'\]/],
  [() => spawn("ls", { cwd: 3 }), "ERR_INVALID_ARG_TYPE", /"options.cwd" property/],
  [() => spawn("ls", { signal: 3 }), "ERR_INVALID_ARG_TYPE", /"options.signal"/],
  [() => spawn("ls", { stdio: "bad" }), "ERR_INVALID_ARG_VALUE", "The argument 'stdio' is invalid. Received 'bad'"],
  [() => spawn("ls", { stdio: {} }), "ERR_INVALID_ARG_VALUE", /'stdio' is invalid/],
  [() => spawn("ls", { stdio: ["x"] }), "ERR_INVALID_SYNC_FORK_INPUT", /Asynchronous forks do not support/],
  [() => spawn("ls", { stdio: ["ipc", "ipc"] }), "ERR_IPC_ONE_PIPE", "Child process can have only one IPC pipe"],
  [() => spawn("ls", { serialization: "x" }), "ERR_INVALID_ARG_VALUE", /'options.serialization'/],
  [() => spawn("ls", { stdio: [99] }), "EBADF", "spawn EBADF"],
  [() => spawnSync("ls", { stdio: "ipc" }), "ERR_INVALID_ARG_VALUE", /stdio/],
  [() => spawnSync("ls", { stdio: ["ipc"] }), "ERR_IPC_SYNC_FORK", "IPC cannot be used with synchronous forks"],
  [() => spawnSync("ls", { input: {} }), "ERR_INVALID_ARG_TYPE", /"options.stdio\[0\]"/],
  [() => exec(), "ERR_INVALID_ARG_TYPE", /"command"/],
  [() => execFile("ls", [], {}, 3), "ERR_INVALID_ARG_TYPE", /"callback"/],
  [() => execFile("ls", { maxBuffer: -1 }), "ERR_OUT_OF_RANGE", /"options.maxBuffer"/],
  [() => fork(), "ERR_INVALID_ARG_TYPE", /"modulePath"/],
  [() => fork("x", { stdio: ["pipe"] }), "ERR_CHILD_PROCESS_IPC_REQUIRED", /missing value 'ipc' in options.stdio/],
  [() => fork("x", 3), "ERR_INVALID_ARG_TYPE", /"args"/],
  [() => new ChildProcess().spawn(), "ERR_INVALID_ARG_TYPE", /"options"/],
];
for (let i = 0; i < kRefusals.length; i++) {
  const [body, code, message] = kRefusals[i];
  test(`refused: ${String(body).slice(6)}`, () => { assert.throws(body, { code, message }); });
}
