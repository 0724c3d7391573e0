from process import test, program, equal

SETTINGS = {"compilerOptions": {"experimentalDecorators": True}}


@test("Reflect.decorate gets a member's descriptor, and none for fields and classes")
def _():
    equal(program({"tsconfig.json": SETTINGS, "main.mjs": "import './main.ts';", "main.ts": """
        (Reflect as any).decorate = (decorators: unknown[], target: any, key?: string, descriptor?: PropertyDescriptor) => {
          console.log(decorators.length, key, descriptor && Object.keys(descriptor).join());
          return descriptor ?? (key === undefined ? target : undefined);
        };
        const mark: any = () => {};
        @mark
        class A {
          @mark field = 1;
          @mark @mark method() {}
          @mark get accessor() { return 1; }
          @mark static own() {}
        }
    """}), ["1 field undefined", "2 method value,writable,enumerable,configurable", "1 accessor get,set,enumerable,configurable",
            "1 own value,writable,enumerable,configurable", "1 undefined undefined"])
