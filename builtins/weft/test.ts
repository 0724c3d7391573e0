/**
 * The module "weft:test": everything that a test file needs. In a test file run by `weft test` its tests are the
 * file's; a program that is run otherwise runs them itself and reports (`internal/test_standalone`).
 */
import { expect } from "internal/test_expect";
import { apiOf } from "internal/test_api";
import { ensureRun, inject, testFailed as onTestFailed, testFinished as onTestFinished } from "internal/test_globals";
import { jest } from "internal/test_jest";
import { assertType, expectTypeOf } from "internal/test_types";
import { vi } from "internal/test_vi";

ensureRun("bun");

const { describe, suite, test, it, xtest, xit, fit, xdescribe, fdescribe, beforeAll, afterAll, beforeEach, afterEach } = apiOf("bun");

export default {
  afterAll, afterEach, assertType, beforeAll, beforeEach, describe, expect, expectTypeOf, fdescribe, fit, inject, it, jest, onTestFailed, onTestFinished,
  suite, test, vi, xdescribe, xit, xtest,
};
