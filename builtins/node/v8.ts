// node:v8: https://nodejs.org/api/v8.html. The engine is another; what is here is what has a meaning without V8: its
// serialization format, and what the heap takes.

import { StringPrototypeCharCodeAt } from "internal/primordials";
import { codes } from "internal/errors";
import { unavailable } from "internal/unavailable";
import { validateString } from "internal/validators";
import { emitWarning } from "internal/process_warning";
import { DefaultDeserializer, Deserializer } from "internal/v8_deserializer";
import { DefaultSerializer, Serializer } from "internal/v8_serializer";

function serialize(value: unknown): Uint8Array {
  const serializer = new DefaultSerializer();
  serializer.writeHeader();
  serializer.writeValue(value);
  return serializer.releaseBuffer();
}

function deserialize(buffer: unknown): unknown {
  const deserializer = new DefaultDeserializer(buffer);
  deserializer.readHeader();
  return deserializer.readValue();
}

function memory(): { used: number; size: number; external: number; limit: number } {
  const process = require("node:process").default;
  const { heapTotal, heapUsed, external } = process.memoryUsage();
  const limit = process.constrainedMemory() || require("node:os").default.totalmem();
  return { used: heapUsed, size: heapTotal, external, limit };
}

/** In bytes. What the engine has no notion of is 0. */
function getHeapStatistics(): Record<string, number> {
  const { used, size, external, limit } = memory();
  return {
    total_heap_size: size,
    total_heap_size_executable: 0,
    total_physical_size: size,
    total_available_size: limit > used ? limit - used : 0,
    used_heap_size: used,
    heap_size_limit: limit,
    malloced_memory: external,
    peak_malloced_memory: 0,
    does_zap_garbage: 0,
    number_of_native_contexts: 1,
    number_of_detached_contexts: 0,
    total_global_handles_size: 0,
    used_global_handles_size: 0,
    external_memory: external,
  };
}

/** The engine's heap is one space. */
function getHeapSpaceStatistics(): object[] {
  const { used, size } = memory();
  return [{
    space_name: "heap",
    space_size: size,
    space_used_size: used,
    space_available_size: size > used ? size - used : 0,
    physical_space_size: size,
  }];
}

let hasWarnedOfFlags = false;
function setFlagsFromString(flags: unknown): void {
  validateString(flags, "flags");
  if (hasWarnedOfFlags) return;
  hasWarnedOfFlags = true;
  emitWarning(`v8.setFlagsFromString(${require("internal/inspect").inspect(flags)}) has no effect: the engine is not V8`);
}

/** Changes with the engine's version, and so with what it could cache. */
function cachedDataVersionTag(): number {
  const { versions } = require("node:process").default;
  const text = `${versions.weft} ${versions.javascriptcore}`;
  let hash = 2166136261;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ StringPrototypeCharCodeAt(text, i), 16777619);
  return hash >>> 0;
}

/** In bytes; the engine does not tell code from other memory. */
function getHeapCodeStatistics(): Record<string, number> {
  return {
    code_and_metadata_size: 0, bytecode_and_metadata_size: 0, external_script_source_size: 0, cpu_profiler_metadata_size: 0,
  };
}

/** Node writes coverage where NODE_V8_COVERAGE says, and does nothing without it, as here. */
function takeCoverage(): void {}
function stopCoverage(): void {}

function notBuildingSnapshot(): never {
  throw new codes.ERR_NOT_BUILDING_SNAPSHOT();
}

/** A program is never run to be made a snapshot of. */
const startupSnapshot = {
  addSerializeCallback: notBuildingSnapshot,
  addDeserializeCallback: notBuildingSnapshot,
  setDeserializeMainFunction: notBuildingSnapshot,
  isBuildingSnapshot(): boolean {
    return false;
  },
};

function getHeapSnapshot(options?: unknown): object {
  return require("internal/heap_snapshot_file").getHeapSnapshot(options);
}
function writeHeapSnapshot(filename?: unknown, options?: unknown): string {
  return require("internal/heap_snapshot_file").writeHeapSnapshot(filename, options);
}
const setHeapSnapshotNearHeapLimit = unavailable("heap snapshots", "setHeapSnapshotNearHeapLimit");

export default {
  getHeapCodeStatistics,
  takeCoverage,
  stopCoverage,
  startupSnapshot,
  getHeapSnapshot,
  writeHeapSnapshot,
  setHeapSnapshotNearHeapLimit,
  cachedDataVersionTag,
  getHeapStatistics,
  getHeapSpaceStatistics,
  setFlagsFromString,
  Serializer,
  Deserializer,
  DefaultSerializer,
  DefaultDeserializer,
  serialize,
  deserialize,
};
