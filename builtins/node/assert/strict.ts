// node:assert/strict (https://nodejs.org/api/assert.html#strict-assertion-mode).
import assert from "node:assert";

export default (assert as any).strict;
