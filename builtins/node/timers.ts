// node:timers: https://nodejs.org/api/timers.html

import {
  clearImmediate, clearInterval, clearTimeout, setImmediate, setInterval, setTimeout,
} from "internal/timers";

export default {
  setTimeout,
  clearTimeout,
  setImmediate,
  clearImmediate,
  setInterval,
  clearInterval,
  active: (item: any) => require("internal/timers_legacy").active(item),
  _unrefActive: (item: any) => require("internal/timers_legacy")._unrefActive(item),
  enroll: (item: any, delay: any) => require("internal/timers_legacy").enroll(item, delay),
  unenroll: (item: any) => require("internal/timers_legacy").unenroll(item),
  get promises() {
    return require("node:timers/promises").default;
  },
};
