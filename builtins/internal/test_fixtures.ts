/**
 * Fixtures of Vitest: `test.extend({ name: value | [value, options] | async ({ other }, use) => { await use(value); } })`
 * (https://vitest.dev/guide/test-context). A fixture is made when a test's or hook's function takes its name apart from
 * its first argument, and for all tests if it is `auto`.
 */
import {
  ArrayIsArray, ArrayPrototypeIncludes, ArrayPrototypePush, Error, FunctionPrototypeToString, ObjectKeys, Promise, PromisePrototypeThen, RegExpPrototypeSymbolReplace, SafeMap, SafeSet, SafeWeakMap,
  StringPrototypeIncludes, StringPrototypeIndexOf, StringPrototypeSlice, StringPrototypeStartsWith, StringPrototypeTrim, SyntaxError,
} from "internal/primordials";

type Scope = "test" | "file" | "worker";

export interface Fixture {
  name: string;
  value: any;
  auto: boolean;
  scope: Scope;
  /** Of the same name, that it stands for: it may ask for it. */
  before: Fixture | undefined;
}

/** By name. */
export type Fixtures = Map<string, Fixture>;

const kOptions = ["auto", "injected", "scope"];

/** Which argument has the fixtures, where it is not the first: `test.for`. */
export const fixtureArgument = new SafeWeakMap<Function, { index: number; source: Function }>();

function isOptions(value: any): boolean {
  if (typeof value !== "object" || value === null) return false;
  const keys = ObjectKeys(value);
  for (let i = 0; i < keys.length; i++) if (ArrayPrototypeIncludes(kOptions, keys[i])) return true;
  return false;
}

/** @param provided What `injected` fixtures take their value from. */
export function extendFixtures(base: Fixtures | undefined, added: any, provided: Record<string, unknown>): Fixtures {
  const fixtures: Fixtures = base === undefined ? new SafeMap() as any : new SafeMap(base) as any;
  const names = ObjectKeys(added);
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!;
    let value = added[name];
    let options: any = {};
    if (ArrayIsArray(value) && value.length >= 2 && isOptions(value[1])) {
      options = value[1];
      value = options.injected ? provided[name] ?? value[0] : value[0];
    }
    fixtures.set(name, { name, value, auto: options.auto === true, scope: options.scope ?? "test", before: base?.get(name) });
  }
  names.forEach((name) => checkScope(fixtures, fixtures.get(name)!));
  return fixtures;
}

/** One that outlives a test cannot ask for one that does not. */
function checkScope(fixtures: Fixtures, fixture: Fixture): void {
  if (fixture.scope === "test" || typeof fixture.value !== "function") return;
  const used = namesOf(fixture.value);
  for (let i = 0; i < used.length; i++) {
    const other = used[i] === fixture.name ? fixture.before : fixtures.get(used[i]!);
    if (other === undefined || typeof other.value !== "function") continue;
    if (other.scope === "test" || (fixture.scope === "worker" && other.scope === "file"))
      throw new SyntaxError(`cannot use the ${other.scope} fixture "${other.name}" inside the ${fixture.scope} fixture "${fixture.name}"`);
  }
}

// ---- which fixtures a function asks for

const known = new SafeWeakMap<Function, string[]>();

/** The names that a function takes apart from its argument of the fixtures. */
function namesOf(fn: Function): string[] {
  let names = known.get(fn);
  if (names === undefined) {
    const other = fixtureArgument.get(fn);
    names = parseNames(other?.source ?? fn, other?.index ?? 0);
    known.set(fn, names);
  }
  return names;
}

const kOpening = "({[";
const kClosing = ")}]";

/** The parts of a text between commas that no bracket, text or comment holds; from `start` to the bracket that closes. */
function splitList(text: string, start: number): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = "";
  for (let i = start; i < text.length; i++) {
    const c = text[i]!;
    if (c === "/" && (text[i + 1] === "*" || text[i + 1] === "/")) {
      const end = StringPrototypeIndexOf(text, text[i + 1] === "*" ? "*/" : "\n", i + 2);
      if (end < 0) break;
      i = text[i + 1] === "*" ? end + 1 : end;
      continue;
    }
    if (c === "\"" || c === "'" || c === "`") {
      const from = i++;
      while (i < text.length && text[i] !== c) i += text[i] === "\\" ? 2 : 1;
      part += StringPrototypeSlice(text, from, i + 1);
      continue;
    }
    if (StringPrototypeIncludes(kOpening, c)) depth++;
    if (StringPrototypeIncludes(kClosing, c) && depth-- === 0) break;
    if (c === "," && depth === 0) {
      ArrayPrototypePush(parts, StringPrototypeTrim(part));
      part = "";
      continue;
    }
    part += c;
  }
  if (StringPrototypeTrim(part) !== "") ArrayPrototypePush(parts, StringPrototypeTrim(part));
  return parts;
}

