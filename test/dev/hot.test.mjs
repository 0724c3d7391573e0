// test-timeout: 120 s
// import.meta.hot: who accepts what, and what is called when.
import { assert, test } from "../harness.mjs";
import { closeBrowser, isMarked, mark, openPage, Project, Server, until } from "./fixtures/site.mjs";

const files = {
  "package.json": "{}",
  "index.html": `<!doctype html><body><script type="module" src="/src/main.js"></script></body>`,
  "src/main.js": `
import { value } from "./dep.js";
import { a } from "./list-a.js";
import { b } from "./list-b.js";
import "./self.js";
import "./handed.js";
import "./middle.js";
import { live } from "./live.js";
window.seen = [];
window.dep = value;
window.live = () => live;
const { hot } = import.meta;
hot.accept("./dep.js", (fresh) => (window.dep = "accepted " + fresh.value));
hot.accept(["./list-a.js", "./list-b.js"], (list) => (window.list = list.map((it) => it && (it.a ?? it.b))));
for (const event of ["vite:beforeUpdate", "vite:afterUpdate"]) hot.on(event, ({ updates }) => window.seen.push(event + " " + updates.map((it) => it.acceptedPath)));`,
  "src/dep.js": "export const value = 1;",
  "src/list-a.js": "export const a = 'a1';",
  "src/list-b.js": "export const b = 'b1';",
  "src/live.js": "export const live = 'live 1'; import.meta.hot.accept();",
  "src/self.js": `
import { count } from "./selfdep.js";
const n = (import.meta.hot.data.n ?? 0) + 1;
window.self1 = n + ":" + count;
import.meta.hot.dispose((data) => { data.n = n; window.disposed = (window.disposed ?? 0) + 1; });
import.meta.hot.accept((fresh) => (window.callback = fresh.mark));
export const mark = "first";`,
  "src/selfdep.js": "export const count = 1; import.meta.hot.prune(() => { window.pruned = true; });",
  "src/middle.js": `import "./refuses.js"; window.middle = (window.middle ?? 0) + 1; import.meta.hot.accept();`,
  "src/refuses.js": "import.meta.hot.accept(() => import.meta.hot.invalidate('it cannot'));",
  "src/handed.js": "import.meta.hot.send('hello', 1); import.meta.hot.accept();",
};
const project = new Project(files, { links: [] });
const server = await Server.start(project);
const page = await openPage(server.url);
const is = (what, expression, expected) =>
  until(`${what}: ${JSON.stringify(expected)}`, async () => {
    const value = await page.evaluate(expression);
    if (JSON.stringify(value) !== JSON.stringify(expected)) throw new Error(JSON.stringify(value));
    return true;
  });

test("a module that accepts one that it imports is not evaluated again", async () => {
  await is("the value", "window.dep", 1);
  await mark(page);
  project.write("src/dep.js", "export const value = 3;");
  await is("the value", "window.dep", "accepted 3");
  assert(await isMarked(page));
});

test("of a list, the one that changed", async () => {
  project.write("src/list-b.js", "export const b = 'b2';");
  await is("the list", "window.list", [null, "b2"]);
});

test("a module that accepts itself hands its data on, and is called with what it exports", async () => {
  await is("the first", "window.self1", "1:1");
  project.edit("src/self.js", '"first"', '"second"');
  await is("the second", "window.self1", "2:1");
  await is("dispose", "window.disposed", 1);
  await is("the callback", "window.callback", "second");
  project.edit("src/selfdep.js", "count = 1", "count = 7");
  await is("by what it imports", "window.self1", "3:7");
});

test("what nobody imports any more is pruned", async () => {
  project.write("src/self.js", "window.self1 = 'alone'; import.meta.hot.accept();");
  await is("prune", "window.pruned", true);
});

test("other modules see new exports, although they are not evaluated again", async () => {
  project.edit("src/live.js", "live 1", "live 2");
  await is("the import", "window.live()", "live 2");
});

test("what refuses its update is passed on to who imports it", async () => {
  await is("once", "window.middle", 1);
  project.edit("src/refuses.js", "it cannot", "it still cannot");
  await is("again", "window.middle", 2);
  assert(await isMarked(page));
});

test("events, in their order", async () => {
  const seen = await page.evaluate("window.seen");
  assert.deepEqual(seen.slice(0, 2), ["vite:beforeUpdate /src/dep.js", "vite:afterUpdate /src/dep.js"]);
});

test("an error while a module is evaluated is shown, and the next version is accepted", async () => {
  project.write("src/dep.js", "export const value = 4; throw new Error('not now');");
  await is("the overlay", "document.querySelector('weft-overlay')?.shadowRoot.querySelector('.message').textContent", "Error: not now");
  project.write("src/dep.js", "export const value = 5;");
  await is("the value", "window.dep", "accepted 5");
  await is("no overlay", "document.querySelector('weft-overlay')", null);
  assert(await isMarked(page));
});

test("where nobody accepts, the page starts again and says why", async () => {
  server.forget();
  project.edit("src/main.js", "window.seen = []", "window.seen = ['other']");
  await is("the new page", "window.seen?.[0]", "other");
  assert(!(await isMarked(page)));
  assert(page.said.some((line) => line.includes("nobody accepts an update of src/main.js")), JSON.stringify(page.said));
  await server.shows(/nobody accepts an update of src\/main\.js/);
});

test("the end", async () => {
  await closeBrowser();
  await server.stop();
});
