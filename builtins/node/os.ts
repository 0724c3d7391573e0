// node:os: https://nodejs.org/api/os.html

import {
  ArrayPrototypePush, ObjectDefineProperty, ObjectFreeze, StringPrototypeEndsWith, StringPrototypeSlice,
  SymbolToPrimitive,
} from "internal/primordials";
import { SystemError } from "internal/errors";
import { validateInt32, validateObject } from "internal/validators";

interface OsBinding {
  hostname(): string;
  homedir(): string;
  /** sysname, version, release, machine. */
  systemName(): string[];
  uptime(): number;
  loadavg(): number[];
  totalmem(): number;
  freemem(): number;
  availableParallelism(): number;
  /** Seven entries a row: model, speed, user, nice, sys, idle, irq. */
  cpus(): (string | number)[];
  /** Eight entries a row: name, address, netmask, IPv6?, mac, internal?, scope id, prefix length. */
  networkInterfaces(): (string | number | boolean)[];
  userInfo(): { uid: number; gid: number; username: string; homedir: string; shell: string };
  getPriority(pid: number): number;
  setPriority(pid: number, priority: number): void;
  signals(): Record<string, number>;
  errorNumbers(): Record<string, number>;
  isLittleEndian(): boolean;
}

const binding = native("os") as OsBinding;

const kPriorities = {
  PRIORITY_LOW: 19,
  PRIORITY_BELOW_NORMAL: 10,
  PRIORITY_NORMAL: 0,
  PRIORITY_ABOVE_NORMAL: -7,
  PRIORITY_HIGH: -14,
  PRIORITY_HIGHEST: -20,
};

/** A failure of the system, told as Node's os does: `A system error occurred: uv_os_homedir returned ENOENT (…)`. */
function guarded<A extends unknown[], R>(call: (...args: A) => R): (...args: A) => R {
  return (...args: A) => {
    try {
      return call(...args);
    } catch (error: any) {
      if (error?.syscall === undefined) throw error;
      const { errno, code, syscall } = error;
      const colon = `${code}: `;
      const text = StringPrototypeSlice(error.message, colon.length, error.message.length - `, ${syscall}`.length);
      throw new SystemError("A system error occurred", { errno, code, syscall, message: text });
    }
  };
}

/** Functions without arguments convert to their result: `${os.hostname}`. */
function convertible<F extends (...args: any[]) => unknown>(name: string, call: F): F {
  ObjectDefineProperty(call, "name", { __proto__: null, value: name, configurable: true } as any);
  (call as any)[SymbolToPrimitive] = () => call();
  return call;
}

let systemNames: string[] | undefined;
function systemName(index: number): () => string {
  return () => (systemNames ??= guarded(binding.systemName)())[index]!;
}

const homedir = convertible("homedir", guarded(binding.homedir));

function tmpdir(): string {
  const { env } = require("node:process").default;
  const path: string = env.TMPDIR || env.TMP || env.TEMP || "/tmp";
  return path.length > 1 && StringPrototypeEndsWith(path, "/") ? StringPrototypeSlice(path, 0, -1) : path;
}

function cpus(): object[] {
  const rows = guarded(binding.cpus)();
  const list: object[] = [];
  for (let i = 0; i < rows.length; i += 7) {
    ArrayPrototypePush(list, {
      model: rows[i],
      speed: rows[i + 1],
      times: { user: rows[i + 2], nice: rows[i + 3], sys: rows[i + 4], idle: rows[i + 5], irq: rows[i + 6] },
    });
  }
  return list;
}

function networkInterfaces(): Record<string, object[]> {
  const rows = guarded(binding.networkInterfaces)();
  const interfaces: Record<string, object[]> = {};
  for (let i = 0; i < rows.length; i += 8) {
    const name = rows[i] as string;
    const isIPv6 = rows[i + 3] as boolean;
    const prefix = rows[i + 7] as number;
    const entry: Record<string, unknown> = {
      address: rows[i + 1],
      netmask: rows[i + 2],
      family: isIPv6 ? "IPv6" : "IPv4",
      mac: rows[i + 4],
      internal: rows[i + 5],
      cidr: prefix < 0 ? null : `${rows[i + 1]}/${prefix}`,
    };
    if (isIPv6) entry.scopeid = rows[i + 6];
    ArrayPrototypePush(interfaces[name] ??= [], entry);
  }
  return interfaces;
}

function userInfo(options?: { encoding?: string }): object {
  if (options !== undefined && options !== null) validateObject(options, "options");
  const info: any = guarded(binding.userInfo)();
  if (options?.encoding !== "buffer") return info;
  const { Buffer } = require("node:buffer").default;
  return { ...info, username: Buffer.from(info.username), homedir: Buffer.from(info.homedir), shell: Buffer.from(info.shell) };
}

function getPriority(pid?: number): number {
  if (pid === undefined) pid = 0;
  else validateInt32(pid, "pid");
  return guarded(binding.getPriority)(pid);
}

function setPriority(pid: number, priority?: number): void {
  if (priority === undefined) {
    priority = pid;
    pid = 0;
  }
  validateInt32(pid, "pid");
  validateInt32(priority, "priority", -20, 19);
  guarded(binding.setPriority)(pid, priority);
}

let constantsObject: object | undefined;
function makeConstants(): object {
  const nullPrototype = (values: object) => ObjectFreeze({ __proto__: null, ...values });
  return ObjectFreeze({
    __proto__: null,
    UV_UDP_REUSEADDR: 4,
    dlopen: nullPrototype({ RTLD_LAZY: 1, RTLD_NOW: 2, RTLD_GLOBAL: 256, RTLD_LOCAL: 0, RTLD_DEEPBIND: 8 }),
    errno: nullPrototype(binding.errorNumbers()),
    signals: nullPrototype(binding.signals()),
    priority: nullPrototype(kPriorities),
  });
}

const os = {
  arch: convertible("arch", (): string => require("node:process").default.arch),
  availableParallelism: convertible("availableParallelism", () => binding.availableParallelism()),
  cpus,
  endianness: convertible("endianness", () => (binding.isLittleEndian() ? "LE" : "BE")),
  freemem: convertible("freemem", () => binding.freemem()),
  getPriority,
  homedir,
  hostname: convertible("hostname", guarded(binding.hostname)),
  loadavg: () => binding.loadavg(),
  machine: convertible("machine", systemName(3)),
  networkInterfaces,
  platform: convertible("platform", () => "linux"),
  release: convertible("release", systemName(2)),
  setPriority,
  tmpdir: convertible("tmpdir", tmpdir),
  totalmem: convertible("totalmem", () => binding.totalmem()),
  type: convertible("type", systemName(0)),
  userInfo,
  uptime: convertible("uptime", guarded(binding.uptime)),
  version: convertible("version", systemName(1)),
};

ObjectDefineProperty(os, "constants", {
  __proto__: null, get: () => constantsObject ??= makeConstants(), enumerable: true, configurable: false,
} as any);
ObjectDefineProperty(os, "EOL", { __proto__: null, value: "\n", writable: false, enumerable: true, configurable: true } as any);
ObjectDefineProperty(os, "devNull", { __proto__: null, value: "/dev/null", writable: false, enumerable: true, configurable: true } as any);

export default os;
