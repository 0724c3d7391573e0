// .env files, as process.loadEnvFile and util.parseEnv read them: https://nodejs.org/api/util.html#utilparseenvcontent

import { ObjectHasOwn } from "internal/primordials";

/** Names and values of a text of `NAME=value` lines in turn. */
const parseEnvText: (content: string) => string[] = native("process").parseEnvText;

/** The variables of a text of `NAME=value` lines; of two of one name the later. */
export function parseEnv(content: string): Record<string, string> {
  const variables: Record<string, string> = {};
  const parts = parseEnvText(content);
  for (let i = 0; i < parts.length; i += 2) variables[parts[i]!] = parts[i + 1]!;
  return variables;
}

export function loadEnvFile(path: string | { href: string }, environment: Record<string, string | undefined>): void {
  const variables = parseEnv(require("node:fs").default.readFileSync(path, "utf8"));
  for (const name in variables)
    if (ObjectHasOwn(variables, name) && !ObjectHasOwn(environment, name)) environment[name] = variables[name];
}
