/** CloseEvent. https://websockets.spec.whatwg.org/#the-closeevent-interface */
import { codes } from "internal/errors";
import { Event } from "web/event";
import { finishInterface, requireThis, toUnsigned, toUSVString } from "web/webidl";

export class CloseEvent extends Event {
  #wasClean = false;
  #code = 0;
  #reason = "";

  constructor(type: unknown, options: any = undefined) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("type");
    super(type, options);
    if (options === undefined || options === null) return;
    const { code, reason, wasClean } = options;
    if (code !== undefined) this.#code = toUnsigned(code, 16);
    if (reason !== undefined) this.#reason = toUSVString(reason);
    this.#wasClean = !!wasClean;
  }

  get wasClean(): boolean {
    requireThis(#wasClean in this, "CloseEvent");
    return this.#wasClean;
  }
  get code(): number {
    requireThis(#wasClean in this, "CloseEvent");
    return this.#code;
  }
  get reason(): string {
    requireThis(#wasClean in this, "CloseEvent");
    return this.#reason;
  }
}
finishInterface(CloseEvent, "CloseEvent");
