// events.EventEmitterAsyncResource: https://nodejs.org/api/events.html#class-eventseventemitterasyncresource-extends-eventemitter
import { ObjectDefineProperty, ReflectApply } from "internal/primordials";
import { codes } from "internal/errors";
import { validateString } from "internal/validators";

/** A class over the EventEmitter of node:events, which is on its way into being. */
export function makeEventEmitterAsyncResource(EventEmitter: any): any {
  return class EventEmitterAsyncResource extends EventEmitter {
    #resource: any;

    constructor(options: any = undefined) {
      let name: any;
      if (typeof options === "string") {
        name = options;
        options = undefined;
      } else {
        if (new.target === EventEmitterAsyncResource) validateString(options?.name, "options.name");
        name = options?.name || new.target.name;
      }
      super(options);
      // Programs that have none of these load nothing of node:async_hooks.
      const { AsyncResource } = require("internal/async_resource");
      this.#resource = new AsyncResource(name, options);
      ObjectDefineProperty(this.#resource, "eventEmitter", { __proto__: null, value: this, configurable: true } as any);
    }

    static #resourceOf(self: any): any {
      if (!(#resource in self)) throw new codes.ERR_INVALID_THIS("EventEmitterAsyncResource");
      return self.#resource;
    }

    emit(event: any, ...args: any[]): boolean {
      const resource = EventEmitterAsyncResource.#resourceOf(this);
      return ReflectApply(resource.runInAsyncScope, resource, [super.emit, this, event, ...args]);
    }

    emitDestroy(): void {
      EventEmitterAsyncResource.#resourceOf(this).emitDestroy();
    }

    get asyncId(): number {
      return EventEmitterAsyncResource.#resourceOf(this).asyncId();
    }

    get triggerAsyncId(): number {
      return EventEmitterAsyncResource.#resourceOf(this).triggerAsyncId();
    }

    get asyncResource(): any {
      return EventEmitterAsyncResource.#resourceOf(this);
    }
  };
}
