/** ErrorEvent. https://html.spec.whatwg.org/multipage/webappapis.html#errorevent */
import { codes } from "internal/errors";
import { Event } from "web/event";
import { finishInterface, toDOMString, toUnsigned, toUSVString } from "web/webidl";

export class ErrorEvent extends Event {
  #message = "";
  #filename = "";
  #lineno = 0;
  #colno = 0;
  #error: unknown = undefined;

  constructor(type: unknown, options: any = undefined) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("type");
    super(type, options);
    if (options === undefined || options === null) return;
    const { message, filename, lineno, colno, error } = options;
    if (message !== undefined) this.#message = toDOMString(message);
    if (filename !== undefined) this.#filename = toUSVString(filename);
    if (lineno !== undefined) this.#lineno = toUnsigned(lineno, 32);
    if (colno !== undefined) this.#colno = toUnsigned(colno, 32);
    this.#error = error;
  }

  get message(): string {
    return this.#message;
  }
  get filename(): string {
    return this.#filename;
  }
  get lineno(): number {
    return this.#lineno;
  }
  get colno(): number {
    return this.#colno;
  }
  get error(): unknown {
    return this.#error;
  }
}
finishInterface(ErrorEvent, "ErrorEvent");
