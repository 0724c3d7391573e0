/** node:worker_threads. https://nodejs.org/api/worker_threads.html */
import { Worker } from "internal/worker_class";
import { SHARE_ENV } from "internal/worker_options";
import { postMessageToThread } from "internal/thread_messages";
import { thread } from "internal/worker_state";
import { BroadcastChannel } from "web/broadcast_channel";
import { uncloneables, untransferable } from "web/clone_writer";
import { MessageChannel, MessagePort, receiveMessageOnPort } from "web/message_port";

function getEnvironmentData(key: unknown): unknown {
  return thread.environmentData.get(key);
}

function setEnvironmentData(key: unknown, value: unknown): void {
  if (value === undefined) thread.environmentData.delete(key);
  else thread.environmentData.set(key, value);
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

function moveMessagePortToContext(port: unknown, contextifiedObject: unknown): object {
  return require("internal/port_in_context").moveMessagePortToContext(port, contextifiedObject);
}

export default {
  BroadcastChannel,
  MessageChannel,
  MessagePort,
  Worker,
  SHARE_ENV,
  getEnvironmentData,
  isMainThread: thread.isMainThread,
  isMarkedAsUntransferable,
  markAsUncloneable,
  markAsUntransferable,
  moveMessagePortToContext,
  postMessageToThread,
  parentPort: thread.parentPort,
  receiveMessageOnPort,
  resourceLimits: thread.resourceLimits,
  setEnvironmentData,
  threadId: thread.threadId,
  workerData: thread.workerData,
};
