/** `mock.timers` of node:test: https://nodejs.org/api/test.html#class-mocktimers */
import { ArrayIsArray, ArrayPrototypeIncludes, ArrayPrototypePush, NumberIsInteger, SymbolDispose } from "internal/primordials";
import { codes } from "internal/errors";
import { Installed, hostOf, originalsOf } from "internal/test_clock_install";
import { validateNumber } from "internal/validators";

const kApis = ["setInterval", "setTimeout", "setImmediate", "Date", "scheduler.wait"];

interface EnableOptions {
  apis?: string[];
  now?: number | Date;
}

export class MockTimers {
  #installed: Installed | undefined;

  enable(options: EnableOptions = {}): void {
    const { apis = kApis, now = 0 } = options;
    if (this.#installed !== undefined) throw new codes.ERR_INVALID_STATE("MockTimers is already enabled!");
    if (!ArrayIsArray(apis)) throw new codes.ERR_INVALID_ARG_TYPE("options.apis", "Array", apis);
    const time = typeof now === "object" ? now.getTime() : now;
    if (typeof time !== "number" || !(time >= 0)) throw new codes.ERR_INVALID_ARG_VALUE("options.now", now, "must be a time that is not negative");
    const names: string[] = [];
    for (let i = 0; i < apis.length; i++) {
      const api = apis[i]!;
      if (!ArrayPrototypeIncludes(kApis, api)) throw new codes.ERR_INVALID_ARG_VALUE("options.apis", api, `option ${api} is not supported`);
      ArrayPrototypePush(names, api);
      if (api !== "Date" && api !== "scheduler.wait") ArrayPrototypePush(names, `clear${api.slice(3)}`);
    }
    const originals = originalsOf(globalThis);
    this.#installed = new Installed(globalThis, originals, hostOf(originals, true), { now: time, names, lenient: true, loopLimit: 100_000, clearReal: false });
  }

  #clock() {
    if (this.#installed === undefined) throw new codes.ERR_INVALID_STATE("You should enable MockTimers first by calling the .enable function");
    return this.#installed.clock;
  }

  tick(time = 1): void {
    const clock = this.#clock();
    validateNumber(time, "time");
    if (time < 0) throw new codes.ERR_INVALID_ARG_VALUE("time", time, "positive integer");
    clock.tick(time);
  }

  /** To the last timer that there is now. */
  runAll(): void {
    this.#clock().runToLast();
  }

  setTime(time = 0): void {
    const clock = this.#clock();
    if (!NumberIsInteger(time) || time < 0) throw new codes.ERR_INVALID_ARG_VALUE("time", time, "positive integer");
    clock.setSystemTime(time);
  }

  reset(): void {
    this.#installed?.uninstall();
    this.#installed = undefined;
  }

  [SymbolDispose](): void {
    this.reset();
  }
}

