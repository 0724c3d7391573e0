#include <catch2/catch.hpp>

#include "syntax/transform.h"

using namespace weft;
using namespace weft::syntax;

namespace {

struct How {
  bool whitespace = true;
  bool syntax = false;
  bool names = false;
  SourceGoal goal = SourceGoal::Module;
  const char* target = "esnext";
  LegalComments legal = LegalComments::Inline;
};

std::string minified(const std::string& text, const How& how) {
  TransformOptions options;
  options.parse.goal = how.goal;
  options.print.minifyWhitespace = how.whitespace;
  options.print.legalComments = how.legal;
  options.minifySyntax = how.syntax;
  options.minifyIdentifiers = how.names;
  options.hasOwnScope = how.goal == SourceGoal::Module;
  options.target = parseTargets(how.target).unsupported;
  Log log;
  auto result = transform(SourceText("/a.js", text), options, log);
  if (!result) return log.diagnostics().empty() ? "?" : log.diagnostics()[0].message;
  std::string code = result->code;
  while (code.ends_with("\n")) code.pop_back();
  return code;
}

struct Case {
  const char* from;
  const char* to;
};

void check(const How& how, std::initializer_list<Case> cases) {
  for (const Case& it : cases) {
    INFO(it.from);
    CHECK(minified(it.from, how) == it.to);
  }
}

}  // namespace

TEST_CASE("minified whitespace: nothing that the meaning does not need") {
  check({.goal = SourceGoal::Script},
        {
            {"a + +b; a - -b; a + ++b; a++ + b; a-- > b", "a+ +b;a- -b;a+ ++b;a++ +b;a-- >b;"},
            {"a < !--b; a / /b/", "a<! --b;a/ /b/;"},
            {"typeof x; typeof (x); void 0; x in y; 'x' in y; x instanceof y",
             "typeof x;typeof x;void 0;x in y;(\"x\"in y);x instanceof y;"},
            {"return_(); if (a) b(); else c()", "return_();if(a)b();else c();"},
            {"if (a) { if (b) c() } else d()", "if(a){if(b)c()}else d();"},
            {"do x(); while (y)\nz", "do x();while(y);z;"},
            {"for (;;) ; for (var a in b) c; while (1) d", "for(;;);for(var a in b)c;while(1)d;"},
            {"switch (a) { case 1: b(); case 'x': default: c() }", "switch(a){case 1:b();case\"x\":default:c()}"},
            {"new Foo(); new Foo().bar; new (foo())(); new (a.b()); new a.b(c)",
             "new Foo;new Foo().bar;new(foo());new(a.b());new a.b(c);"},
            {"x = (a) => b; x = async (a) => b; x = (a, b) => ({}); x = ([a]) => a; x = (a = 1) => a",
             "x=a=>b;x=async a=>b;x=(a,b)=>({});x=([a])=>a;x=(a=1)=>a;"},
            {"async function f() { await (x); for await (const a of b) c }",
             "async function f(){await x;for await(const a of b)c}"},
            {"function* g() { yield; yield x; yield* [a] }", "function*g(){yield;yield x;yield*[a]}"},
            {"class A extends B { static x = 1; get y() {} static async *z() {} ['q'] = 2 }",
             "class A extends B{static x=1;get y(){}static async*z(){}[\"q\"]=2}"},
            {"a ? .5 : b; a?.b", "a?.5:b;a?.b;"},
            {"(1).a; 1.5.a; 1e300.a; 0x10.a", "1..a;1.5.a;1e300.a;16..a;"},
            {"1000; 100; 0.5; 1e21; 0.000001; 123456789012345680000; 1.0; 0xFFFFFFFFFFFFF",
             "1e3;100;.5;1e21;1e-6;12345678901234568e4;1;0xfffffffffffff;"},
            {"x('it\\'s', 'say \"x\"', '</script>')", "x(\"it's\",'say \"x\"',\"<\\/script>\");"},
            {"let [a] = b; let\n{ c } = d", "let[a]=b;let{c}=d;"},
            {"label: for (;;) { continue label }", "label:for(;;){continue label}"},
            {"try { a } catch { b } finally { c }", "try{a}catch{b}finally{c}"},
        });
  check({}, {
                {"import a, { b as c, d } from 'x'; import * as e from 'y'; import 'z' with { type: 'json' }",
                 "import a,{b as c,d}from\"x\";import*as e from\"y\";import\"z\"with{type:\"json\"};"},
                {"export { a as b }; export * from 'x'; export * as y from 'z'; export default function () {}\nvar a",
                 "export{a as b};export*from\"x\";export*as y from\"z\";export default function(){}var a;"},
            });
}

