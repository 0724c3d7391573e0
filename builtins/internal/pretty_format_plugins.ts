/** The pretty-printer's own plugins, those of the package pretty-format: matchers, the DOM, React, Immutable. */
import { Error, SymbolFor } from "internal/primordials";
import {
  printListItems, printObjectProperties,
  type Config, type NewPlugin, type Printer, type Refs,
} from "internal/pretty_format";
import { DOMCollection, DOMElement } from "internal/pretty_format_dom";
import { Immutable } from "internal/pretty_format_immutable";
import { ReactElement, ReactTestComponent } from "internal/pretty_format_react";

const kAsymmetric = SymbolFor("jest.asymmetricMatcher");

const AsymmetricMatcher: NewPlugin = {
  test: (value: any) => !!value && value.$$typeof === kAsymmetric,

  serialize(value: any, config: Config, indentation: string, depth: number, refs: Refs, printer: Printer): string {
    const name = value.toString();
    const isTooDeep = () => ++depth > config.maxDepth;
    switch (name) {
      case "ArrayContaining": case "ArrayNotContaining":
        return isTooDeep() ? `[${name}]` : `${name} [${printListItems(value.sample, config, indentation, depth, refs, printer)}]`;
      case "ObjectContaining": case "ObjectNotContaining":
        return isTooDeep() ? `[${name}]` : `${name} {${printObjectProperties(value.sample, config, indentation, depth, refs, printer)}}`;
      case "StringMatching": case "StringNotMatching": case "StringContaining": case "StringNotContaining":
      case "ArrayOf": case "NotArrayOf":
        return `${name} ${printer(value.sample, config, indentation, depth, refs)}`;
    }
    if (typeof value.toAsymmetricMatcher !== "function")
      throw new Error(`Asymmetric matcher ${value.constructor.name} does not implement toAsymmetricMatcher()`);
    return value.toAsymmetricMatcher();
  },
};

export const plugins = { AsymmetricMatcher, DOMCollection, DOMElement, Immutable, ReactElement, ReactTestComponent };
