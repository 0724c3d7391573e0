/** Worker, the web's, over node:worker_threads. https://html.spec.whatwg.org/multipage/workers.html#dedicated-workers-and-the-worker-interface */
import { ArrayPrototypePush, Array, StringPrototypeIncludes, StringPrototypeStartsWith, TypeError } from "internal/primordials";
import { codes } from "internal/errors";
import { Worker as Thread } from "internal/worker_class";
import type { WebProgram } from "internal/worker_class";
import { ErrorEvent } from "web/error_event";
import { defineEventHandler, Event, EventTarget, fireEvent, markTrusted } from "web/event";
import { MessageEvent } from "web/message_event";
import { finishInterface, inspectAs, kInspect, requireThis, toDOMString } from "web/webidl";
import { placeOfError } from "internal/worker_place";

/** Code that is no file: what it is comes from its type. */
function textProgram(text: string, url: string, isClassic: boolean, mime: string): WebProgram {
  if (StringPrototypeIncludes(mime, "typescript") || StringPrototypeIncludes(mime, "jsx")) {
    const { Transpiler } = require("internal/transpiler");
    const transpiler = new Transpiler({ loader: StringPrototypeIncludes(mime, "jsx") ? "tsx" : "ts" });
    text = transpiler.transformSync(text);
  }
  return { kind: isClassic ? "eval" : "module", text, url, isClassic, preload: [] };
}

function programOf(given: unknown, isClassic: boolean): WebProgram {
  const { URL } = require("web/url");
  const { default: process } = require("node:process");
  const { pathToFileURL, fileURLToPath } = require("node:url").default;
  const text = toDOMString(given);
  if (StringPrototypeStartsWith(text, "blob:")) {
    const { resolveObjectURL } = require("web/object_url");
    const blob = resolveObjectURL(text);
    if (blob === undefined) throw new TypeError(`There is no blob behind ${text}`);
    const source = require("web/encoding").decodeText(require("web/blob").blobDataOf(blob)!.view());
    return textProgram(source, text, isClassic, blob.type);
  }
  let url;
  try {
    url = new URL(text, `${pathToFileURL(process.cwd())}/`);
  } catch {
    const { DOMException } = require("web/dom_exception");
    throw new DOMException(`Failed to construct 'Worker': '${text}' is not a valid URL`, "SyntaxError");
  }
  if (url.protocol === "data:") {
    const { type, bytes } = require("internal/data_url").readDataUrl(url.href);
    return textProgram(require("web/encoding").decodeText(bytes), url.href, isClassic, type);
  }
  if (url.protocol !== "file:")
    throw new TypeError(`A worker comes from a file:, data: or blob: URL, not from ${url.href}`);
  return { kind: "file", text: fileURLToPath(url), url: url.href, isClassic, preload: [] };
}

function preloadOf(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  const list: string[] = [];
  const items = Array.isArray(value) ? value : [value];
  const path = require("node:path").default;
  for (let i = 0; i < items.length; i++) {
    const text = `${items[i]}`;
    ArrayPrototypePush(list, StringPrototypeStartsWith(text, "file:") ? require("node:url").default.fileURLToPath(text) : path.resolve(text));
  }
  return list;
}

class Worker extends (EventTarget as any as new () => any) {
  #thread: Thread;

  constructor(url: unknown, options: any = undefined) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("url");
    super();
    const settings = options ?? {};
    if (typeof settings !== "object") throw new codes.ERR_INVALID_ARG_TYPE("options", "Object", options);
    const type = settings.type === undefined ? "classic" : `${settings.type}`;
    if (type !== "classic" && type !== "module")
      throw new TypeError(`The provided value '${type}' is not a valid enum value of type WorkerType.`);
    const program = programOf(url, type === "classic");
    program.preload = preloadOf(settings.preload);
    program.onMessage = (message) => fireEvent(this as any, new MessageEvent("message", message));
    const name = settings.name === undefined ? "" : `${settings.name}`;
    this.#thread = new Thread(undefined, {
      name, argv: settings.argv, execArgv: settings.execArgv, env: settings.env, workerData: settings.workerData,
      resourceLimits: settings.resourceLimits,
    }, program);
    if (settings.ref === false) this.#thread.unref();
    this.#thread.on("online", () => fireEvent(this as any, new Event("open")));
    this.#thread.on("messageerror", (error: unknown) => {
      fireEvent(this as any, new MessageEvent("messageerror", { data: error }));
    });
    this.#thread.on("error", (error: any) => this.#onError(error));
    this.#thread.on("exit", (code: number) => {
      const event: any = new (require("web/close_event").CloseEvent)("close", { code: code < 0 ? 0 : code });
      fireEvent(this as any, event);
    });
  }

  /** What nobody has cancelled is an error of this thread, too. */
  #onError(error: unknown): void {
    const event = markTrusted(new ErrorEvent("error", { cancelable: true, ...placeOfError(error), error }));
    fireEvent(this as any, event);
    if (!event.defaultPrevented && this.#isUnheard()) require("web/report_error").reportException(error);
  }
  #isUnheard(): boolean {
    return !require("web/event").hasListeners(this, "error");
  }

  postMessage(message: unknown, transfer?: unknown): void {
    requireThis(#thread in this, "Worker");
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("message");
    this.#thread.postMessage(message, transfer);
  }
  terminate(): void {
    requireThis(#thread in this, "Worker");
    void this.#thread.terminate();
  }
  ref(): void {
    requireThis(#thread in this, "Worker");
    this.#thread.ref();
  }
  unref(): void {
    requireThis(#thread in this, "Worker");
    this.#thread.unref();
  }
  get threadId(): number {
    requireThis(#thread in this, "Worker");
    return this.#thread.threadId;
  }

  [kInspect](depth: number, options: any, inspect: any): string {
    return inspectAs(this, { threadId: this.threadId }, depth, options, inspect);
  }
}
finishInterface(Worker, "Worker");
defineEventHandler(Worker.prototype, "message");
defineEventHandler(Worker.prototype, "messageerror");
defineEventHandler(Worker.prototype, "error");

export { Worker };
