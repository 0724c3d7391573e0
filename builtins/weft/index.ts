/** The module "weft": the global `Weft` as its default export, and each member by name. */
import { Weft } from "internal/weft";

export default Weft;
