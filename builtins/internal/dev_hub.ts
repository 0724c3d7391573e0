/**
 * The pages that are open, and what they are told.
 *
 * No update is lost: a page says which version it has (`hello`) when it connects, and gets all that came since as one
 * update; only then it is told of what comes. One that does not take what it is sent (a tab that sleeps) is cut off, and
 * asks again when it wakes up. The session answers in the order of its calls, so nothing falls in between.
 */
import type { DevPlace, DevSession, FromPage, PagePlace, ToPage } from "internal/dev_native";
import type { SocketHandlers } from "internal/dev_proxy";
import type { Report } from "internal/dev_report";

const { readFileSync } = require("node:fs").default;

/** So many lines of a page's console go to the terminal in a second. */
const kMostLines = 200;
const kMostFrames = 50;

export interface HubSettings {
  /** Of this server: scripts' URLs that are whole are taken if they begin so. */
  origins: () => string[];
  shown: (path: string) => string;
  echoesConsole: boolean;
}

export class Hub {
  #session: DevSession;
  #report: Report;
  #settings: HubSettings;
  #clients = new Set<Client>();

  constructor(session: DevSession, report: Report, settings: HubSettings) {
    this.#session = session;
    this.#report = report;
    this.#settings = settings;
  }

  has(client: unknown): boolean {
    return client instanceof Client;
  }

  get size(): number {
    return this.#clients.size;
  }

  /** For a new connection. */
  client(): SocketHandlers {
    return new Client(this);
  }

  /** To every page that is up to date. */
  send(message: string): void {
    if (message !== "") for (const client of this.#clients) client.send(message);
  }

  tell(message: ToPage): void {
    this.send(JSON.stringify(message));
  }

  add(client: Client): void {
    this.#clients.add(client);
  }
  remove(client: Client): void {
    this.#clients.delete(client);
  }

  async receive(client: Client, message: FromPage): Promise<void> {
    switch (message.type) {
      case "hello":
        return this.#greet(client, message);
      case "console":
        if (!this.#settings.echoesConsole || !client.mayWrite()) return;
        return this.#report.console(String(message.level), message.texts.map(String), await this.#locate(message.at), this.#settings.shown);
      case "reloads":
        return this.#report.reloads(String(message.reason));
      case "error":
        return this.#uncaught(client, message);
    }
  }

  async #greet(client: Client, { session, version }: FromPage & { type: "hello" }): Promise<void> {
    if (session !== this.#session.id || !Number.isSafeInteger(version)) {
      client.say(JSON.stringify({ type: "reload", reason: "the server was started again" } satisfies ToPage));
      return;
    }
    const update = await this.#session.since(version);
    client.isCurrent = true;
    if (update.message !== "") client.send(update.message);
  }

  async #uncaught(client: Client, error: FromPage & { type: "error" }): Promise<void> {
    if (!client.mayWrite()) return;
    const stack: (DevPlace & { name?: string; frame?: string })[] = [];
    for (const place of error.stack.slice(0, kMostFrames)) {
      const found = await this.#locate(place);
      if (found !== undefined) stack.push(typeof place.name === "string" ? { ...found, name: place.name } : found);
    }
    const name = String(error.name);
    const message = String(error.message);
    this.#report.uncaught(name, message, error.isRejection === true, stack, this.#settings.shown);
    if (stack.length > 0) stack[0] = { ...stack[0]!, frame: frameOf(stack[0]!) };
    client.send(JSON.stringify({ type: "mapped", name, message, stack } satisfies ToPage));
  }

  async #locate(place: PagePlace | undefined): Promise<DevPlace | undefined> {
    if (place === undefined || typeof place.url !== "string") return undefined;
    let { url } = place;
    for (const origin of this.#settings.origins()) if (url.startsWith(`${origin}/`)) url = url.slice(origin.length);
    if (!url.startsWith("/") || !(place.line >= 1)) return undefined;
    return this.#session.locate(url, place.line, Math.max(1, place.column));
  }

  close(): void {
    for (const client of this.#clients) client.end();
    this.#clients.clear();
  }
}

/** The lines around a place, with a mark beneath it. */
export function frameOf(place: DevPlace): string | undefined {
  let lines: string[];
  try {
    lines = readFileSync(place.path, "utf8").split(/\r?\n/);
  } catch {
    return undefined;
  }
  const first = Math.max(1, place.line - 2);
  const last = Math.min(lines.length, place.line + 2);
  const width = String(last).length;
  let out = "";
  for (let line = first; line <= last; line++) {
    const text = lines[line - 1]!.slice(0, 200);
    out += `${line === place.line ? ">" : " "} ${String(line).padStart(width)} | ${text}\n`;
    if (line === place.line) out += `  ${" ".repeat(width)} | ${text.slice(0, place.column - 1).replace(/[^\t]/g, " ")}^\n`;
  }
  return out;
}

class Client implements SocketHandlers {
  isCurrent = false;
  #hub: Hub;
  #socket: any = null;
  #second = 0;
  #lines = 0;

  constructor(hub: Hub) {
    this.#hub = hub;
  }

  open(socket: any): void {
    this.#socket = socket;
    this.#hub.add(this);
  }
  close(): void {
    this.#socket = null;
    this.#hub.remove(this);
  }

  message(_socket: any, text: any): void {
    let message: FromPage;
    try {
      message = JSON.parse(text);
      if (message === null || typeof message !== "object") return;
    } catch {
      return;
    }
    // What is no message of ours has no effect, whatever is wrong with it.
    this.#hub.receive(this, message).catch(() => {});
  }

  send(message: string): void {
    if (this.isCurrent) this.say(message);
  }

  say(message: string): void {
    // 0: there was no room. The page connects again, and says what it has.
    if (this.#socket?.send(message) === 0) this.#socket?.terminate();
  }

  mayWrite(): boolean {
    const second = Math.floor(Date.now() / 1000);
    if (second !== this.#second) this.#lines = 0;
    this.#second = second;
    return ++this.#lines <= kMostLines;
  }

  end(): void {
    this.#socket?.close(1001);
  }
}
