// test-timeout: 90 s
import { JSDOM, VirtualConsole } from "jsdom";
import { test, assert } from "../harness.mjs";
import { serving } from "./fixtures/http.mjs";

test("a document: queries, styles, events, storage, forms", () => {
  const { window } = new JSDOM('<p class="a">x</p><form><input name="n" value="1"></form>', { url: "https://weft.test/page" });
  const { document } = window;
  document.querySelector("p").insertAdjacentHTML("afterend", "<p style='color: red'>y</p>");
  assert.equal(window.getComputedStyle(document.querySelector("p:nth-of-type(2)")).color, "rgb(255, 0, 0)");
  const seen = [];
  document.body.addEventListener("click", (event) => seen.push(event.target.textContent, event.eventPhase));
  document.querySelector("p").click();
  assert.deepEqual(seen, ["x", 3]);
  window.localStorage.setItem("k", "v");
  assert.equal(window.localStorage.k, "v");
  assert.deepEqual([...new window.FormData(document.forms[0])], [["n", "1"]]);
  assert.equal(new window.URL("/z", document.baseURI).href, "https://weft.test/z");
  assert.throws(() => document.querySelector("!"), { name: "SyntaxError" });
});

test("scripts of the page run in its own global", async () => {
  const messages = [];
  const virtualConsole = new VirtualConsole();
  virtualConsole.on("log", (...values) => messages.push(values.join(" ")));
  virtualConsole.on("jsdomError", (error) => messages.push(error.message));
  const { window } = new JSDOM(`<div id=d></div><script>
    var greeting = "hello";
    document.getElementById("d").textContent = greeting + " " + [1, 2].map((n) => n * 2);
    console.log(typeof process, this === window, [] instanceof Array);
    setTimeout(() => { document.body.dataset.late = "yes"; window.dispatchEvent(new CustomEvent("late", { detail: 7 })); }, 5);
    class Own extends HTMLElement { connectedCallback() { this.innerHTML = "<i>own</i>"; } }
    customElements.define("x-own", Own);
    document.body.append(document.createElement("x-own"));
    none();
  </script>`, { runScripts: "dangerously", virtualConsole });
  assert.equal(window.document.getElementById("d").textContent, "hello 2,4");
  assert.deepEqual([window.greeting, window.eval("greeting.length"), typeof globalThis.greeting], ["hello", 5, "undefined"]);
  const detail = await new Promise((resolve) => window.addEventListener("late", (event) => resolve(event.detail)));
  assert.deepEqual([detail, window.document.body.dataset.late], [7, "yes"]);
  assert.equal(window.document.querySelector("x-own i").textContent, "own");
  assert.equal(messages[0], "undefined true true");
  assert.match(messages[1], /none/);
  window.close();
});

test("MutationObserver, template, serializing", async () => {
  const dom = new JSDOM("<template><b>t</b></template>");
  const { document, MutationObserver } = dom.window;
  const records = new Promise((resolve) => new MutationObserver(resolve).observe(document.body, { childList: true, attributes: true }));
  document.body.append(document.querySelector("template").content.cloneNode(true));
  document.body.title = "t";
  assert.deepEqual((await records).map((record) => record.type), ["childList", "attributes"]);
  assert.equal(dom.serialize(), '<html><head><template><b>t</b></template></head><body title="t"><b>t</b></body></html>');
});

test("a page and its script from a server, with a cookie", () => serving((request, response) => {
  if (request.url === "/app.js") return response.end(`document.title = "run: " + document.cookie`);
  response.writeHead(200, { "content-type": "text/html", "set-cookie": "seen=1" }).end('<script src="/app.js"></script>');
}, async (ask, port) => {
  const { window } = await JSDOM.fromURL(`http://127.0.0.1:${port}/`, { resources: "usable", runScripts: "dangerously" });
  await new Promise((resolve) => { window.onload = resolve; });
  assert.equal(window.document.title, "run: seen=1");
  window.close();
}));
