/** Members of Weft whose own builtins are large: these are loaded with the first call. */

export function fetch(input: any, init?: any): Promise<any> {
  return require("web/fetch").fetch(input, init);
}

/** https://bun.com/docs/runtime/http/server */
export function serve(options: any): any {
  return require("internal/serve").serve(options);
}
