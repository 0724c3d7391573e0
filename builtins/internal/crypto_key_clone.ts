// Keys as plain data, for structured cloning: a key that arrives in another thread is made anew.
import { binding, kDer, kPkcs8, kSpki, type Handle } from "internal/crypto_key_native";

export interface KeyRecord {
  kind: number;
  bytes: Uint8Array;
}

/** The secret itself, or DER. */
export function recordOf(handle: Handle): KeyRecord {
  const { kind } = handle;
  if (kind === 0) return { kind, bytes: binding.exportSecret(handle) };
  return { kind, bytes: binding.exportKey(handle, kDer, kind === 1 ? kSpki : kPkcs8) };
}

export function handleOfRecord({ kind, bytes }: KeyRecord): Handle {
  if (kind === 0) return binding.createSecret(bytes);
  return kind === 1 ? binding.parsePublic(bytes, kDer, kSpki) : binding.parsePrivate(bytes, kDer, kPkcs8);
}
