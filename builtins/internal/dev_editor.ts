/** Opens a file in the editor, at a line: `weft dev --editor`, or WEFT_EDITOR, VISUAL, EDITOR; else the first that is there. */
import { which } from "internal/which";

const { spawn } = require("node:child_process").default;
const { basename } = require("node:path").default;
const process = require("node:process").default;

const kUsual = ["code", "cursor", "codium", "zed", "subl", "idea", "webstorm"];
/** They want a terminal, and this one is taken. */
const kOfTerminals = new Set(["vi", "vim", "nvim", "nano", "pico", "micro", "hx", "helix", "ed", "joe"]);

/** The command line that shows that place. */
export function editorCommand(editor: string, path: string, line: number, column: number): string[] {
  const words = editor.trim().split(/\s+/);
  const name = basename(words[0]!).replace(/\.(?:exe|cmd|sh)$/, "");
  const place = `${path}:${line}:${column}`;
  switch (name) {
    case "code": case "code-insiders": case "codium": case "vscodium": case "cursor": case "windsurf": case "positron":
      return [...words, "--goto", place];
    case "subl": case "sublime_text": case "zed": case "zeditor": case "atom": case "lapce": case "mate":
      return [...words, place];
    case "idea": case "webstorm": case "phpstorm": case "pycharm": case "clion": case "goland": case "rider": case "rubymine": case "fleet":
      return [...words, "--line", String(line), "--column", String(Math.max(0, column - 1)), path];
    case "emacs": case "emacsclient":
      return [...words, `+${line}:${column}`, path];
    case "gvim": case "mvim": case "kate": case "gedit": case "geany":
      return name === "kate" ? [...words, "--line", String(line), path] : [...words, `+${line}`, path];
    default:
      return [...words, path];
  }
}

function chosenEditor(setting: string | undefined): string | undefined {
  const { WEFT_EDITOR, VISUAL, EDITOR } = process.env;
  for (const one of [setting, WEFT_EDITOR]) if (one) return one;
  for (const one of [VISUAL, EDITOR])
    if (one && !kOfTerminals.has(basename(one.trim().split(/\s+/)[0]))) return one;
  return kUsual.find((name) => which(name) !== null);
}

/** What was wrong, or undefined. */
export function openInEditor(setting: string | undefined, path: string, line: number, column: number, onFault: (message: string) => void): string | undefined {
  const editor = chosenEditor(setting);
  if (editor === undefined) return "no editor is known: --editor or WEFT_EDITOR names one";
  const [program, ...words] = editorCommand(editor, path, line, column);
  const child = spawn(program, words, { stdio: "ignore", detached: true });
  child.on("error", (error: any) => onFault(`cannot start the editor ${program}: ${error.code ?? error.message}`));
  child.unref();
  return undefined;
}
