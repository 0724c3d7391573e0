// An old name of require("stream").Transform, under which some packages still know it.
import { Transform } from "internal/stream_transform";

export default Transform;
