// CallSite objects: https://v8.dev/docs/stack-trace-api#customizing-stack-traces
import { test, assert } from "../harness.mjs";

function withPrepare(prepare, body) {
  Error.prepareStackTrace = prepare;
  try {
    return body();
  } finally {
    delete Error.prepareStackTrace;
  }
}
const sitesOf = (make) => withPrepare((_, sites) => sites, () => make().stack);

const file = import.meta.url;

test("call sites: the methods of V8", () => {
  function sample() { return new Error("x"); }
  const [site] = sitesOf(sample);
  assert.equal(site.constructor.name, "CallSite");
  assert.equal(site.getFunctionName(), "sample");
  assert.equal(site.getFileName(), file);
  assert.equal(site.getScriptNameOrSourceURL(), file);
  assert.equal(site.getLineNumber(), 17);
  assert.equal(site.getColumnNumber(), 30);
  assert.equal(site.getEnclosingLineNumber(), site.getLineNumber());
  assert.equal(site.getThis(), undefined);
  assert.equal(site.getFunction(), undefined, "strict functions are not handed out");
  assert.equal(site.getEvalOrigin(), undefined);
  assert.equal(site.getPromiseIndex(), null);
  assert.equal(site.getTypeName(), null);
  assert.equal(site.getMethodName(), null);
  assert.match(site.getScriptHash(), /^[0-9a-f]+$/);
  assert(site.getPosition() > 0);
  for (const name of ["isEval", "isNative", "isConstructor", "isAsync", "isPromiseAll"]) assert.equal(site[name](), false, name);
  assert.equal(site.isToplevel(), true);
  assert.equal(String(site), `sample (${file}:${site.getLineNumber()}:30)`);
  assert.throws(() => site.getThis.call({}), TypeError);
  assert.throws(() => new site.constructor());
});

test("call sites: constructors, accessors, natives, eval and sloppy functions", () => {
  class Shape {
    constructor() { this.sites = sitesOf(() => new Error("x")); }
    get area() { return sitesOf(() => new Error("x")); }
  }
  const constructed = new Shape().sites.find((site) => site.isConstructor());
  assert.equal(constructed.getFunctionName(), "Shape");
  assert.equal(constructed.isToplevel(), false);
  const getter = new Shape().area.find((site) => site.getFunctionName() === "get area");
  assert.equal(getter.getMethodName(), "area");
  const [, map] = sitesOf(() => [1].map(() => new Error("x"))[0]);
  assert.equal(String(map), "Array.map (<anonymous>)");
  assert.deepEqual([map.getTypeName(), map.getFunctionName(), map.getMethodName(), map.getFileName(), map.getLineNumber()],
    ["Array", "map", "map", null, null]);
  const [evaluated] = sitesOf(() => (0, eval)("new Error('x')"));
  assert.deepEqual([evaluated.isEval(), evaluated.getFunctionName()], [true, "eval"]);
  const sloppy = new Function("return function sloppy() { return new Error('x') }")();
  assert.equal(sitesOf(sloppy)[0].getFunction(), sloppy);
});
