/** What weft has and no standard knows; every member is also a named export of the module "weft". */
declare var Weft: typeof import("weft");
/** The same under Bun's name. */
declare var Bun: typeof import("weft");

declare module "weft" {
  const weft: typeof import("weft");
  export default weft;
}
declare module "bun" {
  export * from "weft";
  export { default } from "weft";
}
