// How a message looks on the channel between parent and child: a line of JSON, or four bytes of length (big-endian)
// and the value in V8's format. Either end may be Node.

import {
  ArrayBufferIsView, ArrayPrototypePush, JSONParse, JSONStringify, StringPrototypeIndexOf, StringPrototypeSlice,
} from "internal/primordials";

export interface MessageFormat {
  encode(message: unknown): Uint8Array | string;
  /** The messages that are whole with these bytes. */
  decode(bytes: Uint8Array): unknown[];
}

function makeJsonFormat(): MessageFormat {
  const { StringDecoder } = require("node:string_decoder").default;
  const decoder = new StringDecoder("utf8");
  let rest = "";
  return {
    encode: (message) => `${JSONStringify(message)}\n`,
    decode(bytes) {
      const chunk = decoder.write(bytes) as string;
      const messages: unknown[] = [];
      let start = 0;
      for (let end = StringPrototypeIndexOf(chunk, "\n"); end >= 0; end = StringPrototypeIndexOf(chunk, "\n", start)) {
        const line = rest + StringPrototypeSlice(chunk, start, end);
        rest = "";
        start = end + 1;
        ArrayPrototypePush(messages, JSONParse(line));
      }
      rest += StringPrototypeSlice(chunk, start);
      return messages;
    },
  };
}

const kViewTag = 0;
const kOtherTag = 1;

function makeAdvancedFormat(): MessageFormat {
  const { Buffer } = require("node:buffer");
  const { DefaultSerializer } = require("internal/v8_serializer");
  const { DefaultDeserializer } = require("internal/v8_deserializer");

  class Writer extends DefaultSerializer {
    _writeHostObject(object: any): void {
      if (ArrayBufferIsView(object)) {
        (this as any).writeUint32(kViewTag);
        super._writeHostObject(object);
      } else {
        (this as any).writeUint32(kOtherTag);
        (this as any).writeValue({ ...object });
      }
    }
  }
  class Reader extends DefaultDeserializer {
    _readHostObject(): unknown {
      return (this as any).readUint32() === kViewTag ? super._readHostObject() : (this as any).readValue();
    }
  }

  let rest: any = Buffer.alloc(0);
  return {
    encode(message) {
      const writer: any = new Writer();
      writer.writeHeader();
      writer.writeValue(message);
      const body = writer.releaseBuffer();
      const head = Buffer.allocUnsafe(4);
      head.writeUInt32BE(body.length, 0);
      return Buffer.concat([head, body]);
    },
    decode(bytes) {
      rest = rest.length === 0 ? Buffer.from(bytes) : Buffer.concat([rest, bytes]);
      const messages: unknown[] = [];
      while (rest.length >= 4) {
        const size = rest.readUInt32BE(0);
        if (rest.length < 4 + size) break;
        // Of its own, since views in the message share the memory they are read from.
        const reader: any = new Reader(Buffer.from(rest.subarray(4, 4 + size)));
        rest = rest.subarray(4 + size);
        reader.readHeader();
        ArrayPrototypePush(messages, reader.readValue());
      }
      return messages;
    },
  };
}

export function makeFormat(serialization: string): MessageFormat {
  return serialization === "advanced" ? makeAdvancedFormat() : makeJsonFormat();
}
