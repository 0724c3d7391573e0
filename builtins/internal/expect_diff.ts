/** The difference of two values, by the lines that they print as. */
import { ArrayFrom, ArrayPrototypeSort, MapPrototypeEntries, ObjectIs, SafeArrayIterator, SetPrototypeValues, StringPrototypeSplit } from "internal/primordials";
import { dim, green, red } from "internal/expect_colors";
import { diffTextLines, lineEdits, printDiffLines, type DiffOptions } from "internal/expect_diff_lines";
import { typeName } from "internal/expect_types";
import { format, type FormatOptions } from "internal/pretty_format";
import { plugins as own } from "internal/pretty_format_plugins";

const kNoDifference = "Compared values have no visual difference.";
const kSimilar = "Compared values serialize to the same structure.\nPrinting internal object structure without calling `toJSON` instead.";

export const diffPlugins = [own.ReactTestComponent, own.ReactElement, own.DOMElement, own.DOMCollection, own.Immutable, own.AsymmetricMatcher];

const kWhole: FormatOptions = { maxDepth: 20, plugins: diffPlugins };
const kWithoutJSON: FormatOptions = { callToJSON: false, maxDepth: 8, plugins: diffPlugins };

/** Map and Set have no order to compare by but what they print as. */
function sorted(value: any): any {
  const type = typeName(value);
  if (type === "map") return new Map(new SafeArrayIterator(ArrayPrototypeSort(ArrayFrom(MapPrototypeEntries(value)))) as any);
  if (type === "set") return new Set(new SafeArrayIterator(ArrayPrototypeSort(ArrayFrom(SetPrototypeValues(value)))) as any);
  return value;
}

/** Lines are compared without their indentation, so that what only moved deeper is no difference. */
function diffPrinted(a: unknown, b: unknown, format_: FormatOptions, options: DiffOptions): string {
  const flat = { ...format_, indent: 0 };
  const aFlat = format(a, flat);
  const bFlat = format(b, flat);
  if (aFlat === bFlat) return dim(kNoDifference);
  const aText = format(a, { ...format_, indent: 2 });
  const bText = format(b, { ...format_, indent: 2 });
  const aLines = StringPrototypeSplit(aText, "\n");
  const bLines = StringPrototypeSplit(bText, "\n");
  const aCompare = StringPrototypeSplit(aFlat, "\n");
  const bCompare = StringPrototypeSplit(bFlat, "\n");
  if (aLines.length !== aCompare.length || bLines.length !== bCompare.length) return diffTextLines(aText, bText, options);
  return printDiffLines(lineEdits(aLines, bLines, aCompare, bCompare), options);
}

function diffObjects(a: unknown, b: unknown, options: DiffOptions): string {
  let text: string | undefined;
  let hasThrown = false;
  try {
    text = diffPrinted(a, b, kWhole, options);
  } catch {
    hasThrown = true;
  }
  const none = dim(kNoDifference);
  if (!hasThrown && text !== none) return text!;
  text = diffPrinted(a, b, kWithoutJSON, options);
  return text !== none && !hasThrown ? `${dim(kSimilar)}\n\n${text}` : text;
}

/** What to show of two values that are not equal; null if their difference is not to be shown by lines. */
export function diffValues(a: any, b: any, options: DiffOptions): string | null {
  if (ObjectIs(a, b)) return dim(kNoDifference);
  const aType = typeName(a);
  let expectedType = aType;
  let isOmitted = false;
  if (aType === "object" && typeof a.asymmetricMatch === "function") {
    if (a.$$typeof !== Symbol.for("jest.asymmetricMatcher")) return null;
    if (typeof a.getExpectedType !== "function") return null;
    expectedType = a.getExpectedType();
    isOmitted = expectedType === "string";
  }
  if (expectedType !== typeName(b)) {
    return `  Comparing two different types of values. Expected ${green(expectedType)} but received ${red(typeName(b))}.`;
  }
  if (isOmitted) return null;
  switch (aType) {
    case "string": return diffTextLines(a, b, options);
    case "boolean": case "number": {
      const aText = format(a, kWhole);
      const bText = format(b, kWhole);
      return aText === bText ? dim(kNoDifference) : diffTextLines(aText, bText, options);
    }
    default: return diffObjects(sorted(a), sorted(b), options);
  }
}
