// test-timeout: 60 s
// Frames to the letter (RFC 6455 section 5): what breaks the rules closes that connection, and no other.
import zlib from "node:zlib";
import { test, assert } from "../harness.mjs";
import { codeOf, frame, rawSocket, sleep, withServer } from "./fixtures/raw.mjs";

const upgrade = (request, server) => void server.upgrade(request);
const bytes = (...list) => Buffer.from(list);

function withEcho(more, use) {
  const closes = [];
  return withServer({
    fetch: upgrade,
    websocket: { message: (ws, data) => ws.send(data), close: (ws, code, reason) => closes.push([code, reason]), ...more },
  }, (port, server) => use(port, closes, server));
}

/** Sends the bytes; gives the code of the Close frame that comes. */
async function answer(port, data, more = "") {
  const peer = await rawSocket(port, more);
  peer.socket.write(data);
  for (;;) {
    const got = await peer.next();
    if (got === undefined) return "cut";
    if ((got[0] & 15) !== 8) continue;
    assert.equal(await peer.next(), undefined, "the connection ends");
    return codeOf(got[1]);
  }
}

test("what is malformed", () =>
  withEcho({ maxPayloadLength: 1000 }, async (port, closes) => {
    const bystander = await rawSocket(port);
    const key = [0, 0, 0, 0];
    const cases = {
      "not masked": [bytes(0x81, 1, 65), 1002],
      "RSV1 without an agreement": [bytes(0xc1, 0x81, ...key, 65), 1002],
      RSV2: [bytes(0xa1, 0x81, ...key, 65), 1002],
      RSV3: [bytes(0x91, 0x81, ...key, 65), 1002],
      "opcode 3": [bytes(0x83, 0x81, ...key, 65), 1002],
      "opcode 11": [bytes(0x8b, 0x80, ...key), 1002],
      "a continuation of nothing": [bytes(0x80, 0x81, ...key, 65), 1002],
      "a message within another": [Buffer.concat([frame(0x01, "a"), frame(0x81, "b")]), 1002],
      "a ping in pieces": [bytes(0x09, 0x81, ...key, 65), 1002],
      "a long ping": [frame(0x89, "x".repeat(126)), 1002],
      "not UTF-8": [bytes(0x81, 0x81, ...key, 0xff), 1007],
      "a surrogate": [bytes(0x81, 0x83, ...key, 0xed, 0xa0, 0x80), 1007],
      "half a character at the end": [bytes(0x81, 0x82, ...key, 0xe2, 0x98), 1007],
      "wrong UTF-8 in a first piece": [frame(0x01, bytes(0xce, 0xba, 0xf4, 0x90)), 1007],
      "too big": [frame(0x82, Buffer.alloc(1001)), 1009],
      "too big in pieces": [Buffer.concat([frame(0x02, Buffer.alloc(600)), frame(0x80, Buffer.alloc(600))]), 1009],
      "a length of 2^63": [bytes(0x82, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, ...key), 1009],
      "a close of one byte": [frame(0x88, bytes(3)), 1002],
      "a close with 1005": [frame(0x88, bytes(3, 0xed)), 1002],
      "a close with 999": [frame(0x88, bytes(3, 0xe7)), 1002],
      "a close with 1016": [frame(0x88, bytes(3, 0xf8)), 1002],
      "a close with 5000": [frame(0x88, bytes(0x13, 0x88)), 1002],
      "a reason that is not UTF-8": [frame(0x88, bytes(3, 0xe8, 0xff)), 1007],
    };
    for (const [name, [data, code]] of Object.entries(cases)) {
      assert.equal(await answer(port, data), code, name);
      assert.equal(closes.pop()[0], 1006, name);
    }
    assert.equal(await answer(port, frame(0x88)), undefined);
    assert.deepEqual(closes.pop(), [1005, ""]);
    for (const code of [1000, 1001, 1003, 1007, 1014, 3000, 4999]) {
      assert.equal(await answer(port, frame(0x88, Buffer.concat([bytes(code >> 8, code & 255), Buffer.from("é")]))), code);
      assert.deepEqual(closes.pop(), [code, "é"]);
    }
    bystander.send(0x81, "unharmed");
    assert.equal(String((await bystander.next())[1]), "unharmed");
    bystander.socket.destroy();
    await sleep(20);
    assert.deepEqual(closes.pop(), [1006, ""]);
  }));

