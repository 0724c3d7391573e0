/** Stands for the package jest-environment-node, for environments that extend it: its global object is the realm's. */
class NodeEnvironment {
  global: any = globalThis;
  context = null;
  fakeTimers = null;
  fakeTimersModern = null;
  moduleMocker = null;
  customExportConditions = ["node", "node-addons"];

  constructor(_config?: unknown, _context?: unknown) {}

  async setup(): Promise<void> {}
  async teardown(): Promise<void> {}

  exportConditions(): string[] {
    return this.customExportConditions;
  }

  /** There is none: files run in the realm. */
  getVmContext(): null {
    return null;
  }
}
// What `import X from`, `import { TestEnvironment }` and `require(…).default` give.
for (const name of ["TestEnvironment", "default"]) {
  Object.defineProperty(NodeEnvironment, name, { value: NodeEnvironment, enumerable: true, writable: true, configurable: true });
}

export = NodeEnvironment;
