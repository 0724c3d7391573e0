// An old name of require("stream").Readable, under which some packages still know it.
import { Readable } from "internal/stream_readable";

export default Readable;
