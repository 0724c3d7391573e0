/**
 * DOMException. Its instances are real errors, so that they carry a stack and print like one, while name,
 * message and code are the prototype's accessors. https://webidl.spec.whatwg.org/#idl-DOMException
 */
import {
  Error,
  ErrorPrototype,
  ObjectDefineProperty,
  ObjectKeys,
  ObjectSetPrototypeOf,
  ReflectConstruct,
  StringPrototypeIndexOf,
  StringPrototypeSlice,
} from "internal/primordials";
import { defineConstants, finishInterface, registerPlatformClass, requireThis, toDOMString } from "web/webidl";

/** https://webidl.spec.whatwg.org/#dfn-error-names-table; a name without a legacy code has the code 0. */
const kLegacyCodes: Record<string, [constant: string, code: number]> = {
  __proto__: null as any,
  IndexSizeError: ["INDEX_SIZE_ERR", 1],
  DOMStringSizeError: ["DOMSTRING_SIZE_ERR", 2],
  HierarchyRequestError: ["HIERARCHY_REQUEST_ERR", 3],
  WrongDocumentError: ["WRONG_DOCUMENT_ERR", 4],
  InvalidCharacterError: ["INVALID_CHARACTER_ERR", 5],
  NoDataAllowedError: ["NO_DATA_ALLOWED_ERR", 6],
  NoModificationAllowedError: ["NO_MODIFICATION_ALLOWED_ERR", 7],
  NotFoundError: ["NOT_FOUND_ERR", 8],
  NotSupportedError: ["NOT_SUPPORTED_ERR", 9],
  InUseAttributeError: ["INUSE_ATTRIBUTE_ERR", 10],
  InvalidStateError: ["INVALID_STATE_ERR", 11],
  SyntaxError: ["SYNTAX_ERR", 12],
  InvalidModificationError: ["INVALID_MODIFICATION_ERR", 13],
  NamespaceError: ["NAMESPACE_ERR", 14],
  InvalidAccessError: ["INVALID_ACCESS_ERR", 15],
  ValidationError: ["VALIDATION_ERR", 16],
  TypeMismatchError: ["TYPE_MISMATCH_ERR", 17],
  SecurityError: ["SECURITY_ERR", 18],
  NetworkError: ["NETWORK_ERR", 19],
  AbortError: ["ABORT_ERR", 20],
  URLMismatchError: ["URL_MISMATCH_ERR", 21],
  QuotaExceededError: ["QUOTA_EXCEEDED_ERR", 22],
  TimeoutError: ["TIMEOUT_ERR", 23],
  InvalidNodeTypeError: ["INVALID_NODE_TYPE_ERR", 24],
  DataCloneError: ["DATA_CLONE_ERR", 25],
};

// These three are in the table of constants, but give no code by name: the table of names doesn't list them.
const kNamesWithoutCode: Record<string, true> = {
  __proto__: null as any,
  DOMStringSizeError: true,
  NoDataAllowedError: true,
  ValidationError: true,
};

// A constructor that returns its argument lets a subclass put private fields on an object made elsewhere.
const Returned: any = function (object: object) {
  return object;
};

class Details extends Returned {
  #name: string;
  #message: string;
  constructor(error: object, name: string, message: string) {
    super(error);
    this.#name = name;
    this.#message = message;
  }
  static has(value: object): boolean {
    return #name in value;
  }
  static nameOf(value: any): string {
    return value.#name;
  }
  static messageOf(value: any): string {
    return value.#message;
  }
}

/**
 * new DOMException(message, name), and Node's form new DOMException(message, { name, cause }).
 * https://nodejs.org/api/globals.html#class-domexception
 */
export class DOMException {
  constructor(message: unknown = "", options: any = "Error") {
    const text = toDOMString(message);
    const isBag = options !== null && typeof options === "object";
    const name = isBag ? options.name : options;
    const error = ReflectConstruct(Error, [], new.target) as any;
    const nameText = name === undefined ? "Error" : toDOMString(name);
    new Details(error, nameText, text);
    if (isBag && "cause" in options) defineHidden(error, "cause", options.cause);
    defineHidden(error, "stack", stackOfCaller(error, text === "" ? nameText : `${nameText}: ${text}`));
    return error;
  }

  get name(): string {
    requireException(this);
    return Details.nameOf(this);
  }

  get message(): string {
    requireException(this);
    return Details.messageOf(this);
  }

  get code(): number {
    requireException(this);
    const name = Details.nameOf(this);
    return kNamesWithoutCode[name] === undefined ? (kLegacyCodes[name]?.[1] ?? 0) : 0;
  }
}

/**
 * The engine's own stack begins with the name in a data property, and here it is an accessor's; then come this
 * constructor's frames. Reading it once is cheaper than another capture.
 */
function stackOfCaller(error: { stack?: unknown }, header: string): string {
  const { stack } = error;
  if (typeof stack !== "string") return header;
  const own = StringPrototypeIndexOf(stack, kOwnFrame);
  const frames = StringPrototypeIndexOf(stack, "\n    at ", own < 0 ? 0 : own);
  return frames < 0 ? header : header + StringPrototypeSlice(stack, frames);
}

const kOwnFrame = "at DOMException (weft:web/dom_exception";

export function isDOMException(value: unknown): boolean {
  return value !== null && typeof value === "object" && Details.has(value as object);
}

function requireException(value: unknown): void {
  requireThis(isDOMException(value), "DOMException");
}

function defineHidden(target: object, key: string, value: unknown): void {
  ObjectDefineProperty(target, key, {
    __proto__: null,
    value,
    writable: true,
    enumerable: false,
    configurable: true,
  } as any);
}

function defineLegacyConstants(): void {
  const constants: Record<string, number> = { __proto__: null as any };
  const names = ObjectKeys(kLegacyCodes);
  for (let i = 0; i < names.length; i++) {
    const { 0: constant, 1: code } = kLegacyCodes[names[i]];
    constants[constant] = code;
  }
  defineConstants(DOMException, constants);
}

ObjectSetPrototypeOf(DOMException.prototype, ErrorPrototype);
finishInterface(DOMException, "DOMException");
defineLegacyConstants();

registerPlatformClass(DOMException.prototype, {
  name: "DOMException",
  builtin: "web/dom_exception",
  isInstance: isDOMException,
  serialize: (value: any) => ({
    name: Details.nameOf(value),
    message: Details.messageOf(value),
    stack: value.stack,
  }),
  deserialize: (data: any) => {
    const exception = new DOMException(data.message, data.name);
    defineHidden(exception, "stack", data.stack);
    return exception;
  },
});
