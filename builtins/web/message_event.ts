/** MessageEvent. https://html.spec.whatwg.org/multipage/comms.html#messageevent */
import { ArrayPrototypePush, ObjectFreeze, SymbolIterator } from "internal/primordials";
import { codes } from "internal/errors";
import { Event } from "web/event";
import { finishInterface, toDOMString, toUSVString } from "web/webidl";

const kNoPorts: readonly object[] = ObjectFreeze([]);

export class MessageEvent extends Event {
  #data: unknown = null;
  #origin = "";
  #lastEventId = "";
  #source: object | null = null;
  #ports: readonly object[] = kNoPorts;

  constructor(type: unknown, options: any = undefined) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("type");
    super(type, options);
    if (options === undefined || options === null) return;
    const { data, lastEventId, origin, ports, source } = options;
    if (data !== undefined) this.#data = data;
    if (lastEventId !== undefined) this.#lastEventId = toDOMString(lastEventId);
    if (origin !== undefined) this.#origin = toUSVString(origin);
    if (ports !== undefined) this.#ports = toPorts(ports);
    if (source !== undefined && source !== null) this.#source = toSource(source);
  }

  get data(): unknown {
    return this.#data;
  }
  get origin(): string {
    return this.#origin;
  }
  get lastEventId(): string {
    return this.#lastEventId;
  }
  get source(): object | null {
    return this.#source;
  }
  get ports(): readonly object[] {
    return this.#ports;
  }
}
finishInterface(MessageEvent, "MessageEvent");

function toPorts(value: any): readonly object[] {
  if (value === null || typeof value !== "object" || typeof value[SymbolIterator] !== "function") {
    throw new codes.ERR_INVALID_ARG_TYPE("options.ports", "Iterable", value);
  }
  const ports: object[] = [];
  for (const port of value) {
    if (port === null || typeof port !== "object") {
      throw new codes.ERR_INVALID_ARG_TYPE(`options.ports[${ports.length}]`, "MessagePort", port);
    }
    ArrayPrototypePush(ports, port);
  }
  return ObjectFreeze(ports);
}

function toSource(value: unknown): object {
  if (typeof value !== "object") throw new codes.ERR_INVALID_ARG_TYPE("options.source", "MessagePort", value);
  return value as object;
}
