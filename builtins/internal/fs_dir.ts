// Dir, what opendir() gives (https://nodejs.org/api/fs.html#class-fsdir).
//
// The directory is read as a whole when it is opened: POSIX leaves open whether a walk sees what changes
// under it, and so there is no descriptor to leak.
import { PromiseReject, PromiseResolve, SymbolAsyncDispose, SymbolAsyncIterator, SymbolDispose } from "internal/primordials";
import { codes } from "internal/errors";
import { validateFunction, validateUint32 } from "internal/validators";
import { binding, kPromise, type NativePath } from "internal/fs_native";
import { direntFrom } from "internal/fs_names";
import { checkRecursive } from "internal/fs_sync";
import type { Dirent } from "internal/fs_stats";
import { checkCallback, namesAs, pathText, toOptions, toPath } from "internal/fs_utils";

type Listing = [names: any[], types: ArrayLike<number>];

let makeDir: (path: NativePath, listing: Listing, encoding: any) => Dir;

export class Dir {
  #path: string;
  #names: any[];
  #types: ArrayLike<number>;
  #encoding: any;
  #next = 0;
  #isClosed = false;

  static {
    makeDir = (path, listing, encoding) => new Dir(listing, path, encoding);
  }

  constructor(listing: Listing, path: any, encoding?: any) {
    if (listing === undefined) throw new codes.ERR_MISSING_ARGS("handle");
    this.#path = pathText(path);
    [this.#names, this.#types] = listing;
    this.#encoding = encoding;
  }

  get path(): string {
    return this.#path;
  }

  #checkOpen(): void {
    if (this.#isClosed) throw new codes.ERR_DIR_CLOSED();
  }

  #take(): Dirent | null {
    if (this.#next === this.#names.length) return null;
    const i = this.#next++;
    return direntFrom(this.#names[i], this.#types[i], this.#path, this.#encoding);
  }

  read(callback?: any): Promise<Dirent | null> | void {
    if (callback === undefined) {
      if (this.#isClosed) return PromiseReject(new codes.ERR_DIR_CLOSED());
      return PromiseResolve(this.#take());
    }
    validateFunction(callback, "callback");
    this.#checkOpen();
    const entry = this.#take();
    require("node:process").default.nextTick(callback, null, entry);
  }

  readSync(): Dirent | null {
    this.#checkOpen();
    return this.#take();
  }

  close(callback?: any): Promise<void> | void {
    if (callback === undefined) {
      if (this.#isClosed) return PromiseReject(new codes.ERR_DIR_CLOSED());
      this.#isClosed = true;
      return PromiseResolve(undefined);
    }
    validateFunction(callback, "callback");
    const error = this.#isClosed ? new codes.ERR_DIR_CLOSED() : null;
    this.#isClosed = true;
    require("node:process").default.nextTick(callback, error);
  }

  closeSync(): void {
    this.#checkOpen();
    this.#isClosed = true;
  }

  async *entries(): AsyncGenerator<Dirent> {
    this.#checkOpen();
    try {
      for (let entry = this.#take(); entry !== null; entry = this.#take()) yield entry;
    } finally {
      this.#isClosed = true;
    }
  }

  [SymbolDispose](): void {
    if (!this.#isClosed) this.closeSync();
  }

  async [SymbolAsyncDispose](): Promise<void> {
    if (!this.#isClosed) await this.close();
  }
}
(Dir.prototype as any)[SymbolAsyncIterator] = Dir.prototype.entries;

function checkOptions(options: any): any {
  const checked = toOptions(options, { encoding: "utf8" });
  if (checked.bufferSize !== undefined) validateUint32(checked.bufferSize, "options.bufferSize", true);
  checkRecursive(checked);
  return checked;
}

export function openDirectorySync(path: any, options: any): Dir {
  path = toPath(path);
  const checked = checkOptions(options);
  return makeDir(path, binding.opendir(path, namesAs(checked), !!checked.recursive), checked.encoding);
}

export function openDirectory(path: any, options: any, callback: any): void {
  checkCallback(callback);
  path = toPath(path);
  const checked = checkOptions(options);
  binding.opendir(path, namesAs(checked), !!checked.recursive, (error, listing) => {
    if (error) callback(error);
    else callback(null, makeDir(path, listing, checked.encoding));
  });
}

export async function openDirectoryPromise(path: any, options: any): Promise<Dir> {
  path = toPath(path);
  const checked = checkOptions(options);
  return makeDir(path, await binding.opendir(path, namesAs(checked), !!checked.recursive, kPromise), checked.encoding);
}
