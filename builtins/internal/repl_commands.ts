// The REPL's commands: lines that begin with a dot. https://nodejs.org/api/repl.html#commands-and-special-keys
import { ObjectKeys, StringPrototypeEndsWith, StringPrototypePadEnd, StringPrototypeSplit } from "internal/primordials";

export function defineCommands(server: any): void {
  server.defineCommand("break", {
    help: "give up what is not finished",
    action(this: any) {
      this.clearBufferedCommand();
      this.displayPrompt();
    },
  });
  server.defineCommand("clear", {
    help: server.useGlobal ? "as .break" : "give up what is not finished, and begin with an empty context",
    action(this: any) {
      this.clearBufferedCommand();
      if (!this.useGlobal) {
        this._write("Clearing context...\n");
        this.resetContext();
      }
      this.displayPrompt();
    },
  });
  server.defineCommand("exit", {
    help: "end",
    action(this: any) {
      this.close();
    },
  });
  server.defineCommand("help", {
    help: "show the commands",
    action: showHelp,
  });
  server.defineCommand("save", {
    help: "write what was entered to a file",
    action: save,
  });
  server.defineCommand("load", {
    help: "run the text of a file here",
    action: load,
  });
  if (server.terminal) {
    server.defineCommand("editor", {
      help: "write several lines, then run them",
      action(this: any) {
        this.startEditor();
      },
    });
  }
}

function showHelp(this: any): void {
  const names = ObjectKeys(this.commands).sort();
  let width = 0;
  for (let i = 0; i < names.length; i++) if (names[i]!.length > width) width = names[i]!.length;
  for (let i = 0; i < names.length; i++) {
    const { help } = this.commands[names[i]!];
    this._write(`.${help ? StringPrototypePadEnd(names[i]!, width + 3) + help : names[i]}\n`);
  }
  this._write("\nCtrl+C gives up what is not finished, Ctrl+D ends.\n");
  this.displayPrompt();
}

function save(this: any, file: string): void {
  try {
    if (file === "") throw new Error("no file was named");
    require("node:fs").default.writeFileSync(file, this.lines.join("\n"));
    this._write(`Session saved to: ${file}\n`);
  } catch (error: any) {
    this._write(`Failed to save: ${file} (${error.message})\n`);
  }
  this.displayPrompt();
}

function load(this: any, file: string): void {
  const fs = require("node:fs").default;
  let text: string;
  try {
    if (file === "") throw new Error("no file was named");
    if (!fs.statSync(file).isFile()) throw new Error("it is no file");
    text = fs.readFileSync(file, "utf8");
  } catch (error: any) {
    this._write(`Failed to load: ${file} (${error.message})\n`);
    this.displayPrompt();
    return;
  }
  if (this.terminal) this._write(`${text}\n`);
  if (StringPrototypeEndsWith(text, "\n")) text = text.slice(0, -1);
  for (const line of StringPrototypeSplit(text, "\n")) this.lines.push(line);
  this.runText(text);
}
