/**
 * How a test file's realm finds its modules and what it reads in place of files, by the settings of its project: names
 * that stand for others, folders of packages, extensions, conditions; transformers, style sheets and assets.
 */
import { ArrayPrototypeMap } from "internal/primordials";
import type { Settings } from "internal/test_settings";

interface HooksNative {
  /** Empty lists leave what is there; paths are added. */
  setResolution(extensions: string[], folders: string[], paths: string[], conditions: string[]): void;
  /** Gives what suspends the hooks. */
  setHooks(rules: string[][], map: (name: string) => string[] | undefined, gives: (path: string, suffix: string) => string | undefined, give: (path: string, suffix: string) => string[], plain: string[]): (isSuspended: boolean) => void;
}

/** Read as they are, unless a transformer wants them. */
const kPlain = [".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".json"];

const kNothing = (): undefined => undefined;

/** @param conditions Of the environment, where it has others than Node's. */
export function install(settings: Settings, conditions: string[] = []): void {
  const binding: HooksNative = native("graph_hooks");
  const { moduleFileExtensions, moduleDirectories, modulePaths, moduleNameMapper, alias, transform, assets, flavour } = settings;
  const extensions = ArrayPrototypeMap(moduleFileExtensions, (name: string) => `.${name}`) as string[];
  binding.setResolution(extensions, moduleDirectories, modulePaths, conditions.length > 0 ? conditions : settings.conditions);
  const isMapped = moduleNameMapper.length > 0 || alias.length > 0 || flavour === "vitest";
  const hasTexts = transform.length > 0 || assets === "vite";
  if (!isMapped && !hasTexts) return;
  const mapper = isMapped ? new (require("internal/test_name_map").NameMapper)(settings) : undefined;
  const transforms = transform.length > 0 ? new (require("internal/test_transform").Transforms)(settings) : undefined;
  const takesAssets = assets === "vite";
  const gives = (path: string, suffix: string): string | undefined => {
    const way: string | undefined = transforms?.wayOf(path);
    if (way !== undefined) return way;
    return takesAssets && require("internal/test_assets").isAsset(path, suffix) ? "" : undefined;
  };
  const give = (path: string, suffix: string): string[] =>
    transforms?.wayOf(path) !== undefined ? transforms.transform(path) : require("internal/test_assets").assetText(path, suffix, settings);
  const plain = transforms === undefined ? kPlain : [];
  const suspend = binding.setHooks(mapper?.rules ?? [], mapper === undefined ? kNothing : (name) => mapper.map(name), hasTexts ? gives : kNothing, give, hasTexts ? plain : [...kPlain]);
  if (transforms === undefined) return;
  transforms.suspend = suspend;
  transforms.resume = () => {
    suspend(false);
    require("internal/cjs_loader").forgetResolved();
  };
}
