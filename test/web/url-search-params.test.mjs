import { test, assert } from "../harness.mjs";

test("parameters come from text, pairs, records and other parameters", () => {
  const text = (init) => new URLSearchParams(init).toString();
  assert.equal(text("?a=1&b=%20+&c"), "a=1&b=++&c=");
  assert.equal(text([["a", "1"], ["a", "2"]]), "a=1&a=2");
  assert.equal(text({ a: 1, "b c": "ü" }), "a=1&b+c=%C3%BC");
  assert.equal(text(new Map([["k", "v"]])), "k=v");
  assert.equal(text(new URLSearchParams("x=y")), "x=y");
  assert.equal(text("a=%zz&b=%ff"), "a=%25zz&b=%EF%BF%BD");
  assert.equal(text("~!'()*-._"), "%7E%21%27%28%29*-._=");
  assert.throws(() => new URLSearchParams([["a"]]), { code: "ERR_INVALID_TUPLE" });
  assert.throws(() => new URLSearchParams([1]), { code: "ERR_INVALID_TUPLE" });
});

test("they can be read and changed", () => {
  const params = new URLSearchParams("a=1&b=2&a=3");
  assert.equal(params.get("a"), "1");
  assert.equal(params.get("z"), null);
  assert.deepEqual(params.getAll("a"), ["1", "3"]);
  assert.equal(params.has("a", "3"), true);
  assert.equal(params.has("a", "4"), false);
  assert.equal(params.size, 3);
  params.set("a", "9");
  params.append("c", "x y");
  assert.equal(`${params}`, "a=9&b=2&c=x+y");
  params.delete("a", "1");
  params.delete("b");
  assert.equal(`${params}`, "a=9&c=x+y");
});

test("sort is stable and goes by code units", () => {
  const params = new URLSearchParams("z=1&ﬃ=2&🌈=3&a=4&z=0");
  params.sort();
  assert.deepEqual([...params.keys()], ["a", "z", "z", "🌈", "ﬃ"]);
  assert.deepEqual(params.getAll("z"), ["1", "0"]);
});

test("iteration sees changes that are made meanwhile", () => {
  const params = new URLSearchParams("a=1&b=2&c=3");
  const seen = [];
  for (const [name] of params) {
    seen.push(name);
    params.delete("b");
  }
  assert.deepEqual(seen, ["a", "c"]);
  assert.deepEqual([...params.entries()], [["a", "1"], ["c", "3"]]);
  assert.equal(Object.prototype.toString.call(params.keys()), "[object URLSearchParams Iterator]");
  assert.equal(params[Symbol.iterator], params.entries);
});

test("a URL and its parameters follow each other", () => {
  const url = new URL("http://a/?x=1#h");
  const params = url.searchParams;
  assert.equal(url.searchParams, params);
  params.append("y", "ü &");
  assert.equal(url.href, "http://a/?x=1&y=%C3%BC+%26#h");
  url.search = "?p=q";
  assert.deepEqual([...params], [["p", "q"]]);
  params.delete("p");
  assert.equal(url.href, "http://a/#h");
  url.href = "http://b/?n=m";
  assert.equal(params.get("n"), "m");
});
