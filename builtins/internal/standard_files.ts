/** The standard streams as files: Weft.stdin, stdout, stderr. https://bun.com/docs/runtime/file-io */
import { file } from "internal/file_blob";

export const stdin = file(0);
export const stdout = file(1);
export const stderr = file(2);
