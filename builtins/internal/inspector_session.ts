// node:inspector where there is no inspector: everything but a session that connects.
// https://nodejs.org/api/inspector.html
import { codes } from "internal/errors";
import { validateString } from "internal/validators";
import EventEmitter from "node:events";

function noInspector(): never {
  throw new codes.ERR_INSPECTOR_NOT_AVAILABLE();
}

export class Session extends (EventEmitter as any) {
  connect(): never {
    return noInspector();
  }
  connectToMainThread(): never {
    return noInspector();
  }
  post(method: unknown): never {
    validateString(method, "method");
    throw new codes.ERR_INSPECTOR_NOT_CONNECTED();
  }
  disconnect(): void {}
}

export class PromisesSession extends Session {}

export const shared = {
  open(): never {
    return noInspector();
  },
  close(): void {},
  url(): undefined {
    return undefined;
  },
  waitForDebugger(): never {
    throw new codes.ERR_INSPECTOR_NOT_ACTIVE();
  },
  /** Where an inspector would show what is written; it is the console itself. */
  get console(): any {
    return globalThis.console;
  },
};
