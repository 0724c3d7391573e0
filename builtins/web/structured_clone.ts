/**
 * Structured cloning in two halves. `serialize` writes a value on a tape: a flat array of tags, lengths, back
 * references, primitives and buffers, which belongs to no realm. `deserialize` reads it, here or elsewhere.
 * Objects are numbered in the order in which they are begun; transferred ones come first.
 * https://html.spec.whatwg.org/multipage/structured-data.html
 */
import { ArrayPrototypePush, SymbolIterator } from "internal/primordials";
import { codes } from "internal/errors";
import { isPrimitive } from "web/clone_types";
import type { Transferred } from "web/clone_types";
import { Reader, receive } from "web/clone_reader";
import { CloneFailure, detach, Writer } from "web/clone_writer";
import { toDictionary } from "web/webidl";

export interface Serialized {
  tape: unknown[];
  transferred: Transferred[];
}

/** https://html.spec.whatwg.org/multipage/structured-data.html#dom-structuredclone */
export function structuredClone(value: unknown, options: any = undefined): unknown {
  if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("value");
  const transfer = options === undefined ? undefined : toTransferList(toDictionary(options, "options").transfer);
  if (transfer === undefined && isPrimitive(value)) return value;
  return deserialize(serialize(value, transfer));
}

/** Serializes a value and detaches what the list transfers; throws a DataCloneError, and then nothing is detached. */
export function serialize(value: unknown, transfer: object[] | undefined): Serialized {
  const writer = new Writer();
  const transferred: Transferred[] = [];
  try {
    if (transfer !== undefined) {
      for (let i = 0; i < transfer.length; i++) writer.reserve(transfer[i]);
    }
    writer.write(value);
    if (transfer !== undefined) {
      for (let i = 0; i < transfer.length; i++) ArrayPrototypePush(transferred, detach(transfer[i]));
    }
  } catch (error) {
    throw error instanceof CloneFailure ? dataCloneError(error.message) : error;
  }
  return { tape: writer.tape, transferred };
}

function dataCloneError(message: string): Error {
  const { DOMException } = require("web/dom_exception");
  return new DOMException(message, "DataCloneError");
}

/** Reads a tape once: buffers on it become the result's own. `objects` gets all that are made. */
export function deserialize(serialized: Serialized, objects: unknown[] = []): any {
  const reader = new Reader(serialized.tape, objects);
  const { transferred } = serialized;
  for (let i = 0; i < transferred.length; i++) ArrayPrototypePush(reader.objects, receive(transferred[i]));
  return reader.read();
}

/** A sequence<object>. */
export function toTransferList(value: any): object[] | undefined {
  if (value === undefined) return undefined;
  if (!isObject(value) || typeof value[SymbolIterator] !== "function") {
    throw new codes.ERR_INVALID_ARG_TYPE("options.transfer", "Iterable", value);
  }
  const list: object[] = [];
  for (const item of value) {
    if (!isObject(item)) {
      throw new codes.ERR_INVALID_ARG_TYPE("options.transfer", "Object", item);
    }
    ArrayPrototypePush(list, item);
  }
  return list.length === 0 ? undefined : list;
}

function isObject(value: unknown): boolean {
  return typeof value === "function" || (typeof value === "object" && value !== null);
}
