/**
 * What stands for plugins of Vite that do what weft does by itself (JSX, TypeScript's paths), so that a configuration
 * that names them needs neither them nor Vite: @vitejs/plugin-react and its like, vite-tsconfig-paths.
 */
export default function plugin(): { name: string } {
  return { name: "weft" };
}
