// What is loaded before the program: --import, --experimental-loader.

interface PreloadNative {
  workingDirectory(): string;
}
const binding = native("modules") as PreloadNative;

/** Settles when all have run, one after the other. */
export async function importFirst(loaders: string[], imports: string[]): Promise<void> {
  const base = require("node:url").default.pathToFileURL(`${binding.workingDirectory()}/`).href;
  if (loaders.length > 0) {
    const { hooksAreReady, register } = require("internal/module_hooks");
    for (let i = 0; i < loaders.length; i++) register(loaders[i], base);
    await hooksAreReady();
  }
  const { importFrom } = require("internal/module_hooks");
  for (let i = 0; i < imports.length; i++) await importFrom(imports[i], `${binding.workingDirectory()}/`);
}
