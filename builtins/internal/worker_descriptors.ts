/**
 * Files that a worker has open when it ends are closed with it (trackUnmanagedFds): whatever opens and closes them
 * here is noted in native code, which does so.
 */
import { PromisePrototypeThen, ReflectApply } from "internal/primordials";

interface Binding {
  noteDescriptor(fd: number, isOpen: boolean): void;
}

/** Before node:fs is loaded. */
export function trackDescriptors(): void {
  const { noteDescriptor } = native("workers") as Binding;
  const fs = native("fs") as any;
  const { open, close } = fs;
  const opened = (fd: number): number => {
    noteDescriptor(fd, true);
    return fd;
  };
  fs.open = (...args: any[]) => {
    // How to answer comes last: not at all, by a promise, or to a function (internal/fs_native).
    const last = args.length - 1;
    const reply = args[last];
    if (typeof reply !== "function") {
      const result = ReflectApply(open, fs, args);
      return typeof result === "number" ? opened(result) : PromisePrototypeThen(result as Promise<number>, opened);
    }
    args[last] = function (this: unknown, error: unknown, fd: number) {
      if (typeof fd === "number") noteDescriptor(fd, true);
      return ReflectApply(reply, this, arguments);
    };
    return ReflectApply(open, fs, args);
  };
  fs.close = (...args: any[]) => {
    noteDescriptor(args[0], false);
    return ReflectApply(close, fs, args);
  };
}
