// An old name of require("stream").Writable, under which some packages still know it.
import { Writable } from "internal/stream_writable";

export default Writable;
