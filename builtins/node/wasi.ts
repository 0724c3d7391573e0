// node:wasi: https://nodejs.org/api/wasi.html. There is no WASI; packages may import the class.
import { unavailableClass } from "internal/unavailable";

const WASI = unavailableClass("WASI", "WASI");

export default { WASI };
