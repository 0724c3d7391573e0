// One property of an object, `name: value`, with accessors shown as such unless they are asked to run.

import {
  FunctionPrototypeCall, ObjectGetOwnPropertyDescriptor, StringPrototypeRepeat,
} from "internal/primordials";
import { formatPrimitive, formatPropertyName } from "internal/inspect_primitive";
import type { Context } from "internal/inspect_context";

function mayRunGetter(ctx: Context, descriptor: PropertyDescriptor): boolean {
  return ctx.getters === true || (ctx.getters === "get" && descriptor.set === undefined) ||
    (ctx.getters === "set" && descriptor.set !== undefined);
}

function formatAccessor(ctx: Context, descriptor: PropertyDescriptor, owner: object, depth: number): string {
  if (descriptor.get === undefined) {
    return descriptor.set === undefined ? ctx.stylize("undefined", "undefined") : ctx.stylize("[Setter]", "special");
  }
  const label = descriptor.set !== undefined ? "Getter/Setter" : "Getter";
  if (!mayRunGetter(ctx, descriptor)) return ctx.stylize(`[${label}]`, "special");
  const open = ctx.stylize(`[${label}:`, "special");
  const close = ctx.stylize("]", "special");
  try {
    const value = FunctionPrototypeCall(descriptor.get as any, owner);
    ctx.indentation += 2;
    const text = value === null ? `${open} ${ctx.stylize("null", "null")}${close}`
      : typeof value === "object" ? `${ctx.stylize(`[${label}]`, "special")} ${ctx.formatValue(ctx, value, depth)}`
      : `${open} ${formatPrimitive(ctx.stylize, value, ctx)}${close}`;
    ctx.indentation -= 2;
    return text;
  } catch (error: any) {
    return `${open} <Inspection threw (${error.message})>${close}`;
  }
}

function formatPropertyValue(ctx: Context, descriptor: PropertyDescriptor, owner: object, depth: number): string {
  if (descriptor.value === undefined) return formatAccessor(ctx, descriptor, owner, depth);
  ctx.indentation += 2;
  const text = ctx.formatValue(ctx, descriptor.value, depth);
  ctx.indentation -= 2;
  return text;
}

/** An array's element: its value alone. */
export function formatElement(ctx: Context, list: any, depth: number, descriptor: PropertyDescriptor): string {
  return formatPropertyValue(ctx, descriptor, list, depth);
}

function descriptorOf(object: any, key: PropertyKey): PropertyDescriptor {
  return ObjectGetOwnPropertyDescriptor(object, key) ?? { value: object[key], enumerable: true };
}

/** A property that follows the elements of an array. */
export function formatListProperty(ctx: Context, list: any, depth: number, key: PropertyKey): string {
  const descriptor = descriptorOf(list, key);
  const name = formatPropertyName(ctx, key, descriptor.enumerable !== false);
  return `${name}: ${formatPropertyValue(ctx, descriptor, list, depth)}`;
}

/** `owner` is what getters run on, when the property stands on a prototype. */
export function formatProperty(
  ctx: Context, object: any, depth: number, key: PropertyKey, descriptor = descriptorOf(object, key), owner: object = object): string {
  const name = formatPropertyName(ctx, key, descriptor.enumerable !== false);
  if (ctx.compact !== true || descriptor.value === undefined)
    return `${name}: ${formatPropertyValue(ctx, descriptor, owner, depth)}`;
  // Compact objects have no line for their brace, so a long value goes below its name.
  ctx.indentation += 3;
  const text = ctx.formatValue(ctx, descriptor.value, depth);
  const space = ctx.breakLength < require("internal/string_width").getStringWidth(text, ctx.colors)
    ? `\n${StringPrototypeRepeat(" ", ctx.indentation)}` : " ";
  ctx.indentation -= 3;
  return `${name}:${space}${text}`;
}
