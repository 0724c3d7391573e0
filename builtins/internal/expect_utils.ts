/** `this.utils` of a custom matcher: what Jest's matchers are built of, under its names. */
import {
  BOLD_WEIGHT, DIM_COLOR, EXPECTED_COLOR, INVERTED_COLOR, RECEIVED_COLOR, diff, ensureActualIsNumber, ensureExpectedIsNonNegativeInteger,
  ensureExpectedIsNumber, ensureNoExpected, ensureNumbers, getLabelPrinter, highlightTrailingWhitespace, matcherErrorMessage, matcherHint,
  pluralize, printDiffOrStringify, printExpected, printReceived, printWithType, stringify, SUGGEST_TO_CONTAIN_EQUAL,
} from "internal/expect_print";
import { withoutMatched } from "internal/expect_replaceable";
import { iterableEquality, subsetEquality } from "internal/expect_testers";

function replaceMatchedToAsymmetricMatcher(expected: unknown, received: unknown) {
  const shown = withoutMatched(expected, received);
  return { replacedExpected: shown.expected, replacedReceived: shown.received };
}

export const matcherUtils = {
  BOLD_WEIGHT, DIM_COLOR, EXPECTED_COLOR, INVERTED_COLOR, RECEIVED_COLOR, SUGGEST_TO_CONTAIN_EQUAL, diff, ensureActualIsNumber,
  ensureExpectedIsNonNegativeInteger, ensureExpectedIsNumber, ensureNoExpected, ensureNumbers, getLabelPrinter, highlightTrailingWhitespace,
  iterableEquality, matcherErrorMessage, matcherHint, pluralize, printDiffOrStringify, printExpected, printReceived, printWithType,
  replaceMatchedToAsymmetricMatcher, stringify, subsetEquality,
};
