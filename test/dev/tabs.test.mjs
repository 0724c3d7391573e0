// test-timeout: 120 s
// Several tabs, a tab that sleeps, a server that was started again.
import { assert, test } from "../harness.mjs";
import { closeBrowser, isMarked, mark, openPage, Project, Server, sleep, textIs, until } from "./fixtures/site.mjs";
import { reactApp } from "./fixtures/react_app.mjs";

const project = new Project(reactApp(2));
let server = await Server.start(project);
const first = await openPage(server.url);
const second = await openPage(server.url);
const title = (text) => project.write("src/Title.tsx", `export const Title = () => <h1>${text}</h1>;\n`);

test("two tabs follow together", async () => {
  await textIs(first, "h1", "first title");
  await textIs(second, "h1", "first title");
  title("both");
  await textIs(first, "h1", "both");
  await textIs(second, "h1", "both");
});

test("a tab that was asleep catches up without a reload", async () => {
  await mark(second);
  const session = await second.context().newCDPSession(second);
  await session.send("Page.setWebLifecycleState", { state: "frozen" });
  title("while asleep 1");
  await textIs(first, "h1", "while asleep 1");
  project.write("src/main.css", "h1 { color: rgb(9, 9, 9); }\n");
  title("while asleep 2");
  await textIs(first, "h1", "while asleep 2");
  await session.send("Page.setWebLifecycleState", { state: "active" });
  await textIs(second, "h1", "while asleep 2");
  assert.equal(await second.evaluate(() => getComputedStyle(document.querySelector("h1")).color), "rgb(9, 9, 9)");
  assert(await isMarked(second));
});

test("a tab that lost the server for a while catches up", async () => {
  await mark(second);
  const context = second.context();
  await context.setOffline(true);
  await sleep(300);
  title("while away");
  await textIs(first, "h1", "while away");
  await context.setOffline(false);
  await textIs(second, "h1", "while away", 20000);
});

test("after the server was started again, pages come back by themselves", async () => {
  const { port } = new URL(server.url);
  await server.stop();
  title("a new server");
  server = await Server.start(project, ["dev", "--port", port]);
  await textIs(first, "h1", "a new server", 20000);
  await textIs(second, "h1", "a new server", 20000);
  title("goes on");
  await textIs(first, "h1", "goes on");
  await textIs(second, "h1", "goes on");
});

test("nobody who comes in the middle of many edits misses one", async () => {
  let isOver = false;
  const edits = (async () => {
    for (let i = 0; i < 100; i++) {
      title(`many ${i}`);
      await sleep(20);
    }
    isOver = true;
  })();
  const pages = [];
  while (!isOver && pages.length < 6) pages.push(await openPage(server.url));
  await edits;
  for (const page of [first, second, ...pages]) await textIs(page, "h1", "many 99");
});

test("the end", async () => {
  await closeBrowser();
  await server.stop();
  await until("the end", () => true);
});
