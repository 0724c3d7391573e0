// Entries of the type "gc": https://nodejs.org/api/perf_hooks.html#performancenodeentrykind
import { ObjectDefineProperties } from "internal/primordials";
import { constants } from "internal/performance_constants";
import { announceEntry } from "web/performance";
import { newNodeEntry } from "web/performance_entry";

interface CollectionWatch {
  start(): void;
  stop(): void;
}
interface CollectionsNative {
  watchCollections(onCollection: (isFull: boolean, start: number, duration: number) => void): CollectionWatch;
}
const binding: CollectionsNative = native("performance");
let watch: CollectionWatch | undefined;

export function watchCollections(isWanted: boolean): void {
  watch ??= binding.watchCollections(onCollection);
  if (isWanted) watch.start();
  else watch.stop();
}

function onCollection(isFull: boolean, start: number, duration: number): void {
  const kind = isFull ? constants.NODE_PERFORMANCE_GC_MAJOR! : constants.NODE_PERFORMANCE_GC_MINOR!;
  const flags = constants.NODE_PERFORMANCE_GC_FLAGS_NO!;
  const entry = newNodeEntry("gc", "gc", start, duration, { kind, flags });
  // Node's own copies of what detail holds, deprecated.
  ObjectDefineProperties(entry, {
    kind: { __proto__: null, value: kind, writable: true, enumerable: true, configurable: true } as any,
    flags: { __proto__: null, value: flags, writable: true, enumerable: true, configurable: true } as any,
  });
  announceEntry(entry);
}
