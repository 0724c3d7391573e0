// test-timeout: 60 s
import * as cheerio from "cheerio";
import { test, assert } from "../harness.mjs";
import { serving } from "./fixtures/http.mjs";

test("selectors, changes, and what is written again", () => {
  const $ = cheerio.load('<ul id="list"><li class="a">one<li class=b data-x=\'{"n":1}\'>two &amp; <b>more</b></ul>');
  assert.deepEqual($("li").map((index, element) => $(element).text()).get(), ["one", "two & more"]);
  assert.deepEqual($("li.b").data("x"), { n: 1 });
  $("#list").append("<li>three</li>").children().first().addClass("first").attr("title", 'a "b"').end().last().remove();
  $("b").replaceWith((index, element) => `<i>${$(element).html()}</i>`);
  assert.equal($("#list").prop("outerHTML"),
    '<ul id="list"><li class="a first" title="a &quot;b&quot;">one</li><li class="b" data-x="{&quot;n&quot;:1}">two &amp; <i>more</i></li></ul>');
  assert.equal($("li:nth-child(2):has(i):not(.a)").length, 1);
});

test("XML, forms, and values taken out by a plan", () => {
  const xml = cheerio.load('<?xml version="1.0"?><r><A n="1"/><A n="2"><![CDATA[<x>]]></A></r>', { xml: true });
  assert.deepEqual([xml("A").length, xml("A").last().text()], [2, "<x>"]);
  const $ = cheerio.load('<form><input name=a value=1><select name=b><option>x<option selected>y</select></form><p>t</p><a href="/l">k</a>');
  assert.equal($("form").serialize(), "a=1&b=y");
  assert.deepEqual($.extract({ text: "p", links: [{ selector: "a", value: "href" }] }), { text: "t", links: ["/l"] });
});

test("a page from a server, in the encoding that it names", () => serving((request, response) => {
  response.writeHead(200, { "content-type": "text/html" });
  response.end(Buffer.from('<meta charset="iso-8859-1"><title>caf\xe9</title>', "latin1"));
}, async (ask, port) => {
  const $ = await cheerio.fromURL(`http://127.0.0.1:${port}/`);
  assert.equal($("title").text(), "café");
}));
