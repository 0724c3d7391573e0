/**
 * Heap snapshots in V8's format, which DevTools read, made of the engine's own. Its nodes are the engine's cells: sizes
 * are estimates, and what the engine keeps for itself (structures, code) is there under the engine's names.
 */
import {
  ArrayPrototypeJoin, ArrayPrototypePush, JSONParse, JSONStringify, SafeMap, StringPrototypeEndsWith, StringPrototypeSlice,
} from "internal/primordials";

/** `nodes` are id, size, class and flags; `edges` are from, to, type and name or index. */
interface EngineSnapshot {
  nodes: number[];
  nodeClassNames: string[];
  edges: number[];
  edgeTypes: string[];
  edgeNames: string[];
}

const kNodeTypes = [
  "hidden", "array", "string", "object", "code", "closure", "regexp", "number", "native", "synthetic", "concatenated string",
  "sliced string", "symbol", "bigint", "object shape",
];
const kEdgeTypes = ["context", "element", "property", "internal", "hidden", "shortcut", "weak"];
const kNodeFields = ["type", "name", "id", "self_size", "edge_count", "trace_node_id", "detachedness"];
const kContext = 0;
const kElement = 1;
const kProperty = 2;
const kInternal = 3;

// Flags of the engine's nodes.
const kInternalCell = 1;
const kObject = 2;

function nodeTypeOf(name: string, flags: number): number {
  switch (name) {
    case "string":
      return 2;
    case "Function":
    case "AsyncFunction":
    case "GeneratorFunction":
      return 5;
    case "RegExp":
      return 6;
    case "symbol":
    case "Symbol":
      return 12;
    case "bigint":
    case "BigInt":
    case "HeapBigInt":
      return 13;
    case "Structure":
      return 14;
    default:
      break;
  }
  if (StringPrototypeEndsWith(name, "Executable") || StringPrototypeEndsWith(name, "CodeBlock")) return 4;
  if ((flags & kObject) !== 0) return 3;
  return (flags & kInternalCell) !== 0 ? 0 : 3;
}

function convert(engine: EngineSnapshot): string {
  const strings: string[] = ["<root>"];
  const numbers = new SafeMap<string, number>([["<root>", 0]]);
  const numberOf = (text: string): number => {
    let number = numbers.get(text);
    if (number === undefined) {
      number = strings.length;
      ArrayPrototypePush(strings, text);
      numbers.set(text, number);
    }
    return number;
  };

  // Where a node is, and its edges, by the engine's identifier.
  const nodeCount = engine.nodes.length / 4;
  const placeOf = new SafeMap<number, number>();
  for (let i = 0; i < nodeCount; i++) placeOf.set(engine.nodes[i * 4]!, i);
  const edgesOf: number[][] = [];
  for (let i = 0; i < engine.edges.length; i += 4) {
    const from = placeOf.get(engine.edges[i]!);
    if (from === undefined || !placeOf.has(engine.edges[i + 1]!)) continue;
    const list = edgesOf[from];
    if (list === undefined) edgesOf[from] = [i];
    else ArrayPrototypePush(list, i);
  }

  const types = [kInternal, kInternal, kInternal, kInternal];
  for (let i = 0; i < engine.edgeTypes.length; i++) {
    const name = engine.edgeTypes[i];
    types[i] = name === "Property" ? kProperty : name === "Index" ? kElement : name === "Variable" ? kContext : kInternal;
  }
  const nodes: number[] = [];
  const edges: number[] = [];
  for (let i = 0; i < nodeCount; i++) {
    const name = engine.nodeClassNames[engine.nodes[i * 4 + 2]!]!;
    const list = edgesOf[i];
    const isRoot = i === 0;
    const type = isRoot ? 9 : nodeTypeOf(name, engine.nodes[i * 4 + 3]!);
    // V8's identifiers of objects are odd.
    const id = engine.nodes[i * 4]! * 2 + 1;
    ArrayPrototypePush(
      nodes, type, isRoot ? 0 : numberOf(name), id, engine.nodes[i * 4 + 1]!, list === undefined ? 0 : list.length, 0, 0);
    if (list === undefined) continue;
    for (let k = 0; k < list.length; k++) {
      const at = list[k]!;
      const edgeType = isRoot ? kElement : types[engine.edges[at + 2]!]!;
      const data = engine.edges[at + 3]!;
      let label = data;
      if (isRoot) label = k + 1;
      else if (edgeType === kProperty || edgeType === kContext) label = numberOf(engine.edgeNames[data]!);
      else if (edgeType === kInternal) label = numberOf("");
      ArrayPrototypePush(edges, edgeType, label, placeOf.get(engine.edges[at + 1]!)! * kNodeFields.length);
    }
  }

  const head = JSONStringify({
    meta: {
      node_fields: kNodeFields,
      node_types: [kNodeTypes, "string", "number", "number", "number", "number", "number"],
      edge_fields: ["type", "name_or_index", "to_node"],
      edge_types: [kEdgeTypes, "string_or_number", "node"],
      trace_function_info_fields: ["function_id", "name", "script_name", "script_id", "line", "column"],
      trace_node_fields: ["id", "function_info_index", "count", "size", "children"],
      sample_fields: ["timestamp_us", "last_assigned_id"],
      location_fields: ["object_index", "script_id", "line", "column"],
    },
    node_count: nodeCount,
    edge_count: edges.length / 3,
    trace_function_count: 0,
  });
  return `{"snapshot":${head},\n"nodes":[${ArrayPrototypeJoin(nodes, ",")}],\n"edges":[${ArrayPrototypeJoin(edges, ",")}],\n` +
    `"trace_function_infos":[],"trace_tree":[],"samples":[],"locations":[],\n"strings":${JSONStringify(strings)}}`;
}

/** Of this thread, after a full collection. */
export function takeHeapSnapshot(): string {
  return convert(JSONParse(native("performance").heapSnapshot()));
}

const kPieceSize = 65536;

/** As getHeapSnapshot() gives it. */
export function toStream(text: string): object {
  const { Readable } = require("internal/stream_readable");
  let at = 0;
  return new Readable({
    read(this: any): void {
      this.push(at < text.length ? StringPrototypeSlice(text, at, (at += kPieceSize)) : null);
    },
  });
}
