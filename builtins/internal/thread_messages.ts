/**
 * Messages from any thread to any other: `postMessageToThread`, and 'workerMessage' of process. A thread can be posted
 * to while it listens; it answers each message on a channel that comes along.
 * https://nodejs.org/api/worker_threads.html#workerpostmessagetothreadthreadid-value-transferlist-timeout
 */
import { Array, Promise, PromiseReject } from "internal/primordials";
import { codes } from "internal/errors";
import { validateNumber } from "internal/validators";
import { messages, pack, transferListOf, unpack } from "web/message";
import type { PortHandle } from "web/message";
import { thread } from "internal/worker_state";

interface ThreadMessage {
  value: unknown;
  source: number;
  reply: any;
}

type Answer = "done" | "failed" | "errored";

interface Emitter {
  emit(event: string, ...args: unknown[]): boolean;
}

let inbox: PortHandle | undefined;

/** At the first listener for 'workerMessage'. */
export function openInbox(process: Emitter): void {
  if (inbox !== undefined) return;
  inbox = messages.openInbox(thread.threadId);
  inbox.watch(() => {});
  inbox.start((packed) => {
    const { value, source, reply } = unpack(packed).data as ThreadMessage;
    let answer: Answer = "errored";
    try {
      answer = process.emit("workerMessage", value, source) ? "done" : "failed";
    } finally {
      reply.postMessage(answer);
      reply.close();
    }
  });
}

export function postMessageToThread(threadId: unknown, value: unknown, transferList?: unknown, timeout?: unknown): Promise<void> {
  if (typeof transferList === "number" && timeout === undefined) {
    timeout = transferList;
    transferList = undefined;
  }
  try {
    validateNumber(threadId, "threadId", 0);
    if (timeout !== undefined) validateNumber(timeout, "timeout", 0);
    if (threadId === thread.threadId) throw new codes.ERR_WORKER_MESSAGING_SAME_THREAD();
    return send(threadId as number, value, transferListOf(transferList) ?? [], timeout as number | undefined);
  } catch (error) {
    return PromiseReject(error);
  }
}

function send(threadId: number, value: unknown, list: object[], timeout: number | undefined): Promise<void> {
  const { 0: own, 1: theirs } = messages.createPair();
  const reply = require("web/message_port").portOver(theirs);
  const message: ThreadMessage = { value, source: thread.threadId, reply };
  const { 0: tape, 1: ports } = pack(message, [reply, ...Array.from(list)]);
  if (!messages.postToThread(threadId, tape, ports)) {
    own.close();
    throw new codes.ERR_WORKER_MESSAGING_FAILED();
  }
  return new Promise<void>((resolve, reject) => {
    let timer: any;
    const end = (error: Error | undefined) => {
      if (timer !== undefined) require("internal/timers").clearTimeout(timer);
      if (error === undefined) resolve();
      else reject(error);
    };
    own.ref();
    own.watch(() => end(new codes.ERR_WORKER_MESSAGING_FAILED()));
    own.start((packed) => {
      const answer = unpack(packed).data as Answer;
      if (answer === "done") end(undefined);
      else end(answer === "failed" ? new codes.ERR_WORKER_MESSAGING_FAILED() : new codes.ERR_WORKER_MESSAGING_ERRORED());
      own.close();
    });
    if (timeout !== undefined) {
      timer = require("internal/timers").setTimeout(() => {
        end(new codes.ERR_WORKER_MESSAGING_TIMEOUT());
        own.close();
      }, timeout);
    }
  });
}
