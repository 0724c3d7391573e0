export function greeting(names: string[]): string {
  return names.length === 0 ? "Hello!" : `Hello, ${names.join(" and ")}!`;
}
