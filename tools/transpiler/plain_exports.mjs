// esbuild's CommonJS output reads every export through two getters (one that copies it, one that reads the variable),
// and copies a module whole for each default import. Builtins need neither, and both cost at start-up: their exports
// do not change once the module has run, but for those declared with `let`, and all of them are ES modules.
//
//   before                                              after
//   __export(x_exports, { f: () => f, k: () => k });    exports.f = f;     functions: hoisted, so cycles find them
//   module.exports = __toCommonJS(x_exports);           …
//   var import_y = __toESM(require("y"));               var import_y = require("y");
//   …                                                   exports.k = k;     the rest, when it is there
//
// primordials.ts lists what any builtin may want; `usedPrimordials` and `dropUnused` leave out what none does.

const kHelper = /\b__(?:toESM|toCommonJS|copyProps|export)\(/;

function exportsOf(prelude) {
  const table = /__export\([\w$]+, \{\n([^]*?)\n\}\);/.exec(prelude)?.[1] ?? "";
  return [...table.matchAll(/^  (?:"([^"]+)"|([\w$]+)): \(\) => ([\w$.]+),?$/gm)]
    .map((row) => ({ name: row[1] ?? row[2], local: row[3], pattern: row[3].replaceAll("$", "\\$") }));
}

function isFunction(body, pattern) {
  return new RegExp(`^(?:async )?function\\*? ${pattern}\\(`, "m").test(body);
}

/** Assigned again later, or another module's: must be read when it is wanted. */
function isLive(body, { local, pattern }) {
  return local.includes(".") || new RegExp(`^let ${pattern}\\b`, "m").test(body);
}

export function plainExports(code, name) {
  const marker = code.indexOf("module.exports = __toCommonJS(");
  if (marker === -1) return code;
  const end = code.indexOf("\n", marker) + 1;
  const body = code.slice(end).replace(/^(var [\w$]+ = )__toESM\((require\("[^"]+"\))\);$/gm, "$1$2;");
  let first = "exports.__esModule = true;\n";
  let last = "";
  for (const row of exportsOf(code.slice(0, end))) {
    const assignment = `exports.${row.name} = ${row.local};\n`;
    if (isFunction(body, row.pattern)) first += assignment;
    else if (isLive(body, row)) first += `Object.defineProperty(exports, "${row.name}", { get: () => ${row.local}, enumerable: true });\n`;
    else last += assignment;
  }
  if (kHelper.test(body)) throw new Error(`${name}: esbuild used a helper that plain_exports.mjs does not know`);
  return `${first}${body}${body.endsWith("\n") ? "" : "\n"}${last}`;
}

export function usedPrimordials(sources) {
  const used = new Set();
  for (const code of sources) for (const [, name] of code.matchAll(/\bimport_primordials\.(\w+)/g)) used.add(name);
  return used;
}

/** `code` is primordials.ts, transpiled: one line an entry. */
export function dropUnused(code, used) {
  const start = code.indexOf("const primordials = {\n");
  const lines = code.slice(start).split("\n");
  const kept = lines.filter((line) => {
    const name = /^  (\w+)(?:[:,]|$)/.exec(line)?.[1];
    return name === undefined || used.has(name);
  });
  return code.slice(0, start) + kept.join("\n");
}