TEST_CASE("comments that mean something are kept, and where") {
  check({.whitespace = false},
        {
            {"/*! licence */ a(); // plain\n/** @preserve x */\nb()", "/*! licence */\na();\n/** @preserve x */\nb();"},
            {"/* istanbul ignore next */\nif (a) b(); else /* c8 ignore next */ c();",
             "/* istanbul ignore next */\nif (a) b(); /* c8 ignore next */ else c();"},
            {"x = a ? /* istanbul ignore next */ b : c;", "x = a ? /* istanbul ignore next */ b : c;"},
            {"import(/* webpackChunkName: \"n\" */ 'a'); import(/* @vite-ignore */ b)",
             "import(/* webpackChunkName: \"n\" */ \"a\");\nimport(/* @vite-ignore */ b);"},
            {"return_(// v8 ignore next\n a)", "return_(/* v8 ignore next */ a);"},
            {"var a = /*@__PURE__*/ f(), b = /* #__PURE__ */ new G()",
             "var a = /* @__PURE__ */ f(), b = /* @__PURE__ */ new G();"},
            {"function f() { a();\n/* c8 ignore stop */ }", "function f() {\n  a();\n  /* c8 ignore stop */\n}"},
            {"// nothing\n/* nothing */ a();", "a();"},
        });
  check({},
        {{"/*! licence */ a(); /* istanbul ignore next */ b(); /* @__PURE__ */ c()", "/*! licence */\na();b();c();"},
         {"//! licence\na()", "//! licence\na();"}});
  check({.legal = LegalComments::EndOfFile},
        {{"/*! one */ a(); /*! two */ b(); /*! one */ c()", "a();b();c();\n/*! one */\n/*! two */"}});
  check({.legal = LegalComments::None}, {{"/*! one */ a();", "a();"}});
}

TEST_CASE("minified syntax: the same with less") {
  How how{.syntax = true};
  check(how,
        {
            // constants
            {"x(60 * 1000, 1 / 3, 'a' + 'b' + 1, y + 'a' + 'b', -1, +'1', 2 ** 3)",
             "x(6e4,1/3,\"ab1\",y+\"ab\",-1,+\"1\",2**3);"},
            {"x(true, false, undefined, !0, typeof 'a', typeof y === 'undefined', typeof y !== 'string')",
             "x(!0,!1,void 0,!0,\"string\",typeof y>\"u\",typeof y!=\"string\");"},
            {"x(a === 1, !a === !b, a == undefined, null === null, 'a' === typeof b)",
             "x(a===1,!a==!b,a==null,!0,typeof b==\"a\");"},
            // conditions
            {"if (a) b()", "a&&b();"},
            {"if (!a) b()", "a||b();"},
            {"if (a) b(); else c()", "a?b():c();"},
            {"if (!(a == b)) c()", "a!=b&&c();"},
            {"if (a) { } else b()", "a||b();"},
            {"if (a) if (b) c()", "a&&b&&c();"},
            {"if (!!a && b) c; else { d(); e() }", "a&&b?c:(d(),e());"},
            {"if (true) a(); else { var b; c() }", "var b;a();"},
            {"x(a ? true : false, a ? false : true, a ? a : b, a ? b : a, a ? b : b, !a ? b : c)",
             "x(!!a,!a,a||b,a&&b,(a,b),a?c:b);"},
            {"x(a ? b ? c : d : d, a ? c : b ? c : d)", "x(a&&b?c:d,a||b?c:d);"},
            {"var a; x(a === null || a === undefined, a !== undefined && a !== null)", "var a;x(a==null,a!=null);"},
            {"var a; x(a != null ? a : b, a == null ? b : a)", "var a;x(a??b,a??b);"},
            {"var x; x = x + 1; x = x * y; a ? x = 1 : x = 2", "var x;x+=1,x*=y,x=a?1:2;"},
            {"var f, a; x(a ? f(b) : f(c))", "var f,a;x(f(a?b:c));"},
            // statements
            {"a(); b(); if (c) d(); e()", "a(),b(),c&&d(),e();"},
            {"function f() { a(); return b }", "function f(){return a(),b}"},
            {"function f() { if (a) return b; return c }", "function f(){return a?b:c}"},
            {"function f() { if (a) return 1; if (b) return 2; return 3 }", "function f(){return a?1:b?2:3}"},
            {"function f() { if (a) return; b() }", "function f(){a||b()}"},
            {"function f() { a(); return undefined }", "function f(){a()}"},
            {"function f() { return; a(); var b; function c() {} }", "function f(){return;var b;function c(){}}"},
            {"async function* f() { return undefined }", "async function*f(){return void 0}"},
            {"function f() { if (a) throw b; else throw c }", "function f(){throw a?b:c}"},
            {"while (a) b(); while (true) c()", "for(;a;)b();for(;;)c();"},
            {"a(); for (;;) b()", "for(a();;)b();"},
            {"var a = 1; var b; for (var c = 2;;) d()", "for(var a=1,b,c=2;;)d();"},
            {"let a = f(); let b; const c = 1; const d = 2", "let a=f(),b;const c=1,d=2;"},
            {"{ a(); { b() } } { let c; d(c) }", "a(),b();{let c;d(c)}"},
            {"a; 'b'; 1; x => y; [f(), g()]; ({ a: h() }); void i(); typeof j", "a,f(),g(),h(),i();"},
            {"switch (a(), b) { case 1: c(); break }", "switch(a(),b){case 1:c();break}"},
            {"x = () => { return a }; x = function g() { return b }", "x=()=>a,x=function(){return b};"},
            {"x = function g() { return g() }", "x=function g(){return g()};"},
            {"(0, a.b)(); (0, eval)('x'); (0, c)()", "(0,a.b)(),(0,eval)(\"x\"),c();"},
            {"function f() { { return; var a } } { b(); { c(); { d() } } e() }",
             "function f(){return;var a}b(),c(),d(),e();"},
            // properties
            {"x({ 'a': 1, 'b-c': 2, ['d']: 3, ['__proto__']: 4, '5': 6 }, a['b'], a['b-c'])",
             "x({a:1,\"b-c\":2,d:3,[\"__proto__\"]:4,5:6},a.b,a[\"b-c\"]);"},
            {"x('a\\nb', \"it's `x`\", 'a\"b\\'c')", "x(`a\nb`,\"it's `x`\",`a\"b'c`);"},
            {"x(1['toString'](), class { ['#constructor'] })", "x(1..toString(),class{[\"#constructor\"]});"},
            {"x(/a/ instanceof b, class { static; })", "x(/a/ instanceof b,class{static;});"},
            // used once
            {"function f() { const a = g(); return a.b }", "function f(){return g().b}"},
            {"function f() { let a = g(); h(a) }", "function f(){let a=g();h(a)}"},
            {"function f(k) { const a = g(); return k + a }", "function f(k){return k+g()}"},
            {"function f(k) { const a = g(); k = h; return k + a }", "function f(k){const a=g();return k=h,k+a}"},
            {"function f() { const a = g(); return h.x + a }", "function f(){const a=g();return h.x+a}"},
            {"function f() { const a = b.c; return a() }", "function f(){const a=b.c;return a()}"},
            {"function f() { const a = g(); return b && a }", "function f(){const a=g();return b&&a}"},
            {"function f() { const a = g(); return () => a }", "function f(){const a=g();return()=>a}"},
        });
  check({.syntax = true, .target = "es2019"}, {{"var a; x(a != null ? a : b)", "var a;x(a!=null?a:b);"}});
}

