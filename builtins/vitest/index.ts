/** The module "vitest" (https://vitest.dev/api), in test files. */
import { expect } from "internal/test_expect";
import { apiOf } from "internal/test_api";
import { ensureRun, inject, testFailed as onTestFailed, testFinished as onTestFinished } from "internal/test_globals";
import { assertType, expectTypeOf } from "internal/test_types";
import { vi } from "internal/test_vi";

ensureRun("vitest");

const { describe, suite, test, it, beforeAll, afterAll, beforeEach, afterEach } = apiOf("vitest");

export default {
  afterAll, afterEach, assertType, beforeAll, beforeEach, describe, expect, expectTypeOf, inject, it, onTestFailed, onTestFinished, suite, test, vi, vitest: vi,
};
