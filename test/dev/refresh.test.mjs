// test-timeout: 120 s
// React Fast Refresh: when state stays, and when it starts anew.
import { assert, test } from "../harness.mjs";
import { closeBrowser, isMarked, mark, openPage, Project, Server, textIs, until } from "./fixtures/site.mjs";

const project = new Project({
  "package.json": "{}",
  "tsconfig.json": `{"compilerOptions": {"jsx": "react-jsx"}}`,
  "index.html": `<!doctype html><body><div id="root"></div><script type="module" src="/src/main.tsx"></script></body>`,
  "src/main.tsx": `import { createRoot } from "react-dom/client";\nimport { App } from "./App";\ncreateRoot(document.getElementById("root")!).render(<App />);\n`,
  "src/App.tsx": `
import { lazy, memo, Suspense, useState } from "react";
import { useCount } from "./useCount";
import { Label } from "./Label";
const Lazy = lazy(() => import("./Lazy"));
const Memo = memo(function Inner() {
  const [k, setK] = useState(1);
  return <i id="memo" onClick={() => setK(k + 1)}>m{k}</i>;
});
export function App() {
  const { n, add } = useCount();
  const [isOpen, setOpen] = useState(false);
  return <div><button id="n" onClick={add}>{n}</button><Label /><Memo />
    <button id="open" onClick={() => setOpen(true)}>open</button>{isOpen && <Suspense fallback={null}><Lazy /></Suspense>}</div>;
}`,
  "src/useCount.ts": `import { useState } from "react";\nexport function useCount() {\n  const [n, setN] = useState(0);\n  return { n, add: () => setN(n + 1) };\n}\n`,
  "src/Label.tsx": `import { text } from "./text";\nexport const Label = () => <b id="label">{text}</b>;\n`,
  "src/text.ts": `export const text = "one";\n`,
  "src/Lazy.tsx": `export default function Lazy() { return <u id="lazy">lazy</u>; }\n`,
});
const server = await Server.start(project);
const page = await openPage(server.url);

test("what a component imports is replaced with it", async () => {
  await textIs(page, "#n", "0");
  await mark(page);
  await page.click("#n");
  await page.click("#memo");
  project.edit("src/text.ts", "one", "two");
  await textIs(page, "#label", "two");
  await textIs(page, "#n", "1");
});

test("what memo() makes of a component", async () => {
  project.edit("src/App.tsx", "m{k}", "M{k}");
  await textIs(page, "#memo", "M2");
  await textIs(page, "#n", "1");
});

test("a hook of the program: state stays while its own hooks do", async () => {
  project.edit("src/useCount.ts", "n + 1", "n + 10");
  await until("the new hook", async () => {
    await page.click("#n");
    return Number(await page.textContent("#n")) > 10;
  });
  await textIs(page, "#memo", "M2");
  project.edit("src/useCount.ts", "useState(0)", "useState(5)");
  await textIs(page, "#n", "5");
});

test("a component that is imported later", async () => {
  await page.click("#open");
  await textIs(page, "#lazy", "lazy");
  project.edit("src/Lazy.tsx", ">lazy<", ">later<");
  await textIs(page, "#lazy", "later");
});

test("an error while it is drawn, and the next edit", async () => {
  project.edit("src/Label.tsx", "=> <b", "=> { throw new Error('cannot draw'); return <b");
  project.edit("src/Label.tsx", "</b>;", "</b>; };");
  await until("an empty page", () => page.evaluate(() => document.querySelector("#n") === null));
  project.write("src/Label.tsx", `export const Label = () => <b id="label">drawn again</b>;\n`);
  await textIs(page, "#label", "drawn again");
});

test("a module with other exports is replaced with who imports it", async () => {
  project.write("src/Label.tsx", `export const kName = "named";\nexport const Label = () => <b id="label">{kName}</b>;\n`);
  await textIs(page, "#label", "named");
  project.edit("src/Label.tsx", `"named"`, `"renamed"`);
  await textIs(page, "#label", "renamed");
  assert(await isMarked(page), JSON.stringify(page.said));
});

test("the end", async () => {
  await closeBrowser();
  await server.stop();
});
