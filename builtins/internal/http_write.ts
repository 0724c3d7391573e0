// How a message's bytes reach its connection: straight into the system if the socket is one of ours with nothing
// queued, else through the stream.
import { TypedArrayPrototypeGetLength } from "internal/primordials";
import { encodingOf } from "internal/buffer_native";
import { errnoException } from "internal/errors";
import { type SocketHandle } from "internal/net_native";
import { nextTick } from "internal/next_tick";
import { kDestroyed, kEnding, kNeedDrain, kWriting } from "internal/stream_flags";

type Callback = ((error?: any) => void) | undefined;

const nothing = new Uint8Array(0);
const kBusy = kEnding | kDestroyed | kWriting;
/** Larger ones go through the stream, which tells when to stop. */
const kMostDirect = 65536;

/** The handle if bytes can go straight to it. */
function directHandle(socket: any): SocketHandle | null {
  const handle = socket._handle;
  if (!handle || handle.useBuffer === undefined || socket.connecting) return null;
  const state = socket._writableState;
  return state.length === 0 && state.corked === 0 && (state.flags & kBusy) === 0 ? handle : null;
}

function numberOf(encoding: any): number {
  return encoding === "latin1" ? kLatin1 : !encoding || encoding === "utf8" || encoding === "utf-8" ? 0 : encodingOf(encoding) ?? 0;
}
const kLatin1 = encodingOf("latin1")!;

/** What became of a direct write: whether more is welcome. */
function afterDirect(socket: any, status: number, callback: Callback): boolean {
  if (status === 0) {
    if (callback !== undefined) nextTick(callback);
    return true;
  }
  // The system takes no more: this one is told when it has all.
  if (status > 0) {
    socket._writableState.flags |= kNeedDrain;
    socket.write(nothing, callback);
    return false;
  }
  const error = errnoException(status, "write");
  socket.destroy(error);
  if (callback !== undefined) nextTick(callback, error);
  return false;
}

/** As socket.write(). */
export function writeTo(socket: any, data: any, encoding: any, callback: Callback): boolean {
  const isText = typeof data === "string";
  if ((isText ? data.length : TypedArrayPrototypeGetLength(data)) <= kMostDirect) {
    const handle = directHandle(socket);
    if (handle !== null) {
      if (socket.timeout) socket._unrefTimer();
      return afterDirect(socket, handle.write(data, isText ? numberOf(encoding) : 0), callback);
    }
  }
  return socket.write(data, encoding, callback);
}

/** A head, which is Latin-1, and what follows it, in one write. */
export function writeBoth(socket: any, head: string, data: any, encoding: any, callback: Callback): boolean {
  const isText = typeof data === "string";
  if ((isText ? data.length : TypedArrayPrototypeGetLength(data)) <= kMostDirect) {
    const handle = directHandle(socket);
    if (handle !== null) {
      if (socket.timeout) socket._unrefTimer();
      return afterDirect(socket, handle.writev([head, kLatin1, data, isText ? numberOf(encoding) : 0]), callback);
    }
  }
  socket.cork();
  socket.write(head, "latin1");
  const result = socket.write(data, encoding, callback);
  socket.uncork();
  return result;
}
