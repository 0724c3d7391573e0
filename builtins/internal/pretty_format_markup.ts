/** Elements as markup, for the plugins of the pretty-printer that show a DOM or a tree of React's. */
import { StringPrototypeIncludes, StringPrototypeReplaceAll } from "internal/primordials";
import type { Config, Printer, Refs } from "internal/pretty_format";

function escapeMarkup(text: string): string {
  return StringPrototypeReplaceAll(StringPrototypeReplaceAll(text, "<", "&lt;"), ">", "&gt;");
}

/** ` name="text"` or ` name={value}` for each key, one a line. */
export function printProps(keys: string[], props: any, config: Config, indentation: string, depth: number, refs: Refs, printer: Printer): string {
  const inner = indentation + config.indent;
  const { prop, value: valueColor } = config.colors;
  let text = "";
  for (let i = 0; i < keys.length; i++) {
    const value = props[keys[i]!];
    let printed = printer(value, config, inner, depth, refs);
    if (typeof value !== "string") {
      if (StringPrototypeIncludes(printed, "\n")) printed = config.spacingOuter + inner + printed + config.spacingOuter + indentation;
      printed = `{${printed}}`;
    }
    text += `${config.spacingInner}${indentation}${prop.open}${keys[i]}${prop.close}=${valueColor.open}${printed}${valueColor.close}`;
  }
  return text;
}

export function printText(text: string, config: Config): string {
  const { content } = config.colors;
  return content.open + escapeMarkup(text) + content.close;
}

export function printChildren(children: unknown[], config: Config, indentation: string, depth: number, refs: Refs, printer: Printer): string {
  let text = "";
  for (let i = 0; i < children.length; i++) {
    const child = children[i];
    const printed = typeof child === "string" ? printText(child, config) : printer(child, config, indentation, depth, refs);
    if (printed === "" && typeof child === "object" && child !== null && (child as any).nodeType !== 3) continue;
    text += config.spacingOuter + indentation + printed;
  }
  return text;
}

export function printComment(comment: string, config: Config): string {
  const { comment: color } = config.colors;
  return `${color.open}<!--${escapeMarkup(comment)}-->${color.close}`;
}

/** The element around properties and children that are printed already. */
export function printElement(type: string, props: string, children: string, config: Config, indentation: string): string {
  const { tag } = config.colors;
  const head = `${tag.open}<${type}${props && `${tag.close}${props}${config.spacingOuter}${indentation}${tag.open}`}`;
  const rest = children
    ? `>${tag.close}${children}${config.spacingOuter}${indentation}${tag.open}</${type}`
    : `${props && !config.min ? "" : " "}/`;
  return `${head}${rest}>${tag.close}`;
}

/** An element too deep to be shown. */
export function printElementAsLeaf(type: string, config: Config): string {
  const { tag } = config.colors;
  return `${tag.open}<${type}${tag.close} …${tag.open} />${tag.close}`;
}
