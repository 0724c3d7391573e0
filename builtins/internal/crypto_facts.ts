// What the library has no part of: FIPS, engines, a heap for secrets.
import { codes } from "internal/errors";
import { validateString } from "internal/validators";

export function getFips(): number {
  return 0;
}

export function setFips(value: any): void {
  if (value) throw new codes.ERR_CRYPTO_FIPS_UNAVAILABLE();
}

export function secureHeapUsed(): object {
  return { total: 0, used: 0, utilization: 0, min: 0 };
}

export function setEngine(id: any): never {
  validateString(id, "id");
  throw new codes.ERR_CRYPTO_CUSTOM_ENGINE_NOT_SUPPORTED();
}
