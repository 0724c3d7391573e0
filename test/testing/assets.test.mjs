// Style sheets and assets that tests import, as Vite gives them.
import { test, assert } from "../harness.mjs";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { builtin } from "../mock/fixtures/builtins.mjs";

const { assetText, isAsset } = await builtin("test_assets");
const rootDir = process.env.TMPDIR;

async function valueOf(name, text, suffix = "", settings = {}) {
  writeFileSync(join(rootDir, name), text);
  const [code] = assetText(join(rootDir, name), suffix, { rootDir, cssModules: "stable", ...settings });
  return (await import(`data:text/javascript,${encodeURIComponent(code)}`)).default;
}

test("which files are assets", () => {
  for (const name of ["/a.css", "/a.module.scss", "/a.PNG", "/a.woff2"]) assert(isAsset(name, ""), name);
  for (const name of ["/a.js", "/a.json", "/a", "/a.css/b"]) assert(!isAsset(name, ""), name);
  assert(isAsset("/a.js", "?raw"));
  assert(isAsset("/a.txt", "?x&url"));
  assert(!isAsset("/a.js", "?rawest"));
});
test("a style sheet is empty, one of modules names its classes", async () => {
  assert.equal(await valueOf("a.css", "b {}"), "");
  const classes = await valueOf("counter.module.css", ".box {}");
  assert.match(classes.box, /^_box_[0-9a-f]{6}$/);
  assert.equal(classes.box, (await valueOf("counter.module.css", ".other {}")).box);
  assert.equal((await valueOf("counter.module.css", "", "", { cssModules: "non-scoped" })).box, "box");
  assert.equal(classes.__esModule, undefined);
});
test("an asset is its URL", async () => {
  assert.equal(await valueOf("logo.png", "x"), "/logo.png");
  assert.equal(await valueOf("big.svg", "x".repeat(5000)), "/big.svg");
  assert.equal(await valueOf("a.css", "b {}", "?url"), "/a.css");
  assert.equal(await valueOf("a.svg", "<svg/>", "?no-inline"), "/a.svg?no-inline");
  const [code] = assetText("/elsewhere/a.png", "", { rootDir });
  assert.match(code, /"\/@fs\/elsewhere\/a\.png"/);
});
test("a small drawing is inlined", async () => {
  assert.equal(await valueOf("a.svg", "<svg/>\n"), "data:image/svg+xml,%3csvg/%3e");
  assert.equal(await valueOf("b.svg", ' <svg  viewBox="0 0 10 10">\n <path d="M0 %41 #\u00e9"  id="x"/>\n\n</svg> '),
    "data:image/svg+xml,%3csvg%20viewBox='0%200%2010%2010'%3e%3cpath%20d='M0%20%2541%20%23\u00e9'%20id='x'/%3e%3c/svg%3e");
  assert.match(await valueOf("c.svg", "<svg><text>hi</text></svg>"), /^data:image\/svg\+xml;base64,/);
});
test("?raw is the text", async () => {
  assert.equal(await valueOf("h.txt", "hello `${x}`\n", "?raw"), "hello `${x}`\n");
});
