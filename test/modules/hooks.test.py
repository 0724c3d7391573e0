"""Module customization hooks: module.register, module.registerHooks, --import, --require, --experimental-loader."""
from process import equal, files, match, program, test, weft

HOOKS = """
    export async function initialize(data) { globalThis.prefix = data?.prefix ?? "hooked"; }
    export async function resolve(specifier, context, nextResolve) {
      if (specifier.startsWith("virtual:")) return { url: specifier, shortCircuit: true };
      return nextResolve(specifier, context);
    }
    export async function load(url, context, nextLoad) {
      if (url.startsWith("virtual:"))
        return { format: "module", source: `export default "${globalThis.prefix} ${url.slice(8)}"`, shortCircuit: true };
      const loaded = await nextLoad(url, context);
      if (url.endsWith("/changed.mjs")) return { ...loaded, source: `${loaded.source}`.replace("old", "new") };
      return loaded;
    }"""


@test("register: resolve, load and initialize")
def _():
    equal(program({
        "hooks.mjs": HOOKS,
        "changed.mjs": "export const text = 'old';",
        "app.mjs": "import text from 'virtual:a'; import { text as changed } from './changed.mjs'; import fs from 'node:fs'; console.log(text, changed, typeof fs.readFileSync);",
        "main.mjs": """
            import { register } from "node:module";
            register("./hooks.mjs", { parentURL: import.meta.url, data: { prefix: "got" } });
            await import("./app.mjs");""",
    }), ["got a new function"])


@test("hooks that were registered last come first")
def _():
    hook = "export async function load(url, context, next) { const r = await next(url, context); return url.endsWith('x.mjs') ? { ...r, source: r.source + '\\nconsole.log(\"%s\");' } : r; }"
    equal(program({
        "first.mjs": hook % "first", "second.mjs": hook % "second", "x.mjs": "console.log('x');",
        "main.mjs": """
            import { register } from "node:module";
            register("./first.mjs", import.meta.url);
            register("./second.mjs", import.meta.url);
            await import("./x.mjs");""",
    }), ["x", "first", "second"])


@test("CommonJS, JSON and import attributes through hooks")
def _():
    equal(program({
        "hooks.mjs": """
            export async function resolve(specifier, context, next) {
              if (context.importAttributes.type === "json") console.log("json", Object.keys(context).join());
              return next(specifier, context);
            }""",
        "a.cjs": "exports.a = 1; exports.b = require('./b.cjs');", "b.cjs": "module.exports = 'b';",
        "c.json": '{"c": 3}',
        "app.mjs": "import { a, b } from './a.cjs'; import c from './c.json' with { type: 'json' }; console.log(a, b, c.c);",
        "main.mjs": "import { register } from 'node:module'; register('./hooks.mjs', import.meta.url); await import('./app.mjs');",
    }), ["json conditions,importAttributes,parentURL", "1 b 3"])


@test("hooks that listen to a port do not keep the program alive")
def _():
    equal(program({
        "hooks.mjs": "export function initialize({ port }) { port.on('message', (text) => port.postMessage(text + '!')); }",
        "main.mjs": """
            import { register } from "node:module";
            import { MessageChannel } from "node:worker_threads";
            const { port1, port2 } = new MessageChannel();
            register("./hooks.mjs", { parentURL: import.meta.url, data: { port: port2 }, transferList: [port2] });
            port1.postMessage("hello");
            console.log(await new Promise((resolve) => port1.once("message", resolve)));
            port1.unref();""",
    }), ["hello!"])


@test("cycles, and modules that are loaded twice at once")
def _():
    equal(program({
        "hooks.mjs": "export const load = (url, context, next) => next(url, context);",
        "a.mjs": "import { b } from './b.mjs'; export function a() { return b; } console.log('a');",
        "b.mjs": "import { a } from './a.mjs'; export const b = 1; console.log('b', typeof a);",
        "main.mjs": """
            import { register } from "node:module";
            register("./hooks.mjs", import.meta.url);
            const [x, y, z] = await Promise.all([import("./a.mjs"), import("./b.mjs"), import("./a.mjs")]);
            console.log(x === z, y.b, x.a());""",
    }), ["b function", "a", "true 1 1"])


