// test-timeout: 60 s
// Plugins of esbuild from npm in builds of weft:bundler; what they build is run.
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { test, assert } from "../harness.mjs";

const require = createRequire(import.meta.url);
const folder = fileURLToPath(new URL("fixtures/bundler", import.meta.url));
const bundler = process.versions.weft === undefined ? undefined : (await import("weft:bundler")).default;

/** What the program leaves in `result`, and its style sheet. */
async function run(entry, plugins, options) {
  const { outputFiles } = await bundler.build({
    bundle: true, write: false, outdir: "dist", absWorkingDir: folder, entryPoints: [entry], logLevel: "silent", platform: "node",
    define: { "process.env.NODE_ENV": '"production"' }, plugins, ...options,
  });
  const of = (extension) => outputFiles.find(({ path }) => path.endsWith(extension))?.text;
  const module = { exports: {} };
  const result = await new Function("require", "module", "exports", `let result; ${of(".js")}; return result;`)(require, module, module.exports);
  return [result, of(".css")];
}

const own = bundler ? test : (name) => test.skip(name, "weft's bundler");

own("esbuild-sass-plugin: sheets, and modules of them", async () => {
  const { sassPlugin } = await import("esbuild-sass-plugin");
  const plugins = [sassPlugin({ type: "css", filter: /plain\.scss$/ }), sassPlugin({ type: "local-css", filter: /\.module\.scss$/ })];
  const [names, css] = await run("sass.js", plugins, { platform: "browser" });
  assert.equal(names, "card,title");
  assert.match(css, /color: rebeccapurple[^]*margin: 5px/);
});

own("esbuild-plugin-svgr: a picture is a component", async () => {
  const { default: svgr } = await import("esbuild-plugin-svgr");
  const [html] = await run("svgr.jsx", [svgr()]);
  assert.match(html, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" .*class="big"><path stroke-width="2"/);
});

own("esbuild-plugin-vue3: a component with TypeScript and a scoped style", async () => {
  const { default: vue } = await import("esbuild-plugin-vue3");
  const [html, css] = await run("vue.ts", [vue({ renderSSR: true })]);
  assert.match(html, /^<p class="count" data-v-[0-9a-f]+>count 3<\/p>$/);
  assert.match(css, /\.count\[data-v-[0-9a-f]+\] \{\n {2}color: red/);
});

own("@mdx-js/esbuild: a page of Markdown", async () => {
  const { default: mdx } = await import("@mdx-js/esbuild");
  assert.equal((await run("mdx.jsx", [mdx()]))[0], "T<h1>Hello 2</h1>\n<p>Some <em>text</em>.</p>");
});

own("esbuild-svelte: a component of Svelte 5, its style, its warning", async () => {
  const { default: svelte } = await import("esbuild-svelte");
  const [html, css] = await run("svelte.js", [svelte({ compilerOptions: { generate: "server" } })], { conditions: ["svelte"], mainFields: ["svelte", "module", "main"] });
  assert.match(html, /<button class="b svelte-\w+">clicks 5<\/button>/);
  assert.match(css, /\.b\.svelte-\w+ \{\n {2}color: green/);
});

own("esbuild-plugin-solid: components of Solid", async () => {
  const { solidPlugin } = await import("esbuild-plugin-solid");
  assert.equal((await run("solid.jsx", [solidPlugin({ solid: { generate: "ssr", hydratable: false } })], { conditions: ["node"] }))[0], '<p class="x">n 7</p>');
});
