/**
 * Reporters of one's own, of Jest's kind (https://jestjs.io/docs/configuration#custom-reporters): modules that export a
 * class, a function or an object. The supervisor sends what it knows as JSON, in the shape of the json report; here it
 * gets what Jest's reporters are given besides.
 */
import { type Context, needModule, readModule } from "internal/test_config_context";
import { ConfigurationError } from "internal/test_config_schema";

/** Called in their place where a reporter does not have the newer one. */
const kOlder: Record<string, string> = { __proto__: null as any, onTestFileStart: "onTestStart", onTestFileResult: "onTestResult" };

/** Without any of these, it is no reporter. */
const kMethods = [
  "onRunStart", "onTestFileStart", "onTestStart", "onTestCaseStart", "onTestCaseResult", "onTestFileResult", "onTestResult", "onRunComplete",
];

/** The class or object that a module gives, whatever made a CommonJS module of it. */
export function reporterOf(exported: any, module: string): any {
  const value = exported?.__esModule && exported.default !== undefined ? exported.default : exported;
  if (typeof value === "function") return value;
  if (typeof value === "object" && value !== null && kMethods.some((name) => typeof value[name] === "function")) return value;
  throw new ConfigurationError("", `The reporter ${module} must export a class, or an object with some of ${kMethods.join(", ")}`);
}

/** Of the command line: their numbers. `root` is where their paths start from. */
export async function addReporters(modules: { module: string; outputFile: string }[], root: string, context: Context): Promise<number[]> {
  const numbers: number[] = [];
  for (const { module, outputFile } of modules) {
    const path = needModule(module, root, "", "--reporter");
    const reporter = reporterOf(await readModule(path, context), module);
    numbers.push(context.reporters.push({ reporter, options: outputFile === "" ? {} : { outputFile } }) - 1);
  }
  return numbers;
}

function isClass(value: any): boolean {
  return typeof value?.prototype === "object" && value.prototype !== null;
}

/** One reporter, from the beginning of a run to its end. */
export class OwnReporter {
  #reporter: any;
  /** Jest's AggregatedResult as far as the run has come. */
  #all: any;

  constructor(reporter: any, options: object, rootDir: string) {
    if (typeof reporter !== "function") this.#reporter = reporter;
    else this.#reporter = isClass(reporter) ? new reporter({ rootDir, rootDirs: [rootDir] }, options, {}) : reporter({ rootDir }, options, {});
  }

  /** What the method returned; undefined if there is none of the name. */
  async call(method: string, args: any[]): Promise<unknown> {
    const completed = this.#complete(method, args);
    const reporter = this.#reporter;
    const name = typeof reporter[method] === "function" ? method : kOlder[method];
    if (name === undefined || typeof reporter[name] !== "function") return undefined;
    const result = await reporter[name](...completed);
    // What makes the run fail though its tests passed.
    if (method === "getLastError" && result) throw result;
    return result;
  }

  #complete(method: string, args: any[]): any[] {
    switch (method) {
      case "onRunStart":
        this.#all = args[0];
        this.#all.testResults = [];
        return [this.#all, { estimatedTime: 0, showStatus: true }];
      case "onTestFileResult": {
        const [test, result, output] = args;
        test.duration = result.endTime - result.startTime;
        const complete = completeFile(result, output);
        if (this.#all !== undefined) count(this.#all, complete);
        return [test, complete, this.#all];
      }
      case "onRunComplete": {
        const all = args[0];
        for (const result of all.testResults) completeFile(result, undefined);
        // What was written is told when a file ends, and not again.
        const known = new Map((this.#all?.testResults ?? []).map((it: any) => [it.testFilePath, it.console]));
        for (const result of all.testResults) result.console = known.get(result.testFilePath) ?? null;
        return [new Set(), all];
      }
      default:
        return args;
    }
  }
}

/** Jest's TestResult. */
function completeFile(result: any, output: { type: string; message: string }[] | undefined): any {
  const tests: any[] = result.assertionResults;
  const countOf = (status: string): number => tests.filter((test) => test.status === status).length;
  return Object.assign(result, {
    testResults: tests,
    failureMessage: result.message === "" ? null : result.message,
    numFailingTests: countOf("failed"),
    numPassingTests: countOf("passed"),
    numPendingTests: countOf("pending"),
    numTodoTests: countOf("todo"),
    perfStats: { start: result.startTime, end: result.endTime, runtime: result.endTime - result.startTime, slow: false },
    skipped: tests.length > 0 && tests.every(({ status }) => status === "pending" || status === "todo"),
    testExecError: result.status === "failed" && countOf("failed") === 0 ? { message: result.message } : undefined,
    leaks: false,
    openHandles: [],
    console: output === undefined || output.length === 0 ? null
      : output.map(({ type, message }) => ({ type: type === "stderr" ? "error" : "log", message, origin: "" })),
  });
}

function count(all: any, result: any): void {
  all.testResults.push(result);
  all.numFailedTests += result.numFailingTests;
  all.numPassedTests += result.numPassingTests;
  all.numPendingTests += result.numPendingTests;
  all.numTodoTests += result.numTodoTests;
  all.numTotalTests += result.testResults.length;
  if (result.status === "failed") all.numFailedTestSuites++;
  else if (result.skipped) all.numPendingTestSuites++;
  else all.numPassedTestSuites++;
  if (result.testExecError !== undefined) all.numRuntimeErrorTestSuites++;
  all.success = all.numFailedTestSuites === 0;
}
