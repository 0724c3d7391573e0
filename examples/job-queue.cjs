// Events and timers: a queue that runs at most two jobs at a time.
"use strict";
const { EventEmitter, once } = require("node:events");
const { setTimeout: delay } = require("node:timers/promises");

class JobQueue extends EventEmitter {
  #waiting = [];
  #running = 0;

  add(name, milliseconds) {
    this.#waiting.push({ name, milliseconds });
    process.nextTick(() => this.#startNext());
    return this;
  }

  async #startNext() {
    if (this.#running === 2 || this.#waiting.length === 0) return;
    const job = this.#waiting.shift();
    this.#running++;
    this.emit("start", job);
    await delay(job.milliseconds);
    this.#running--;
    this.emit("end", job);
    if (this.#running === 0 && this.#waiting.length === 0) this.emit("idle");
    else this.#startNext();
  }
}

const queue = new JobQueue();
const elapsed = () => `${String(Math.round(performance.now() - begun)).padStart(4)} ms`;
const begun = performance.now();
queue.on("start", ({ name }) => console.log(elapsed(), "start", name));
queue.on("end", ({ name }) => console.log(elapsed(), "end  ", name));
queue.add("wash", 120).add("card", 50).add("spin", 80).add("weave", 60);
once(queue, "idle").then(() => console.log(elapsed(), "all done"));
