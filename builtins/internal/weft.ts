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

const standard: any[] = [];

export const Weft = {
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
  file,
  serve,
  get stderr(): any {
    return standard[2] ??= file(2);
  },
  get stdin(): any {
    return standard[0] ??= file(0);
  },
  get stdout(): any {
    return standard[1] ??= file(1);
  },
  write,
};
