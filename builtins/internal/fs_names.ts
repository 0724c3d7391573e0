// Names of files as answers: as the native side gives them, in another encoding, or as Dirents.
import { ArrayPrototypeMap, StringPrototypeLastIndexOf, StringPrototypeSlice } from "internal/primordials";
import { Dirent } from "internal/fs_stats";
import { needsTranscoding, pathText } from "internal/fs_utils";
import type { NativePath } from "internal/fs_native";

const buffers = () => require("node:buffer").Buffer;

/** One name: text in `encoding`, or a Buffer if that was asked for. */
export function textFrom(name: any, encoding: any): any {
  return needsTranscoding(encoding) ? buffers().from(name).toString(encoding) : name;
}

export function namesFrom(names: any[], encoding: any): any[] {
  return needsTranscoding(encoding) ? ArrayPrototypeMap(names, (name: any) => textFrom(name, encoding)) : names;
}

/** Dirents of `[names, types]`; of a recursive listing, names hold directories too. */
export function direntsFrom(result: [any[], ArrayLike<number>], path: NativePath, encoding: any): Dirent[] {
  const [names, types] = result;
  const parent = pathText(path);
  const entries: Dirent[] = [];
  for (let i = 0; i < names.length; i++) entries[i] = direntFrom(names[i], types[i], parent, encoding);
  return entries;
}

export function direntFrom(name: any, type: number, parent: string, encoding: any): Dirent {
  let directory = parent;
  if (typeof name === "string") {
    const slash = StringPrototypeLastIndexOf(name, "/");
    if (slash >= 0) {
      directory = join(parent, StringPrototypeSlice(name, 0, slash));
      name = StringPrototypeSlice(name, slash + 1);
    }
  } else {
    const slash = name.lastIndexOf(47);
    if (slash >= 0) {
      directory = join(parent, name.toString("utf8", 0, slash));
      name = name.subarray(slash + 1);
    }
  }
  return new Dirent(textFrom(name, encoding), directory, type);
}

function join(parent: string, rest: string): string {
  return require("node:path").default.join(parent, rest);
}
