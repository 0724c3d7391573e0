// The routes of Weft.serve (https://bun.sh/docs/api/http#routing): paths to handlers. An exact path wins over one with
// parameters (`/users/:id`), that over one with a wildcard at its end (`/files/*`); within a kind the more exact one
// from the left.
import {
  ArrayPrototypePush, ArrayPrototypeSort, decodeURIComponent, Map, ObjectKeys, RegExpPrototypeTest, StringPrototypeCharCodeAt,
  StringPrototypeIndexOf, StringPrototypeSlice, StringPrototypeSplit, SymbolFor, TypeError,
} from "internal/primordials";
import { blobDataOf } from "web/blob";
import { Response, responseStateOf } from "web/response";

function isResponse(value: unknown): boolean {
  return responseStateOf(value) !== undefined;
}

/** What a route does: a function, a Response that is sent again and again, or one of these for each method. */
export interface Route {
  /** `undefined`: whatever method. */
  handler: any;
  methods: Map<string, any> | undefined;
  names: string[];
}

interface Pattern {
  segments: string[];
  isWildcard: boolean;
  route: Route;
}

const kMethods = /^(?:GET|HEAD|POST|PUT|DELETE|PATCH|OPTIONS|CONNECT|TRACE)$/;
const kSlash = 47;

/** Of pages, if there may be any. */
type PageRoute = (page: any) => any;

function checkHandler(path: string, handler: any): any {
  if (typeof handler === "function" || isResponse(handler)) return handler;
  // A file, most of the time.
  if (blobDataOf(handler) !== undefined) return new Response(handler);
  throw new TypeError(`routes["${path}"] must be a function, a Response, a page, or an object of methods`);
}

/** What an import of an HTML file gives (builtins/internal/serve_pages.ts). */
const kPage = SymbolFor("weft.page");

function routeOf(path: string, value: any, names: string[], pageRoute: PageRoute): Route {
  if (value !== null && typeof value === "object" && value[kPage] === true) {
    const handler = pageRoute(value);
    const methods = new Map<string, any>();
    methods.set("GET", handler);
    return { handler: undefined, methods, names };
  }
  if (value !== null && typeof value === "object" && !isResponse(value) && blobDataOf(value) === undefined) {
    const methods = new Map<string, any>();
    for (const method of ObjectKeys(value)) {
      if (!RegExpPrototypeTest(kMethods, method)) throw new TypeError(`routes["${path}"] has no HTTP method "${method}"`);
      methods.set(method, checkHandler(path, value[method]));
    }
    return { handler: undefined, methods, names };
  }
  return { handler: checkHandler(path, value), methods: undefined, names };
}

/** Exact segments before parameters, parameters before the wildcard, from the left. */
function comparePatterns(a: Pattern, b: Pattern): number {
  for (let i = 0; i < a.segments.length && i < b.segments.length; i++) {
    const x = StringPrototypeCharCodeAt(a.segments[i], 0) === 58 ? 1 : 0;
    const y = StringPrototypeCharCodeAt(b.segments[i], 0) === 58 ? 1 : 0;
    if (x !== y) return x - y;
  }
  if (a.isWildcard !== b.isWildcard) return a.isWildcard ? 1 : -1;
  return b.segments.length - a.segments.length;
}

export class Routes {
  #exact = new Map<string, Route>();
  #patterns: Pattern[] = [];

  constructor(routes: any, pageRoute: PageRoute) {
    for (const path of ObjectKeys(routes)) {
      if (StringPrototypeCharCodeAt(path, 0) !== kSlash) throw new TypeError(`A route begins with "/": "${path}"`);
      const value = routes[path];
      // `false` leaves the path to fetch().
      if (value === false) continue;
      const segments = StringPrototypeSplit(StringPrototypeSlice(path, 1), "/") as string[];
      const isWildcard = segments[segments.length - 1] === "*";
      const names: string[] = [];
      for (let i = 0; i < segments.length; i++) {
        const segment = segments[i];
        if (StringPrototypeCharCodeAt(segment, 0) === 58) ArrayPrototypePush(names, StringPrototypeSlice(segment, 1));
        else if (StringPrototypeIndexOf(segment, "*") >= 0 && !(isWildcard && i === segments.length - 1))
          throw new TypeError(`A wildcard stands at the end of a route: "${path}"`);
      }
      const route = routeOf(path, value, names, pageRoute);
      if (names.length === 0 && !isWildcard) {
        this.#exact.set(path, route);
        continue;
      }
      if (isWildcard) segments.length--;
      ArrayPrototypePush(this.#patterns, { segments, isWildcard, route });
    }
    ArrayPrototypeSort(this.#patterns, comparePatterns);
  }

  get isEmpty(): boolean {
    return this.#exact.size === 0 && this.#patterns.length === 0;
  }

  /** The route of a path without its query; the values of its parameters are put into `values`. */
  find(path: string, values: string[]): Route | undefined {
    const exact = this.#exact.get(path);
    if (exact !== undefined || this.#patterns.length === 0) return exact;
    const segments = StringPrototypeSplit(StringPrototypeSlice(path, 1), "/") as string[];
    for (let i = 0; i < this.#patterns.length; i++) {
      const pattern = this.#patterns[i];
      if (matches(pattern, segments, values)) return pattern.route;
    }
    return undefined;
  }
}

function matches(pattern: Pattern, segments: string[], values: string[]): boolean {
  const wanted = pattern.segments;
  if (pattern.isWildcard ? segments.length < wanted.length : segments.length !== wanted.length) return false;
  values.length = 0;
  for (let i = 0; i < wanted.length; i++) {
    if (StringPrototypeCharCodeAt(wanted[i], 0) === 58) {
      if (segments[i] === "") return false;
      values[values.length] = segments[i];
    } else if (wanted[i] !== segments[i]) {
      return false;
    }
  }
  return true;
}

/** Of a route without parameters, until someone asks. */
export const kNoParams = {};

/** `request.params`: decoded; what is no UTF-8 in percent signs stays as it came. */
export function paramsOf(route: Route, values: string[]): Record<string, string> {
  const params: any = {};
  for (let i = 0; i < route.names.length; i++) {
    const value = values[i];
    let text = value;
    if (StringPrototypeIndexOf(value, "%") >= 0) {
      try {
        text = decodeURIComponent(value);
      } catch {}
    }
    params[route.names[i]] = text;
  }
  return params;
}
