/** The global `Weft`: what weft has and no standard knows. */
import { JSON5, TOML, YAML } from "internal/data";
import { Transpiler } from "internal/transpiler";

/** https://bun.sh/docs/api/http: loaded with the first server. */
function serve(options: any): any {
  return require("internal/serve").serve(options);
}

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
  serve,
};
