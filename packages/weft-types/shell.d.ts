declare module "weft" {
  type ShellValue =
    | string | number | boolean | bigint | null | undefined | { raw: string } | { toString(): string } | WeftFile | BytesSource | Blob
    | Response | Request | ReadableStream | readonly ShellValue[];

  export interface ShellOutput {
    readonly stdout: Buffer;
    readonly stderr: Buffer;
    readonly exitCode: number;
    text(encoding?: BufferEncoding): string;
    json(): any;
    bytes(): Uint8Array;
    arrayBuffer(): ArrayBuffer;
    blob(): Blob;
  }
  export interface ShellError extends Error, ShellOutput {}

  /** A script; it runs when somebody waits for it. */
  export interface ShellPromise extends Promise<ShellOutput> {
    run(): this;
    quiet(): this;
    nothrow(): this;
    throws(on: boolean): this;
    cwd(folder: string): this;
    /** In place of all of the environment. */
    env(variables: Record<string, string | undefined> | undefined): this;
    text(encoding?: BufferEncoding): Promise<string>;
    json(): Promise<any>;
    bytes(): Promise<Uint8Array>;
    arrayBuffer(): Promise<ArrayBuffer>;
    blob(): Promise<Blob>;
    lines(): AsyncIterable<string>;
  }

  export interface Shell {
    (script: TemplateStringsArray, ...values: ShellValue[]): ShellPromise;
    cwd(folder?: string): this;
    env(variables?: Record<string, string | undefined>): this;
    nothrow(): this;
    throws(on: boolean): this;
    /** Quoted for a script. */
    escape(text: string): string;
    braces(pattern: string): string[];
    Shell: new () => Shell;
  }
  export const $: Shell;
}
