/**
 * The connection to the server. It is made again whenever it is lost: the server was restarted, the laptop slept; the
 * server then tells what the page missed.
 */
import { isPage, options } from "./types";
import { emit, applyUpdate, reload, state } from "./updates";
import { hideProblems, showProblems, showRuntime } from "./overlay";

const kFirstDelay = 200, kLongestDelay = 3000, kMostWaiting = 200;

let socket: WebSocket | undefined;
let delay = kFirstDelay;
let timer: any;
let page = "";
let waiting: string[] = [];

export function sendToServer(message: object): void {
  const text = JSON.stringify(message);
  if (socket?.readyState === WebSocket.OPEN)
    socket.send(text);
  else if (waiting.length < kMostWaiting)
    waiting.push(text);
}

function hello(): void {
  sendToServer({ type: "hello", session: options.session, version: state.version, url: location.pathname });
}

function connect(): void {
  clearTimeout(timer);
  timer = undefined;
  if (socket && socket.readyState <= WebSocket.OPEN) return;
  const url = new URL(`${options.base}@weft/socket`, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  socket = new WebSocket(url);
  socket.onopen = () => {
    delay = kFirstDelay;
    const texts = waiting;
    waiting = [];
    hello();
    for (const text of texts) socket!.send(text);
    emit("vite:ws:connect", { webSocket: socket });
  };
  socket.onmessage = ({ data }) => receive(JSON.parse(data));
  socket.onclose = () => {
    if (state.isReloading) return;
    emit("vite:ws:disconnect", { webSocket: socket });
    timer ??= setTimeout(connect, delay);
    delay = Math.min(delay * 2, kLongestDelay);
  };
}

function receive(message: any): void {
  switch (message.type) {
    case "update":
      return applyUpdate(message);
    case "problems":
      emit("vite:error", { type: "error", err: message.problems[0] });
      return showProblems(message.problems);
    case "fixed":
      return hideProblems();
    case "reload":
      if (message.page && message.page !== page) return;
      if (message.path && message.path !== location.pathname) return;
      return reload(message.reason);
    case "mapped":
      return showRuntime(message);
    case "custom":
      return emit(message.event, message.data);
  }
}

export function startSocket(name: string): void {
  page = name;
  if (!isPage) return;
  connect();
  const wake = () => {
    if (document.visibilityState === "hidden") return;
    if (socket?.readyState === WebSocket.OPEN)
      hello();
    else
      connect();
  };
  document.addEventListener("visibilitychange", wake);
  addEventListener("online", wake);
  addEventListener("pageshow", (event) => {
    if (event.persisted) wake();
  });
  addEventListener("pagehide", () => {
    delay = kFirstDelay;
  });
}