test("sizes and pieces: byte by byte, many at once, with pings between", () =>
  withEcho({}, async (port) => {
    const peer = await rawSocket(port);
    for (const size of [0, 1, 125, 126, 127, 65535, 65536, 300_000]) {
      const payload = Buffer.alloc(size, "x").map((_, i) => i * 7 + 3);
      peer.send(0x82, payload);
      const [first, got] = await peer.next();
      assert.equal(first, 0x82);
      assert(got.equals(payload), `${size} bytes`);
    }
    const text = "zürich ☂ 😀".repeat(20);
    for (const byte of frame(0x81, text)) {
      peer.socket.write(bytes(byte));
      await null;
    }
    assert.equal(String((await peer.next())[1]), text);
    const pieces = Buffer.from(text);
    const all = [frame(0x01, pieces.subarray(0, 1)), frame(0x89, "ping"), frame(0x00, "")];
    for (let i = 1; i < pieces.length; i++) all.push(frame(0x00, pieces.subarray(i, i + 1)));
    all.push(frame(0x80, ""), frame(0x81, "next"));
    peer.socket.write(Buffer.concat(all));
    assert.deepEqual(await peer.next(), [0x8a, Buffer.from("ping")]);
    assert.equal(String((await peer.next())[1]), text);
    assert.equal(String((await peer.next())[1]), "next");
    peer.socket.write(Buffer.concat(Array.from({ length: 500 }, (_, i) => frame(0x81, String(i)))));
    for (let i = 0; i < 500; i++) assert.equal(String((await peer.next())[1]), String(i));
    peer.socket.destroy();
  }));

test("nothing is heard after a close", () => {
  const heard = [];
  return withEcho({ message: (ws, text) => { heard.push(text); ws.close(1000, "enough"); } }, async (port) => {
    const peer = await rawSocket(port);
    peer.socket.write(Buffer.concat([frame(0x81, "one"), frame(0x81, "two"), frame(0x89, "ping")]));
    const [first, payload] = await peer.next();
    assert.deepEqual([first, codeOf(payload), String(payload.subarray(2))], [0x88, 1000, "enough"]);
    assert.equal(await peer.next(), undefined);
    assert.deepEqual(heard, ["one"]);
  });
});

