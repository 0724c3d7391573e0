/** The page at /__weft: the modules of an application as they are now, and what the last edit did. */
export const graphPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>weft dev</title>
<style>
:root { color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif; }
body { margin: 1.5rem auto; max-width: 75rem; padding: 0 1rem; }
h1 { font-size: 1.2rem; margin: 0 0 .5rem; }
dl { display: flex; flex-wrap: wrap; gap: .5rem 2rem; margin: 0 0 1rem; }
dt { font-size: .8rem; opacity: .7; }
dd { margin: 0; font-variant-numeric: tabular-nums; }
input { font: inherit; padding: .3rem .6rem; width: 20rem; max-width: 100%; margin-bottom: .5rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .15rem .8rem .15rem 0; vertical-align: top; }
th { cursor: pointer; border-bottom: 1px solid; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
tr.new td:first-child { font-weight: bold; }
tr { border-bottom: 1px solid #8883; }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
a { color: inherit; text-decoration-style: dotted; }
.from { opacity: .7; font-size: .85em; }
#last { border-left: 3px solid #d9772b; padding-left: .8rem; margin-bottom: 1rem; }
#problems { white-space: pre-wrap; color: #d33; font-family: ui-monospace, monospace; }
</style>
<h1>weft dev: modules</h1>
<dl id="facts"></dl>
<div id="problems"></div>
<div id="last"></div>
<input id="filter" type="search" placeholder="part of a name" aria-label="part of a name">
<table>
<thead><tr><th data-key="id">module<th data-key="kind">kind<th class="n" data-key="bytes">source<th class="n" data-key="sent">sent<th class="n" data-key="milliseconds">time<th class="n" data-key="version">edit<th data-key="importers">imported by</tr></thead>
<tbody></tbody>
</table>
<script type="module">
const at = (id) => document.getElementById(id);
const kb = (bytes) => bytes < 1000 ? bytes + " B" : bytes < 1e6 ? (bytes / 1e3).toFixed(1) + " kB" : (bytes / 1e6).toFixed(2) + " MB";
const ms = (value) => value.toFixed(value < 10 ? 2 : 0) + " ms";
const node = (name, content, properties = {}) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...[].concat(content));
  return made;
};
const most = 500;
let order = "bytes", isDown = true, graph = null, known = "";

function cell(text, isNumber) { return node("td", text, { className: isNumber ? "n" : "" }); }
function importersOf(module) {
  const links = module.importers.slice(0, 8).flatMap((id) => [node("a", id, { href: "#" + encodeURIComponent(id) }), " "]);
  if (module.importers.length > 8) links.push("and " + (module.importers.length - 8) + " more");
  return node("td", links, { className: "from" });
}
function showTable() {
  const wanted = at("filter").value.toLowerCase();
  const found = graph.modules.filter((module) => module.id.toLowerCase().includes(wanted));
  const value = (module) => order === "importers" ? module.importers.length : module[order];
  found.sort((a, b) => (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : 0) * (isDown ? -1 : 1));
  const last = new Set((graph.last?.modules ?? []).map((module) => module.id));
  document.querySelector("tbody").replaceChildren(...found.slice(0, most).map((module) => node("tr", [
    node("td", node("code", module.id)), cell(module.kind), cell(kb(module.bytes), true), cell(kb(module.sent), true),
    cell(ms(module.milliseconds), true), cell(String(module.version), true), importersOf(module),
  ], { id: encodeURIComponent(module.id), className: last.has(module.id) ? "new" : "" })),
  ...(found.length > most ? [node("tr", node("td", "and " + (found.length - most) + " more", { colSpan: 7 }))] : []));
}
function showFacts() {
  const sum = (key) => graph.modules.reduce((total, module) => total + module[key], 0);
  const facts = [["root", graph.root], ["pages", graph.pages.map((page) => page.url).join(" ") || "none yet"], ["open in browsers", graph.connections],
    ["modules", graph.modules.length], ["source", kb(sum("bytes"))], ["sent", kb(sum("sent"))], ["first load", ms(graph.load.milliseconds)],
    ["edits", graph.version], ["memory of the server", kb(graph.memory)]];
  at("facts").replaceChildren(...facts.map(([name, value]) => node("div", [node("dt", name), node("dd", String(value))])));
  at("problems").textContent = graph.problems.map((problem) => problem.shownPath + ":" + problem.line + ": " + problem.message + "\\n" + problem.frame).join("\\n");
  const { last } = graph;
  at("last").replaceChildren(...(last === null ? ["Nothing has been edited yet."] : [
    node("strong", "The last edit: " + last.kind), " in " + ms(last.milliseconds), last.reason ? node("div", last.reason) : "",
    ...last.modules.map((module) => node("div", [node("code", module.id), " " + ms(module.milliseconds),
      node("span", module.importers.length ? " ← " + module.importers.slice(0, 5).join(", ") : "", { className: "from" })])),
  ]));
}
async function look() {
  try {
    const text = await (await fetch("/__weft/data")).text();
    if (text !== known) {
      known = text;
      graph = JSON.parse(text);
      showFacts();
      showTable();
    }
  } catch {}
  setTimeout(look, document.hidden ? 5000 : 1000);
}
at("filter").addEventListener("input", () => graph && showTable());
document.querySelector("thead").addEventListener("click", ({ target }) => {
  const { key } = target.dataset;
  if (!key || !graph) return;
  isDown = order === key ? !isDown : key !== "id" && key !== "kind";
  order = key;
  showTable();
});
look();
</script>
</html>
`;
