/** Nodes and collections of a DOM for the pretty-printer, whichever library made them. */
import {
  ArrayFrom, ArrayPrototypePush, ArrayPrototypeSort, RegExpPrototypeTest, StringPrototypeIncludes, StringPrototypeToLowerCase,
} from "internal/primordials";
import { printListItems, printObjectProperties, type Config, type NewPlugin, type Printer, type Refs } from "internal/pretty_format";
import { printChildren, printComment, printElement, printElementAsLeaf, printProps, printText } from "internal/pretty_format_markup";

const kElement = 1;
const kText = 3;
const kComment = 8;
const kFragment = 11;

/** An element that a program defined, whose class may have any name or none. */
function isCustomElement(node: any): boolean {
  const { tagName } = node;
  if (typeof tagName === "string" && StringPrototypeIncludes(tagName, "-")) return true;
  try {
    return typeof node.hasAttribute === "function" && node.hasAttribute("is");
  } catch {
    return false;
  }
}

function isNode(node: any): boolean {
  const name = node.constructor.name;
  switch (node.nodeType) {
    case kElement: return RegExpPrototypeTest(/^((HTML|SVG)\w*)?Element$/, name) || isCustomElement(node);
    case kText: return name === "Text";
    case kComment: return name === "Comment";
    case kFragment: return name === "DocumentFragment";
    default: return false;
  }
}

function attributesOf(node: any): { names: string[]; values: Record<string, string> } {
  const names: string[] = [];
  const values: Record<string, string> = { __proto__: null } as any;
  const list: any[] = ArrayFrom(node.attributes);
  for (let i = 0; i < list.length; i++) {
    ArrayPrototypePush(names, list[i].name);
    values[list[i].name] = list[i].value;
  }
  return { names: ArrayPrototypeSort(names), values };
}

export const DOMElement: NewPlugin = {
  test: (value: any) => typeof value === "object" && value !== null && !!(value.constructor?.name || isCustomElement(value)) && isNode(value),

  serialize(node: any, config: Config, indentation: string, depth: number, refs: Refs, printer: Printer): string {
    if (node.nodeType === kText) return printText(node.data, config);
    if (node.nodeType === kComment) return printComment(node.data, config);
    const isFragment = node.nodeType === kFragment;
    const type = isFragment ? "DocumentFragment" : StringPrototypeToLowerCase(node.tagName);
    if (++depth > config.maxDepth) return printElementAsLeaf(type, config);
    const inner = indentation + config.indent;
    const { names, values } = isFragment ? { names: [], values: {} } : attributesOf(node);
    const children: unknown[] = ArrayFrom(node.childNodes || node.children);
    return printElement(
      type, printProps(names, values, config, inner, depth, refs, printer),
      printChildren(children, config, inner, depth, refs, printer), config, indentation);
  },
};

function isNamedMap(name: string): boolean {
  return name === "DOMStringMap" || name === "NamedNodeMap";
}

export const DOMCollection: NewPlugin = {
  test(value: any) {
    const name = value?.constructor?.name;
    return !!name && (isNamedMap(name) || RegExpPrototypeTest(/^(HTML\w*Collection|NodeList)$/, name));
  },

  serialize(collection: any, config: Config, indentation: string, depth: number, refs: Refs, printer: Printer): string {
    const name = collection.constructor.name;
    if (++depth > config.maxDepth) return `[${name}]`;
    const prefix = config.min ? "" : `${name} `;
    if (!isNamedMap(name)) return `${prefix}[${printListItems(ArrayFrom(collection), config, indentation, depth, refs, printer)}]`;
    let properties: Record<string, string> = {};
    if (name === "NamedNodeMap") {
      const list: any[] = ArrayFrom(collection);
      for (let i = 0; i < list.length; i++) properties[list[i].name] = list[i].value;
    } else {
      properties = { ...collection };
    }
    return `${prefix}{${printObjectProperties(properties, config, indentation, depth, refs, printer)}}`;
  },
};
