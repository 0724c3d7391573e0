/**
 * Modules that only the setup realm has: what configuration files import of Vite and Vitest, whether they are installed
 * or not, and plugins that do what weft does by itself.
 */
const kModules = [
  "vite", "internal/test_config_vite",
  "vitest/config", "internal/test_config_vite",
  "vitest/node", "internal/test_config_vite",
  "@vitejs/plugin-react", "internal/test_config_vite_plugin",
  "@vitejs/plugin-react-swc", "internal/test_config_vite_plugin",
  "@vitejs/plugin-react-oxc", "internal/test_config_vite_plugin",
  "@preact/preset-vite", "internal/test_config_vite_plugin",
  "vite-tsconfig-paths", "internal/test_config_vite_plugin",
];

let isPrepared = false;

/** Before the first configuration is read. */
export function prepareRealm(): void {
  if (isPrepared) return;
  isPrepared = true;
  native("graph_hooks").addBuiltins(kModules);
  const host = native("test");
  if (host.isTraced()) require("internal/process_env").listenToEnvironment((name: string) => host.noteVariable(name));
}
