// Subprocess.resourceUsage(): https://bun.sh/reference/bun/Subprocess/resourceUsage
import { BigInt, ObjectDefineProperty, SymbolToStringTag } from "internal/primordials";

class ResourceUsage {
  contextSwitches: object;
  cpuTime: object;
  maxRSS: number;
  messages: object;
  ops: object;
  shmSize: number;
  signalCount: number;
  swapCount: number;

  /** As native code lists them. */
  constructor(n: number[]) {
    const user = BigInt(n[0]);
    const system = BigInt(n[1]);
    this.contextSwitches = { voluntary: n[10], involuntary: n[11] };
    this.cpuTime = { user, system, total: user + system };
    this.maxRSS = n[2];
    this.messages = { sent: n[7], received: n[8] };
    this.ops = { in: n[5], out: n[6] };
    this.shmSize = n[3];
    this.signalCount = n[9];
    this.swapCount = n[4];
  }
}
ObjectDefineProperty(ResourceUsage.prototype, SymbolToStringTag, { __proto__: null, value: "ResourceUsage", configurable: true } as any);

export function usageFrom(numbers: number[]): ResourceUsage {
  return new ResourceUsage(numbers);
}
