// Server-sent events out of bytes as they come.
// https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
import { RegExpPrototypeExec, StringPrototypeCharCodeAt, StringPrototypeIndexOf, StringPrototypeSlice } from "internal/primordials";
import { StreamingDecoder } from "web/encoding";

export interface EventClient {
  onEvent(type: string, data: string, lastEventId: string): void;
  /** The server asks for another time before a lost connection is made anew, in milliseconds. */
  onRetry(time: number): void;
}

const kLf = 10;
const kCr = 13;

export class EventParser {
  lastEventId: string;
  private client: EventClient;
  private decoder = new StreamingDecoder("utf-8", 0);
  private line = "";
  private followsCr = false;
  // The event under way.
  private data: string | undefined = undefined;
  private type = "";
  private id: string;

  constructor(lastEventId: string, client: EventClient) {
    this.client = client;
    this.lastEventId = this.id = lastEventId;
  }

  push(chunk: Uint8Array): void {
    const text = this.decoder.decode(chunk, false);
    let start = 0;
    for (let i = 0; i < text.length; i++) {
      const code = StringPrototypeCharCodeAt(text, i);
      if (code !== kLf && code !== kCr) {
        this.followsCr = false;
        continue;
      }
      // A line ends with LF, CR, or both.
      const isSecond = code === kLf && this.followsCr;
      this.followsCr = code === kCr;
      if (!isSecond) {
        const line = this.line + StringPrototypeSlice(text, start, i);
        this.line = "";
        this.takeLine(line);
      }
      start = i + 1;
    }
    this.line += StringPrototypeSlice(text, start);
  }

  private takeLine(line: string): void {
    if (line === "") {
      this.dispatch();
      return;
    }
    const colon = StringPrototypeIndexOf(line, ":");
    if (colon === 0) return;
    const field = colon < 0 ? line : StringPrototypeSlice(line, 0, colon);
    const value = colon < 0 ? "" : StringPrototypeSlice(line, line[colon + 1] === " " ? colon + 2 : colon + 1);
    if (field === "data") this.data = this.data === undefined ? value : `${this.data}\n${value}`;
    else if (field === "event") this.type = value;
    else if (field === "id") {
      if (StringPrototypeIndexOf(value, "\0") < 0) this.id = value;
    } else if (field === "retry" && RegExpPrototypeExec(/^\d+$/, value) !== null) {
      this.client.onRetry(+value);
    }
  }

  private dispatch(): void {
    const { data, type } = this;
    this.lastEventId = this.id;
    this.data = undefined;
    this.type = "";
    if (data !== undefined) this.client.onEvent(type === "" ? "message" : type, data, this.id);
  }
}
