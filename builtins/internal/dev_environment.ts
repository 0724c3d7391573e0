/**
 * What an application sees of the environment: variables whose names begin as public ones do, from the process and from
 * `.env` files, which are read as `weft FILE` reads them (docs/env.md).
 */
const fs = require("node:fs").default;
const { join } = require("node:path").default;

/** Of names that may go into a page. */
export const kPublicPrefixes = ["VITE_", "WEFT_PUBLIC_"];

/** Name, value, and "literal" or "". */
const parseEnvForms: (text: string) => string[] = native("process").parseEnvForms;

const kReference = /\\\$|\$(?:\{([A-Za-z_]\w*)(?::-([^}]*))?\}|([A-Za-z_]\w*))/g;

/** `$NAME`, `${NAME}`, `${NAME:-text}`; `\$` is a dollar sign. */
function expand(value: string, lookup: (name: string) => string): string {
  return value.replace(kReference, (whole, braced, otherwise, bare) => {
    if (whole === "\\$") return "$";
    const found = lookup(braced ?? bare);
    return found === "" ? (otherwise ?? "") : found;
  });
}

export function envFileNames(mode: string): string[] {
  return [".env", `.env.${mode}`, ".env.local", `.env.${mode}.local`].filter((name) => !name.includes("/"));
}

/** Variables of the files of these folders; the process's own stand above them. */
export function readEnvironment(folders: string[], mode: string, own: Record<string, string | undefined>): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const folder of folders) {
    for (const name of envFileNames(mode)) {
      let text: string;
      try {
        text = fs.readFileSync(join(folder, name), "utf8");
      } catch {
        continue;
      }
      const lookup = (key: string) => own[key] ?? variables[key] ?? "";
      const forms = parseEnvForms(text);
      for (let i = 0; i < forms.length; i += 3)
        variables[forms[i]!] = forms[i + 2] === "literal" ? forms[i + 1]! : expand(forms[i + 1]!, lookup);
    }
  }
  for (const [name, value] of Object.entries(own)) if (value !== undefined) variables[name] = value;
  return variables;
}

export interface Environment {
  /** import.meta.env */
  values: Record<string, unknown>;
  /** process.env.NAME → JavaScript */
  defines: Record<string, string>;
}

export function environmentFor(variables: Record<string, string>, prefixes: string[], mode: string, base: string): Environment {
  const values: Record<string, unknown> = { MODE: mode, BASE_URL: base, DEV: true, PROD: false, SSR: false };
  const defines: Record<string, string> = { "process.env.NODE_ENV": JSON.stringify("development") };
  for (const [name, value] of Object.entries(variables)) {
    if (!prefixes.some((prefix) => name.startsWith(prefix))) continue;
    values[name] = value;
    if (/^[A-Za-z_$][\w$]*$/.test(name)) defines[`process.env.${name}`] = JSON.stringify(value);
  }
  return { values, defines };
}