function parseNames(fn: Function, index: number): string[] {
  const text = FunctionPrototypeToString(fn);
  const open = StringPrototypeIndexOf(text, "(");
  const arrow = StringPrototypeIndexOf(text, "=>");
  // `context => …` takes nothing apart.
  if (open < 0 || (arrow >= 0 && arrow < open)) return [];
  const argument = splitList(text, open + 1)[index];
  if (argument === undefined || argument === "") return [];
  if (!StringPrototypeStartsWith(argument, "{")) return [];
  const parts = splitList(argument, 1);
  const names: string[] = [];
  for (let i = 0; i < parts.length; i++) {
    if (StringPrototypeStartsWith(parts[i]!, "...")) throw new Error(`Rest parameters are not supported in fixtures, received "${parts[i]}".`);
    ArrayPrototypePush(names, StringPrototypeTrim(RegExpPrototypeSymbolReplace(/[:=][^]*/, parts[i]!, "")));
  }
  return names;
}

// ---- making them

type Cleanup = () => unknown;

/** Values and clean-ups of one test, or of the file. */
class Made {
  readonly values = new SafeMap<Fixture, Promise<unknown>>();
  readonly cleanups: Cleanup[] = [];
}

const byContext = new SafeWeakMap<object, Made>();
const ofFile = new Made();

function madeFor(context: object): Made {
  let made = byContext.get(context);
  if (made === undefined) byContext.set(context, made = new Made());
  return made;
}

/** Calls a fixture's function up to its `use`; its end is the clean-up. */
function start(fixture: Fixture, given: object, made: Made): Promise<unknown> {
  return new Promise((resolve: any, reject: any) => {
    let wasUsed = false;
    let end!: () => void;
    const over = new Promise<void>((resolveOver: any) => { end = resolveOver; });
    const use = (value: unknown): Promise<void> => {
      wasUsed = true;
      resolve(value);
      return over;
    };
    const running = (async () => fixture.value(given, use))();
    ArrayPrototypePush(made.cleanups, () => {
      end();
      return wasUsed ? running : undefined;
    });
    PromisePrototypeThen(running, () => {
      if (!wasUsed) reject(new Error(`The fixture "${fixture.name}" has ended without a call of use()`));
    }, (error: unknown) => {
      if (!wasUsed) reject(error);
    });
  });
}

async function make(fixtures: Fixtures, fixture: Fixture, context: any, asking: Fixture[]): Promise<unknown> {
  if (typeof fixture.value !== "function") return fixture.value;
  const made = fixture.scope === "test" ? madeFor(context) : ofFile;
  const before = made.values.get(fixture);
  if (before !== undefined) return before;
  if (ArrayPrototypeIncludes(asking, fixture)) {
    let path = fixture.name;
    for (let i = asking.length - 1; i >= 0; i--) path += ` <- ${asking[i]!.name}`;
    throw new Error(`Circular fixture dependency detected: ${path}`);
  }
  const names = namesOf(fixture.value);
  const given: any = fixture.scope === "test" ? Object.create(context) : {};
  for (let i = 0; i < names.length; i++) {
    const other = names[i] === fixture.name ? fixture.before : fixtures.get(names[i]!);
    if (other !== undefined) given[names[i]!] = await make(fixtures, other, context, [...asking, fixture]);
  }
  const again = made.values.get(fixture);
  if (again !== undefined) return again;
  const value = start(fixture, given, made);
  made.values.set(fixture, value);
  return value;
}

/** Calls a function of a test with the context, in which the fixtures are that it asks for. */
export function useFixtures(fixtures: Fixtures | undefined, fn: any, context: any): unknown {
  if (fixtures === undefined || fixtures.size === 0) return fn(context);
  const names = new SafeSet<string>(namesOf(fn));
  fixtures.forEach((fixture) => {
    if (fixture.auto) names.add(fixture.name);
  });
  const wanted: Fixture[] = [];
  names.forEach((name) => {
    const fixture = fixtures.get(name);
    if (fixture !== undefined) ArrayPrototypePush(wanted, fixture);
  });
  if (wanted.length === 0) return fn(context);
  return (async () => {
    for (let i = 0; i < wanted.length; i++) context[wanted[i]!.name] = await make(fixtures, wanted[i]!, context, []);
    return fn(context);
  })();
}

/** Ends the fixtures of a test, the last first; undefined if it had none. */
export function endFixtures(context: object | undefined): Promise<void> | undefined {
  const made = context === undefined ? ofFile : byContext.get(context);
  if (made === undefined || made.cleanups.length === 0) return undefined;
  if (context !== undefined) byContext.delete(context);
  return (async () => {
    while (made.cleanups.length > 0) await made.cleanups.pop()!();
  })();
}
