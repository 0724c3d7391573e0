// node:constants, the old name for the constants of os, fs and crypto together.
import { constants as cryptoConstants } from "internal/crypto_constants";
import { constants as fsConstants } from "internal/fs_constants";
import os from "node:os";

const { dlopen, errno, priority, signals } = (os as any).constants;

export default { ...dlopen, ...errno, ...priority, ...signals, ...fsConstants, ...cryptoConstants };
