/**
 * The bytes of bodies that come as streams: read whole, or handed on chunk by chunk.
 */
import {
  ArrayBufferIsView,
  ArrayPrototypePush,
  TypedArrayPrototypeGetBuffer,
  TypedArrayPrototypeGetSymbolToStringTag,
  TypedArrayPrototypeSet,
  TypeError,
  Uint8Array,
} from "internal/primordials";
import { isAnyArrayBuffer } from "internal/buffer_types";
import { bytesFrom } from "web/byte_views";
import { encodeText } from "web/encoding";
import { type ByteController, createReadableBytes } from "web/readable_byte_controller";
import {
  acquireDefaultReader,
  readerCancel,
  readerRead,
  type ReadableCore,
  type ReaderCore,
  type Source,
} from "web/readable_core";
import { Deferred, markHandled, type Completion } from "web/stream_promises";

/** What one stream of a body may give. https://fetch.spec.whatwg.org/#incrementally-read-loop */
export function requireByteChunk(chunk: unknown): Uint8Array {
  if (!ArrayBufferIsView(chunk) || TypedArrayPrototypeGetSymbolToStringTag(chunk) !== "Uint8Array") {
    throw new TypeError("Received non-Uint8Array chunk");
  }
  return chunk as Uint8Array;
}

/** Reads to the end, and calls back once. https://streams.spec.whatwg.org/#readablestreamdefaultreader-read-all-bytes */
export function readWhole(
  reader: ReaderCore,
  onBytes: (bytes: Uint8Array, isOwned: boolean) => void,
  onError: (reason: unknown) => void,
): void {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // A chunk that is there at once answers within readerRead: a loop, not a recursion.
  let isInRead = false;
  let hasMore = false;
  const next = (): void => {
    if (isInRead) {
      hasMore = true;
      return;
    }
    isInRead = true;
    do {
      hasMore = false;
      readerRead(reader, request);
    } while (hasMore);
    isInRead = false;
  };
  const request = {
    chunkSteps(chunk: unknown): void {
      let bytes: Uint8Array;
      try {
        bytes = requireByteChunk(chunk);
      } catch (error) {
        markHandled(readerCancel(reader, error));
        onError(error);
        return;
      }
      ArrayPrototypePush(chunks, bytes);
      size += bytes.length;
      next();
    },
    closeSteps(): void {
      onBytes(joined(chunks, size), true);
    },
    errorSteps: onError,
  };
  next();
}

/** One piece of fresh memory. */
export function joined(chunks: Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (let i = 0; i < chunks.length; i++) {
    TypedArrayPrototypeSet(bytes, chunks[i], at);
    at += chunks[i].length;
  }
  return bytes;
}

/** A stream of bytes of what another one gives, text included. The other one is locked and counts as read. */
export function relay(stream: ReadableCore): ReadableCore {
  const reader = acquireDefaultReader(stream);
  stream.isDisturbed = true;
  return createReadableBytes(new RelaySource(reader));
}

class RelaySource implements Source {
  private reader: ReaderCore;

  constructor(reader: ReaderCore) {
    this.reader = reader;
  }

  pull(controller: ByteController): Completion {
    const done = new Deferred();
    const request = {
      chunkSteps: (chunk: unknown): void => {
        try {
          const bytes = bytesOfChunk(chunk);
          if (bytes.length === 0) {
            readerRead(this.reader, request);
            return;
          }
          const buffer = TypedArrayPrototypeGetBuffer(bytes) as ArrayBuffer;
          controller.enqueueOwned({ buffer, byteOffset: 0, byteLength: bytes.length });
          done.resolve(undefined);
        } catch (error) {
          markHandled(readerCancel(this.reader, error));
          done.reject(error);
        }
      },
      closeSteps: (): void => {
        controller.close();
        if (controller.byobRequest() !== undefined) controller.respond(0);
        done.resolve(undefined);
      },
      errorSteps: (reason: unknown): void => done.reject(reason),
    };
    readerRead(this.reader, request);
    return done.promise;
  }

  cancel(reason: unknown): Completion {
    return readerCancel(this.reader, reason);
  }
}

/** Fresh memory. */
function bytesOfChunk(chunk: unknown): Uint8Array {
  if (typeof chunk === "string") return encodeText(chunk);
  if (ArrayBufferIsView(chunk) || isAnyArrayBuffer(chunk)) return bytesFrom(chunk as object);
  throw new TypeError("A body's chunk must be a string, an ArrayBuffer or a view");
}
