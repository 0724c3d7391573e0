// node:constants, the old name for os.constants and fs.constants together.
import { constants as fsConstants } from "internal/fs_constants";
import os from "node:os";

const { dlopen, errno, priority, signals } = (os as any).constants;

export default { ...dlopen, ...errno, ...priority, ...signals, ...fsConstants };
