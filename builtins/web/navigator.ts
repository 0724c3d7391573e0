/** navigator. https://html.spec.whatwg.org/multipage/system-state.html#the-navigator-object */
import { ObjectFreeze } from "internal/primordials";
import { codes } from "internal/errors";
import { finishInterface, requireThis } from "web/webidl";

interface OsNative {
  /** The number of processors that this process may use. */
  availableParallelism(): number;
}
const binding: OsNative = native("os");

const kCreate = Symbol("create");

export class Navigator {
  #languages: readonly string[] | undefined = undefined;

  constructor(token: unknown = undefined) {
    if (token !== kCreate) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
  }

  get hardwareConcurrency(): number {
    requireThis(#languages in this, "Navigator");
    return binding.availableParallelism();
  }

  get language(): string {
    requireThis(#languages in this, "Navigator");
    return new Intl.DateTimeFormat().resolvedOptions().locale;
  }

  get languages(): readonly string[] {
    requireThis(#languages in this, "Navigator");
    return (this.#languages ??= ObjectFreeze([this.language]));
  }

  get userAgent(): string {
    requireThis(#languages in this, "Navigator");
    return `weft/${require("node:process").default.versions.weft}`;
  }

  get platform(): string {
    requireThis(#languages in this, "Navigator");
    const { platform, arch } = require("node:process").default;
    return platformName(platform, arch);
  }
}
finishInterface(Navigator, "Navigator");

export const navigator = new Navigator(kCreate);

/** The names that browsers use. */
function platformName(platform: string, arch: string): string {
  if (platform === "darwin") return "MacIntel";
  if (platform !== "linux") return platform;
  return `Linux ${arch === "x64" ? "x86_64" : arch === "arm64" ? "aarch64" : arch}`;
}
