/**
 * Pull-into descriptors: memory that waits for bytes of a stream, and for whom.
 * https://streams.spec.whatwg.org/#pull-into-descriptor
 */
import { ArrayBuffer, ArrayBufferPrototypeTransfer } from "internal/primordials";
import { byteLengthOf, elementSizeOf, newView, type ViewParts } from "web/byte_views";

// Who waits for a pull-into descriptor.
export const kNobody = 0;
const kDefaultReader = 1;
const kByobReader = 2;

/** https://streams.spec.whatwg.org/#pull-into-descriptor */
export interface PullInto {
  buffer: ArrayBuffer;
  bufferByteLength: number;
  byteOffset: number;
  byteLength: number;
  bytesFilled: number;
  minimumFill: number;
  elementSize: number;
  viewName: string;
  reader: number;
}

/** For a view that was given to read into; its buffer is transferred. */
export function pullIntoFor({ buffer, byteOffset, byteLength, name }: ViewParts, minimum: number): PullInto {
  const elementSize = elementSizeOf(name);
  const bufferByteLength = byteLengthOf(buffer);
  return {
    buffer: ArrayBufferPrototypeTransfer(buffer),
    bufferByteLength,
    byteOffset,
    byteLength,
    bytesFilled: 0,
    minimumFill: minimum * elementSize,
    elementSize,
    viewName: name,
    reader: kByobReader,
  };
}

/** For a read without a buffer of its own. */
export function allocatePullInto(size: number): PullInto {
  return {
    buffer: new ArrayBuffer(size),
    bufferByteLength: size,
    byteOffset: 0,
    byteLength: size,
    bytesFilled: 0,
    minimumFill: 1,
    elementSize: 1,
    viewName: "Uint8Array",
    reader: kDefaultReader,
  };
}

/**
 * What has been filled, as the reader gets it.
 * https://streams.spec.whatwg.org/#readable-byte-stream-controller-convert-pull-into-descriptor
 */
export function viewOf({ buffer, byteOffset, bytesFilled, elementSize, viewName }: PullInto): any {
  return newView(viewName, ArrayBufferPrototypeTransfer(buffer), byteOffset, bytesFilled / elementSize);
}
