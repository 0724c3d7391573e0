/** The module "bun:test" (https://bun.sh/docs/test/writing). */
import { expect } from "internal/test_expect";
import { apiOf } from "internal/test_api";
import { ensureRun, testFailed as onTestFailed, testFinished as onTestFinished } from "internal/test_globals";
import { jest } from "internal/test_jest";
import { mock, setSystemTime, spyOn } from "internal/test_bun";
import { expectTypeOf } from "internal/test_types";
import { vi } from "internal/test_vi";

ensureRun("bun");

const { describe, test, it, xtest, xit, xdescribe, beforeAll, afterAll, beforeEach, afterEach } = apiOf("bun");
const { setTimeout: setDefaultTimeout } = jest;

export default {
  afterAll, afterEach, beforeAll, beforeEach, describe, expect, expectTypeOf, it, jest, mock, onTestFailed, onTestFinished, setDefaultTimeout, setSystemTime,
  spyOn, test, vi, xdescribe, xit, xtest,
};
