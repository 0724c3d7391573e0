// Transpiles every builtin, one file to one file, in one go:
//   node transpile.mjs <folder with esbuild installed> <builtins folder> <output folder>
// The output folder is emptied first, so that a removed builtin leaves nothing behind.
import { readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [installed, source, output] = process.argv.slice(2);
const { build } = createRequire(join(installed, "package.json"))("esbuild");

const entryPoints = readdirSync(source, { recursive: true })
  .filter((name) => /\.ts$/.test(name) && !/\.(d|test)\.ts$/.test(name))
  .sort()
  .map((name) => join(source, name));

rmSync(output, { recursive: true, force: true });
if (entryPoints.length > 0) {
  try {
    await build({
      entryPoints,
      outbase: source,
      outdir: output,
      bundle: false,
      format: "cjs",
      target: "esnext",
      charset: "ascii",
      legalComments: "none",
      sourcemap: false,
      loader: { ".ts": "ts" },
      tsconfigRaw: {},
      logLevel: "warning",
    });
  } catch {
    process.exit(1); // Already logged.
  }
}
