// node:cluster: https://nodejs.org/api/cluster.html. A process is always the primary one, and has no workers.
import { ObjectAssign, ArrayPrototypeSlice } from "internal/primordials";
import { nextTick } from "internal/next_tick";
import { unavailable, unavailableClass } from "internal/unavailable";
import { validateFunction } from "internal/validators";
import EventEmitter from "node:events";

const process = require("node:process").default;
const cluster: any = new (EventEmitter as any)();
const kRoundRobin = 2;
const defaults = {
  args: ArrayPrototypeSlice(process.argv, 2),
  exec: process.argv[1],
  execArgv: process.execArgv,
  silent: false,
};

cluster.isWorker = false;
cluster.isMaster = true;
cluster.isPrimary = true;
cluster.Worker = unavailableClass("cluster.Worker", "Worker", EventEmitter);
cluster.workers = {};
cluster.settings = {};
cluster.SCHED_NONE = 1;
cluster.SCHED_RR = kRoundRobin;
cluster.schedulingPolicy = process.env.NODE_CLUSTER_SCHED_POLICY === "none" ? 1 : kRoundRobin;

cluster.setupPrimary = function setupPrimary(options?: object): void {
  const settings = ObjectAssign({}, defaults, cluster.settings, options);
  cluster.settings = settings;
  nextTick(() => cluster.emit("setup", settings));
};
cluster.setupMaster = cluster.setupPrimary;
cluster.fork = unavailable("cluster.fork()", "fork");

/** Calls back when all workers are gone. */
cluster.disconnect = function disconnect(callback?: () => void): void {
  if (callback === undefined) return;
  validateFunction(callback, "callback");
  nextTick(callback);
};

export default cluster;
