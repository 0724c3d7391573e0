/** `expect` of a test file: with matchers of snapshots, and what the settings say. */
import { expect as plain } from "internal/expect";
import { addOwnMatcher } from "internal/expect_assertion";
import { setColors } from "internal/expect_colors";
import { registry } from "internal/test_registry";
import { addSnapshotSerializer } from "internal/test_snapshots";

export const expect = plain as any;

const kNames = ["toMatchSnapshot", "toMatchInlineSnapshot", "toThrowErrorMatchingSnapshot", "toThrowErrorMatchingInlineSnapshot", "toMatchFileSnapshot"];
for (let i = 0; i < kNames.length; i++) {
  const name = kNames[i]!;
  // Most files have no snapshots: what compares them is loaded by the first that is asked for.
  addOwnMatcher(name, () => require("internal/test_snapshot_matchers").snapshotMatchers[name]);
}
expect.addSnapshotSerializer = addSnapshotSerializer;
setColors(registry.settings.colors);

const { interval, timeout } = registry.settings.expect.poll;
if (interval !== undefined || timeout !== undefined) {
  const { poll } = expect;
  expect.poll = (attempt: unknown, options?: object) => poll(attempt, { interval, timeout, ...options });
}
