/** React's elements, and the trees that its test renderer makes of them, for the pretty-printer. */
import {
  ArrayIsArray, ArrayPrototypePush, ArrayPrototypeSort, ObjectKeys, SymbolFor,
} from "internal/primordials";
import type { Config, NewPlugin, Printer, Refs } from "internal/pretty_format";
import { printChildren, printElement, printElementAsLeaf, printProps } from "internal/pretty_format_markup";

const kElement = SymbolFor("react.element");
const kTransitionalElement = SymbolFor("react.transitional.element");
const kTestObject = SymbolFor("react.test.json");
const kFragment = SymbolFor("react.fragment");
const kSuspense = SymbolFor("react.suspense");
const kSuspenseList = SymbolFor("react.suspense_list");
const kProvider = SymbolFor("react.provider");
const kContext = SymbolFor("react.context");
const kConsumer = SymbolFor("react.consumer");
const kForwardRef = SymbolFor("react.forward_ref");
const kMemo = SymbolFor("react.memo");

function collectChildren(child: unknown, into: unknown[]): unknown[] {
  if (ArrayIsArray(child)) for (let i = 0; i < child.length; i++) collectChildren(child[i], into);
  else if (child != null && child !== false && child !== "") ArrayPrototypePush(into, child);
  return into;
}

function wrappedName(wrapper: string, name: string | undefined): string {
  return name ? `${wrapper}(${name})` : wrapper;
}

function typeName(element: any): string {
  const { type } = element;
  if (typeof type === "string") return type;
  if (typeof type === "function") return type.displayName || type.name || "Unknown";
  if (type === kFragment) return "React.Fragment";
  if (type === kSuspense) return "React.Suspense";
  if (type === kSuspenseList) return "React.SuspenseList";
  if (typeof type !== "object" || type === null) return "UNDEFINED";
  // From React 19 on, a context is its own provider, and its consumer has a kind of its own.
  const isNew = element.$$typeof === kTransitionalElement;
  switch (type.$$typeof) {
    case kProvider: return "Context.Provider";
    case kContext: return isNew ? "Context.Provider" : "Context.Consumer";
    case kConsumer: return "Context.Consumer";
    case kForwardRef: return type.displayName || wrappedName("ForwardRef", type.render?.displayName || type.render?.name);
    case kMemo: return wrappedName("Memo", type.displayName || type.type?.displayName || type.type?.name);
    default: return "UNDEFINED";
  }
}

function propKeys(props: any, alsoChildren: boolean): string[] {
  const keys: string[] = [];
  const all = ObjectKeys(props);
  for (let i = 0; i < all.length; i++)
    if ((alsoChildren || all[i] !== "children") && props[all[i]!] !== undefined) ArrayPrototypePush(keys, all[i]!);
  return ArrayPrototypeSort(keys);
}

export const ReactElement: NewPlugin = {
  test: (value: any) => value != null && (value.$$typeof === kElement || value.$$typeof === kTransitionalElement),

  serialize(element: any, config: Config, indentation: string, depth: number, refs: Refs, printer: Printer): string {
    if (++depth > config.maxDepth) return printElementAsLeaf(typeName(element), config);
    const inner = indentation + config.indent;
    const props = printProps(propKeys(element.props, false), element.props, config, inner, depth, refs, printer);
    const children = printChildren(collectChildren(element.props.children, []), config, inner, depth, refs, printer);
    return printElement(typeName(element), props, children, config, indentation);
  },
};

export const ReactTestComponent: NewPlugin = {
  test: (value: any) => !!value && value.$$typeof === kTestObject,

  serialize(object: any, config: Config, indentation: string, depth: number, refs: Refs, printer: Printer): string {
    if (++depth > config.maxDepth) return printElementAsLeaf(object.type, config);
    const inner = indentation + config.indent;
    const props = object.props ? printProps(propKeys(object.props, true), object.props, config, inner, depth, refs, printer) : "";
    const children = object.children ? printChildren(object.children, config, inner, depth, refs, printer) : "";
    return printElement(object.type, props, children, config, indentation);
  },
};
