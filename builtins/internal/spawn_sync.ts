// Weft.spawnSync: the program stands still until the child has ended (https://bun.sh/docs/api/spawn#blocking-api-bun-spawnsync).
import { ArrayPrototypePush, Uint8Array } from "internal/primordials";
import { binding } from "internal/child_native";
import { planSpawn, signalName, spawnError } from "internal/spawn_options";
import { closeOwn, planStdio } from "internal/spawn_stdio";
import { usageFrom } from "internal/spawn_usage";

const kDefaults = ["ignore", "pipe", "pipe"];
const kTimedOut = -110;
const kTooMuch = -105;

export function spawnSync(first: any, second?: any): any {
  const plan = planSpawn(first, second);
  const { native } = plan;
  const stdio = planStdio(plan.options, kDefaults, true);
  const inputs: (Uint8Array | undefined)[] = [];
  let done: ReturnType<typeof binding.spawnSync>;
  try {
    for (let i = 0; i < stdio.length; i++) {
      ArrayPrototypePush(native.stdio, stdio[i].descriptor);
      ArrayPrototypePush(inputs, stdio[i].input as Uint8Array | undefined);
    }
    done = binding.spawnSync({
      ...native, inputs, timeout: plan.timeout, maxBuffer: plan.maxBuffer || Infinity, killSignal: plan.killSignal,
    });
  } finally {
    closeOwn(stdio);
  }
  if (done.pid === 0) throw spawnError(done.error, native.args[0]);
  const result: any = { exitCode: done.signal ? null : done.status };
  if (done.signal) result.signalCode = signalName(done.signal) ?? null;
  result.stdout = stdio[1].isPipe ? bufferOf(done.output[1]) : undefined;
  result.stderr = stdio[2].isPipe ? bufferOf(done.output[2]) : undefined;
  result.success = done.status === 0 && !done.signal;
  if (done.usage !== undefined) result.resourceUsage = usageFrom(done.usage);
  if (done.error === kTimedOut) result.exitedDueToTimeout = true;
  if (done.error === kTooMuch) result.exitedDueToMaxBuffer = true;
  result.pid = done.pid;
  return result;
}

function bufferOf(bytes: Uint8Array | null): any {
  const { Buffer } = require("node:buffer");
  return bytes === null ? Buffer.alloc(0) : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
