// perf_hooks.constants: https://nodejs.org/api/perf_hooks.html#performancenodeentryflags

export const constants: Record<string, number> = { __proto__: null } as any;

const kNames: [name: string, value: number][] = [
  ["NODE_PERFORMANCE_GC_MAJOR", 4],
  ["NODE_PERFORMANCE_GC_MINOR", 1],
  ["NODE_PERFORMANCE_GC_INCREMENTAL", 8],
  ["NODE_PERFORMANCE_GC_WEAKCB", 16],
  ["NODE_PERFORMANCE_GC_FLAGS_NO", 0],
  ["NODE_PERFORMANCE_GC_FLAGS_CONSTRUCT_RETAINED", 2],
  ["NODE_PERFORMANCE_GC_FLAGS_FORCED", 4],
  ["NODE_PERFORMANCE_GC_FLAGS_SYNCHRONOUS_PHANTOM_PROCESSING", 8],
  ["NODE_PERFORMANCE_GC_FLAGS_ALL_AVAILABLE_GARBAGE", 16],
  ["NODE_PERFORMANCE_GC_FLAGS_ALL_EXTERNAL_MEMORY", 32],
  ["NODE_PERFORMANCE_GC_FLAGS_SCHEDULE_IDLE", 64],
];
for (let i = 0; i < kNames.length; i++) {
  Object.defineProperty(constants, kNames[i]![0], { __proto__: null, value: kNames[i]![1], enumerable: true } as any);
}
