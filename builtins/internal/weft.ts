/** The global `Weft`: what weft has and no standard knows. */
import { codes } from "internal/errors";
import { JSON5, TOML, YAML } from "internal/data";
import { Transpiler } from "internal/transpiler";

/** https://bun.sh/docs/api/http: loaded with the first server. */
function serve(options: any): any {
  return require("internal/serve").serve(options);
}

/** https://bun.sh/docs/api/file-io */
function file(path: any, options?: any): any {
  return require("internal/file_blob").file(path, options);
}

function write(destination: any, data: any, options?: any): Promise<number> {
  if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("destination", "data");
  return require("internal/file_write").write(destination, data, options);
}

/** https://bun.sh/docs/api/spawn */
function spawn(command: any, options?: any): any {
  return require("internal/spawn").spawn(command, options);
}

function spawnSync(command: any, options?: any): any {
  return require("internal/spawn_sync").spawnSync(command, options);
}

/** https://bun.sh/docs/api/utils */
function which(command: any, options?: any): string | null {
  return require("internal/which").which(command, options);
}

function sleep(until: any): Promise<void> {
  return require("internal/sleep").sleep(until);
}

function sleepSync(milliseconds: any): void {
  require("internal/sleep").sleepSync(milliseconds);
}

/** https://bun.sh/docs/api/tcp */
function listen(options: any): any {
  return require("internal/socket_listen").listen(options);
}

function connect(options: any): Promise<any> {
  return require("internal/socket_connect").connect(options);
}

/** https://bun.sh/docs/api/udp */
function udpSocket(options: any): Promise<any> {
  return require("internal/udp_socket").udpSocket(options);
}

const standard: any[] = [];

export const Weft = {
  /** https://bun.sh/docs/runtime/shell */
  get $(): any {
    return require("internal/shell").$;
  },
  get Cookie(): any {
    return require("internal/cookie").Cookie;
  },
  get CookieMap(): any {
    return require("internal/cookie_map").CookieMap;
  },
  JSON5,
  TOML,
  Transpiler,
  YAML,
  connect,
  file,
  listen,
  serve,
  sleep,
  sleepSync,
  spawn,
  spawnSync,
  get stderr(): any {
    return standard[2] ??= file(2);
  },
  get stdin(): any {
    return standard[0] ??= file(0);
  },
  get stdout(): any {
    return standard[1] ??= file(1);
  },
  udpSocket,
  which,
  write,
};
