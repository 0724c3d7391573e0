// The connections of a server that were sent to another process: who sent them asks for their number, and for word of
// the end of the last one. The messages are Node's, so that either end may be Node.
import { FunctionPrototypeCall, ObjectSetPrototypeOf } from "internal/primordials";
import { codes } from "internal/errors";
import EventEmitter from "node:events";

type Callback = (error: Error | null, reply?: any) => void;

/** On the side of the server. Its 'exit' is the process's. */
export function SocketListSend(this: any, target: any, key: string): void {
  FunctionPrototypeCall(EventEmitter as any, this);
  this.target = target;
  this.key = key;
  target.once("exit", () => this.emit("exit", this));
}
ObjectSetPrototypeOf(SocketListSend.prototype, EventEmitter.prototype);

function request(list: any, command: string, answer: string, swallowErrors: boolean, callback: Callback): void {
  const { target, key } = list;
  const end = (error: Error | null, reply?: any): void => {
    target.removeListener("internalMessage", onReply);
    target.removeListener("disconnect", onClose);
    callback(error, reply);
  };
  const onClose = (): void => end(new codes.ERR_CHILD_CLOSED_BEFORE_REPLY());
  const onReply = (message: any): void => {
    if (message.cmd === answer && message.key === key) end(null, message);
  };
  if (!target.connected) {
    onClose();
    return;
  }
  target._send({ cmd: command, key }, undefined, swallowErrors);
  target.once("disconnect", onClose);
  target.on("internalMessage", onReply);
}

/** Calls back when the other process has none of them left. */
SocketListSend.prototype.close = function close(callback: Callback): void {
  request(this, "NODE_SOCKET_NOTIFY_CLOSE", "NODE_SOCKET_ALL_CLOSED", true, callback);
};

SocketListSend.prototype.getConnections = function getConnections(callback: Callback): void {
  request(this, "NODE_SOCKET_GET_COUNT", "NODE_SOCKET_COUNT", false, (error, reply) => callback(error, reply?.count));
};

/** On the side of the connections. */
export class SocketListReceive {
  #target: any;
  #key: string;
  #connections = 0;
  #isAskedForEnd = false;

  constructor(target: any, key: string) {
    this.#target = target;
    this.#key = key;
    target.on("internalMessage", (message: any) => {
      if (message.key !== key) return;
      if (message.cmd === "NODE_SOCKET_NOTIFY_CLOSE") {
        this.#isAskedForEnd = true;
        this.#tellIfEmpty();
      } else if (message.cmd === "NODE_SOCKET_GET_COUNT") {
        this.#send({ cmd: "NODE_SOCKET_COUNT", key, count: this.#connections }, false);
      }
    });
  }

  add(socket: any): void {
    this.#connections++;
    socket.once("close", () => {
      this.#connections--;
      this.#tellIfEmpty();
    });
  }

  #tellIfEmpty(): void {
    if (!this.#isAskedForEnd || this.#connections > 0) return;
    this.#isAskedForEnd = false;
    this.#send({ cmd: "NODE_SOCKET_ALL_CLOSED", key: this.#key }, true);
  }

  #send(message: object, swallowErrors: boolean): void {
    if (this.#target.connected) this.#target._send(message, undefined, swallowErrors);
  }
}
