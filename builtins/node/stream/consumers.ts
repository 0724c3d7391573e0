// node:stream/consumers: the whole of a stream as one value (https://nodejs.org/api/webstreams.html#utility-consumers).
import { ArrayPrototypePush, JSONParse } from "internal/primordials";
import { codes } from "internal/errors";

async function text(stream: any): Promise<string> {
  const { TextDecoder } = require("web/encoding");
  const decoder = new TextDecoder();
  let result = "";
  for await (const chunk of stream) {
    if (typeof chunk === "string") result += chunk;
    else result += decoder.decode(chunk, { stream: true });
  }
  // A character that the end has cut.
  return result + decoder.decode();
}

async function json(stream: any): Promise<any> {
  return JSONParse(await text(stream));
}

async function chunksOf(stream: any): Promise<any[]> {
  const chunks: any[] = [];
  for await (const chunk of stream) ArrayPrototypePush(chunks, chunk);
  return chunks;
}

async function buffer(stream: any): Promise<Uint8Array> {
  const { Buffer } = require("node:buffer");
  const chunks = await chunksOf(stream);
  for (let i = 0; i < chunks.length; i++) {
    const chunk = chunks[i];
    if (typeof chunk === "string") chunks[i] = Buffer.from(chunk);
    else if (chunk instanceof ArrayBuffer) chunks[i] = new Uint8Array(chunk);
    else if (ArrayBuffer.isView(chunk)) chunks[i] = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    else throw new codes.ERR_INVALID_ARG_TYPE("chunk", ["string", "ArrayBuffer", "Buffer", "TypedArray", "DataView"], chunk);
  }
  return Buffer.concat(chunks);
}

async function arrayBuffer(stream: any): Promise<ArrayBuffer> {
  const bytes = await buffer(stream);
  if (bytes.byteLength === bytes.buffer.byteLength) return bytes.buffer as ArrayBuffer;
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}

const consumers: any = { arrayBuffer, buffer, text, json };

if (typeof (globalThis as any).Blob === "function") {
  consumers.blob = async function blob(stream: any): Promise<any> {
    return new (globalThis as any).Blob(await chunksOf(stream));
  };
}

export default consumers;
