// Makes one script of a TypeScript program, for pages:
//   node bundle.mjs <folder with esbuild installed> <entry> <output file>
import { createRequire } from "node:module";
import { join } from "node:path";

const [installed, entry, outfile] = process.argv.slice(2);
const { build } = createRequire(join(installed, "package.json"))("esbuild");
try {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: "iife",
    target: "es2020",
    charset: "ascii",
    legalComments: "none",
    tsconfigRaw: {},
    logLevel: "warning",
  });
} catch (error) {
  // esbuild's own complaints have been logged.
  if (!error.errors) console.error(error.message);
  process.exit(1);
}
