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
  get promises() {
    return require("node:timers/promises").default;
  },
};
