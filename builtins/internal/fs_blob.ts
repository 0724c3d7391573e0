// fs.openAsBlob: https://nodejs.org/api/fs.html#fsopenasblobpath-options
//
// The bytes are read at once: the Blob is what the file held then, whatever becomes of it.
import { TypeError } from "internal/primordials";
import { constants } from "internal/fs_constants";
import { binding, kPromise } from "internal/fs_native";
import { toFlags, toPath } from "internal/fs_utils";
import { validateObject, validateString } from "internal/validators";

const kAsBuffer = -1;

export function openAsBlob(path: any, options: any = {}): Promise<any> {
  validateObject(options, "options");
  const type = options.type || "";
  validateString(type, "options.type");
  const file = toPath(path);
  try {
    binding.access(file, constants.R_OK);
  } catch (cause) {
    throw cannotOpen(cause);
  }
  require("node:buffer");
  return read(file, type);
}

function cannotOpen(cause: unknown): Error {
  const error: any = new TypeError("Unable to open file as blob", { cause });
  error.code = "ERR_INVALID_ARG_VALUE";
  return error;
}

async function read(file: any, type: string): Promise<any> {
  let bytes: any;
  try {
    bytes = await binding.readFile(file, kAsBuffer, toFlags("r"), kPromise);
  } catch (cause: any) {
    throw cannotOpen(cause);
  }
  return new (require("web/blob").Blob)([bytes], { type });
}
