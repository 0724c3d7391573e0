/** Where an error arose, as an ErrorEvent tells it. */
import { Number, RegExpPrototypeExec } from "internal/primordials";

export interface ErrorPlace {
  message: string;
  filename: string;
  lineno: number;
  colno: number;
}

export function placeOfError(error: any): ErrorPlace {
  const isObject = typeof error === "object" && error !== null;
  const place: ErrorPlace = { message: "", filename: "", lineno: 0, colno: 0 };
  try {
    place.message = isObject && typeof error.message === "string" ? `${error.name ?? "Error"}: ${error.message}` : `Uncaught ${String(error)}`;
    const found = isObject && typeof error.stack === "string"
      ? RegExpPrototypeExec(/\n {4}at (?:[^\n]*\()?([^\n()]+):(\d+):(\d+)\)?/, error.stack) : null;
    if (found !== null) {
      place.filename = found[1]!;
      place.lineno = Number(found[2]);
      place.colno = Number(found[3]);
    }
  } catch {
    // An error that cannot be looked into has no place.
  }
  return place;
}

const String = (value: unknown): string => (typeof value === "symbol" ? "Symbol" : `${value as any}`);
