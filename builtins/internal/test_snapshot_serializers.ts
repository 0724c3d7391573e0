/** How values become snapshots: pretty-format with serializers, the last added first. */
import { normalizeNewlines } from "internal/test_snapshot_text";
import { ArrayPrototypeUnshift, ObjectAssign } from "internal/primordials";

/** https://jestjs.io/docs/expect#expectaddsnapshotserializerserializer, of either form. */
export type Serializer = { test(value: any): boolean; serialize?: Function; print?: Function };

/** `[MockFunction name] { "calls": ..., "results": ... }`; a name that no one gave is left out. */
export const mockSerializer: Serializer = {
  test: (value) => Boolean(value && value._isMockFunction),
  serialize(mock: any, config: any, indentation: string, depth: number, refs: object[], printer: Function): string {
    const name = mock.getMockName();
    const head = name === "jest.fn()" || name === "vi.fn()" ? "[MockFunction]" : `[MockFunction ${name}]`;
    if (mock.mock.calls.length === 0) return head;
    const inner = indentation + config.indent;
    const list = (key: string) => `"${key}": ${printer(mock.mock[key], config, inner, depth, refs)}`;
    const { spacingOuter, min } = config;
    return `${head} {${spacingOuter}${inner}${list("calls")}${min ? ", " : ","}${spacingOuter}${inner}${list("results")}${min ? "" : ","}${spacingOuter}${indentation}}`;
  },
};

export class Serializers {
  readonly #format: (value: unknown, options?: any) => string;
  readonly #list: Serializer[];
  readonly #options: Record<string, unknown>;

  /**
   * @param format pretty-format's.
   * @param list Those that there are always, after the user's: first ReactTestComponent, ReactElement, DOMElement,
   *   DOMCollection, Immutable, then `mockSerializer`, then AsymmetricMatcher.
   * @param options `snapshotFormat` of the configuration over what Jest or Vitest has.
   */
  constructor(format: (value: unknown, options?: any) => string, list: readonly Serializer[], options: Record<string, unknown>) {
    this.#format = format;
    this.#list = [...list];
    this.#options = options;
  }

  add(serializer: Serializer): void {
    ArrayPrototypeUnshift(this.#list, serializer);
  }

  /** The user's and those that there are always, in the order in which they are asked. */
  get list(): readonly Serializer[] {
    return this.#list;
  }

  serialize(value: unknown): string {
    const options = { escapeRegex: true, indent: 2, plugins: this.#list, printFunctionName: false };
    return normalizeNewlines(this.#format(value, ObjectAssign(options, this.#options)));
  }
}

/** What a file of each format is written with. */
export const kSnapshotFormats = {
  jest: { escapeString: false, printBasicPrototype: false },
  vitest: { escapeString: false, printBasicPrototype: false },
};
