// The standard streams' front door. A program that only logs never makes a stream: its text goes to native code
// in one write(2). process.stdout, stderr and stdin are made when they are first touched.

interface StdioBinding {
  /**
   * Writes all of `data`, however long that takes; 0, or a negative error number. Text is written as UTF-8.
   */
  write(fd: number, data: string | Uint8Array): number;
  /** Ends the process as a broken pipe ends any other tool: by SIGPIPE, silently. */
  endByBrokenPipe(): never;
}

export const binding = native("stdio") as StdioBinding;
export const kBrokenPipe = -32;

const isWorker: boolean = native("workers").threadId() !== 0;
const streams: any[] = [undefined, undefined, undefined];

/** process.stdout or process.stderr if the program has touched it, and so may have changed it. */
export function getMaterialisedStream(fd: 1 | 2): any {
  return streams[fd];
}

export function getStandardStream(fd: 0 | 1 | 2): any {
  if (isWorker) return streams[fd] ??= require("internal/worker_stdio").openStream(fd);
  return streams[fd] ??= fd === 0
    ? require("internal/stdio_input").openStandardInput()
    : require("internal/stdio_output").openOutput(fd);
}

/**
 * Writes text to a standard descriptor on the console's behalf: what fails is not the program's business unless it
 * listens for the stream's 'error'.
 */
export function writeText(fd: 1 | 2, text: string): void {
  if (isWorker) {
    require("internal/worker_stdio").writeText(fd, text);
    return;
  }
  const status = binding.write(fd, text);
  if (status === 0) return;
  const stream = streams[fd];
  if (stream !== undefined && stream.listenerCount("error") > 0) stream.emitWriteError(status);
  else if (status === kBrokenPipe) binding.endByBrokenPipe();
}

/** Writes text to standard error, through process.stderr if the program knows it. */
export function writeError(text: string): void {
  const stream = streams[2];
  if (stream !== undefined) stream.write(text);
  else writeText(2, text);
}
