// What is typed on a terminal, as events: a stream's bytes become 'keypress' with the text and a description of the key.
// https://nodejs.org/api/readline.html#readlineemitkeypresseventsstream-interface

import {
  RegExpPrototypeExec, StringFromCharCode, StringPrototypeCharCodeAt, StringPrototypeCodePointAt, StringPrototypeSlice,
  StringPrototypeToLowerCase, Symbol,
} from "internal/primordials";

export interface Key {
  sequence: string;
  name: string | undefined;
  ctrl: boolean;
  meta: boolean;
  shift: boolean;
  code?: string;
}

const kEscape = "\x1b";
const kEscapeDelay = 500;
const kDecoder = Symbol("keypressDecoder");

// By the final part of an escape sequence, of xterm, rxvt, gnome, putty, cygwin and the Linux console.
const kNames: Record<string, string> = {
  __proto__: null as any,
  "[P": "f1", "[Q": "f2", "[R": "f3", "[S": "f4", "OP": "f1", "OQ": "f2", "OR": "f3", "OS": "f4",
  "[11~": "f1", "[12~": "f2", "[13~": "f3", "[14~": "f4", "[[A": "f1", "[[B": "f2", "[[C": "f3", "[[D": "f4", "[[E": "f5",
  "[15~": "f5", "[17~": "f6", "[18~": "f7", "[19~": "f8", "[20~": "f9", "[21~": "f10", "[23~": "f11", "[24~": "f12",
  "[A": "up", "[B": "down", "[C": "right", "[D": "left", "[E": "clear", "[F": "end", "[H": "home",
  "OA": "up", "OB": "down", "OC": "right", "OD": "left", "OE": "clear", "OF": "end", "OH": "home",
  "[1~": "home", "[2~": "insert", "[3~": "delete", "[4~": "end", "[5~": "pageup", "[6~": "pagedown",
  "[[5~": "pageup", "[[6~": "pagedown", "[7~": "home", "[8~": "end",
  "[a": "up", "[b": "down", "[c": "right", "[d": "left", "[e": "clear",
  "[2$": "insert", "[3$": "delete", "[5$": "pageup", "[6$": "pagedown", "[7$": "home", "[8$": "end",
  "Oa": "up", "Ob": "down", "Oc": "right", "Od": "left", "Oe": "clear",
  "[2^": "insert", "[3^": "delete", "[5^": "pageup", "[6^": "pagedown", "[7^": "home", "[8^": "end",
  "[Z": "tab", "[200~": "paste-start", "[201~": "paste-end",
};
const kShifted = /^(\[[a-e]|\[[235678]\$|\[Z)$/;
const kControlled = /^(O[a-e]|\[[235678]\^)$/;

function isDigit(character: string): boolean {
  return character >= "0" && character <= "9";
}

/** The length in UTF-16 units of the character at `index`. */
export function charLengthAt(text: string, index: number): number {
  // A pretended character at the end keeps the cursor's arithmetic simple.
  if (text.length <= index) return 1;
  return StringPrototypeCodePointAt(text, index)! >= 0x10000 ? 2 : 1;
}

/** The length in UTF-16 units of the character that ends at `index`. */
export function charLengthLeft(text: string, index: number): number {
  if (index <= 0) return 0;
  return index > 1 && StringPrototypeCodePointAt(text, index - 2)! >= 0x10000 ? 2 : 1;
}

/** Reads the rest of a sequence that began with ESC and `introducer`. */
function* readSequence(introducer: string, key: Key): Generator<undefined, string, string> {
  let text = introducer;
  let code = introducer;
  let modifier = 0;
  let character: string = yield;
  text += character;
  if (introducer === "O") {
    // ESC O letter, or ESC O modifier letter
    if (isDigit(character)) {
      modifier = +character - 1;
      text += character = yield;
    }
    code += character;
  } else {
    // ESC [ letter, ESC [ [ letter, ESC [ numbers letter
    if (character === "[") {
      code += character;
      text += character = yield;
    }
    const start = text.length - 1;
    for (let i = 0; i < 3 && isDigit(character); i++) text += character = yield;
    if (character === ";") {
      text += character = yield;
      if (isDigit(character)) text += yield;
    }
    const command = StringPrototypeSlice(text, start);
    let match = RegExpPrototypeExec(/^(?:(\d\d?)(?:;(\d))?([~^$])|(\d{3}~))$/, command);
    if (match !== null) {
      code += match[4] ?? `${match[1]}${match[3]}`;
      modifier = +(match[2] ?? 1) - 1;
    } else if ((match = RegExpPrototypeExec(/^((\d;)?(\d))?([A-Za-z])$/, command)) !== null) {
      code += match[4];
      modifier = +(match[3] ?? 1) - 1;
    } else {
      code += command;
    }
  }
  key.ctrl = (modifier & 4) !== 0;
  key.meta = (modifier & 10) !== 0;
  key.shift = (modifier & 1) !== 0;
  key.code = code;
  key.name = kNames[code] ?? "undefined";
  if (RegExpPrototypeExec(kShifted, code) !== null) key.shift = true;
  if (RegExpPrototypeExec(kControlled, code) !== null) key.ctrl = true;
  return text;
}

function nameCharacter(character: string, isEscaped: boolean, key: Key): void {
  if (character === "\r") key.name = "return";
  else if (character === "\n") key.name = "enter";
  else if (character === "\t") key.name = "tab";
  else if (character === "\b" || character === "\x7f") key.name = "backspace";
  else if (character === kEscape) key.name = "escape";
  else if (character === " ") key.name = "space";
  else if (!isEscaped && character <= "\x1a") {
    key.name = StringFromCharCode(StringPrototypeCharCodeAt(character, 0) + 96);
    key.ctrl = true;
  } else if (RegExpPrototypeExec(/^[0-9A-Za-z]$/, character) !== null) {
    key.name = StringPrototypeToLowerCase(character);
    key.shift = RegExpPrototypeExec(/^[A-Z]$/, character) !== null;
  } else if (isEscaped) {
    key.name = character.length > 0 ? undefined : "escape";
  }
  key.meta = isEscaped;
}

/** Takes one character after another; an empty one says that nothing follows an ESC. */
function* decodeKeys(stream: any): Generator<undefined, never, string> {
  while (true) {
    let character: string = yield;
    let text = character;
    let isEscaped = false;
    const key: Key = { sequence: "", name: undefined, ctrl: false, meta: false, shift: false };
    if (character === kEscape) {
      isEscaped = true;
      text += character = yield;
      if (character === kEscape) text += character = yield;
    }
    if (isEscaped && (character === "O" || character === "[")) {
      text = StringPrototypeSlice(text, 0, -1);
      text += yield* readSequence(character, key);
    } else {
      nameCharacter(character, isEscaped, key);
    }
    key.sequence = text;
    if (text.length !== 0 && (key.name !== undefined || isEscaped)) stream.emit("keypress", isEscaped ? undefined : text, key);
    else if (charLengthAt(text, 0) === text.length) stream.emit("keypress", text, key);
  }
}

export function emitKeypressEvents(stream: any, iface: any = {}): void {
  if (stream[kDecoder]) return;
  const { clearTimeout, setTimeout } = require("internal/timers");
  const { StringDecoder } = require("node:string_decoder").default;
  const decoder = stream[kDecoder] = new StringDecoder("utf8");
  let keys = decodeKeys(stream);
  keys.next();
  let timer: any;

  function onData(bytes: any): void {
    if (stream.listenerCount("keypress") === 0) {
      stream.removeListener("data", onData);
      stream.on("newListener", onNewListener);
      return;
    }
    const text = decoder.write(bytes) as string;
    if (text === "") return;
    clearTimeout(timer);
    // A single key may complete; a pasted tab is a tab.
    iface.isCompletionEnabled = false;
    for (let i = 0; i < text.length;) {
      const size = charLengthAt(text, i);
      const character = StringPrototypeSlice(text, i, i + size);
      i += size;
      if (i === text.length) iface.isCompletionEnabled = true;
      try {
        keys.next(character);
      } catch (error) {
        // A listener has thrown; the next key begins anew.
        keys = decodeKeys(stream);
        keys.next();
        throw error;
      }
      if (i === text.length && character === kEscape)
        timer = setTimeout(() => keys.next(""), iface.escapeCodeTimeout ?? kEscapeDelay);
    }
  }

  function onNewListener(event: string | symbol): void {
    if (event !== "keypress") return;
    stream.on("data", onData);
    stream.removeListener("newListener", onNewListener);
  }

  if (stream.listenerCount("keypress") > 0) stream.on("data", onData);
  else stream.on("newListener", onNewListener);
}
