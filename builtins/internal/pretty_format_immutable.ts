/** The collections of the package immutable, told by the marks that they carry, for the pretty-printer. */
import { printIteratorEntries, printIteratorValues, type Config, type NewPlugin, type Printer, type Refs } from "internal/pretty_format";

const kIterable = "@@__IMMUTABLE_ITERABLE__@@";
const kList = "@@__IMMUTABLE_LIST__@@";
const kKeyed = "@@__IMMUTABLE_KEYED__@@";
const kMap = "@@__IMMUTABLE_MAP__@@";
const kOrdered = "@@__IMMUTABLE_ORDERED__@@";
const kRecord = "@@__IMMUTABLE_RECORD__@@";
const kSeq = "@@__IMMUTABLE_SEQ__@@";
const kSet = "@@__IMMUTABLE_SET__@@";
const kStack = "@@__IMMUTABLE_STACK__@@";

class ImmutablePrinter {
  constructor(
    readonly config: Config, readonly indentation: string, readonly depth: number, readonly refs: Refs, readonly printer: Printer) {}

  #wrap(name: string, open: string, close: string, items: () => string): string {
    return this.depth > this.config.maxDepth ? `[${name}]` : `${name} ${open}${items()}${close}`;
  }

  entries(name: string, iterator: any): string {
    return this.#wrap(name, "{", "}", () => printIteratorEntries(iterator(), this.config, this.indentation, this.depth, this.refs, this.printer));
  }

  values(name: string, iterator: any): string {
    return this.#wrap(name, "[", "]", () => printIteratorValues(iterator(), this.config, this.indentation, this.depth, this.refs, this.printer));
  }

  /** Keys of a record's instance come in the order in which the record names them. */
  record(value: any): string {
    const keys: string[] = value._keys ?? [];
    const iterator = () => {
      let i = 0;
      return {
        next() {
          if (i >= keys.length) return { done: true, value: undefined };
          const key = keys[i++]!;
          return { done: false, value: [key, value.get(key)] };
        },
      };
    };
    return this.entries(`Immutable.${value._name || "Record"}`, iterator);
  }

  /** What a lazy sequence would give is not computed. */
  sequence(value: any): string {
    if (value[kKeyed]) {
      if (value._iter || value._object) return this.entries("Immutable.Seq", () => value.entries());
      return this.#wrap("Immutable.Seq", "{", "}", () => "…");
    }
    if (value._iter || value._array || value._collection || value._iterable)
      return this.values("Immutable.Seq", () => value.values());
    return this.#wrap("Immutable.Seq", "[", "]", () => "…");
  }
}

export const Immutable: NewPlugin = {
  test: (value: any) => !!value && (value[kIterable] === true || value[kRecord] === true),

  serialize(value: any, config: Config, indentation: string, depth: number, refs: Refs, printer: Printer): string {
    const print = new ImmutablePrinter(config, indentation, depth + 1, refs, printer);
    const ordered = value[kOrdered] ? "Ordered" : "";
    if (value[kMap]) return print.entries(`Immutable.${ordered}Map`, () => value.entries());
    if (value[kList]) return print.values("Immutable.List", () => value.values());
    if (value[kSet]) return print.values(`Immutable.${ordered}Set`, () => value.values());
    if (value[kStack]) return print.values("Immutable.Stack", () => value.values());
    if (value[kSeq]) return print.sequence(value);
    return print.record(value);
  },
};
