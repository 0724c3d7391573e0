// test-timeout: 180 s
// An application of 500 components of React, while it is worked on.
import { assert, test } from "../harness.mjs";
import { closeBrowser, isMarked, mark, openPage, Project, Server, sleep, textIs, until } from "./fixtures/site.mjs";
import { reactApp } from "./fixtures/react_app.mjs";

const project = new Project(reactApp(500));
const server = await Server.start(project);
const page = await openPage(server.url);

test("it is drawn", async () => {
  await textIs(page, "h1", "first title");
  assert.equal(await page.locator("li").count(), 500);
  await mark(page);
});

test("an edit is drawn, and a counter beside it keeps its state", async () => {
  await page.click("#count");
  await page.click("#count");
  await textIs(page, "#count", "count 2");
  project.edit("src/Title.tsx", "title", "heading");
  await textIs(page, "h1", "first heading");
  await textIs(page, "#count", "count 2");
  assert(await isMarked(page), "without a reload");
});

test("a component keeps its state over its own edit, and loses it when its hooks change", async () => {
  project.edit("src/Counter.tsx", "count {count}", "counted {count}");
  await textIs(page, "#count", "counted 2");
  project.edit("src/Counter.tsx", "useState(0)", "useState(5)");
  await textIs(page, "#count", "counted 5");
  assert(await isMarked(page));
});

test("a style sheet is swapped without a reload", async () => {
  const color = () => page.evaluate(() => getComputedStyle(document.querySelector("h1")).color);
  assert.equal(await color(), "rgb(1, 2, 3)");
  project.edit("src/main.css", "rgb(1, 2, 3)", "rgb(4, 5, 6)");
  await until("the colour", async () => (await color()) === "rgb(4, 5, 6)");
  assert(await isMarked(page));
});

test("a fault is shown over the page and in the terminal, and goes away with its reason", async () => {
  server.forget();
  project.edit("src/Title.tsx", "return <h1>", "return <h1>>");
  project.edit("src/Title.tsx", "</h1>", "</h2>");
  await server.shows(/error .*\n\s+src\/Title\.tsx:2:/);
  const overlay = page.locator("weft-error-overlay, weft-overlay");
  await until("the overlay", async () => (await overlay.count()) === 1);
  assert.includes(await overlay.first().evaluate((element) => element.shadowRoot.textContent), "src/Title.tsx");
  assert.equal(await page.textContent("#count"), "counted 5");
  project.edit("src/Title.tsx", "</h2>", "</h1>");
  project.edit("src/Title.tsx", "<h1>>", "<h1>");
  await until("no overlay", async () => (await overlay.count()) === 0);
  await server.shows(/fixed/);
  assert(await isMarked(page));
});

test("a file that goes away is a fault until it is back", async () => {
  const text = `export const Item7 = () => <li id="item7">back</li>;\n`;
  project.remove("src/items/Item7.tsx");
  await server.shows(/items\/Item7/);
  project.write("src/items/Item7.tsx", text);
  await textIs(page, "#item7", "back");
});

test("a file that is renamed with its import", async () => {
  project.rename("src/items/Item8.tsx", "src/items/Renamed8.tsx");
  project.edit("src/List.tsx", "./items/Item8", "./items/Renamed8");
  project.edit("src/items/Renamed8.tsx", "item 8", "renamed");
  await textIs(page, "#item8", "renamed x");
});

test("a package that is installed while its import waits for it", async () => {
  server.forget();
  project.write("src/Title.tsx", `import { shout } from "shouter";\nexport function Title({ name }: { name: string }) {\n  return <h1>{shout(name)}</h1>;\n}\n`);
  await server.shows(/shouter/);
  project.write("node_modules/shouter/package.json", JSON.stringify({ name: "shouter", main: "index.js" }));
  project.write("node_modules/shouter/index.js", "exports.shout = (text) => text.toUpperCase() + '!';\n");
  await textIs(page, "h1", "FIRST!");
});

test("tsconfig.json is followed", async () => {
  project.write("other/Title.tsx", `export const Title = () => <h1>elsewhere</h1>;\n`);
  project.write("tsconfig.json", JSON.stringify({ compilerOptions: { jsx: "react-jsx", baseUrl: ".", paths: { "@/*": ["other/*"] } } }));
  await textIs(page, "h1", "elsewhere");
});

test(".env is followed", async () => {
  project.write("other/Title.tsx", `export const Title = () => <h1>{String(import.meta.env.VITE_NAME)} {import.meta.env.MODE}</h1>;\n`);
  await textIs(page, "h1", "undefined development");
  project.write(".env", "VITE_NAME=Ada\nSECRET=sesame-of-the-server\n");
  await textIs(page, "h1", "Ada development");
  project.write(".env", "VITE_NAME=Alan\nSECRET=sesame-of-the-server\n");
  await textIs(page, "h1", "Alan development");
  const scripts = await page.evaluate(async () => {
    const texts = await Promise.all([...document.scripts].filter((script) => script.src).map(async (script) => (await fetch(script.src)).text()));
    return texts.join("");
  });
  assert(!scripts.includes("sesame-of-the-server"), "what is not public stays on the server");
});

test("200 edits in a row: none is lost, and nothing piles up", async () => {
  project.write("other/Title.tsx", `export const Title = () => <h1>edit 0</h1>;\n`);
  await textIs(page, "h1", "edit 0");
  for (let i = 1; i <= 20; i++) project.write("other/Title.tsx", `export const Title = () => <h1>edit ${i}</h1>;\n`), await sleep(10);
  await textIs(page, "h1", "edit 20");
  const { memory, descriptors } = server;
  await mark(page);
  for (let i = 21; i <= 200; i++) {
    project.write("other/Title.tsx", `export const Title = () => <h1>edit ${i}</h1>;\n`);
    if (i % 3 === 0) await textIs(page, "h1", `edit ${i}`);
    else await sleep(i % 7);
  }
  await textIs(page, "h1", "edit 200");
  assert(await isMarked(page), "without a reload");
  assert.equal(server.descriptors, descriptors);
  assert(server.memory < memory * 1.25 + (16 << 20), `memory grew from ${memory} to ${server.memory}`);
});

test("what the page says is shown in the terminal, with its place in the source", async () => {
  server.forget();
  project.write("other/Title.tsx", `export const Title = () => { console.warn("careful", { a: 1 }); return <h1>said</h1>; };\n`);
  await server.shows(/\[browser warn\] careful .*a.*other\/Title\.tsx:1:/);
  project.write("other/Title.tsx", `export const Title = () => <h1 onClick={() => { throw new TypeError("bad click"); }}>click</h1>;\n`);
  await textIs(page, "h1", "click");
  await page.click("h1");
  await server.shows(/uncaught TypeError: bad click\n\s+at .*other\/Title\.tsx:1:/);
});

test("/__weft shows the modules", async () => {
  const inside = await openPage(new URL("/__weft", server.url).href);
  await until("the table", async () => (await inside.locator("tbody tr").count()) > 100);
  assert.includes(await inside.textContent("#last"), "other/Title.tsx");
  await inside.fill("#filter", "Item499");
  await until("one row", async () => (await inside.locator("tbody tr").count()) === 1);
  await inside.context().close();
});

test("the end", async () => {
  await closeBrowser();
  await server.stop();
});
