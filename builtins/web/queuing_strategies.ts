/**
 * The queuing strategies, and how a constructor reads one.
 * https://streams.spec.whatwg.org/#qs
 */
import { NumberIsNaN, ObjectDefineProperty } from "internal/primordials";
import { codes } from "internal/errors";
import { finishInterface, inspectAs, kInspect, registerPlatformClass, requireThis, toDictionary } from "web/webidl";

export type SizeAlgorithm = (chunk: unknown) => unknown;

export interface Strategy {
  highWaterMark: number | undefined;
  size: SizeAlgorithm | undefined;
}

const kNoStrategy: Strategy = { highWaterMark: undefined, size: undefined };

/** The dictionary QueuingStrategy. https://streams.spec.whatwg.org/#dictdef-queuingstrategy */
export function toStrategy(value: any, name: string): Strategy {
  if (value === undefined) return kNoStrategy;
  const given = toDictionary(value, name);
  let { highWaterMark } = given;
  if (highWaterMark !== undefined) highWaterMark = +highWaterMark;
  const { size } = given;
  if (size !== undefined && typeof size !== "function") {
    throw new codes.ERR_INVALID_ARG_TYPE(`${name}.size`, "Function", size);
  }
  return { highWaterMark, size };
}

/** https://streams.spec.whatwg.org/#validate-and-normalize-high-water-mark */
export function highWaterMarkOf({ highWaterMark }: Strategy, otherwise: number, name = "strategy"): number {
  if (highWaterMark === undefined) return otherwise;
  if (NumberIsNaN(highWaterMark) || highWaterMark < 0) {
    throw new codes.ERR_INVALID_ARG_VALUE.RangeError(`${name}.highWaterMark`, highWaterMark);
  }
  return highWaterMark;
}

function requiredHighWaterMark(init: any): number {
  if (init === null || (typeof init !== "object" && typeof init !== "function")) {
    throw new codes.ERR_INVALID_ARG_TYPE("init", "Object", init);
  }
  const { highWaterMark } = init;
  if (highWaterMark === undefined) throw new codes.ERR_MISSING_OPTION("init.highWaterMark");
  return +highWaterMark;
}

// Methods, since what makes objects of its own with `new` would have a prototype.
const { byteLengthSize, countSize } = {
  byteLengthSize(chunk: any): unknown {
    return chunk.byteLength;
  },
  countSize(): number {
    return 1;
  },
};
ObjectDefineProperty(byteLengthSize, "name", { __proto__: null, value: "size" } as any);
ObjectDefineProperty(countSize, "name", { __proto__: null, value: "size" } as any);

/** https://streams.spec.whatwg.org/#blqs-class */
export class ByteLengthQueuingStrategy {
  #highWaterMark: number;

  static {
    registerPlatformClass(this.prototype, {
      name: "ByteLengthQueuingStrategy",
      isInstance: (value) => #highWaterMark in value,
    });
  }

  constructor(init: any) {
    this.#highWaterMark = requiredHighWaterMark(init);
  }

  get highWaterMark(): number {
    requireThis(#highWaterMark in this, "ByteLengthQueuingStrategy");
    return this.#highWaterMark;
  }

  get size(): SizeAlgorithm {
    requireThis(#highWaterMark in this, "ByteLengthQueuingStrategy");
    return byteLengthSize;
  }

  [kInspect](depth: number, options: any, inspect: any): string {
    return inspectAs(this, { highWaterMark: this.highWaterMark }, depth, options, inspect);
  }
}
finishInterface(ByteLengthQueuingStrategy, "ByteLengthQueuingStrategy");

/** https://streams.spec.whatwg.org/#cqs-class */
export class CountQueuingStrategy {
  #highWaterMark: number;

  static {
    registerPlatformClass(this.prototype, {
      name: "CountQueuingStrategy",
      isInstance: (value) => #highWaterMark in value,
    });
  }

  constructor(init: any) {
    this.#highWaterMark = requiredHighWaterMark(init);
  }

  get highWaterMark(): number {
    requireThis(#highWaterMark in this, "CountQueuingStrategy");
    return this.#highWaterMark;
  }

  get size(): SizeAlgorithm {
    requireThis(#highWaterMark in this, "CountQueuingStrategy");
    return countSize;
  }

  [kInspect](depth: number, options: any, inspect: any): string {
    return inspectAs(this, { highWaterMark: this.highWaterMark }, depth, options, inspect);
  }
}
finishInterface(CountQueuingStrategy, "CountQueuingStrategy");
