/** Weft.wrapAnsi (https://bun.com/docs/runtime/utils): a text in lines of so many columns, with its styles. */
import { ArrayPrototypePush, MathFloor, NumberIsFinite, StringPrototypeReplaceAll } from "internal/primordials";
import { StyledOutput, type Token, tokensOf } from "internal/ansi_text";

interface Options {
  columns: number;
  isHard: boolean;
  wrapsWords: boolean;
  trims: boolean;
}

class Row {
  tokens: Token[] = [];
  width = 0;

  add(token: Token): void {
    ArrayPrototypePush(this.tokens, token);
    if (token.width > 0) this.width += token.width;
  }
}

interface Word {
  tokens: Token[];
  width: number;
}

const kSpace: Token = { text: " ", width: 1 };

/**
 * @param options.hard Words that are longer than a line are broken. Default: false.
 * @param options.wordWrap Lines end between words; without it they are filled. Default: true.
 * @param options.trim Spaces at both ends of the lines are left out. Default: true.
 * @param options.ambiguousIsNarrow As in stringWidth.
 */
export function wrapAnsi(text: unknown, columns?: unknown, options?: any): string {
  const whole = StringPrototypeReplaceAll(typeof text === "string" ? text : `${text as any}`, "\r\n", "\n");
  const count = MathFloor(+(columns as number));
  if (!NumberIsFinite(count) || count <= 0) return whole;
  const narrow = options?.ambiguousIsNarrow;
  const given: Options = {
    columns: count,
    isHard: !!options?.hard,
    wrapsWords: options?.wordWrap !== false,
    trims: options?.trim !== false,
  };
  const tokens = tokensOf(whole, narrow === undefined || !!narrow);
  const out = new StyledOutput();
  let begin = 0;
  for (let i = 0; i <= tokens.length; i++) {
    if (i < tokens.length && tokens[i]!.text !== "\n") continue;
    writeLine(out, wordsOf(tokens, begin, i), given);
    if (i < tokens.length) out.text += "\n";
    begin = i + 1;
  }
  out.finish();
  return out.text;
}

/** Between single spaces. */
function wordsOf(tokens: Token[], begin: number, end: number): Word[] {
  const words: Word[] = [{ tokens: [], width: 0 }];
  for (let i = begin; i < end; i++) {
    const token = tokens[i]!;
    if (token.text === " ") {
      ArrayPrototypePush(words, { tokens: [], width: 0 });
      continue;
    }
    const word = words[words.length - 1]!;
    ArrayPrototypePush(word.tokens, token);
    if (token.width > 0) word.width += token.width;
  }
  return words;
}

function writeLine(out: StyledOutput, words: Word[], options: Options): void {
  const rows = layOut(words, options);
  for (let i = 0; i < rows.length; i++) {
    if (i > 0) {
      out.cut();
      out.text += "\n";
    }
    const { tokens } = rows[i]!;
    let last = tokens.length;
    if (options.trims) while (last > 0 && isBlank(tokens[last - 1]!)) last--;
    for (let k = 0; k < tokens.length; k++) if (k < last || tokens[k]!.width < 0) out.add(tokens[k]!);
  }
}

function isBlank({ text, width }: Token): boolean {
  return width < 0 || text === " ";
}

function layOut(words: Word[], { columns, isHard, wrapsWords, trims }: Options): Row[] {
  const rows = [new Row()];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    let row = rows[rows.length - 1]!;
    if (i > 0) {
      if (row.width >= columns && !(wrapsWords && trims)) ArrayPrototypePush(rows, (row = new Row()));
      if (row.width > 0 || !trims) row.add(kSpace);
    }
    const room = columns - row.width;
    const fits = word.width === 0 || word.width <= room;
    if (fits) {
      append(row, word);
    } else if (!wrapsWords) {
      // A full line is filled no further, but the spaces before it may stand in it.
      if (room <= 0 && row.width > 0) ArrayPrototypePush(rows, new Row());
      breakWord(rows, word, columns);
    } else if (isHard && word.width > columns) {
      // In this line, unless a new one saves a line.
      const here = 1 + MathFloor((word.width - room - 1) / columns);
      const anew = MathFloor((word.width - 1) / columns);
      if (anew < here) ArrayPrototypePush(rows, new Row());
      breakWord(rows, word, columns);
    } else {
      if (row.width > 0) ArrayPrototypePush(rows, (row = new Row()));
      append(row, word);
    }
  }
  return rows;
}

function append(row: Row, word: Word): void {
  for (let i = 0; i < word.tokens.length; i++) row.add(word.tokens[i]!);
}

function breakWord(rows: Row[], word: Word, columns: number): void {
  for (let i = 0; i < word.tokens.length; i++) {
    const token = word.tokens[i]!;
    const row = rows[rows.length - 1]!;
    if (token.width > 0 && row.width > 0 && row.width + token.width > columns) ArrayPrototypePush(rows, new Row());
    rows[rows.length - 1]!.add(token);
  }
}
