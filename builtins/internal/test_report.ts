/**
 * What a program with tests prints when it is run on its own: node:test's reports "spec" and "tap"
 * (https://nodejs.org/api/test.html#test-reporters). --test-reporter chooses; without it, "spec".
 */
import { ArrayPrototypePush, JSONStringify, StringPrototypeRepeat, StringPrototypeReplaceAll, StringPrototypeSplit } from "internal/primordials";
import { option } from "internal/options";
import { writeText } from "internal/stdio";
import type { Fault } from "internal/test_faults";
import { now } from "internal/test_deadlines";
import type { Status } from "internal/test_tree";

/** A test or a block, with what it holds. */
export interface Entry {
  name: string;
  status: Status;
  isSuite: boolean;
  milliseconds: number;
  /** Why it was skipped, or is a todo. */
  note: string;
  faults: Fault[];
  children: Entry[];
  diagnostics: string[];
}

type Counts = Record<"tests" | "suites" | "pass" | "fail" | "cancelled" | "skipped" | "todo", number>;

const kDirective = { passed: "", failed: "", skipped: " # SKIP", todo: " # TODO" };

export class Report {
  readonly #isTap: boolean;
  readonly #colors: boolean;
  readonly #begun = now();
  readonly #counts: Counts = { tests: 0, suites: 0, pass: 0, fail: 0, cancelled: 0, skipped: 0, todo: 0 };
  readonly #failed: Entry[] = [];
  #top = 0;
  #text = "";

  constructor(colors: boolean) {
    this.#isTap = option("--test-reporter") === "tap";
    this.#colors = colors;
    if (this.#isTap) this.#write("TAP version 13\n");
  }

  #write(text: string): void {
    this.#text += text;
  }

  #flush(): void {
    if (this.#text !== "") writeText(1, this.#text);
    this.#text = "";
  }

