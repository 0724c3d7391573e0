// Functions and classes: `[Function: f]`, `[AsyncGeneratorFunction: g]`, `[class A extends B]`.

import { ObjectGetPrototypeOf, ObjectPrototypeHasOwnProperty } from "internal/primordials";
import { binding, functionKinds } from "internal/util_binding";

function classBase(value: any, constructor: string | null, tag: string): string {
  const name = (ObjectPrototypeHasOwnProperty(value, "name") && value.name) || "(anonymous)";
  let base = `class ${name}`;
  if (constructor !== "Function" && constructor !== null) base += ` [${constructor}]`;
  if (tag !== "" && constructor !== tag) base += ` [${tag}]`;
  if (constructor === null) return `[${base} extends [null prototype]]`;
  const parent = ObjectGetPrototypeOf(value).name;
  return parent ? `[${base} extends ${parent}]` : `[${base}]`;
}

/** `constructor` is the name that constructorNameOf found. */
export function functionBase(value: any, constructor: string | null, tag: string): string {
  const flags = binding.functionKind(value);
  if ((flags & functionKinds.class) !== 0) return classBase(value, constructor, tag);
  const type = `${(flags & functionKinds.async) !== 0 ? "Async" : ""}${(flags & functionKinds.generator) !== 0 ? "Generator" : ""}Function`;
  let base = `[${type}`;
  if (constructor === null) base += " (null prototype)";
  base += value.name === "" ? " (anonymous)]" : `: ${value.name}]`;
  if (constructor !== type && constructor !== null) base += ` ${constructor}`;
  if (tag !== "" && constructor !== tag) base += ` [${tag}]`;
  return base;
}
