// Transpiles every builtin, one file to one file, in one go:
//   node transpile.mjs <folder with esbuild installed> <builtins folder> <output folder>
// The output folder is emptied first, so that a removed builtin leaves nothing behind.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { dropUnused, plainExports, usedPrimordials } from "./plain_exports.mjs";

const [installed, source, output] = process.argv.slice(2);
const { build } = createRequire(join(installed, "package.json"))("esbuild");
const kPrimordials = join("internal", "primordials.js");

const entryPoints = readdirSync(source, { recursive: true })
  .filter((name) => /\.ts$/.test(name) && !/\.(d|test)\.ts$/.test(name))
  .sort()
  .map((name) => join(source, name));

async function transpile() {
  const { outputFiles } = await build({
    entryPoints,
    outbase: source,
    outdir: output,
    bundle: false,
    write: false,
    format: "cjs",
    target: "esnext",
    charset: "ascii",
    legalComments: "none",
    sourcemap: false,
    loader: { ".ts": "ts" },
    tsconfigRaw: {},
    logLevel: "warning",
  });
  const files = outputFiles.map(({ path, text }) => {
    const name = relative(output, path);
    return { path, name, code: plainExports(text, name) };
  });
  const used = usedPrimordials(files.map(({ code }) => code));
  for (const { path, name, code } of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, name === kPrimordials ? dropUnused(code, used) : code);
  }
}

rmSync(output, { recursive: true, force: true });
if (entryPoints.length > 0) {
  try {
    await transpile();
  } catch (error) {
    // esbuild's own complaints have been logged.
    if (!error.errors) console.error(error.message);
    process.exit(1);
  }
}
