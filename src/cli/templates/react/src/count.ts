export function count(state: number, action: "up" | "reset"): number {
  return action === "up" ? state + 1 : 0;
}

export function countText(count: number): string {
  return count === 1 ? "clicked once" : `clicked ${count} times`;
}
