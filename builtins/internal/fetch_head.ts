// The head of a request: the request line and the fields, the program's and those that it left to fetch().
import { RegExpPrototypeExec, StringPrototypeToLowerCase } from "internal/primordials";
import { invalidArgument } from "internal/fetch_errors";
import type { HeaderList } from "web/header_list";
import type { HttpTarget } from "web/url";

export interface Head {
  text: string;
  /** -1 unless the program gives it. */
  contentLength: number;
  keepsAlive: boolean;
}

// The first component is weft itself.
const kAgent = `weft/${native("process").componentVersions()[1]}`;

export function headOf(method: string, to: HttpTarget, list: HeaderList | undefined): Head {
  const head: Head = { text: "", contentLength: -1, keepsAlive: true };
  const isPlain = list === undefined || list.size === 0;
  if (isPlain && method === "GET" && to.plainHead !== undefined) {
    head.text = to.plainHead;
    return head;
  }
  const line = `${method} ${to.target} HTTP/1.1\r\n`;
  if (isPlain) {
    head.text = `${line}host: ${to.host}\r\nconnection: keep-alive\r\n${kRest}`;
    if (method === "GET") to.plainHead = head.text;
    return head;
  }
  const host = list.has("host") ? "" : `host: ${to.host}\r\n`;
  head.text = `${line}${host}${fieldsOf(list, head)}`;
  return head;
}

const kAccept = "accept: */*\r\n";
const kUserAgent = `user-agent: ${kAgent}\r\n`;
const kAcceptEncoding = "accept-encoding: gzip, deflate, br, zstd\r\n";
const kRest = `${kAccept}${kUserAgent}${kAcceptEncoding}`;

function fieldsOf(list: HeaderList, head: Head): string {
  const lines = list.lines();
  let connection = "connection: keep-alive\r\n";
  let text = "";
  for (let i = 0; i < lines.length; i += 2) {
    const name = lines[i]!;
    const value = lines[i + 1]!;
    switch (StringPrototypeToLowerCase(name)) {
      case "connection":
        if (isClose(value)) head.keepsAlive = false;
        else if (StringPrototypeToLowerCase(value) !== "keep-alive") throw invalidArgument("invalid connection header");
        connection = `connection: ${value}\r\n`;
        continue;
      case "content-length":
        if (RegExpPrototypeExec(/^\d{1,15}$/, value) === null) throw invalidArgument("invalid content-length header");
        head.contentLength = +value;
        break;
      // How a message is framed is not the program's to say.
      case "transfer-encoding":
      case "keep-alive":
      case "upgrade":
      case "expect":
        throw invalidArgument(`invalid ${StringPrototypeToLowerCase(name)} header`);
    }
    text += `${name}: ${value}\r\n`;
  }
  if (!list.has("accept")) text += kAccept;
  if (!list.has("user-agent")) text += kUserAgent;
  if (!list.has("accept-encoding")) text += kAcceptEncoding;
  return connection + text;
}

function isClose(value: string): boolean {
  return StringPrototypeToLowerCase(value) === "close";
}
