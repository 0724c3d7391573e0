// node:async_hooks: https://nodejs.org/api/async_hooks.html, https://nodejs.org/api/async_context.html
import { ObjectFreeze } from "internal/primordials";
import { createHook, executionAsyncId, executionAsyncResource, triggerAsyncId } from "internal/async_hooks";
import { AsyncLocalStorage } from "internal/async_local_storage";
import { AsyncResource } from "internal/async_resource";

const kProviders = ["NONE", "Timeout", "Immediate", "TickObject"];

/** The kinds of resources that hooks are told of, by name. */
const asyncWrapProviders: any = { __proto__: null };
for (let i = 0; i < kProviders.length; i++) asyncWrapProviders[kProviders[i]!] = i;
ObjectFreeze(asyncWrapProviders);

export default {
  AsyncLocalStorage, createHook, executionAsyncId, triggerAsyncId, executionAsyncResource, asyncWrapProviders, AsyncResource,
};
