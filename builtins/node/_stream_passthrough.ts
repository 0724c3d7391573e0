// An old name of require("stream").PassThrough, under which some packages still know it.
import { PassThrough } from "internal/stream_transform";

export default PassThrough;
