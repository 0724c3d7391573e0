// The tree of a script of Weft.$.
import { SyntaxError } from "internal/primordials";
import type { RedirectToken, Word } from "internal/shell_lexer";

export interface Redirect extends RedirectToken {
  /** The file, or a value of the program's; none where a descriptor is copied. */
  target: Word | undefined;
}

export interface Assignment {
  name: string;
  value: Word;
}

export type Command =
  | { type: "simple"; assignments: Assignment[]; words: Word[]; redirects: Redirect[] }
  | { type: "subshell"; script: Script; redirects: Redirect[] }
  | { type: "if"; branches: { condition: Script; then: Script }[]; otherwise: Script | undefined; redirects: Redirect[] }
  | { type: "test"; words: Word[]; redirects: Redirect[] };

export interface Pipeline {
  commands: Command[];
  /** After `!`. */
  isNegated: boolean;
}

export interface AndOr {
  first: Pipeline;
  rest: { operator: "&&" | "||"; pipeline: Pipeline }[];
}

export interface Script {
  list: AndOr[];
}

export class ShellSyntaxError extends SyntaxError {}
