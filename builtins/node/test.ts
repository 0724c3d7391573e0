/** node:test: https://nodejs.org/api/test.html */
import { ObjectAssign } from "internal/primordials";
import { after, afterEach, before, beforeEach, mock, suite, test } from "internal/node_test";
import { registerAssertion } from "internal/node_test_assert";
import { setDefaultSnapshotSerializers, setResolveSnapshotPath } from "internal/node_test_snapshot";

ObjectAssign(test, {
  after, afterEach, assert: { register: registerAssertion }, before, beforeEach, describe: suite, it: test, mock,
  snapshot: { setDefaultSnapshotSerializers, setResolveSnapshotPath }, suite, test,
});

export default test;
