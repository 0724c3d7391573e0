/** Style sheets in the page: those that modules import, and those that the page links to. */
import { isPage, options } from "./types";

const elements = new Map<string, HTMLStyleElement>();

/** The sheet of a module is this text from now on. */
export function setStyle(id: string, text: string): void {
  if (!isPage) return;
  let element = elements.get(id);
  if (!element) {
    element = document.createElement("style");
    element.setAttribute("data-weft-id", id);
    document.head.append(element);
    elements.set(id, element);
  }
  element.textContent = `${text}\n/*# sourceURL=${options.base}${id.slice(1)} */`;
}

export function removeStyle(id: string): void {
  elements.get(id)?.remove();
  elements.delete(id);
}

/** The old sheet stays until the new one is there, so that nothing is seen without. */
export function replaceLink(id: string, url: string): void {
  if (!isPage) return;
  for (const old of document.querySelectorAll<HTMLLinkElement>("link[data-weft-style]")) {
    if (old.getAttribute("data-weft-style") !== id) continue;
    const link = old.cloneNode() as HTMLLinkElement;
    link.href = url;
    link.onload = link.onerror = () => old.remove();
    old.after(link);
    old.removeAttribute("data-weft-style");
  }
}
