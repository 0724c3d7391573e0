import { test, assert } from "../harness.mjs";
import { inspect } from "node:util";

test("a URL prints its components", () => {
  assert.equal(inspect(new URL("http://u:p@h:8/p?a=b#c")), `URL {
  href: 'http://u:p@h:8/p?a=b#c',
  origin: 'http://h:8',
  protocol: 'http:',
  username: 'u',
  password: 'p',
  host: 'h:8',
  hostname: 'h',
  port: '8',
  pathname: '/p',
  search: '?a=b',
  searchParams: URLSearchParams { 'a' => 'b' },
  hash: '#c'
}`);
});

test("other web objects print as in Node", () => {
  assert.equal(inspect(new URLSearchParams("a=1&b=2")), "URLSearchParams { 'a' => '1', 'b' => '2' }");
  assert.equal(inspect(new URLSearchParams("a=1").keys()), "URLSearchParams Iterator { 'a' }");
  assert.equal(inspect(new AbortController()), "AbortController { signal: AbortSignal { aborted: false } }");
  assert.equal(inspect(new EventTarget()), "EventTarget {}");
  assert.match(inspect(new Event("e")), /^Event \{\n  type: 'e',\n  defaultPrevented: false,/);
  assert.equal(inspect(new TextDecoder()), "TextDecoder { encoding: 'utf-8', fatal: false, ignoreBOM: false }");
  assert.match(inspect(new DOMException("m", "AbortError")), /^DOMException \[AbortError\]: m\n {4}at /);
});
