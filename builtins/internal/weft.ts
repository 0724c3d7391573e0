/** The global `Weft`: what weft has and no standard knows. */
import { JSON5, TOML, YAML } from "internal/data";
import { Transpiler } from "internal/transpiler";

export const Weft = { JSON5, TOML, Transpiler, YAML, serve };
