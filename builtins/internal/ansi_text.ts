/** Text for terminals, taken apart: what a reader sees as one character, and control sequences with the style they set. */
import {
  ArrayPrototypePush, ArrayPrototypeSplice, globalThis, RegExpPrototypeExec, StringPrototypeCharCodeAt, StringPrototypeIndexOf,
  StringPrototypeSlice, StringPrototypeSplit,
} from "internal/primordials";

export interface Token {
  text: string;
  /** Columns; -1: a control sequence. */
  width: number;
}

// CSI; OSC; the other strings; everything else that ESC begins (ECMA-48).
const kSequence =
  /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)|\x1b[PX^_][^\x1b\x9c]*(?:\x1b\\|\x9c)|\x1b[ -/]*[0-Z\\-~]/g;

let segmenter: any;

/** In order; `isAmbiguousNarrow` as in stringWidth. */
export function tokensOf(text: string, isAmbiguousNarrow: boolean): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  kSequence.lastIndex = 0;
  for (let match = RegExpPrototypeExec(kSequence, text); match !== null; match = RegExpPrototypeExec(kSequence, text)) {
    addCharacters(tokens, StringPrototypeSlice(text, at, match.index), isAmbiguousNarrow);
    ArrayPrototypePush(tokens, { text: match[0], width: -1 });
    at = kSequence.lastIndex;
  }
  addCharacters(tokens, StringPrototypeSlice(text, at), isAmbiguousNarrow);
  return tokens;
}

function addCharacters(tokens: Token[], text: string, isAmbiguousNarrow: boolean): void {
  let isAscii = true;
  for (let i = 0; i < text.length && isAscii; i++) isAscii = StringPrototypeCharCodeAt(text, i) < 0x7f;
  if (isAscii) {
    for (let i = 0; i < text.length; i++) {
      ArrayPrototypePush(tokens, { text: text[i]!, width: StringPrototypeCharCodeAt(text, i) < 0x20 ? 0 : 1 });
    }
    return;
  }
  const { stringWidth } = require("internal/text_tools");
  segmenter ??= new (globalThis as any).Intl.Segmenter(undefined, { granularity: "grapheme" });
  const options = { ambiguousIsNarrow: isAmbiguousNarrow };
  for (const { segment } of segmenter.segment(text)) {
    ArrayPrototypePush(tokens, { text: segment, width: stringWidth(segment, options) });
  }
}

/** What is switched on, in the order in which it was: what does it, and what ends it. */
interface Active {
  open: string;
  /** The parameter of SGR that ends it; -1: a link. */
  end: number;
  /** Of those that one thing ends, only one is on, but for bold and dim. */
  kind: number;
}

const kLink = -1;
const kLinkStart = /^(?:\x1b\]|\x9d)8;[^;]*;/;

/** Follows the sequences of a text. */
export class Style {
  active: Active[] = [];

  apply(sequence: string): void {
    const link = RegExpPrototypeExec(kLinkStart, sequence);
    if (link !== null) {
      this.#remove(kLink);
      const first = StringPrototypeCharCodeAt(sequence, link[0].length);
      const isEmpty = first === 0x07 || first === 0x1b || first === 0x9c;
      if (!isEmpty) ArrayPrototypePush(this.active, { open: sequence, end: kLink, kind: kLink });
      return;
    }
    const start = sequence[0] === "\x1b" ? 2 : 1;
    const isSgr = sequence[sequence.length - 1] === "m" && (start === 1 || sequence[1] === "[");
    if (isSgr) this.#applyParameters(StringPrototypeSplit(StringPrototypeSlice(sequence, start, -1), ";"));
  }

