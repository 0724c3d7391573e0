/** node:worker_threads, as far as it is about messages. https://nodejs.org/api/worker_threads.html */
import { SafeMap, SymbolFor } from "internal/primordials";
import { codes } from "internal/errors";
import { unavailableClass } from "internal/unavailable";
import { BroadcastChannel } from "web/broadcast_channel";
import { uncloneables, untransferable } from "web/clone_writer";
import { isPort, MessageChannel, MessagePort, receiveMessageOnPort } from "web/message_port";

const environmentData = new SafeMap<unknown, unknown>();

function getEnvironmentData(key: unknown): unknown {
  return environmentData.get(key);
}

function setEnvironmentData(key: unknown, value: unknown): void {
  if (value === undefined) environmentData.delete(key);
  else environmentData.set(key, value);
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

function markAsUntransferable(object: unknown): void {
  if (isObject(object)) untransferable.add(object);
}

function isMarkedAsUntransferable(object: unknown): boolean {
  return isObject(object) && untransferable.has(object);
}

function markAsUncloneable(object: unknown): void {
  if (isObject(object)) uncloneables.add(object);
}

function moveMessagePortToContext(port: unknown): never {
  if (!isPort(port)) throw new codes.ERR_INVALID_ARG_TYPE("port", "MessagePort", port);
  throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM("moveMessagePortToContext");
}

export default {
  BroadcastChannel,
  MessageChannel,
  MessagePort,
  // Packages that can do without threads import it all the same.
  Worker: unavailableClass("Worker", "Worker"),
  SHARE_ENV: SymbolFor("nodejs.worker_threads.SHARE_ENV"),
  getEnvironmentData,
  isMainThread: true,
  isMarkedAsUntransferable,
  markAsUncloneable,
  markAsUntransferable,
  moveMessagePortToContext,
  parentPort: null,
  receiveMessageOnPort,
  resourceLimits: {},
  setEnvironmentData,
  threadId: 0,
  workerData: null,
};
