/** The module "bun": the same as "weft", for programs that were written for Bun. */
import { Weft } from "internal/weft";

export default Weft;
