/** node:stream/web: the Streams Standard. https://nodejs.org/api/webstreams.html */
import { CompressionStream, DecompressionStream } from "web/compression_streams";
import { TextDecoderStream, TextEncoderStream } from "web/encoding_streams";
import { ByteLengthQueuingStrategy, CountQueuingStrategy } from "web/queuing_strategies";
import { ReadableByteStreamController, ReadableStreamBYOBRequest } from "web/readable_byte_stream";
import { ReadableStreamDefaultController } from "web/readable_default_controller";
import { ReadableStream } from "web/readable_stream";
import { ReadableStreamBYOBReader, ReadableStreamDefaultReader } from "web/readable_stream_readers";
import { TransformStream, TransformStreamDefaultController } from "web/transform_stream";
import { WritableStreamDefaultController } from "web/writable_controller";
import { WritableStream, WritableStreamDefaultWriter } from "web/writable_stream";

const module_ = {
  ByteLengthQueuingStrategy,
  CountQueuingStrategy,
  CompressionStream,
  DecompressionStream,
  ReadableByteStreamController,
  ReadableStream,
  ReadableStreamBYOBReader,
  ReadableStreamBYOBRequest,
  ReadableStreamDefaultController,
  ReadableStreamDefaultReader,
  TextDecoderStream,
  TextEncoderStream,
  TransformStream,
  TransformStreamDefaultController,
  WritableStream,
  WritableStreamDefaultController,
  WritableStreamDefaultWriter,
};

export default module_;
