# ECMAScript's decorators, which the engine lacks, are lowered.
from process import test, weft, files, equal


@test("decorators of classes and members replace, initialise and see their context")
def _():
    tree = files({
        "package.json": '{"type":"module"}',
        "app.ts": """const log: string[] = [];
function dec(value: any, context: any) {
  log.push(`${context.static ? "static " : ""}${context.kind} ${String(context.name)}`);
  if (context.kind === "method") return function (this: any, ...a: any[]) { return "wrapped " + value.apply(this, a); };
  if (context.kind === "field") return (v: any) => v + 1;
}
@dec class A {
  @dec m() { return "m"; }
  @dec f = 1;
  @dec accessor g = 2;
  @dec static s() { return "s"; }
  @dec get h() { return 3; }
  @dec #p = 5;
  p() { return this.#p; }
}
const a = new A();
console.log(a.m(), a.f, a.g, A.s(), a.h, a.p());
console.log(log.join());
""",
        "replace.ts": """const seen: unknown[] = [];
const sealed = (make: any) => (target: any, context: any) => { context.addInitializer(function (this: any) { seen.push(this.name); }); return make(target); };
export const B = @sealed((C: any) => class D extends C { extra = C.name; }) class { self() { return B; } };
@sealed(() => undefined) class Own { static me = Own; }
console.log(new B().extra, new B().self() === B, Own.me === Own, seen.join());
""",
    })
    equal(weft(tree / "app.ts").ok().out,
          "wrapped m 2 2 wrapped s 3 6\n"
          "static method s,method m,accessor g,getter h,field f,field #p,class A\n")
    equal(weft(tree / "replace.ts").ok().out, "B true true D,Own\n")
