// node:path: the flavour of this platform.
import posix from "node:path/posix";

export default posix;
