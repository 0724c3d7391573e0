// From words to arguments: braces, tilde, variables, commands, globs (https://bun.sh/docs/runtime/shell).
//
// A variable's value is one argument, whatever blanks are in it; the output of an unquoted command is split at blanks.
// What was quoted, or put in by the program, is never looked at again.
import {
  ArrayPrototypePush, Error, RegExpPrototypeSymbolReplace, RegExpPrototypeSymbolSplit, StringPrototypeTrim,
} from "internal/primordials";
import { fileDataOf } from "internal/file_blob";
import { pathText } from "internal/fs_utils";
import type { Script } from "internal/shell_ast";
import { expandGlob, type GlobChar, hasGlob } from "internal/shell_glob";
import { type Part, valueText, type Word } from "internal/shell_lexer";

const kMostWords = 100_000;

/** What the words ask of the interpreter. */
export interface Context {
  readonly cwd: string;
  readonly home: string;
  variable(name: string): string;
  /** The output of a script. */
  output(script: Script): Promise<string>;
}

export class GlobError extends Error {}

/** A character, or a part that is opaque to braces. */
type Atom = GlobChar | Exclude<Part, { type: "text" }>;

function isChar(atom: Atom): atom is GlobChar {
  return !("type" in atom);
}

function isPlain(atom: Atom | undefined, text: string): boolean {
  return atom !== undefined && isChar(atom) && !atom.isQuoted && atom.text === text;
}

function atomsOf(word: Word): Atom[] {
  const atoms: Atom[] = [];
  for (const part of word.parts) {
    if (part.type !== "text") ArrayPrototypePush(atoms, part);
    // An empty quoted text keeps its word from vanishing.
    else if (part.text === "") ArrayPrototypePush(atoms, { text: "", isQuoted: true });
    else for (const text of part.text) ArrayPrototypePush(atoms, { text, isQuoted: part.isQuoted });
  }
  return atoms;
}

// ---- braces

/** `a{b,c}d` gives abd and acd; braces without a comma are just characters. */
function expandBraces(atoms: Atom[]): Atom[][] {
  for (let start = 0; start < atoms.length; start++) {
    if (!isPlain(atoms[start], "{")) continue;
    const choices = choicesAt(atoms, start);
    if (choices === undefined) continue;
    const before = atoms.slice(0, start);
    const after = expandBraces(atoms.slice(choices.end + 1));
    const words: Atom[][] = [];
    for (const choice of choices.list) {
      for (const middle of expandBraces(choice)) {
        for (const rest of after) {
          if (words.length >= kMostWords) throw new Error("Braces give too many words");
          ArrayPrototypePush(words, [...before, ...middle, ...rest]);
        }
      }
    }
    return words;
  }
  return [atoms];
}

function choicesAt(atoms: Atom[], start: number): { list: Atom[][]; end: number } | undefined {
  const list: Atom[][] = [[]];
  let depth = 0;
  for (let i = start + 1; i < atoms.length; i++) {
    const atom = atoms[i];
    if (isPlain(atom, "{")) depth++;
    if (isPlain(atom, "}") && depth-- === 0) return list.length > 1 ? { list, end: i } : undefined;
    if (isPlain(atom, ",") && depth === 0) ArrayPrototypePush(list, []);
    else ArrayPrototypePush(list[list.length - 1], atom);
  }
  return undefined;
}

/** `$.braces`: all words of a pattern. */
export function bracesOf(text: string): string[] {
  const atoms: Atom[] = [];
  for (const character of text) ArrayPrototypePush(atoms, { text: character, isQuoted: false });
  return expandBraces(atoms).map((word) => word.map((atom) => (atom as GlobChar).text).join(""));
}

// ---- one word

/** An argument in the making. */
interface Field {
  chars: GlobChar[];
  isQuoted: boolean;
}

function pushText(field: Field, text: string, isQuoted: boolean): void {
  if (isQuoted) field.isQuoted = true;
  // Quoted text needs no looking at, character by character.
  if (isQuoted) ArrayPrototypePush(field.chars, { text, isQuoted });
  else for (const character of text) ArrayPrototypePush(field.chars, { text: character, isQuoted });
}

async function fieldsOf(atoms: Atom[], context: Context): Promise<Field[]> {
  let field: Field = { chars: [], isQuoted: false };
  const fields = [field];
  let start = 0;
  if (isPlain(atoms[0], "~") && (atoms.length === 1 || isPlain(atoms[1], "/"))) {
    pushText(field, context.home, true);
    start = 1;
  }
  for (let i = start; i < atoms.length; i++) {
    const atom = atoms[i];
    if (isChar(atom)) {
      pushText(field, atom.text, atom.isQuoted);
    } else if (atom.type === "variable") {
      const value = context.variable(atom.name);
      // A variable that is not set makes no argument, unless it is quoted.
      if (value !== "" || atom.isQuoted) pushText(field, value, true);
    } else if (atom.type === "value") {
      pushText(field, argumentText(atom.value), true);
    } else {
      const output = RegExpPrototypeSymbolReplace(/\n+$/, await context.output(atom.script), "" as any);
      if (atom.isQuoted) {
        pushText(field, output, true);
        continue;
      }
      const trimmed = StringPrototypeTrim(output);
      if (trimmed === "") continue;
      const words = RegExpPrototypeSymbolSplit(/[ \t\n\r]+/, trimmed) as string[];
      for (let j = 0; j < words.length; j++) {
        if (j > 0) ArrayPrototypePush(fields, (field = { chars: [], isQuoted: false }));
        pushText(field, words[j], true);
      }
    }
  }
  return fields;
}

/** A file of Weft.file() is its path. */
function argumentText(value: any): string {
  const data = fileDataOf(value);
  return data?.path !== undefined ? pathText(data.path) : valueText(value);
}

function textOf(field: Field): string {
  let text = "";
  for (const character of field.chars) text += character.text;
  return text;
}

/** The arguments that a word becomes. */
export async function expandWord(word: Word, context: Context, args: string[]): Promise<void> {
  const [only] = word.parts;
  if (word.parts.length === 1 && only.type === "text" && only.isQuoted) {
    ArrayPrototypePush(args, only.text);
    return;
  }
  for (const atoms of expandBraces(atomsOf(word))) {
    for (const field of await fieldsOf(atoms, context)) {
      if (field.chars.length === 0 && !field.isQuoted) continue;
      if (!hasGlob(field.chars)) {
        ArrayPrototypePush(args, textOf(field));
        continue;
      }
      const names = expandGlob(splitQuoted(field.chars), context.cwd);
      if (names.length === 0) throw new GlobError(textOf(field));
      for (const name of names) ArrayPrototypePush(args, name);
    }
  }
}

/** A quoted text is one element so far; the glob wants characters. */
function splitQuoted(chars: GlobChar[]): GlobChar[] {
  const all: GlobChar[] = [];
  for (const { text, isQuoted } of chars) for (const character of text) ArrayPrototypePush(all, { text: character, isQuoted });
  return all;
}

/** A word that is one text: the value of a variable, an operand of `[[ ]]`. */
export async function expandText(word: Word, context: Context): Promise<string> {
  let text = "";
  const fields = await fieldsOf(atomsOf(word), context);
  for (let i = 0; i < fields.length; i++) text += (i > 0 ? " " : "") + textOf(fields[i]);
  return text;
}

/** The value of the program's that a word is; undefined if it is anything else. */
export function valueOf(word: Word): { value: any } | undefined {
  const [only] = word.parts;
  return word.parts.length === 1 && only.type === "value" && only.value !== null && typeof only.value === "object" ? { value: only.value } : undefined;
}
