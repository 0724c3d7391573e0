// test-timeout: 60 s
import { createElement as h, Suspense, use, useId, useState, lazy, createContext, useContext } from "react";
import { renderToPipeableStream, renderToStaticMarkup, renderToString } from "react-dom/server";
import { renderToReadableStream } from "react-dom/server.edge";
import { PassThrough } from "node:stream";
import { test, assert } from "../harness.mjs";
import { serving, textOf } from "./fixtures/http.mjs";

const later = (value, milliseconds = 20) => new Promise((resolve) => setTimeout(resolve, milliseconds, value));

function Counter({ start }) {
  const [count] = useState(() => start * 2);
  return h("p", { id: useId(), className: "c", style: { marginTop: 4 } }, "count ", count, ' <&"');
}

test("elements, hooks, context, what is escaped", () => {
  const Theme = createContext("light");
  const Shown = () => h("b", null, useContext(Theme));
  assert.equal(renderToStaticMarkup(h(Counter, { start: 2 })), '<p id="_R_0_" class="c" style="margin-top:4px">count 4 &lt;&amp;&quot;</p>');
  assert.equal(renderToString(h(Theme.Provider, { value: "dark" }, h(Shown))), "<b>dark</b>");
});

test("a stream: the shell first, what was awaited later, over a socket", () => {
  const app = () => {
    const data = later("data");
    const Data = () => h("i", null, use(data));
    const Late = lazy(() => later({ default: () => h("u", null, "late") }, 40));
    return h("html", null, h("body", null, h(Suspense, { fallback: "loading" }, h(Data)), h(Suspense, { fallback: "…" }, h(Late))));
  };
  return serving((request, response) => {
    const { pipe } = renderToPipeableStream(app(), { bootstrapScripts: ["/main.js"], onShellReady: () => { response.setHeader("content-type", "text/html"); pipe(response); } });
  }, async (ask) => {
    const { text } = await ask("/");
    assert.match(text, /^<!DOCTYPE html><html>.*loading.*<script src="\/main\.js"/);
    assert(text.indexOf("<i>data</i>") > text.indexOf("loading"));
    assert(text.indexOf("<u>late</u>") > text.indexOf("<i>data</i>"));
  });
});

test("a web stream, and errors in the shell and in a boundary", async () => {
  const stream = await renderToReadableStream(h("main", null, h(Suspense, { fallback: "f" }, h(() => use(later("x"))))));
  await stream.allReady;
  assert.match(await new Response(stream).text(), /^<main><!--\$-->x<!-- --><!--\/\$--><\/main>/);
  const Broken = () => { throw new Error("broken"); };
  await assert.rejects(renderToReadableStream(h(Broken), { onError() {} }), { message: "broken" });
  const errors = [];
  const sink = new PassThrough();
  const { pipe } = renderToPipeableStream(h("main", null, h(Suspense, { fallback: "fallback" }, h(Broken))), { onError: (error) => { errors.push(error.message); }, onAllReady: () => pipe(sink) });
  assert.match(await textOf(sink), /fallback/);
  assert.deepEqual(errors, ["broken"]);
});