  #paint(code: number, text: string): string {
    return this.#colors ? `\x1b[${code}m${text}\x1b[39m` : text;
  }

  /** One of the outermost has ended. */
  add(entry: Entry): void {
    if (this.#isTap) this.#tap(entry, ++this.#top, 0);
    else this.#spec(entry, 0);
    this.#count(entry);
    this.#flush();
  }

  #count(entry: Entry): void {
    const counts = this.#counts;
    if (entry.isSuite) counts.suites++;
    else {
      counts.tests++;
      counts[entry.status === "passed" ? "pass" : entry.status === "failed" ? "fail" : entry.status]++;
    }
    if (entry.status === "failed" && entry.faults.length > 0) ArrayPrototypePush(this.#failed, entry);
    for (let i = 0; i < entry.children.length; i++) this.#count(entry.children[i]!);
  }

  // ---- spec

  #spec(entry: Entry, depth: number): void {
    const indent = StringPrototypeRepeat("  ", depth);
    const hasChildren = entry.children.length > 0;
    const time = ` (${entry.milliseconds.toFixed(6).replace(/\.?0+$/, "")}ms)`;
    if (hasChildren) {
      this.#write(`${indent}▶ ${entry.name}\n`);
      for (let i = 0; i < entry.children.length; i++) this.#spec(entry.children[i]!, depth + 1);
    }
    const note = entry.note === "" ? "" : ` ${entry.note}`;
    let line: string;
    switch (entry.status) {
      case "passed": line = this.#paint(32, `✔ ${entry.name}`) + this.#paint(90, time); break;
      case "failed": line = this.#paint(31, `✖ ${entry.name}`) + this.#paint(90, time); break;
      case "skipped": line = this.#paint(90, `﹣ ${entry.name}${time} # ${note === "" ? "SKIP" : note.slice(1)}`); break;
      case "todo": line = this.#paint(90, `✔ ${entry.name}${time} # ${note === "" ? "TODO" : note.slice(1)}`); break;
    }
    this.#write(`${indent}${line}\n`);
    for (let i = 0; i < entry.diagnostics.length; i++) this.#write(`${indent}${this.#paint(34, `ℹ ${entry.diagnostics[i]}`)}\n`);
  }

  // ---- TAP

  #tap(entry: Entry, number: number, depth: number): void {
    const indent = StringPrototypeRepeat("    ", depth);
    const lines = [`# Subtest: ${entry.name}`];
    this.#write(`${indent}${lines[0]}\n`);
    for (let i = 0; i < entry.children.length; i++) this.#tap(entry.children[i]!, i + 1, depth + 1);
    if (entry.children.length > 0) this.#write(`${indent}    1..${entry.children.length}\n`);
    const isOk = entry.status !== "failed";
    this.#write(`${indent}${isOk ? "ok" : "not ok"} ${number} - ${StringPrototypeReplaceAll(entry.name, "#", "\\#")}${kDirective[entry.status]}${entry.note === "" ? "" : ` ${entry.note}`}\n`);
    this.#write(`${indent}  ---\n${indent}  duration_ms: ${entry.milliseconds}\n${indent}  type: '${entry.isSuite ? "suite" : "test"}'\n`);
    for (let i = 0; i < entry.faults.length; i++) {
      const { name, message, stack, path, line, column } = entry.faults[i]!;
      if (path !== "") this.#write(`${indent}  location: ${JSONStringify(`${path}:${line}:${column}`)}\n`);
      this.#write(`${indent}  error: ${JSONStringify(message)}\n${indent}  name: ${JSONStringify(name)}\n`);
      if (stack !== "") this.#write(`${indent}  stack: |-\n${this.#indented(stack, `${indent}    `)}\n`);
    }
    this.#write(`${indent}  ...\n`);
    for (let i = 0; i < entry.diagnostics.length; i++) this.#write(`${indent}# ${entry.diagnostics[i]}\n`);
  }

  #indented(text: string, indent: string): string {
    const lines = StringPrototypeSplit(text, "\n");
    let all = "";
    for (let i = 0; i < lines.length; i++) all += `${i === 0 ? "" : "\n"}${indent}${lines[i]}`;
    return all;
  }

  // ---- the end

  /** @param faults Of no test. @returns Whether all is well. */
  end(faults: Fault[]): boolean {
    const counts = this.#counts;
    const sign = this.#isTap ? "# " : "ℹ ";
    if (this.#isTap) this.#write(`1..${this.#top}\n`);
    for (const name in counts) this.#write(`${this.#paint(34, `${sign}${name} ${counts[name as keyof Counts]}`)}\n`);
    this.#write(`${this.#paint(34, `${sign}duration_ms ${now() - this.#begun}`)}\n`);
    if (!this.#isTap && this.#failed.length > 0) {
      this.#write(`\n${this.#paint(31, "✖ failing tests:")}\n`);
      for (let i = 0; i < this.#failed.length; i++) {
        const entry = this.#failed[i]!;
        this.#write("\n");
        for (let j = 0; j < entry.faults.length; j++) this.#fault(entry.name, entry.faults[j]!);
      }
    }
    for (let i = 0; i < faults.length; i++) {
      this.#write("\n");
      this.#fault("outside of any test", faults[i]!);
    }
    this.#flush();
    return counts.fail === 0 && faults.length === 0 && this.#failed.length === 0;
  }

  #fault(title: string, { name, message, stack, path, line, column, cause }: Fault): void {
    if (this.#isTap) {
      this.#write(`# ${title}: ${name}: ${StringPrototypeSplit(message, "\n")[0]}\n`);
      return;
    }
    if (path !== "") this.#write(`test at ${path}:${line}:${column}\n`);
    this.#write(`${this.#paint(31, `✖ ${title}`)}\n${this.#indented(name === "" ? message : `${name}: ${message}`, "  ")}\n`);
    if (stack !== "") this.#write(`${stack}\n`);
    if (cause !== "") this.#write(`${this.#indented(cause, "  ")}\n`);
  }
}
