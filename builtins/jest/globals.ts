/** The module "@jest/globals" (https://jestjs.io/docs/api), in test files. */
import { expect } from "internal/test_expect";
import { apiOf } from "internal/test_api";
import { ensureRun } from "internal/test_globals";
import { jest } from "internal/test_jest";

ensureRun("jest");

const { describe, test, it, xtest, xit, fit, xdescribe, fdescribe, beforeAll, afterAll, beforeEach, afterEach } = apiOf("jest");

export default { afterAll, afterEach, beforeAll, beforeEach, describe, expect, fdescribe, fit, it, jest, test, xdescribe, xit, xtest };
