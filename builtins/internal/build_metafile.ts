/** What a metafile says, for people: each file with what it is made of, the largest first. */

function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes}b`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)}kb` : `${(bytes / 1024 / 1024).toFixed(1)}mb`;
}

interface Row {
  name: string;
  size: number;
  share: number;
  isFile: boolean;
  input: string;
}

function rowsOf(outputs: any): Row[] {
  const rows: Row[] = [];
  const files = Object.keys(outputs).filter((name) => !name.endsWith(".map")).sort((a, b) => outputs[b].bytes - outputs[a].bytes);
  for (const name of files) {
    const { bytes, inputs } = outputs[name];
    rows.push({ name, size: bytes, share: 1, isFile: true, input: "" });
    const parts = Object.keys(inputs).sort((a, b) => inputs[b].bytesInOutput - inputs[a].bytesInOutput || (a < b ? -1 : 1));
    for (const input of parts) {
      const size = inputs[input].bytesInOutput;
      if (size > 0) rows.push({ name: input, size, share: size / bytes, isFile: false, input });
    }
  }
  return rows;
}

/** How an input came to be in the output, from an entry. */
function chainOf(metafile: any, input: string): string[] {
  const importers = new Map<string, string>();
  const waiting: string[] = [];
  for (const output of Object.values<any>(metafile.outputs)) {
    if (output.entryPoint !== undefined && !importers.has(output.entryPoint)) {
      importers.set(output.entryPoint, "");
      waiting.push(output.entryPoint);
    }
  }
  for (let at = 0; at < waiting.length; at++) {
    for (const { path, external } of metafile.inputs[waiting[at]!]?.imports ?? []) {
      if (external || importers.has(path)) continue;
      importers.set(path, waiting[at]!);
      waiting.push(path);
    }
  }
  const chain: string[] = [];
  for (let at = importers.get(input); at; at = importers.get(at)) chain.push(at);
  return chain;
}

export function describeMetafile(metafile: any, { color = false, verbose = false }: { color?: boolean; verbose?: boolean } = {}): string {
  if (typeof metafile?.inputs !== "object" || typeof metafile.outputs !== "object") throw new TypeError("A metafile has inputs and outputs");
  const rows = rowsOf(metafile.outputs);
  const label = ({ name, isFile }: Row): string => (isFile ? name : ` ${name}`);
  const nameWidth = Math.max(0, ...rows.map((row) => label(row).length + (row.isFile ? 0 : 2)));
  const sizeWidth = Math.max(0, ...rows.map(({ size }) => sizeText(size).length));
  const bold = (text: string): string => (color ? `\x1b[1m${text}\x1b[0m` : text);
  let out = "";
  for (const row of rows) {
    const name = row.isFile ? row.name : ` ├ ${row.name}`;
    const share = `${(row.share * 100).toFixed(1)}%`;
    const line = `  ${name.padEnd(nameWidth + 2)}  ${sizeText(row.size).padStart(sizeWidth)}  ${share.padStart(6)}`;
    out += `${row.isFile ? `\n${bold(line)}` : line}\n`;
    if (verbose && !row.isFile) for (const step of chainOf(metafile, row.input)) out += `      └ ${step}\n`;
  }
  return out;
}
