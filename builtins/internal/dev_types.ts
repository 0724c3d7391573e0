/** What `weft dev` and `weft preview` have in common: their settings as the command line gives them. */

export interface ServerSettings {
  words: string[];
  port?: number;
  strictPort?: boolean;
  /** An address; absent: this machine alone. */
  host?: string;
  allowedHosts?: string[];
  https?: boolean;
  cert?: string;
  key?: string;
  /** PATH=URL. */
  proxies?: string[];
  /** An origin, or "*". */
  cors?: string;
  /** NAME: VALUE. */
  headers?: string[];
  /** A path. */
  open?: string;
}

/** What is wrong with what was asked for: one line for people, and the end. */
export class ToolError extends Error {
  readonly exitCode: number;
  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The work of a tool: a ToolError is a line on standard error, any other error is a bug and shown whole. */
export async function runTool(name: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    const { default: process } = require("node:process");
    require("node:fs").default.writeSync(2, `weft ${name}: ${error.message}\n`);
    process.exit(error.exitCode);
  }
}
