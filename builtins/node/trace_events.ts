// node:trace_events: https://nodejs.org/api/tracing.html. No categories are recorded.
import { codes } from "internal/errors";
import { validateObject, validateStringArray } from "internal/validators";

function createTracing(options: any): never {
  validateObject(options, "options");
  validateStringArray(options.categories, "options.categories");
  if (options.categories.length <= 0) throw new codes.ERR_TRACE_EVENTS_CATEGORY_REQUIRED();
  throw new codes.ERR_TRACE_EVENTS_UNAVAILABLE();
}

function getEnabledCategories(): undefined {
  return undefined;
}

export default { createTracing, getEnabledCategories };
