/**
 * Types of test files, by the project's own TypeScript (`weft test --typecheck`). The supervisor asks, in the setup
 * realm:
 *
 *     check({ root, config, files: [{ path, isTypeTest }] }) → Checked
 *
 * A type test (*.test-d.ts) is not run: its tests are those that its text names, and an error is the fault of the test
 * that it is in. Any other file has one test, which fails if the file has errors.
 */
import { ConfigurationError } from "internal/test_config_schema";

const { dirname, join } = require("node:path").default;

/** As test-runner/type_check.cpp reads it. */
interface Checked {
  version: string;
  files: CheckedFile[];
  /** Of no file: options that the compiler refuses. */
  faults: TypeFault[];
}

interface CheckedFile {
  path: string;
  tests: CheckedTest[];
  faults: TypeFault[];
}

interface CheckedTest {
  names: string[];
  mode: "run" | "skip" | "todo";
  line: number;
  column: number;
  faults: TypeFault[];
}

interface TypeFault {
  /** "TS2322" */
  code: string;
  message: string;
  path: string;
  line: number;
  column: number;
}

const kBlocks = ["describe", "suite"];
const kTests = ["test", "it", "specify"];

export function check({ root, config, files }: { root: string; config: string | undefined; files: { path: string; isTypeTest: boolean }[] }): Checked {
  const ts = loadCompiler(root);
  const { options, declarations, faults } = readProject(ts, root, config);
  const program = ts.createProgram({ rootNames: [...files.map(({ path }) => path), ...declarations], options });
  for (const diagnostic of [...program.getOptionsDiagnostics(), ...program.getGlobalDiagnostics()]) faults.push(faultOf(ts, diagnostic));
  return { version: ts.version, faults, files: files.map(({ path, isTypeTest }) => checkFile(ts, program, path, isTypeTest)) };
}

function loadCompiler(root: string): any {
  const load = require("node:module").default.createRequire(join(root, "noop.js"));
  let ts: any;
  try {
    ts = load("typescript");
  } catch (error: any) {
    if (error?.code !== "MODULE_NOT_FOUND" || !/'typescript'/.test(error.message)) throw error;
    throw new ConfigurationError("", `--typecheck needs the project's own TypeScript, and there is no package "typescript" in ${root}; install it: weft checks types with nothing else`);
  }
  if (typeof ts.createProgram !== "function") {
    throw new ConfigurationError("", `--typecheck asks the compiler by its programming interface, which the project's package "typescript" ${ts.version ?? ""} does not have`);
  }
  return ts;
}

/** What tsconfig.json says, and the declarations (*.d.ts) that it includes. */
function readProject(ts: any, root: string, given: string | undefined): { options: any; declarations: string[]; faults: TypeFault[] } {
  const file: string | undefined = given ?? ts.findConfigFile(root, ts.sys.fileExists, "tsconfig.json");
  const faults: TypeFault[] = [];
  const own = { noEmit: true, emitDeclarationOnly: false, declaration: false, composite: false, incremental: false, tsBuildInfoFile: undefined };
  if (file === undefined) {
    const options = {
      strict: true, target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler,
      allowImportingTsExtensions: true, esModuleInterop: true, skipLibCheck: true, jsx: ts.JsxEmit?.Preserve, ...own,
    };
    return { options, declarations: [], faults };
  }
  const read = ts.readConfigFile(file, ts.sys.readFile);
  if (read.error !== undefined) return { options: own, declarations: [], faults: [faultOf(ts, read.error)] };
  const parsed = ts.parseJsonConfigFileContent(read.config, ts.sys, dirname(file), undefined, file);
  for (const error of parsed.errors) {
    // No inputs: the test files are.
    if (error.code !== 18003) faults.push(faultOf(ts, error));
  }
  const declarations = parsed.fileNames.filter((name: string) => /\.d\.[cm]?ts$/.test(name));
  return { options: { ...parsed.options, ...own }, declarations, faults };
}