test("permessage-deflate: terms, messages both ways, context", async () => {
  const offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n";
  const termsOf = ({ head }) => /Sec-WebSocket-Extensions: (.*)\r\n/.exec(head)?.[1];
  const inflate = (data) => String(zlib.inflateRawSync(Buffer.concat([data, bytes(0, 0, 255, 255)]), { finishFlush: zlib.constants.Z_SYNC_FLUSH }));
  const deflate = (text) => zlib.deflateRawSync(text, { finishFlush: zlib.constants.Z_SYNC_FLUSH }).subarray(0, -4);
  const echo = { message: (ws, data) => ws.send(data, true) };
  await withEcho({ ...echo, perMessageDeflate: true, maxPayloadLength: 10_000 }, async (port, closes) => {
    const peer = await rawSocket(port, offer);
    assert.equal(termsOf(peer), "permessage-deflate; server_no_context_takeover; client_no_context_takeover");
    const text = "again and again and again ☂";
    for (let i = 0; i < 3; i++) {
      peer.send(0xc1, deflate(text));
      const [first, payload] = await peer.next();
      assert.equal(first, 0xc1);
      assert.equal(inflate(payload), text);
    }
    peer.send(0x81, "plain");
    assert.equal(inflate((await peer.next())[1]), "plain");
    const packed = deflate(text);
    peer.socket.write(Buffer.concat([frame(0x41, packed.subarray(0, 5)), frame(0x80, packed.subarray(5))]));
    assert.equal(inflate((await peer.next())[1]), text);
    peer.socket.destroy();
    assert.equal(await answer(port, frame(0xc1, bytes(1, 2, 3, 4)), offer), 1007);
    assert.equal(await answer(port, frame(0xc2, deflate("x".repeat(10_001))), offer), 1009);
    assert.equal(await answer(port, frame(0xc1, deflate(bytes(0xff, 0xfe))), offer), 1007);
    assert.equal(await answer(port, frame(0xc9, "x"), offer), 1002);
    assert.equal(await answer(port, Buffer.concat([frame(0x41, packed.subarray(0, 5)), frame(0xc0, packed.subarray(5))]), offer), 1002);
    // After all of that, others are not disturbed.
    const other = await rawSocket(port, offer);
    other.send(0xc1, deflate(text));
    assert.equal(inflate((await other.next())[1]), text);
    other.socket.destroy();
    assert.equal(termsOf(await rawSocket(port)), undefined);
    assert.equal(termsOf(await rawSocket(port, "Sec-WebSocket-Extensions: permessage-deflate; nonsense\r\n")), undefined);
  });
  await withEcho({ ...echo, perMessageDeflate: { compress: "dedicated", decompress: "dedicated" } }, async (port) => {
    const peer = await rawSocket(port, offer);
    assert.equal(termsOf(peer), "permessage-deflate");
    const packer = zlib.createDeflateRaw();
    const unpacker = zlib.createInflateRaw();
    const through = (stream, data) => new Promise((resolve) => {
      const parts = [];
      const take = (part) => parts.push(part);
      stream.on("data", take);
      stream.write(data);
      stream.flush(zlib.constants.Z_SYNC_FLUSH, () => { stream.off("data", take); resolve(Buffer.concat(parts)); });
    });
    const sizes = [];
    for (let i = 0; i < 3; i++) {
      const text = "something that comes again and again, longer than a match is";
      peer.send(0xc1, (await through(packer, text)).subarray(0, -4));
      const [first, payload] = await peer.next();
      assert.equal(first, 0xc1);
      sizes.push(payload.length);
      assert.equal(String(await through(unpacker, Buffer.concat([payload, bytes(0, 0, 255, 255)]))), text);
    }
    assert(sizes[1] < sizes[0] / 2, `the second is shorter: ${sizes}`);
    peer.socket.destroy();
    assert.equal(termsOf(await rawSocket(port, "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=10; client_no_context_takeover\r\n")),
      "permessage-deflate; client_no_context_takeover; server_max_window_bits=10");
  });
});

test("published and compressed", () =>
  withServer({
    fetch: upgrade,
    websocket: { perMessageDeflate: true, open: (ws) => ws.subscribe("t"), message() {} },
  }, async (port, server) => {
    const packed = await rawSocket(port, "Sec-WebSocket-Extensions: permessage-deflate\r\n");
    const plain = await rawSocket(port);
    assert.equal(server.publish("t", "to everybody", true), 12);
    assert.equal((await packed.next())[0], 0xc1);
    assert.deepEqual(await plain.next(), [0x81, Buffer.from("to everybody")]);
    assert.equal(server.subscriberCount("t"), 2);
    packed.socket.destroy();
    plain.socket.destroy();
  }));

test("random bytes do no harm", () =>
  withEcho({ perMessageDeflate: true }, async (port) => {
    let seed = 1;
    const random = () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) >> 8;
    for (let round = 0; round < 60; round++) {
      const data = Buffer.concat(Array.from({ length: 5 }, () => {
        const payload = Buffer.alloc(random() % 40).map(() => random());
        const part = frame([0x81, 0x82, 0x01, 0x00, 0x80, 0x89, 0x8a, 0x88, 0xc1, 0xc2, 0x42][random() % 11], payload);
        if (random() % 4 === 0) part[random() % part.length] ^= 1 << (random() % 8);
        return part;
      }));
      const peer = await rawSocket(port, "Sec-WebSocket-Extensions: permessage-deflate\r\n");
      peer.socket.write(data);
      await sleep(2);
      peer.socket.destroy();
    }
    const peer = await rawSocket(port);
    peer.send(0x81, "alive");
    assert.equal(String((await peer.next())[1]), "alive");
    peer.socket.destroy();
  }));
