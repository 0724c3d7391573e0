"""Specifiers that cannot be resolved: Node's codes and messages."""
import json

from process import equal, files, test, weft

TREE = {
    "dir": None, "d.json": "{}", "c.cjs": "", "x.mjs": "", "node.unknown": "",
    "package.json": {"name": "root", "imports": {"#in": "./x.mjs"}, "exports": {"./x": "./x.mjs"}},
    "node_modules/pkg/package.json": {"exports": {
        ".": "./i.mjs", "./pat/*": "./lib/*.mjs", "./pat/no/*": None, "./bad": "../x.js", "./gone": "./gone.js"}},
    "node_modules/pkg/i.mjs": "",
}
PKG = 'is not defined by "exports" in R/node_modules/pkg/package.json'
ESM = " imported from R/main.mjs"


def errors(entry, load, specifiers):
    root = files({**TREE, entry: f"""
        (async () => {{
          for (const s of {json.dumps(specifiers)}) {{
            try {{ await {load}; console.log("no error for", s); }}
            catch (error) {{ console.log(error.name, error.code, error.message); }}
          }}
        }})();"""})
    return weft(entry, cwd=root).ok().out.replace(str(root), "R")


def esm(specifier, expected):
    @test(f"import {specifier!r}")
    def _():
        equal(errors("main.mjs", "import(s)", [specifier]), expected + "\n")


def cjs(specifier, expected):
    @test(f"require({specifier!r})")
    def _():
        equal(errors("main.cjs", "require(s)", [specifier]), expected + "\n")


esm("./nope.mjs", "Error ERR_MODULE_NOT_FOUND Cannot find module 'R/nope.mjs'" + ESM)
esm("./x", "Error ERR_MODULE_NOT_FOUND Cannot find module 'R/x'" + ESM)
esm("./dir", "Error ERR_UNSUPPORTED_DIR_IMPORT Directory import 'R/dir' is not supported resolving ES modules" + ESM)
esm("nope", "Error ERR_MODULE_NOT_FOUND Cannot find package 'nope'" + ESM)
esm("@scope/nope", "Error ERR_MODULE_NOT_FOUND Cannot find package '@scope/nope'" + ESM)
esm("pkg/none", f"Error ERR_PACKAGE_PATH_NOT_EXPORTED Package subpath './none' {PKG}" + ESM)
esm("pkg/pat/no/x", f"Error ERR_PACKAGE_PATH_NOT_EXPORTED Package subpath './pat/no/x' {PKG}" + ESM)
esm("pkg/bad", "Error ERR_INVALID_PACKAGE_TARGET Invalid \"exports\" target \"../x.js\" defined for './bad' in the package config "
    "R/node_modules/pkg/package.json imported from R/main.mjs; targets must start with \"./\"")
esm("pkg/gone", "Error ERR_MODULE_NOT_FOUND Cannot find module 'R/node_modules/pkg/gone.js'" + ESM)
esm("root/y", "Error ERR_PACKAGE_PATH_NOT_EXPORTED Package subpath './y' is not defined by \"exports\" in R/package.json" + ESM)
esm("#nope", "TypeError ERR_PACKAGE_IMPORT_NOT_DEFINED Package import specifier \"#nope\" is not defined in package R/package.json" + ESM)
esm("#", "TypeError ERR_INVALID_MODULE_SPECIFIER Invalid module \"#\" is not a valid internal imports specifier name" + ESM)
esm("@sc", "TypeError ERR_INVALID_MODULE_SPECIFIER Invalid module \"@sc\" is not a valid package name" + ESM)
esm("./x%2fy", "TypeError ERR_INVALID_MODULE_SPECIFIER Invalid module \"R/x%2fy\" must not include encoded \"/\" or \"\\\" characters" + ESM)
esm("node:nope", "Error ERR_UNKNOWN_BUILTIN_MODULE No such built-in module: node:nope")
esm("http://x.y/z.js", "Error ERR_UNSUPPORTED_ESM_URL_SCHEME Only URLs with a scheme in: file, data, and node are supported "
    "by the default ESM loader. Received protocol 'http:'")
esm("./node.unknown", 'TypeError ERR_UNKNOWN_FILE_EXTENSION Unknown file extension ".unknown" for R/node.unknown')

for missing in ("./nope", "./dir", "nope", "@scope/nope/x"):
    cjs(missing, f"Error MODULE_NOT_FOUND Cannot find module '{missing}'\nRequire stack:\n- R/main.cjs")
cjs("pkg/none", f"Error ERR_PACKAGE_PATH_NOT_EXPORTED Package subpath './none' {PKG}")
cjs("#nope", "TypeError ERR_PACKAGE_IMPORT_NOT_DEFINED Package import specifier \"#nope\" is not defined in package "
    "R/package.json imported from R/main.cjs")
cjs("node:nope", "Error ERR_UNKNOWN_BUILTIN_MODULE No such built-in module: node:nope")
cjs("", "TypeError ERR_INVALID_ARG_VALUE The argument 'id' must be a non-empty string. Received ''")


@test("require of a number")
def _():
    equal(errors("main.cjs", "require(s)", [5]),
          'TypeError ERR_INVALID_ARG_TYPE The "id" argument must be of type string. Received type number (5)\n')


@test("the require stack names every file on the way")
def _():
    root = files({"main.cjs": "try { require('./a.cjs') } catch (e) { console.log(e.message); console.log(e.requireStack.join()); }",
                  "a.cjs": "require('./b.cjs')", "b.cjs": "require('./none')"})
    equal(weft("main.cjs", cwd=root).ok().out.replace(str(root), "R").split("\n")[:-1],
          ["Cannot find module './none'", "Require stack:", "- R/b.cjs", "- R/a.cjs", "- R/main.cjs", "R/b.cjs,R/a.cjs,R/main.cjs"])
