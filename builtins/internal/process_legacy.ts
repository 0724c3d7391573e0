// What process has of old, and of addons. https://nodejs.org/api/process.html#processdlopenmodule-filename-flags
import { Error } from "internal/primordials";
import { codes } from "internal/errors";
import { emitWarning } from "internal/process_warning";
import { validateObject, validateString } from "internal/validators";

let hasWarned = false;

export function assert(value: unknown, message?: string): void {
  if (!hasWarned) {
    hasWarned = true;
    emitWarning("process.assert() is deprecated. Please use the `assert` module instead.", "DeprecationWarning", "DEP0100");
  }
  if (!value) throw new codes.ERR_ASSERTION(message || "assertion error");
}

/** Node's own inner modules, of which there are none here. */
export function binding(name: unknown): never {
  throw new Error(`No such module: ${name}`);
}

export function dlopen(module: unknown, filename: unknown): never {
  validateObject(module, "module");
  validateString(filename, "filename");
  throw new codes.ERR_DLOPEN_FAILED(`${filename}: native addons are not supported`);
}