@test("faults of hooks")
def _():
    equal(program({
        "hooks.mjs": """
            export async function resolve(specifier, context, next) {
              if (specifier === "a") return {};
              if (specifier === "b") return { url: "file:///b.mjs" };
              if (specifier === "c") throw new TypeError("no c");
              if (specifier === "d") return { url: "d:d", shortCircuit: true };
              return next(specifier, context);
            }
            export async function load(url, context, next) { return url === "d:d" ? { format: "odd", source: "", shortCircuit: true } : next(url, context); }""",
        "e.mjs": "import './none.mjs';",
        "main.mjs": """
            import { register } from "node:module";
            register("./hooks.mjs", import.meta.url);
            for (const name of ["a", "b", "c", "d", "./e.mjs", "./e.mjs"]) await import(name).catch((e) => console.log(name, e.code ?? e.message));""",
    }), ["a ERR_LOADER_CHAIN_INCOMPLETE", "b ERR_LOADER_CHAIN_INCOMPLETE", "c no c", "d ERR_UNKNOWN_MODULE_FORMAT",
         "./e.mjs ERR_MODULE_NOT_FOUND", "./e.mjs ERR_MODULE_NOT_FOUND"])


@test("registerHooks serves import and require, until it is taken away")
def _():
    equal(program({
        "real.cjs": "module.exports = 'real';",
        "text.cjs": "module.exports = 'old';",
        "main.mjs": """
            import { createRequire, registerHooks } from "node:module";
            const require = createRequire(import.meta.url);
            const seen = [];
            const hooks = registerHooks({
              resolve(specifier, context, next) {
                if (specifier === "alias") return next(new URL("./real.cjs", import.meta.url).href, context);
                if (specifier === "virtual:m") return { url: specifier, format: "module", shortCircuit: true };
                return next(specifier, context);
              },
              load(url, context, next) {
                if (url === "virtual:m") return { format: "module", source: "import r from 'alias'; export default r + '!';", shortCircuit: true };
                const loaded = next(url, context);
                if (!url.endsWith("text.cjs")) return loaded;
                seen.push(context.format, loaded.format);
                return { ...loaded, source: String(loaded.source).replace("old", "new") };
              },
            });
            console.log(require("alias"), require("./text.cjs"), (await import("virtual:m")).default, seen.join());
            console.log(import.meta.resolve("alias").endsWith("real.cjs"));
            hooks.deregister();
            try { require("alias"); } catch (error) { console.log(error.code); }""",
    }), ["real new real! commonjs,commonjs", "true", "MODULE_NOT_FOUND"])


@test("--import, --require and --experimental-loader run before the program")
def _():
    tree = files({
        "r.cjs": "console.log('require', module.isPreloading, module.parent.id);",
        "i.mjs": "import { register } from 'node:module'; console.log('import'); register('./hooks.mjs', import.meta.url);",
        "hooks.mjs": HOOKS,
        "main.mjs": "import text from 'virtual:b'; console.log(text, process.argv.length, import.meta.main);",
        "main.cjs": "console.log(require.main === module, process.execArgv.length);",
    })
    equal(weft("-r", "./r.cjs", "--import", "./i.mjs", tree / "main.mjs", cwd=tree).ok().out,
          "require true internal/preload\nimport\nhooked b 2 true\n")
    equal(weft("--require=./r.cjs", "--import=./i.mjs", "main.cjs", cwd=tree).ok().out,
          "require true internal/preload\nimport\ntrue 2\n")
    equal(weft("--experimental-loader", "./hooks.mjs", "main.mjs", cwd=tree).ok().out, "hooked b 2 true\n")
    match(weft("--import", "./none.mjs", "main.cjs", cwd=tree).err, "Cannot find module")
    match(weft("-r", "./none.cjs", "main.cjs", cwd=tree).err, "Cannot find module './none.cjs'")
