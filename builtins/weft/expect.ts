/**
 * The module "weft:expect": assertions with the matchers of Jest, and the printer of values that snapshots are made
 * of. The modules of the test runner export the same `expect`.
 */
import { expect } from "internal/expect";
import { setColors } from "internal/expect_colors";
import { equals } from "internal/expect_equals";
import { matcherUtils as utils } from "internal/expect_utils";
import { format } from "internal/pretty_format";
import { plugins } from "internal/pretty_format_plugins";

export default { equals, expect, format, plugins, setColors, utils };
