// Readable.prototype.pipe and unpipe (https://nodejs.org/api/stream.html#readablepipedestination-options).
//
// Invariant: a source that a destination has stopped flows again once every destination that stopped it has drained;
// `awaitDrainWriters` are those it waits for: one, or a set as soon as there are two destinations.
import {
  ArrayPrototypeIncludes, ArrayPrototypeIndexOf, ArrayPrototypePush, ArrayPrototypeSplice, SafeSet,
} from "internal/primordials";
import { nextTick } from "internal/next_tick";
import { errorOrDestroy } from "internal/stream_destroy";
import { prependListener } from "internal/stream_legacy";
import { getMaterialisedStream } from "internal/stdio";

/** One source and one destination, for as long as they are piped. */
class Pipe {
  source: any;
  destination: any;
  state: any;
  cleanedUp = false;
  /** Is made when the destination has first said that it is full. */
  onDrain: (() => void) | undefined;
  onEnd: () => void;
  onData = (chunk: unknown): void => {
    if (this.destination.write(chunk) === false) this.pause();
  };
  onError = (error: unknown): void => {
    const { destination } = this;
    this.unpipe();
    destination.removeListener("error", this.onError);
    if (destination.listenerCount("error") > 0) return;
    // Nobody else has heard of it, and pipe() must not be what hides it.
    const state = destination._writableState || destination._readableState;
    if (state && !state.errorEmitted) errorOrDestroy(destination, error);
    else destination.emit("error", error);
  };
  onClose = (): void => {
    this.destination.removeListener("finish", this.onFinish);
    this.unpipe();
  };
  onFinish = (): void => {
    this.destination.removeListener("close", this.onClose);
    this.unpipe();
  };
  onUnpipe = (source: unknown, info: any): void => {
    if (source !== this.source || !info || info.hasUnpiped !== false) return;
    info.hasUnpiped = true;
    this.cleanUp();
  };
  unpipe = (): void => {
    this.source.unpipe(this.destination);
  };

  constructor(source: any, destination: any, ends: boolean) {
    this.source = source;
    this.destination = destination;
    this.state = source._readableState;
    this.onEnd = ends ? () => destination.end() : this.unpipe;
  }

  start(): void {
    const { source, destination, state } = this;
    if (state.endEmitted) nextTick(this.onEnd);
    else source.once("end", this.onEnd);
    destination.on("unpipe", this.onUnpipe);
    source.on("data", this.onData);
    prependListener(destination, "error", this.onError);
    destination.once("close", this.onClose);
    destination.once("finish", this.onFinish);
    destination.emit("pipe", source);
    if (destination.writableNeedDrain === true) this.pause();
    else if (!state.flowing) source.resume();
  }

  /** Until the destination drains. */
  pause(): void {
    const { source, destination, state } = this;
    // A write may unpipe: then nobody is left to wake the source.
    if (!this.cleanedUp) {
      if (state.pipes.length === 1 && state.pipes[0] === destination) {
        state.awaitDrainWriters = destination;
        state.multiAwaitDrain = false;
      } else if (state.pipes.length > 1 && ArrayPrototypeIncludes(state.pipes, destination)) {
        state.awaitDrainWriters.add(destination);
      }
      source.pause();
    }
    if (this.onDrain === undefined) {
      this.onDrain = () => this.drained();
      destination.on("drain", this.onDrain);
    }
  }

  drained(): void {
    const { source, destination, state } = this;
    if (state.awaitDrainWriters === destination) state.awaitDrainWriters = null;
    else if (state.multiAwaitDrain) state.awaitDrainWriters.delete(destination);
    const isFree = !state.awaitDrainWriters || state.awaitDrainWriters.size === 0;
    if (isFree && source.listenerCount("data") > 0) source.resume();
  }

  cleanUp(): void {
    const { source, destination, state, onDrain } = this;
    destination.removeListener("close", this.onClose);
    destination.removeListener("finish", this.onFinish);
    if (onDrain !== undefined) destination.removeListener("drain", onDrain);
    destination.removeListener("error", this.onError);
    destination.removeListener("unpipe", this.onUnpipe);
    source.removeListener("end", this.onEnd);
    source.removeListener("data", this.onData);
    this.cleanedUp = true;
    // Other destinations may wait for this one, which will never tell us that it has drained.
    const needDrain = !destination._writableState || destination._writableState.needDrain;
    if (onDrain !== undefined && state.awaitDrainWriters && needDrain) onDrain();
  }
}

function isStandardOutput(stream: unknown): boolean {
  return stream !== undefined && (stream === getMaterialisedStream(1) || stream === getMaterialisedStream(2));
}

export function pipe(source: any, destination: any, options: any): any {
  const state = source._readableState;
  if (state.pipes.length === 1 && !state.multiAwaitDrain) {
    state.multiAwaitDrain = true;
    const waited = state.awaitDrainWriters;
    state.awaitDrainWriters = new SafeSet<any>();
    if (waited) state.awaitDrainWriters.add(waited);
  }
  ArrayPrototypePush(state.pipes, destination);
  const ends = (!options || options.end !== false) && !isStandardOutput(destination);
  new Pipe(source, destination, ends).start();
  return destination;
}

export function unpipe(source: any, destination: any): any {
  const state = source._readableState;
  if (state.pipes.length === 0) return source;
  if (!destination) {
    const all = state.pipes;
    state.pipes = [];
    source.pause();
    for (let i = 0; i < all.length; i++) all[i].emit("unpipe", source, { hasUnpiped: false });
    return source;
  }
  const index = ArrayPrototypeIndexOf(state.pipes, destination);
  if (index < 0) return source;
  ArrayPrototypeSplice(state.pipes, index, 1);
  if (state.pipes.length === 0) source.pause();
  destination.emit("unpipe", source, { hasUnpiped: false });
  return source;
}
