// The clients of the soak: `weft client.mjs PORTS SEED`. Good ones check every byte of every answer; bad ones
// leave early, stop reading, send what is no HTTP. Prints a line of JSON a second: answers checked, and what
// was wrong. On a line of standard input ("finish") it sends last requests that take their time, prints
// "waiting", and reports how they ended.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import net from "node:net";

const ports = JSON.parse(process.argv[2]);
let state = Number(process.argv[3] ?? 1) >>> 0 || 1;

/** A number below `limit`, from the seed (xorshift). */
function random(limit) {
  state ^= state << 13;
  state >>>= 0;
  state ^= state >>> 17;
  state ^= state << 5;
  state >>>= 0;
  return state % limit;
}

const CLIENTS = 24;
const ca = readFileSync(new URL("../tls/keys/ca.pem", import.meta.url));
const agents = {
  http: new http.Agent({ keepAlive: true, maxSockets: 8 }),
  https: new https.Agent({ keepAlive: true, maxSockets: 4 }),
};
const digest = (bytes) => createHash("sha256").update(bytes).digest("hex");
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const line = (index) => `${index} ${"x".repeat(1000)}\n`;

function randomBytes(size) {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 97) bytes[at] = random(256);
  return bytes;
}

function expect(actual, wanted, what) {
  if (actual !== wanted) throw new Error(`${what}: ${String(actual).slice(0, 100)} instead of ${String(wanted).slice(0, 100)}`);
}

/** One request by fetch or by node:http(s); gives status and bytes. */
async function ask(face, path, body) {
  if (face !== "https" && random(2)) {
    const response = await fetch(`http://127.0.0.1:${ports[face]}${path}`, body ? { method: "POST", body } : {});
    return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) };
  }
  return askByNode(face, path, body, agents[face === "https" ? "https" : "http"]);
}

function askByNode(face, path, body, agent) {
  return new Promise((resolve, reject) => {
    const request = (face === "https" ? https : http).request(
      { host: "127.0.0.1", servername: "localhost", port: ports[face], path, method: body ? "POST" : "GET", agent, ca },
      (response) => {
        const chunks = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => resolve({ status: response.statusCode, bytes: Buffer.concat(chunks) }));
      },
    );
    request.on("error", (error) => {
      // A server may close an idle connection just as it is used again: nothing of the request was seen.
      if (request.reusedSocket && error.code === "ECONNRESET") resolve(askByNode(face, path, body, agent));
      else reject(error);
    });
    request.end(body);
  });
}

const text = (bytes) => new TextDecoder().decode(bytes);

const good = {
  async hello(face) {
    const { status, bytes } = await ask(face, random(2) ? "/hello" : "/static");
    expect(status, 200, "status");
    expect(bytes.length, bytes[0] === 104 ? 5 : 6, "length");
  },
  async echo(face) {
    const body = randomBytes(1 + random(60_000));
    const { status, bytes } = await ask(face, random(2) ? "/echo" : "/pass", body);
    expect(status, 200, "status of echo");
    expect(digest(bytes), digest(body), "echo");
  },
  async stream(face) {
    const count = 1 + random(50);
    const { status, bytes } = await ask(face, `/stream/${count}`);
    expect(status, 200, "status of stream");
    expect(digest(bytes), digest(Array.from({ length: count }, (_, index) => line(index)).join("")), "stream");
  },
  async late(face) {
    const { bytes } = await ask(face, `/late/${random(40)}`);
    expect(text(bytes), "late", "late");
  },
  async failing(face) {
    const { status, bytes } = await ask(face, random(2) ? "/throw" : "/reject");
    expect(status, 500, "status of a failing handler");
    expect(text(bytes), "failed", "a failing handler");
  },
  async absent(face) {
    expect((await ask(face, "/absent")).status, 404, "status of no route");
  },
};

/** A connection of its own, on which `talk` misbehaves for at most two seconds. */
async function misbehave(face, talk) {
  const socket = net.connect(ports[face === "https" && random(2) ? "https" : face === "serve" ? "serve" : "http"], "127.0.0.1");
  socket.on("error", () => {});
  const gone = new Promise((resolve) => socket.on("close", resolve));
  await Promise.race([new Promise((resolve) => socket.on("connect", resolve)), gone]);
  await talk(socket);
  await Promise.race([gone, pause(200)]);
  socket.destroy();
  await gone;
}

const bad = {
  async leaves(face) {
    const stop = new AbortController();
    const path = ["/never", "/stream/2000", "/late/100"][random(3)];
    setTimeout(() => stop.abort(), random(20));
    await fetch(`http://127.0.0.1:${ports[face === "https" ? "http" : face]}${path}`, { signal: stop.signal })
      .then((response) => response.arrayBuffer())
      .catch((error) => expect(error.name, "AbortError", "an aborted fetch"));
  },
  stopsReading: (face) =>
    misbehave(face, async (socket) => {
      socket.pause();
      socket.write("GET /stream/3000 HTTP/1.1\r\nHost: a\r\n\r\n");
      await pause(50);
    }),
  stopsUploading: (face) =>
    misbehave(face, async (socket) => {
      socket.write("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 50000\r\n\r\n" + "x".repeat(random(40_000)));
      await pause(random(30));
    }),
  garbage: (face) => misbehave(face, async (socket) => socket.write(randomBytes(1 + random(3000)))),
  smuggles: (face) =>
    misbehave(face, async (socket) =>
      socket.write("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /hello HTTP/1.1\r\n\r\n"),
    ),
  badChunks: (face) => misbehave(face, async (socket) => socket.write("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc")),
  tooLarge: (face) => misbehave(face, async (socket) => socket.write(`GET /hello HTTP/1.1\r\nHost: a\r\nX: ${"x".repeat(40_000)}\r\n\r\n`)),
  drips: (face) =>
    misbehave(face, async (socket) => {
      for (const char of "GET /hello HT") {
        socket.write(char);
        await pause(5);
      }
    }),
  closesHalf: (face) => misbehave(face, async (socket) => socket.end("GET /late/10 HTTP/1.1\r\nHost: a\r\n\r\n")),
};

const counts = { answers: 0, faults: 0, wrong: [] };
let finishing = false;

async function client() {
  while (!finishing) {
    const face = ["serve", "http", "https"][random(3)];
    const isBad = random(6) === 0;
    const table = isBad ? bad : good;
    const names = Object.keys(table);
    const name = names[random(names.length)];
    try {
      await table[name](face);
      counts[isBad ? "faults" : "answers"]++;
    } catch (error) {
      counts.wrong.push(`${face} ${name}: ${error.cause?.message ?? error.message}`);
    }
  }
}

const report = () => console.log(JSON.stringify({ ...counts, wrong: counts.wrong.splice(0) }));
const ticking = setInterval(report, 1000);
const clients = Promise.all(Array.from({ length: CLIENTS }, client));

process.stdin.once("data", async () => {
  finishing = true;
  await clients;
  clearInterval(ticking);
  const last = ["serve", "http", "https"].flatMap((face) =>
    Array.from({ length: 5 }, () => askByNode(face, "/late/3000", undefined, false).then(({ bytes }) => expect(text(bytes), "late", "the last"))),
  );
  await pause(1500);
  console.log("waiting");
  for (const outcome of await Promise.allSettled(last)) {
    if (outcome.status === "fulfilled") counts.answers++;
    else counts.wrong.push(`finishing: ${outcome.reason.cause?.message ?? outcome.reason.message}`);
  }
  report();
  agents.http.destroy();
  agents.https.destroy();
  process.stdin.destroy();
});
