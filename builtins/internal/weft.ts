/** The global `Weft`: what weft has and no standard knows. */
import { Transpiler } from "internal/transpiler";

export const Weft = { Transpiler };