  #applyParameters(parameters: string[]): void {
    for (let i = 0; i < parameters.length; i++) {
      let parameter = parameters[i]!;
      const code = +(StringPrototypeIndexOf(parameter, ":") < 0 ? parameter : StringPrototypeSplit(parameter, ":")[0]!);
      if (code === 38 || code === 48 || code === 58) {
        // Colours of their own: 38;5;n or 38;2;r;g;b.
        const count = parameters[i + 1] === "5" ? 2 : parameters[i + 1] === "2" ? 4 : 0;
        if (parameter === `${code}`) for (let k = 0; k < count && i + 1 < parameters.length; k++) parameter += `;${parameters[++i]}`;
      }
      if (code === 0) {
        const links = this.active;
        this.active = [];
        for (let k = 0; k < links.length; k++) if (links[k]!.end === kLink) ArrayPrototypePush(this.active, links[k]!);
        continue;
      }
      const end = endOf(code);
      if (end === code) {
        this.#remove(end);
      } else if (end !== 0) {
        const kind = end === 22 ? code : end;
        for (let k = this.active.length - 1; k >= 0; k--) if (this.active[k]!.kind === kind) ArrayPrototypeSplice(this.active, k, 1);
        ArrayPrototypePush(this.active, { open: `\x1b[${parameter}m`, end, kind });
      }
    }
  }

  #remove(end: number): void {
    for (let k = this.active.length - 1; k >= 0; k--) if (this.active[k]!.end === end) ArrayPrototypeSplice(this.active, k, 1);
  }

  opening(): string {
    let text = "";
    for (let i = 0; i < this.active.length; i++) text += this.active[i]!.open;
    return text;
  }

  closing(): string {
    let text = "";
    let last: number | undefined;
    for (let i = this.active.length - 1; i >= 0; i--) {
      const { end, open } = this.active[i]!;
      if (end === last && end !== kLink) continue;
      last = end;
      text += end === kLink ? (open[open.length - 1] === "\x07" ? "\x1b]8;;\x07" : "\x1b]8;;\x1b\\") : `\x1b[${end}m`;
    }
    return text;
  }

  copy(): Style {
    const style = new Style();
    for (let i = 0; i < this.active.length; i++) ArrayPrototypePush(style.active, this.active[i]!);
    return style;
  }
}

/** The parameter that ends what this one begins; the same for one that ends, 0 for what is no style. */
function endOf(code: number): number {
  if (code === 1 || code === 2 || code === 22) return 22;
  if (code === 3 || code === 20 || code === 23) return 23;
  if (code === 4 || code === 21 || code === 24) return 24;
  if (code === 5 || code === 6 || code === 25) return 25;
  if (code >= 7 && code <= 9) return code + 20;
  if (code >= 27 && code <= 29) return code;
  if ((code >= 30 && code <= 39) || (code >= 90 && code <= 97)) return 39;
  if ((code >= 40 && code <= 49) || (code >= 100 && code <= 107)) return 49;
  if (code === 53 || code === 55) return 55;
  if (code === 58 || code === 59) return 59;
  return 0;
}

/** Puts tokens together again; styles that are on are ended and begun again around what is cut. */
export class StyledOutput {
  text = "";
  /** As the sequences so far have it, and as it is in the text. */
  style = new Style();
  #shown = new Style();
  #pending = "";
  #isFresh = true;

  add({ text, width }: Token): void {
    if (width < 0) {
      this.style.apply(text);
      this.#pending += text;
      return;
    }
    this.settle();
    this.text += text;
  }

  /** Brings the text to the style that the sequences have asked for. */
  settle(): void {
    if (!this.#isFresh && this.#pending === "") return;
    this.text += this.#isFresh ? this.style.opening() : this.#pending;
    this.#isFresh = false;
    this.#pending = "";
    this.#shown = this.style.copy();
  }

  /** What follows begins anew with the style that is on. */
  cut(): void {
    if (this.#isFresh) return;
    this.text += this.#pending !== "" && this.style.active.length === 0 ? this.#pending : this.#shown.closing();
    this.#pending = "";
    this.#isFresh = true;
  }

  /** Ends what is on in the text. Sequences behind the last character are left out, but one that ends all. */
  close(): void {
    this.cut();
  }

  /** The sequences behind the last character. */
  finish(): void {
    this.text += this.#pending;
    this.#pending = "";
  }
}