function faultOf(ts: any, diagnostic: any): TypeFault {
  const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n");
  const code = `TS${diagnostic.code}`;
  const { file, start } = diagnostic;
  if (file === undefined || start === undefined) return { code, message, path: file?.fileName ?? "", line: 0, column: 0 };
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  return { code, message, path: file.fileName, line: line + 1, column: character + 1 };
}

function checkFile(ts: any, program: any, path: string, isTypeTest: boolean): CheckedFile {
  const source = program.getSourceFile(path);
  if (source === undefined) {
    const message = `The compiler does not take ${path}`;
    return { path, tests: [], faults: [{ code: "TypeScript", message, path, line: 0, column: 0 }] };
  }
  const tests = isTypeTest ? testsIn(ts, source) : [{ names: ["types"], mode: "run" as const, line: 0, column: 0, faults: [], begin: 0, end: source.end + 1 }];
  const faults: TypeFault[] = [];
  for (const diagnostic of [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]) {
    if (diagnostic.category !== ts.DiagnosticCategory.Error) continue;
    const owner = ownerOf(tests, diagnostic.start ?? -1);
    (owner?.faults ?? faults).push(faultOf(ts, diagnostic));
  }
  return { path, faults, tests: tests.map(({ begin: _begin, end: _end, ...test }) => test) };
}

interface Ranged extends CheckedTest {
  begin: number;
  end: number;
}

/** The innermost that holds the place: they do not overlap but by lying in each other. */
function ownerOf(tests: Ranged[], at: number): Ranged | undefined {
  let owner: Ranged | undefined;
  for (const test of tests) {
    if (at < test.begin || at >= test.end) continue;
    if (owner === undefined || test.begin >= owner.begin) owner = test;
  }
  return owner;
}

/** test("name", …), it.skip(…), test.each(…)("name", …) in blocks of describe, in their order. */
function testsIn(ts: any, source: any): Ranged[] {
  const tests: Ranged[] = [];
  const visit = (node: any, names: string[], isLeftOut: boolean): void => {
    const call = ts.isCallExpression(node) ? calledTest(ts, node) : undefined;
    if (call === undefined) return void ts.forEachChild(node, (child: any) => visit(child, names, isLeftOut));
    const title = titleOf(ts, node.arguments[0], source);
    const skips = isLeftOut || call.modifiers.includes("skip");
    if (kBlocks.includes(call.name)) return void ts.forEachChild(node, (child: any) => visit(child, [...names, title], skips));
    const begin = node.getStart(source);
    const { line, character } = source.getLineAndCharacterOfPosition(begin);
    const mode = call.modifiers.includes("todo") ? "todo" : skips ? "skip" : "run";
    tests.push({ names: [...names, title], mode, line: line + 1, column: character + 1, faults: [], begin, end: node.end });
  };
  visit(source, [], false);
  return tests;
}

/** What the callee is called, and how it is modified; undefined if it is neither a test nor a block. */
function calledTest(ts: any, call: any): { name: string; modifiers: string[] } | undefined {
  if (call.arguments.length === 0) return undefined;
  const modifiers: string[] = [];
  for (let callee = call.expression; ; ) {
    if (ts.isIdentifier(callee)) {
      const name: string = callee.text;
      if (!kBlocks.includes(name) && !kTests.includes(name)) return undefined;
      // test.each([…]) alone registers nothing.
      const isTable = modifiers[0] === "each" || modifiers[0] === "for" || modifiers[0] === "extend";
      return isTable && !ts.isCallExpression(call.expression) && !ts.isTaggedTemplateExpression(call.expression) ? undefined : { name, modifiers };
    }
    if (ts.isPropertyAccessExpression(callee)) {
      modifiers.push(callee.name.text);
      callee = callee.expression;
    } else if (ts.isCallExpression(callee)) {
      callee = callee.expression;
    } else if (ts.isTaggedTemplateExpression(callee)) {
      callee = callee.tag;
    } else {
      return undefined;
    }
  }
}

function titleOf(ts: any, node: any, source: any): string {
  return ts.isStringLiteralLike(node) ? node.text : node.getText(source);
}
