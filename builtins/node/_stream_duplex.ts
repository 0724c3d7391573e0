// An old name of require("stream").Duplex, under which some packages still know it.
import { Duplex } from "internal/stream_duplex";

export default Duplex;
