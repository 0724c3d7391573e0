// test-timeout: 120 s
// Modules of every kind in a page, and that each means what it means when it is run.
import { assert, test } from "../harness.mjs";
import { closeBrowser, openPage, Project, Server, until } from "./fixtures/site.mjs";

const project = new Project({
  "package.json": "{}",
  "index.html": `<!doctype html><link rel="stylesheet" href="/page.css"><body><h1>page</h1>
<script type="module">import { text } from "./inline.js"; window.inline = text;</script>
<script type="module" src="/src/main.ts"></script></body>`,
  "page.css": "h1 { color: rgb(1, 1, 1) }",
  "inline.js": `export const text = "inline";`,
  "src/main.ts": `
import cjs, { named } from "./c.cjs";
import data from "./d.json";
import * as star from "./star";
import { awaited } from "./await";
import { even } from "./cycle-a";
import raw from "./raw.txt?raw";
import logo from "./logo.svg";
import styles from "./box.module.css";
import { $ } from "./dollar";
const lazy = await import("./lazy");
const name = "one";
const page = await import(\`./pages/\${name}.ts\`);
let assigned = "allowed";
try {
  Function("star", "star.own = 2")(star);
} catch {}
window.results = {
  whole: cjs.named, named, isThis: cjs.isThis, data: data.x, star: Object.keys(star).sort().join(), awaited, even: even(4), raw,
  mode: import.meta.env.MODE, url: new URL(import.meta.url).pathname, dollar: $, lazy: lazy.default, page: page.name,
  mode2: process.env.NODE_ENV, order: window.order.join(), own: star.own,
};
const image = new Image();
image.onload = () => (window.image = image.naturalWidth);
image.src = logo;
document.querySelector("h1").className = styles.box;
const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
worker.onmessage = (event) => (window.worker = event.data);`,
  "src/c.cjs": "exports.named = 5; exports.isThis = this === exports;",
  "src/d.json": `{"x": 7}`,
  "src/star.ts": `export * from "./star2"; export const own = 1; export * as deep from "./star2";`,
  "src/star2.ts": "export const other = 2; export default 3;",
  "src/await.ts": `(window.order ??= []).push("begun"); export const awaited = await Promise.resolve("waited"); window.order.push("ended");`,
  "src/cycle-a.ts": `import { odd } from "./cycle-b"; export function even(n: number): boolean { return n === 0 || odd(n - 1); }`,
  "src/cycle-b.ts": `import { even } from "./cycle-a"; export const early = even(0); export function odd(n: number): boolean { return n !== 0 && even(n - 1); }`,
  "src/raw.txt": "raw text",
  "src/logo.svg": `<svg xmlns="http://www.w3.org/2000/svg" width="3" height="3"/>`,
  "src/box.module.css": ".box { background-color: rgb(9, 9, 9) }",
  "src/dollar.ts": `export const $ = "dollar", $w = 1;`,
  "src/lazy.ts": `import { own } from "./star"; export default "lazy " + own;`,
  "src/pages/one.ts": `export const name = "page one";`,
  "src/worker.ts": `import { own } from "./star"; postMessage("worker " + own);`,
}, { links: [] });
const server = await Server.start(project);
const page = await openPage(server.url);

test("each is what it is when it is run", async () => {
  const results = await until("the results", () => page.evaluate(() => window.results));
  assert.deepEqual(results, {
    whole: 5, named: 5, isThis: true, data: 7, star: "deep,other,own", awaited: "waited", even: true, raw: "raw text",
    mode: "development", url: "/src/main.ts", dollar: "dollar", lazy: "lazy 1", page: "page one", mode2: "development",
    order: "begun,ended", own: 1,
  });
});

test("scripts in the page, style sheets, files and workers", async () => {
  await until("the worker", () => page.evaluate(() => window.worker === "worker 1"));
  await until("the image", () => page.evaluate(() => window.image === 3));
  assert.equal(await page.evaluate(() => window.inline), "inline");
  assert.deepEqual(await page.evaluate(() => {
    const { color, backgroundColor } = getComputedStyle(document.querySelector("h1"));
    return [color, backgroundColor];
  }), ["rgb(1, 1, 1)", "rgb(9, 9, 9)"]);
});

test("the source map leads to the files as they were written", async () => {
  const script = await page.evaluate(async () => {
    const url = [...document.scripts].map((it) => it.src).find((src) => src.includes("@weft/page/"));
    return (await fetch(url)).text();
  });
  const url = /sourceMappingURL=(\S+)/.exec(script)[1];
  const map = await page.evaluate(async (url) => (await fetch(url)).json(), url);
  const section = map.sections.find(({ map }) => map.sources.some((source) => source.endsWith("src/main.ts")));
  assert.includes(section.map.sourcesContent[0], "const worker = new Worker");
  assert.includes(script.split("\n")[section.offset.line], `"/src/main.ts":`);
});

test("the end", async () => {
  await closeBrowser();
  await server.stop();
});
