/**
 * What stands for plugins of Vite that do what weft does by itself (JSX, TypeScript's paths), so that a configuration
 * that names them needs neither them nor Vite: @vitejs/plugin-react and its like, vite-tsconfig-paths.
 */
function plugin(): { name: string } {
  return { name: "weft" };
}
Object.defineProperty(plugin, "default", { value: plugin, writable: true, configurable: true, enumerable: true });
Object.defineProperty(plugin, "preact", { value: plugin, writable: true, configurable: true, enumerable: true });

export = plugin;
