# tsconfig.json and jsconfig.json in running programs.
from process import test, weft, files, equal, match


@test("paths, in TypeScript and JavaScript, for import and require")
def _():
    tree = files({
        "package.json": '{"type":"module"}',
        "tsconfig.json": '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } }, /* c */ }',
        "src/db.ts": "export const db: string = 'db';\n",
        "app.ts": "import { db } from '@/db';\nimport { db as again } from '@/db.js';\nconsole.log(db, again === db);\n",
        "plain.js": "import { db } from '@/db';\nconsole.log(db);\n",
        "old.cjs": "console.log(require('@/db').db);\n",
        "none.ts": "import '@/gone';\n",
    })
    equal(weft(tree / "app.ts").ok().out, "db true\n")
    equal(weft(tree / "plain.js").ok().out, "db\n")
    equal(weft(tree / "old.cjs").ok().out, "db\n")
    none = weft(tree / "none.ts")
    equal(none.code, 1)
    match(none.err, "ERR_MODULE_NOT_FOUND")


@test("settings of lowering, by way of extends")
def _():
    tree = files({
        "package.json": '{"type":"module"}',
        "tsconfig.json": '{ "extends": "./base" }',
        "base.json": '{ "compilerOptions": { "experimentalDecorators": true, "emitDecoratorMetadata": true,'
                     ' "target": "es2020", "jsx": "react", "jsxFactory": "h" } }',
        "app.tsx": """const seen: unknown[] = [];
Reflect.metadata = (key: string, value: { name: string }) => () => { seen.push(key, value.name); };
const field = (target: object, key: string) => { seen.push(key); };
const h = (...parts: unknown[]) => parts.length;
class Base { set value(v: number) { seen.push("set " + v); } }
class Model extends Base { @field name: string; value = 1; }
new Model();
console.log(seen.join(), <a>{1}{2}</a>);
""",
    })
    equal(weft(tree / "app.tsx").ok().out, "design:type,String,name,set 1 4\n")


@test("a malformed file is named")
def _():
    tree = files({"tsconfig.json": "{ oops", "app.ts": "let a: string;\n"})
    result = weft(tree / "app.ts")
    equal(result.code, 1)
    match(result.err, r"tsconfig\.json")