TEST_CASE("minified names: what no one outside can see") {
  check({.names = true},
        {
            {"export const first = 1; const second = first + first; export { second as third }",
             "export const first=1;const t=first+first;export{t as third};"},
            {"import { long as longer } from 'x'; longer(longer)", "import{long as n}from\"x\";n(n);"},
            {"x(function (parameter) { return { parameter } })", "x(function(r){return{parameter:r}});"},
            {"x(({ property, other = 1 }) => property + other)", "x(({property:e,other:r=1})=>e+r);"},
            {"x(e => { with_(e); return eval('e') })", "x(e=>{with_(e);return eval(\"e\")});"},
            {"outer: for (;;) { inner: for (;;) continue outer }", "o:for(;;){n:for(;;)continue o}"},
            {"x(class { #secret = 1; get() { return this.#secret } })", "x(class{#t=1;get(){return this.#t}});"},
            {"x(class { #secret = 1; get() { return eval('this.#secret') } })",
             "x(class{#secret=1;get(){return eval(\"this.#secret\")}});"},
            {"x((__proto__) => ({ __proto__ }))", "x(_=>({[\"__proto__\"]:_}));"},
            // A default of a caught pattern does not see the block's names.
            {"const x = 1; try {} catch ([a = () => x]) { let x = a; y(x) }",
             "const t=1;try{}catch([n=()=>t]){let e=n;y(e)}"},
        });
  check({.names = true, .goal = SourceGoal::Script},
        {
            {"var shared = 1; function f(local) { return local + shared }",
             "var shared=1;function f(n){return n+shared}"},
            {"function f(first, first) { var arguments; return first + arguments }",
             "function f(first,first){var arguments;return first+arguments}"},
            {"function f(a) { with (a) b }", "function f(a){with(a)b}"},
            {"function f() { try {} catch (error) { var error = 1 } }", "function f(){try{}catch(error){var error=1}}"},
        });
}

TEST_CASE("a long list of statements is minified in linear space") {
  std::string calls;
  std::string variables;
  std::string nested;
  for (int i = 0; i < 20000; ++i) calls += "a&&b();\n";
  for (int i = 0; i < 20000; ++i) variables += "var c;\n";
  for (int i = 0; i < 3000; ++i) nested += "{a();{";
  nested += std::string(6000, '}');
  CHECK(minified(calls, {.syntax = true}).starts_with("a&&b(),a&&b(),"));
  CHECK(minified(variables, {.syntax = true}).starts_with("var c,c,"));
  CHECK(minified(nested, {.syntax = true}).starts_with("a(),a(),"));
}

TEST_CASE("a minified program is the same when it is minified again") {
  How how{.syntax = true, .names = false};
  std::string text =
      "export function f(a, b) { if (!a) { for (const x of b) { if (x.y) continue; g(x) } return }\n"
      "  const t = a ? b.c : b?.d; switch (t) { case 1: { h(); break } default: return t + 'x' + 1 } }";
  std::string once = minified(text, how);
  CHECK(minified(once, how) == once);
}
