// test-timeout: 120 s
// A page, a JSON API and a WebSocket chat on one server of Weft.serve, all of which follow their files.
import { assert, test } from "../harness.mjs";
import { closeBrowser, isMarked, mark, openPage, Project, Server, textIs, until } from "./fixtures/site.mjs";

const project = new Project({
  "package.json": JSON.stringify({ type: "module" }),
  "server.ts": `import home from "./home.html";\nimport { users } from "./users.ts";\n` +
    `const server = Weft.serve({ port: 0, hostname: "localhost", development: true, routes: { "/": home, "/api/users": () => Response.json(users()) },\n` +
    `  fetch(request, server) { if (server.upgrade(request)) return; return new Response("nothing", { status: 404 }); },\n` +
    `  websocket: { open(socket) { socket.subscribe("chat"); }, message(socket, text) { server.publish("chat", "all: " + text); } } });\nconsole.log(String(server.url));\n`,
  "users.ts": `export const users = () => ["Ada"];\n`,
  "home.html": `<!doctype html><body><h1></h1><p id="users"></p><p id="chat"></p><script type="module" src="./home.ts"></script>`,
  "home.ts": `import { title } from "./title";\nconst at = (id: string) => document.querySelector(id)!;\nat("h1").textContent = title;\n` +
    `import.meta.hot?.accept("./title", (next) => { at("h1").textContent = next!.title; });\n` +
    `const look = async () => { at("#users").textContent = (await (await fetch("/api/users")).json()).join(); };\nlook();\nsetInterval(look, 50);\n` +
    `const socket = new WebSocket(location.href.replace("http", "ws") + "chat");\nsocket.onmessage = ({ data }) => { at("#chat").textContent = data; };\n(window as any).socket = socket;\n`,
  "title.ts": `export const title: string = "first";\n`,
}, { links: [] });
const server = await Server.start(project, ["--hot", "server.ts"]);
const page = await openPage(server.url);

test("page, API and chat", async () => {
  await textIs(page, "h1", "first");
  await textIs(page, "#users", "Ada");
  await page.evaluate(() => window.socket.send("hello"));
  await textIs(page, "#chat", "all: hello");
  await mark(page);
});

test("the page's module is replaced in the browser", async () => {
  project.write("title.ts", `export const title: string = "second";\n`);
  await textIs(page, "h1", "second");
  assert(await isMarked(page));
});

test("the server's module is replaced in the server, and the chat stays open", async () => {
  project.write("users.ts", `export const users = () => ["Ada", "Alan"];\n`);
  await textIs(page, "#users", "Ada,Alan");
  project.edit("server.ts", `"all: "`, `"everyone: "`);
  await until("the new handler", async () => {
    await page.evaluate(() => window.socket.send("again"));
    return (await page.textContent("#chat")) === "everyone: again";
  });
  assert(await isMarked(page));
  project.write("title.ts", `export const title: string = "third";\n`);
  await textIs(page, "h1", "third");
});

test("the end", async () => {
  await closeBrowser();
  await server.stop();
});
