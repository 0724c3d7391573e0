# test-timeout: 300 s
# weft test --typecheck: types of test files by the project's own TypeScript.
import pathlib

from process import Skip, absent, check, equal, files, match, test, weft

HERE = pathlib.Path(__file__).resolve()
COMPILERS = [folder / "node_modules/typescript" for parent in HERE.parents for folder in (parent, parent / "apps", parent / "bench")]
COMPILER = next((it for it in COMPILERS if (it / "lib/typescript.js").exists()), None)

# A part of expect-type, which packages bring along.
TYPES = """
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false;
interface Expected<A> { toEqualTypeOf<B>(...fault: Same<A, B> extends true ? [] : [never]): void; toBeString(...fault: A extends string ? [] : [never]): void }
declare function expectTypeOf<A>(value?: A): Expected<A>;
declare function assertType<T>(value: T): void;
interface Test { (name: string, body?: () => void): void; skip: Test; todo: Test; each(table: unknown[]): Test }
declare const test: Test;
declare const describe: Test;
declare const expect: (value: unknown) => { toBe(value: unknown): void };
"""


def run(tree, *arguments):
    if COMPILER is None:
        raise Skip("no TypeScript is installed beside the tests")
    root = files({"package.json": "{}", "types.d.ts": TYPES, "tsconfig.json": '{"compilerOptions":{"strict":true,"module":"esnext","target":"esnext","skipLibCheck":true,"types":[],"lib":["es5"]},"include":["*.d.ts"]}', **tree})
    (root / "node_modules").mkdir(exist_ok=True)
    (root / "node_modules/typescript").symlink_to(COMPILER)
    return weft("test", *arguments, cwd=root, env={"CI": "", "GITHUB_ACTIONS": ""}, timeout=120)


TREE = {
    "area.ts": "export const area = (n: number) => n * n;",
    "a.test-d.ts": """import { area } from "./area";
test("right", () => { expectTypeOf(area(1)).toEqualTypeOf<number>(); });
describe("block", () => {
  test("wrong", () => {
    expectTypeOf(area(1)).toEqualTypeOf<string>();
  });
  test("not assignable", () => { assertType<string>(area(2)); });
  test.skip("left out", () => {});
  test.todo("some day");
});
throw new Error("it runs");
""",
    "b.test.ts": 'const n: number = "text" as any;\nconst s: string = 1;\ntest("one", () => { expect(1).toBe(1); });',
    "c.test.ts": 'test("two", () => {});',
    "d.test.js": 'const wrong = /** @type {string} */ (1); test("three", () => {});',
    "e.test-d.ts": 'import { x } from "./none";\ntest("one", () => {});',
    "f.test-d.ts": '// @ts-expect-error it is no string\nconst s: string = 1;\ntest("one", () => {});',
    "g.test.ts": 'test("one", () => { throw new Error("it runs"); });',
    "h.test-d.ts": 'test("open", () => { expectTypeOf("a").toBeString(; });',
}


@test("type tests are checked and not run, test files are both; an error is the fault of the test that it is in")
def _():
    result = run({name: text for name, text in TREE.items() if name[0] in "abcdef"}, "--typecheck")
    equal(result.code, 1)
    match(result.out, r"^✗ \[types\] a\.test-d\.ts")
    match(result.out, r"block > wrong")
    match(result.out, r"TS2554")
    match(result.out, r"a\.test-d\.ts:5:\d+")
    match(result.out, r"5 \|     expectTypeOf\(area\(1\)\)\.toEqualTypeOf<string>")
    match(result.out, r"TS2345.*\n?.*not assignable")
    absent(result.out + result.err, "it runs")
    match(result.out, r"^✓ b\.test\.ts")
    match(result.out, r"^✗ \[types\] b\.test\.ts")
    match(result.out, r"b\.test\.ts:2:7")
    match(result.out, r"Type 'number' is not assignable to type 'string'")
    match(result.out, r"^✓ \[types\] c\.test\.ts")
    absent(result.out, r"\[types\] d\.test\.js")
    match(result.out, r"TS2\d+: Cannot find module './none'")
    match(result.out, r"^✓ \[types\] f\.test-d\.ts")
    match(result.out, r"^tests     3 failed, 7 passed, 1 skipped, 1 todo$")


@test("only: nothing runs; a filter by path, an error of syntax")
def _():
    result = run(TREE, "--typecheck.only", "g.test", "h.test")
    equal(result.code, 1)
    absent(result.out, "it runs")
    match(result.out, r"^✓ \[types\] g\.test\.ts")
    match(result.out, r"TS1135|TS1005|Argument expression expected")
    absent(result.out, r"a\.test-d")
    absent(result.out, r"✓ g\.test")


@test("without TypeScript, with a configuration that is wrong or not there, with a value that it does not have")
def _():
    root = files({"package.json": "{}", "a.test-d.ts": "test('one', () => {});", "node_modules/typescript/index.js": "exports.version = '7.0.0';"})
    result = weft("test", "--typecheck", cwd=root, env={"CI": ""}, timeout=60)
    equal(result.code, 1)
    match(result.out + result.err, r'--typecheck asks the compiler by its programming interface, which .* 7\.0\.0 does not have')
    (root / "node_modules/typescript/index.js").write_text("require('none-such');")
    match(weft("test", "--typecheck", cwd=root, env={"CI": ""}, timeout=60).out, r"Cannot find module 'none-such'")
    equal(weft("test", "--typecheck-config=none.json", cwd=root).code, 9)
    match(weft("test", "--typecheck=all", cwd=root).err, r"--typecheck takes only, or no value")
    result = run({"a.test-d.ts": "test('one', () => {});", "other.json": '{"compilerOptions":{"target":"es1","noLib":true}}'}, "--typecheck-config=other.json")
    equal(result.code, 1)
    match(result.out + result.err, r"TS6046")
