/**
 * Who may ask. A server on a developer's machine is within reach of every page that its browser shows, so:
 *
 * - `Host` must be a name of this machine, or one that was allowed: a page whose name is pointed at this machine later
 *   (DNS rebinding) asks for its own name.
 * - A WebSocket, and whatever changes something, must come from a page of this server (`Origin`).
 * - Another site's page gets no script, style sheet or image of an application that is worked on (`Sec-Fetch-Site`).
 */
const { isIP } = require("node:net").default;

export interface GateSettings {
  allowedHosts: string[];
  /** An origin, "*", or "". */
  cors: string;
}

/** "[::1]:80" → "::1"; undefined if it is none. */
export function hostNameOf(host: string): string | undefined {
  const match = /^(?:\[([0-9a-f:.%]+)\]|([^:[\]@/\\?#\s]+))(?::\d{1,5})?$/i.exec(host);
  return match === null ? undefined : (match[1] ?? match[2]!).toLowerCase().replace(/\.$/, "");
}

export class Gate {
  #settings: GateSettings;

  constructor(settings: GateSettings) {
    this.#settings = settings;
  }

  /** An address is nobody's name, so it cannot be pointed elsewhere. */
  allowsHost(host: string | null): boolean {
    const name = host === null ? undefined : hostNameOf(host);
    if (name === undefined) return false;
    if (name === "localhost" || name.endsWith(".localhost") || isIP(name) !== 0) return true;
    return this.#settings.allowedHosts.some((allowed) => {
      const wanted = allowed.toLowerCase();
      return wanted === "*" || wanted === name || (wanted.startsWith(".") && (name.endsWith(wanted) || name === wanted.slice(1)));
    });
  }

  /** Whether a page of that origin may do what only this server's own pages may. A program sends no origin. */
  allowsOrigin(origin: string | null, host: string | null): boolean {
    if (origin === null) return true;
    const { cors } = this.#settings;
    if (cors !== "" && cors !== "*" && origin === cors) return true;
    const match = /^https?:\/\/([^/]+)$/i.exec(origin);
    return match !== null && host !== null && match[1]!.toLowerCase() === host.toLowerCase();
  }

  /** Whether another site's page is drawing parts of this one into itself. */
  isStolen(headers: any): boolean {
    if (this.#settings.cors !== "" || headers.get("sec-fetch-site") !== "cross-site") return false;
    return headers.get("sec-fetch-mode") !== "navigate";
  }

  /** The lines of CORS for an answer; "Vary" where it depends on who asks. */
  corsLines(request: any): [string, string][] {
    const { cors } = this.#settings;
    if (cors === "") return [];
    const lines: [string, string][] = [["Access-Control-Allow-Origin", cors]];
    if (cors !== "*") lines.push(["Vary", "Origin"]);
    if (request.method !== "OPTIONS" || !request.headers.has("access-control-request-method")) return lines;
    lines.push(["Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"]);
    const wanted = request.headers.get("access-control-request-headers");
    if (wanted !== null) lines.push(["Access-Control-Allow-Headers", wanted]);
    return lines;
  }
}
