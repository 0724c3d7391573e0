// test-timeout: 120 s
// Templates of create-vite, unchanged: weft dev in place of vite.
import fs from "node:fs";
import path from "node:path";
import { assert, test } from "../harness.mjs";
import { closeBrowser, isMarked, mark, openPage, packages, Project, Server, until } from "./fixtures/site.mjs";

function filesOf(folder, below = "") {
  const out = {};
  for (const entry of fs.readdirSync(path.join(folder, below), { withFileTypes: true })) {
    const name = path.join(below, entry.name);
    if (entry.isDirectory()) Object.assign(out, filesOf(folder, name));
    else out[name] = fs.readFileSync(path.join(folder, name));
  }
  return out;
}

async function opened(template, links) {
  const project = new Project(filesOf(path.join(packages, "create-vite", `template-${template}`)), { links });
  const server = await Server.start(project);
  const page = await openPage(server.url);
  return { project, server, page };
}

for (const template of ["vanilla", "vanilla-ts"]) {
  test(`${template}: it is drawn, counts, and follows an edit`, async () => {
    const { project, server, page } = await opened(template, []);
    const main = template === "vanilla" ? "src/main.js" : "src/main.ts";
    await until("the counter", async () => (await page.textContent("button", { timeout: 2000 })).trim() !== "");
    const before = await page.textContent("button");
    await page.click("button");
    assert.notEqual(await page.textContent("button"), before);
    const broken = await page.evaluate(() => [...document.images].filter((image) => image.complete && image.naturalWidth === 0).map((image) => image.src));
    assert.deepEqual(broken, []);
    const heading = await page.textContent("h1");
    const text = fs.readFileSync(project.at(main), "utf8");
    assert.includes(text, heading);
    fs.writeFileSync(project.at(main), text.replace(heading, "edited"));
    await until("the edit", async () => (await page.textContent("h1", { timeout: 2000 })) === "edited");
    assert.deepEqual(page.said.filter((line) => line.startsWith("uncaught")), []);
    await page.context().close();
    await server.stop();
  });
}

for (const template of ["react", "react-ts"]) {
  test(`${template}: it is drawn, counts, and keeps its count over an edit`, async () => {
    const { project, server, page } = await opened(template, ["react", "react-dom", "scheduler"]);
    const app = template === "react" ? "src/App.jsx" : "src/App.tsx";
    await until("the counter", async () => /\d/.test(await page.textContent("button", { timeout: 2000 })));
    await page.click("button");
    await until("a count", async () => /1/.test(await page.textContent("button", { timeout: 2000 })));
    await mark(page);
    const heading = await page.textContent("h1");
    fs.writeFileSync(project.at(app), fs.readFileSync(project.at(app), "utf8").replace(`<h1>${heading}</h1>`, "<h1>edited</h1>"));
    await until("the edit", async () => (await page.textContent("h1", { timeout: 2000 })) === "edited");
    assert.match(await page.textContent("button"), /1/);
    assert(await isMarked(page));
    await page.context().close();
    await server.stop();
  });
}

test("the end", () => closeBrowser());
