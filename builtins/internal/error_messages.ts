// The texts of Node's errors: code → [base class, text or function of the constructor's arguments].
// One row a code, in alphabetical order; a new error is a new row.

import {
  ArrayIsArray, ArrayPrototypeIndexOf, ArrayPrototypeJoin, ArrayPrototypePush, ArrayPrototypeSlice,
  ArrayPrototypeSplice, Error, JSONStringify, MathAbs, NumberIsInteger, RangeError, RegExpPrototypeExec, String,
  StringPrototypeEndsWith, StringPrototypeIncludes, StringPrototypeSlice, StringPrototypeStartsWith,
  StringPrototypeToLowerCase, SyntaxError, TypeError, URIError,
} from "internal/primordials";

function inspect(value: unknown, options?: object): string {
  return require("internal/inspect").inspect(value, options);
}

/** `a, b, or c`; `a or b`. */
function listOf(words: string[], conjunction: "or" | "and"): string {
  if (words.length <= 1) return words[0] ?? "";
  const last = words[words.length - 1];
  if (words.length === 2) return `${words[0]} ${conjunction} ${last}`;
  return `${ArrayPrototypeJoin(ArrayPrototypeSlice(words, 0, -1), ", ")}, ${conjunction} ${last}`;
}

function quotedList(words: string[], conjunction: "or" | "and", quote = "\""): string {
  const quoted: string[] = [];
  for (let i = 0; i < words.length; i++) ArrayPrototypePush(quoted, `${quote}${words[i]}${quote}`);
  return listOf(quoted, conjunction);
}

/** ` Received …` of an argument's message: the kind of value, not only its type. */
export function describeReceived(value: unknown): string {
  if (value == null) return `${value}`;
  if (typeof value === "function") return value.name ? `function ${value.name}` : "function ";
  if (typeof value === "object") {
    if ((value as object).constructor?.name) return `an instance of ${(value as object).constructor.name}`;
    return inspect(value, { depth: -1 });
  }
  let shown = inspect(value, { colors: false });
  if (typeof value === "string" && value.length > 28) shown = inspect(`${StringPrototypeSlice(value, 0, 25)}...`, { colors: false });
  return `type ${typeof value} (${shown})`;
}

const kTypeNames = ["string", "function", "number", "object", "Function", "Object", "boolean", "bigint", "symbol"];

/** `must be of type string or an instance of Buffer`: types, classes, then anything else, in Node's order. */
function describeExpected(expected: string | string[]): string {
  const list = ArrayIsArray(expected) ? expected : [expected];
  const types: string[] = [];
  const classes: string[] = [];
  const others: string[] = [];
  for (let i = 0; i < list.length; i++) {
    const word = list[i]!;
    if (ArrayPrototypeIndexOf(kTypeNames, word) >= 0) ArrayPrototypePush(types, StringPrototypeToLowerCase(word));
    else if (RegExpPrototypeExec(/^[A-Z][a-zA-Z0-9]*$/, word) !== null) ArrayPrototypePush(classes, word);
    else ArrayPrototypePush(others, word);
  }
  // Among classes, `object` reads as one of them.
  if (classes.length > 0) {
    const at = ArrayPrototypeIndexOf(types, "object");
    if (at >= 0) {
      ArrayPrototypeSplice(types, at, 1);
      ArrayPrototypePush(classes, "Object");
    }
  }
  let text = "";
  if (types.length > 0) text = `${types.length > 1 ? "one of type" : "of type"} ${listOf(types, "or")}`;
  if (classes.length > 0) text += `${text && " or "}an instance of ${listOf(classes, "or")}`;
  if (others.length > 0) {
    if (text) text += " or ";
    if (others.length > 1) text += `one of ${listOf(others, "or")}`;
    else text += `${StringPrototypeToLowerCase(others[0]!) !== others[0] ? "an " : ""}${others[0]}`;
  }
  return text;
}

function invalidArgType(name: string, expected: string | string[], actual?: unknown): string {
  const subject = StringPrototypeEndsWith(name, " argument")
    ? `The ${name}`
    : `The "${name}" ${StringPrototypeIncludes(name, ".") ? "property" : "argument"}`;
  return `${subject} must be ${describeExpected(expected)}. Received ${describeReceived(actual)}`;
}

function invalidArgValue(name: string, value: unknown, reason = "is invalid"): string {
  let shown = inspect(value);
  if (shown.length > 128) shown = `${StringPrototypeSlice(shown, 0, 128)}...`;
  return `The ${StringPrototypeIncludes(name, ".") ? "property" : "argument"} '${name}' ${reason}. Received ${shown}`;
}

/** 1234567 → 1_234_567, so that a long number in a message can be read. */
function separated(digits: string): string {
  let grouped = "";
  let end = digits.length;
  const start = digits[0] === "-" ? 1 : 0;
  for (; end >= start + 4; end -= 3) grouped = `_${StringPrototypeSlice(digits, end - 3, end)}${grouped}`;
  return `${StringPrototypeSlice(digits, 0, end)}${grouped}`;
}

function outOfRange(name: string, range: string, received: unknown, replaceDefault = false): string {
  let shown: string;
  if (typeof received === "number" && NumberIsInteger(received) && MathAbs(received) > 2 ** 32) shown = separated(String(received));
  else if (typeof received === "bigint")
    shown = `${received > 2n ** 32n || received < -(2n ** 32n) ? separated(String(received)) : String(received)}n`;
  else shown = inspect(received);
  const start = replaceDefault ? name : `The value of "${name}" is out of range.`;
  return `${start} It must be ${range}. Received ${shown}`;
}

function missingArgs(...names: (string | string[])[]): string {
  const shown: string[] = [];
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!;
    ArrayPrototypePush(shown, ArrayIsArray(name) ? `"${ArrayPrototypeJoin(name, "\" or \"")}"` : `"${name}"`);
  }
  return `The ${listOf(shown, "and")} argument${names.length > 1 ? "s" : ""} must be specified`;
}

function invalidReturn(input: string, name: string, value: unknown): string {
  return `Expected ${input} to be returned from the "${name}" function but got ${describeReceived(value)}.`;
}

function importOf(base: string | undefined): string {
  return base ? ` imported from ${base}` : "";
}

function bufferOutOfBounds(name?: string): string {
  return name ? `"${name}" is outside of buffer bounds` : "Attempt to access memory outside buffer bounds";
}

function unhandledError(value?: unknown): string {
  return value === undefined ? "Unhandled error." : `Unhandled error. (${value})`;
}

function packageTarget(dir: string, key: string, target: unknown, isImport = false, base?: string): string {
  const relative = typeof target === "string" && !isImport && target.length > 0 && !StringPrototypeStartsWith(target, "./")
    ? `; targets must start with "./"` : "";
  const place = `${dir}package.json${importOf(base)}${relative}`;
  if (key === ".") return `Invalid "exports" main target ${JSONStringify(target)} defined in the package config ${place}`;
  return `Invalid "${isImport ? "imports" : "exports"}" target ${JSONStringify(target)} defined for '${key}' in the package config ${place}`;
}

export type Messages = typeof messages;

export const messages = {
  ERR_AMBIGUOUS_ARGUMENT: [TypeError, (name: string, reason: string) => `The "${name}" argument is ambiguous. ${reason}`],
  ERR_ARG_NOT_ITERABLE: [TypeError, (what: string) => `${what} must be iterable`],
  ERR_ASSERTION: [Error, (text: string) => text],
  ERR_ASYNC_CALLBACK: [TypeError, (name: string) => `${name} must be a function`],
  ERR_ASYNC_TYPE: [TypeError, (type: string) => `Invalid name for async "type": ${type}`],
  ERR_BROTLI_INVALID_PARAM: [RangeError, (key: unknown) => `${key} is not a valid Brotli parameter`],
  ERR_BUFFER_OUT_OF_BOUNDS: [RangeError, bufferOutOfBounds],
  ERR_BUFFER_TOO_LARGE: [RangeError, (limit: number) => `Cannot create a Buffer larger than ${limit} bytes`],
  ERR_CHILD_CLOSED_BEFORE_REPLY: [Error, "Child closed before reply received"],
  ERR_CHILD_PROCESS_IPC_REQUIRED: [Error, (name: string) => `Forked processes must have an IPC channel, missing value 'ipc' in ${name}`],
  ERR_CHILD_PROCESS_STDIO_MAXBUFFER: [RangeError, (name: string) => `${name} maxBuffer length exceeded`],
  ERR_CLOSED_MESSAGE_PORT: [Error, "Cannot send data on closed MessagePort"],
  ERR_CONSOLE_WRITABLE_STREAM: [TypeError, (name: string) => `Console expects a writable stream instance for ${name}`],
  ERR_CONSTRUCT_CALL_INVALID: [TypeError, "Constructor cannot be called"],
  ERR_CONSTRUCT_CALL_REQUIRED: [TypeError, (name: string) => `Class constructor ${name} cannot be invoked without \`new\``],
  ERR_CRYPTO_CUSTOM_ENGINE_NOT_SUPPORTED: [Error, "Custom engines not supported by this OpenSSL"],
  ERR_CRYPTO_ECDH_INVALID_FORMAT: [TypeError, (format: unknown) => `Invalid ECDH format: ${format}`],
  ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY: [Error, "Public key is not valid for specified curve"],
  ERR_CRYPTO_FIPS_UNAVAILABLE: [Error, "Cannot set FIPS mode in a non-FIPS build."],
  ERR_CRYPTO_HASH_FINALIZED: [Error, "Digest already called"],
  ERR_CRYPTO_INCOMPATIBLE_KEY: [Error, (what: string, values: string) => `Incompatible ${what}: ${values}`],
  ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS: [Error, (encoding: string, fault: string) => `The selected key encoding ${encoding} ${fault}.`],
  ERR_CRYPTO_INVALID_AUTH_TAG: [TypeError, (text: string) => text],
  ERR_CRYPTO_INVALID_CURVE: [TypeError, "Invalid EC curve name"],
  ERR_CRYPTO_INVALID_DIGEST: [TypeError, (name: string) => `Invalid digest: ${name}`],
  ERR_CRYPTO_INVALID_IV: [TypeError, "Invalid initialization vector"],
  ERR_CRYPTO_INVALID_JWK: [TypeError, "Invalid JWK data"],
  ERR_CRYPTO_INVALID_KEYLEN: [RangeError, "Invalid key length"],
  ERR_CRYPTO_INVALID_KEYPAIR: [RangeError, "Invalid key pair"],
  ERR_CRYPTO_INVALID_KEYTYPE: [RangeError, "Invalid key type"],
  ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE: [TypeError, (type: string, expected: string) => `Invalid key object type ${type}, expected ${expected}.`],
  ERR_CRYPTO_INVALID_STATE: [Error, (operation: string) => `Invalid state for operation ${operation}`],
  ERR_CRYPTO_JWK_UNSUPPORTED_CURVE: [Error, (curve: string) => `Unsupported JWK EC curve: ${curve}.`],
  ERR_CRYPTO_JWK_UNSUPPORTED_KEY_TYPE: [Error, "Unsupported JWK Key Type."],
  ERR_CRYPTO_SIGN_KEY_REQUIRED: [Error, "No key provided to sign"],
  ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH: [RangeError, "Input buffers must have the same byte length"],
  ERR_CRYPTO_UNKNOWN_CIPHER: [Error, "Unknown cipher"],
  ERR_CRYPTO_UNKNOWN_DH_GROUP: [Error, "Unknown DH group"],
  ERR_CRYPTO_UNSUPPORTED_OPERATION: [Error, "Unsupported crypto operation"],
  ERR_DIR_CLOSED: [Error, "Directory handle was closed"],
  ERR_DIR_CONCURRENT_OPERATION: [Error, "Cannot do synchronous work on directory handle with concurrent asynchronous operations"],
  ERR_DLOPEN_DISABLED: [Error, (reason: string) => reason],
  ERR_DLOPEN_FAILED: [Error, (text: string) => text],
  ERR_DNS_SET_SERVERS_FAILED: [Error, (reason: string, servers: string) => `c-ares failed to set servers: "${reason}" [${servers}]`],
  ERR_DOMAIN_CALLBACK_NOT_AVAILABLE: [Error, "A callback was registered through process.setUncaughtExceptionCaptureCallback(), which is mutually exclusive with using the `domain` module"],
  ERR_DOMAIN_CANNOT_SET_UNCAUGHT_EXCEPTION_CAPTURE: [Error, "The `domain` module is in use, which is mutually exclusive with calling process.setUncaughtExceptionCaptureCallback()"],
  ERR_DUPLICATE_STARTUP_SNAPSHOT_MAIN_FUNCTION: [Error, "Deserialize main function is already configured."],
  ERR_ENCODING_INVALID_ENCODED_DATA: [TypeError, (encoding: string) => `The encoded data was not valid for encoding ${encoding}`],
  ERR_ENCODING_NOT_SUPPORTED: [RangeError, (encoding: string) => `The "${encoding}" encoding is not supported`],
  ERR_EVENT_RECURSION: [Error, (type: string) => `The event "${type}" is already being dispatched`],
  ERR_FALSY_VALUE_REJECTION: [Error, (_reason?: unknown) => "Promise was rejected with falsy value"],
  ERR_FEATURE_UNAVAILABLE_ON_PLATFORM: [TypeError, (what: string) => `The feature ${what} is unavailable on the current platform, which is being used to run weft`],
  ERR_FS_CP_DIR_TO_NON_DIR: [Error, (text: string) => `Cannot overwrite non-directory with directory: ${text}`],
  ERR_FS_CP_EEXIST: [Error, (text: string) => `Target already exists: ${text}`],
  ERR_FS_CP_EINVAL: [Error, (text: string) => `Invalid src or dest: ${text}`],
  ERR_FS_CP_NON_DIR_TO_DIR: [Error, (text: string) => `Cannot overwrite directory with non-directory: ${text}`],
  ERR_FS_CP_SOCKET: [Error, (text: string) => `Cannot copy a socket file: ${text}`],
  ERR_FS_CP_UNKNOWN: [Error, (text: string) => `Cannot copy an unknown file type: ${text}`],
  ERR_FS_EISDIR: [Error, (text: string) => `Path is a directory: ${text}`],
  ERR_FS_FILE_TOO_LARGE: [RangeError, (size: number) => `File size (${size}) is greater than 2 GiB`],
  ERR_FS_INVALID_SYMLINK_TYPE: [Error, (type: string) => `Symlink type must be one of "dir", "file", or "junction". Received "${type}"`],
  ERR_HTTP2_INVALID_PACKED_SETTINGS_LENGTH: [RangeError, "Packed settings length must be a multiple of six"],
  ERR_HTTP2_INVALID_SETTING_VALUE: [TypeError, (name: string, value: unknown) => `Invalid value for setting "${name}": ${value}`],
  ERR_HTTP2_TOO_MANY_CUSTOM_SETTINGS: [Error, "Number of custom settings exceeds MAX_ADDITIONAL_SETTINGS"],
  ERR_HTTP_BODY_NOT_ALLOWED: [Error, "Adding content for this request method or response status is not allowed."],
  ERR_HTTP_CONTENT_LENGTH_MISMATCH: [Error, (got: number, want: number) => `Response body's content-length of ${got} byte(s) does not match the content-length of ${want} byte(s) set in header`],
  ERR_HTTP_HEADERS_SENT: [Error, (what: string) => `Cannot ${what} headers after they are sent to the client`],
  ERR_HTTP_INVALID_HEADER_VALUE: [TypeError, (value: unknown, name: string) => `Invalid value "${value}" for header "${name}"`],
  ERR_HTTP_INVALID_STATUS_CODE: [RangeError, (status: unknown) => `Invalid status code: ${typeof status === "object" ? inspect(status) : String(status)}`],
  ERR_HTTP_REQUEST_TIMEOUT: [Error, "Request timeout"],
  ERR_HTTP_SOCKET_ASSIGNED: [Error, "ServerResponse has an already assigned socket"],
  ERR_HTTP_SOCKET_ENCODING: [Error, "Changing the socket encoding is not allowed per RFC7230 Section 3."],
  ERR_HTTP_TRAILER_INVALID: [Error, "Trailers are invalid with this transfer encoding"],
  ERR_ILLEGAL_CONSTRUCTOR: [TypeError, "Illegal constructor"],
  ERR_IMPORT_ATTRIBUTE_MISSING: [TypeError, (url: string, key: string, value: string) => `Module "${url}" needs an import attribute of "${key}: ${value}"`],
  ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE: [TypeError, (url: string, type: string) => `Module "${url}" is not of type "${type}"`],
  ERR_IMPORT_ATTRIBUTE_UNSUPPORTED: [TypeError, (key: string, value: string, url?: string) => `Import attribute "${key}" with value "${value}" is not supported${url === undefined ? "" : ` in ${url}`}`],
  ERR_INCOMPATIBLE_OPTION_PAIR: [TypeError, (a: string, b: string) => `Option "${a}" cannot be used in combination with option "${b}"`],
  ERR_INSPECTOR_NOT_ACTIVE: [Error, "Inspector is not active"],
  ERR_INSPECTOR_NOT_AVAILABLE: [Error, "Inspector is not available"],
  ERR_INSPECTOR_NOT_CONNECTED: [Error, "Session is not connected"],
  ERR_INTERNAL_ASSERTION: [Error, (text?: string) => `${text === undefined ? "" : `${text}\n`}This is caused by a bug in weft. Please report it with the full output.\n`],
  ERR_INVALID_ADDRESS: [Error, "Invalid socket address"],
  ERR_INVALID_ADDRESS_FAMILY: [RangeError, (family: unknown, host: string, port: number) => `Invalid address family: ${family} ${host}:${port}`],
  ERR_INVALID_ARG_TYPE: [TypeError, invalidArgType],
  ERR_INVALID_ARG_VALUE: [TypeError, invalidArgValue],
  ERR_INVALID_ASYNC_ID: [RangeError, (name: string, id: unknown) => `Invalid ${name} value: ${id}`],
  ERR_INVALID_BUFFER_SIZE: [RangeError, (size: string) => `Buffer size must be a multiple of ${size}`],
  ERR_INVALID_CHAR: [TypeError, (what: string, field?: string) => `Invalid character in ${what}${field === undefined ? "" : ` ["${field}"]`}`],
  ERR_INVALID_CURSOR_POS: [TypeError, "Cannot set cursor row without setting its column"],
  ERR_INVALID_FD: [RangeError, (fd: unknown) => `"fd" must be a positive integer: ${fd}`],
  ERR_INVALID_FD_TYPE: [TypeError, (type: string) => `Unsupported fd type: ${type}`],
  ERR_INVALID_FILE_URL_HOST: [TypeError, (platform: string) => `File URL host must be "localhost" or empty on ${platform}`],
  ERR_INVALID_FILE_URL_PATH: [TypeError, (reason: string, _input?: unknown) => `File URL path ${reason}`],
  ERR_INVALID_HANDLE_TYPE: [TypeError, "This handle type cannot be sent"],
  ERR_INVALID_HTTP_TOKEN: [TypeError, (what: string, field: unknown) => `${what} must be a valid HTTP token ["${field}"]`],
  ERR_INVALID_IP_ADDRESS: [TypeError, (address: unknown) => `Invalid IP address: ${address}`],
  ERR_INVALID_MIME_SYNTAX: [TypeError, (what: string, text: string, at: number) => `The MIME syntax for a ${what} in ${JSONStringify(text)} is invalid${at !== -1 ? ` at ${at}` : ""}`],
  ERR_INVALID_MODULE_SPECIFIER: [TypeError, (specifier: string, reason: string, base?: string) => `Invalid module "${specifier}" ${reason}${importOf(base)}`],
  ERR_INVALID_OBJECT_DEFINE_PROPERTY: [TypeError, (text: string) => text],
  ERR_INVALID_PACKAGE_CONFIG: [Error, (path: string, base?: string, text?: string) => `Invalid package config ${path}${base ? ` while importing ${base}` : ""}${text ? `. ${text}` : ""}`],
  ERR_INVALID_PACKAGE_TARGET: [Error, packageTarget],
  ERR_INVALID_PROTOCOL: [TypeError, (got: string, want: string) => `Protocol "${got}" not supported. Expected "${want}"`],
  ERR_INVALID_REPL_EVAL_CONFIG: [TypeError, 'Cannot specify both "breakEvalOnSigint" and "eval" for REPL'],
  ERR_INVALID_REPL_INPUT: [TypeError, (text: string) => text],
  ERR_INVALID_RETURN_PROPERTY: [TypeError, (input: string, name: string, prop: string, value: unknown) => `Expected a valid ${input} to be returned for the "${prop}" from the "${name}" function but got ${value}.`],
  ERR_INVALID_RETURN_PROPERTY_VALUE: [TypeError, (input: string, name: string, prop: string, value: unknown) => `Expected ${input} to be returned for the "${prop}" from the "${name}" hook but got ${describeReceived(value)}.`],
  ERR_INVALID_RETURN_VALUE: [TypeError, invalidReturn],
  ERR_INVALID_STATE: [Error, (text: string) => `Invalid state: ${text}`],
  ERR_INVALID_SYNC_FORK_INPUT: [TypeError, (value: unknown) => `Asynchronous forks do not support Buffer, TypedArray, DataView or string input: ${value}`],
  ERR_INVALID_THIS: [TypeError, (type: string) => `Value of "this" must be of type ${type}`],
  ERR_INVALID_TUPLE: [TypeError, (name: string, what: string) => `${name} must be an iterable ${what} tuple`],
  ERR_INVALID_URI: [URIError, "URI malformed"],
  ERR_INVALID_URL: [TypeError, (_input?: string, _base?: string) => "Invalid URL"],
  ERR_INVALID_URL_SCHEME: [TypeError, (expected: string | string[]) => `The URL must be ${ArrayIsArray(expected) && expected.length === 2 ? `one of scheme ${expected[0]} or ${expected[1]}` : `of scheme ${ArrayIsArray(expected) ? expected[0] : expected}`}`],
  ERR_IP_BLOCKED: [Error, (ip: string) => `IP(${ip}) is blocked by net.BlockList`],
  ERR_IPC_CHANNEL_CLOSED: [Error, "Channel closed"],
  ERR_IPC_DISCONNECTED: [Error, "IPC channel is already disconnected"],
  ERR_IPC_ONE_PIPE: [Error, "Child process can have only one IPC pipe"],
  ERR_IPC_SYNC_FORK: [Error, "IPC cannot be used with synchronous forks"],
  ERR_LOADER_CHAIN_INCOMPLETE: [Error, (hook: string) => `"${hook}" did not call the next hook in its chain and did not explicitly signal a short circuit. If this is intentional, include \`shortCircuit: true\` in the hook's return.`],
  ERR_MESSAGE_TARGET_CONTEXT_UNAVAILABLE: [Error, "Cannot deserialize a value of a class that the context of the port has not"],
  ERR_METHOD_NOT_IMPLEMENTED: [Error, (name: string) => `The ${name} method is not implemented`],
  ERR_MISSING_ARGS: [TypeError, missingArgs],
  ERR_MISSING_OPTION: [TypeError, (name: string) => `${name} is required`],
  ERR_MISSING_PASSPHRASE: [TypeError, "Passphrase required for encrypted key"],
  ERR_MISSING_TRANSFERABLE_IN_TRANSFER_LIST: [TypeError, "Object that needs transfer was found in message but not listed in transferList"],
  ERR_MODULE_NOT_FOUND: [Error, (path: string, base: string, what = "module") => `Cannot find ${what} '${path}' imported from ${base}`],
  ERR_MULTIPLE_CALLBACK: [Error, "Callback called multiple times"],
  ERR_NETWORK_IMPORT_DISALLOWED: [Error, (specifier: string, base: string, reason: string) => `import of '${specifier}' by ${base} is not supported: ${reason}`],
  ERR_NOT_BUILDING_SNAPSHOT: [Error, "Operation cannot be invoked when not building startup snapshot"],
  ERR_NO_CRYPTO: [Error, "weft is not compiled with OpenSSL crypto support"],
  ERR_OPERATION_FAILED: [Error, (reason: string) => `Operation failed: ${reason}`],
  ERR_OUT_OF_RANGE: [RangeError, outOfRange],
  ERR_PACKAGE_IMPORT_NOT_DEFINED: [TypeError, (specifier: string, path: string | undefined, base: string) => `Package import specifier "${specifier}" is not defined${path ? ` in package ${path}package.json` : ""} imported from ${base}`],
  ERR_PACKAGE_PATH_NOT_EXPORTED: [Error, (path: string, subpath: string, base?: string) => subpath === "." ? `No "exports" main defined in ${path}package.json${importOf(base)}` : `Package subpath '${subpath}' is not defined by "exports" in ${path}package.json${importOf(base)}`],
  ERR_PARSE_ARGS_INVALID_OPTION_VALUE: [TypeError, (text: string) => text],
  ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL: [TypeError, (positional: string) => `Unexpected argument '${positional}'. This command does not take positional arguments`],
  ERR_PARSE_ARGS_UNKNOWN_OPTION: [TypeError, (option: string, allowPositionals: boolean) => `Unknown option '${option}'${allowPositionals ? `. To specify a positional argument starting with a '-', place it at the end of the command after '--', as in '-- ${JSONStringify(option)}` : ""}`],
  ERR_PERFORMANCE_INVALID_TIMESTAMP: [TypeError, (value: unknown) => `${value} is not a valid timestamp`],
  ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS: [TypeError, (text: string) => text],
  ERR_PROTO_ACCESS: [Error, (text: string) => text],
  ERR_REQUIRE_ASYNC_MODULE: [Error, "require() cannot be used on an ESM graph with top-level await. Use import() instead. To see where the top-level await comes from, use --experimental-print-required-tla."],
  ERR_REQUIRE_CYCLE_MODULE: [Error, (text: string) => text],
  ERR_REQUIRE_ESM: [Error, (path: string) => `require() of ES Module ${path} not supported.`],
  ERR_SCRIPT_EXECUTION_INTERRUPTED: [Error, "Script execution was interrupted by `SIGINT`"],
  ERR_SCRIPT_EXECUTION_TIMEOUT: [Error, (timeout: number) => `Script execution timed out after ${timeout}ms`],
  ERR_SERVER_ALREADY_LISTEN: [Error, "Listen method has been called more than once without closing."],
  ERR_SERVER_NOT_RUNNING: [Error, "Server is not running."],
  ERR_SOCKET_ALREADY_BOUND: [Error, "Socket is already bound"],
  ERR_SOCKET_BAD_BUFFER_SIZE: [TypeError, "Buffer size must be a positive integer"],
  ERR_SOCKET_BAD_PORT: [RangeError, (name: string, port: unknown, allowZero = true) => `${name} should be ${allowZero ? ">= 0" : "> 0"} and < 65536. Received ${describeReceived(port)}.`],
  ERR_SOCKET_BAD_TYPE: [TypeError, "Bad socket type specified. Valid types are: udp4, udp6"],
  ERR_SOCKET_CLOSED: [Error, "Socket is closed"],
  ERR_SOCKET_CLOSED_BEFORE_CONNECTION: [Error, "Socket closed before the connection was established"],
  ERR_SOCKET_CONNECTION_TIMEOUT: [Error, "Socket connection timeout"],
  ERR_SOCKET_DGRAM_IS_CONNECTED: [Error, "Already connected"],
  ERR_SOCKET_DGRAM_NOT_CONNECTED: [Error, "Not connected"],
  ERR_SOCKET_DGRAM_NOT_RUNNING: [Error, "Not running"],
  ERR_SRI_PARSE: [SyntaxError, (text: string, char: string, at: number) => `Subresource Integrity string ${JSONStringify(text)} had an unexpected ${JSONStringify(char)} at position ${at}`],
  ERR_STREAM_ALREADY_FINISHED: [Error, (name: string) => `Cannot call ${name} after a stream was finished`],
  ERR_STREAM_CANNOT_PIPE: [Error, "Cannot pipe, not readable"],
  ERR_STREAM_DESTROYED: [Error, (name: string) => `Cannot call ${name} after a stream was destroyed`],
  ERR_STREAM_NULL_VALUES: [TypeError, "May not write null values to stream"],
  ERR_STREAM_PREMATURE_CLOSE: [Error, "Premature close"],
  ERR_STREAM_PUSH_AFTER_EOF: [Error, "stream.push() after EOF"],
  ERR_STREAM_UNABLE_TO_PIPE: [Error, "Cannot pipe to a closed or destroyed stream"],
  ERR_STREAM_UNSHIFT_AFTER_END_EVENT: [Error, "stream.unshift() after end event"],
  ERR_STREAM_WRAP: [Error, "Stream has StringDecoder set or is in objectMode"],
  ERR_STREAM_WRITE_AFTER_END: [Error, "write after end"],
  ERR_SYNTHETIC: [Error, "JavaScript Callstack"],
  ERR_TLS_ALPN_CALLBACK_INVALID_RESULT: [TypeError, (value: unknown, protocols: string[]) =>
    `ALPN callback returned a value (${value}) that did not match any of the client's offered protocols (${ArrayPrototypeJoin(protocols, ", ")})`],
  ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS: [TypeError, "The ALPNCallback and ALPNProtocols TLS options are mutually exclusive"],
  ERR_TLS_CERT_ALTNAME_FORMAT: [SyntaxError, "Invalid subject alternative name string"],
  ERR_TLS_CERT_ALTNAME_INVALID: [Error, (reason: string) => `Hostname/IP does not match certificate's altnames: ${reason}`],
  ERR_TLS_HANDSHAKE_TIMEOUT: [Error, "TLS handshake timeout"],
  ERR_TLS_INVALID_CONTEXT: [TypeError, (name: string) => `${name} must be a SecureContext`],
  ERR_TLS_INVALID_PROTOCOL_METHOD: [TypeError, (text: string) => text],
  ERR_TLS_INVALID_PROTOCOL_VERSION: [TypeError, (version: unknown, which: string) => `${inspect(version)} is not a valid ${which} TLS protocol version`],
  ERR_TLS_INVALID_STATE: [Error, "TLS socket connection must be securely established"],
  ERR_TLS_PROTOCOL_VERSION_CONFLICT: [TypeError, (version: unknown, method: unknown) =>
    `TLS protocol version ${inspect(version)} conflicts with secureProtocol ${inspect(method)}`],
  ERR_TLS_RENEGOTIATION_DISABLED: [Error, "TLS session renegotiation disabled for this socket"],
  ERR_TLS_REQUIRED_SERVER_NAME: [Error, '"servername" is required parameter for Server.addContext'],
  ERR_TLS_SNI_FROM_SERVER: [Error, "Cannot issue SNI from a TLS server-side socket"],
  ERR_TRACE_EVENTS_CATEGORY_REQUIRED: [TypeError, "At least one category is required"],
  ERR_TRACE_EVENTS_UNAVAILABLE: [Error, "Trace events are unavailable"],
  ERR_TRAILING_JUNK_AFTER_STREAM_END: [TypeError, "Trailing junk found after the end of the compressed stream"],
  ERR_TTY_INIT_FAILED: [Error, "TTY initialization failed"],
  ERR_UNAVAILABLE_DURING_EXIT: [Error, "Cannot call function in process exit handler"],
  ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET: [Error, "`process.setupUncaughtExceptionCapture()` was called while a capture callback was already active"],
  ERR_UNESCAPED_CHARACTERS: [TypeError, (what: string) => `${what} contains unescaped characters`],
  ERR_UNHANDLED_ERROR: [Error, unhandledError],
  ERR_UNHANDLED_REJECTION: [Error, (reason: string) => `This error originated either by throwing inside of an async function without a catch block, or by rejecting a promise which was not handled with .catch(). The promise rejected with the reason "${reason}".`],
  ERR_UNKNOWN_BUILTIN_MODULE: [Error, (id: string) => `No such built-in module: ${id}`],
  ERR_UNKNOWN_CREDENTIAL: [Error, (what: string, id: unknown) => `${what} identifier does not exist: ${id}`],
  ERR_UNKNOWN_ENCODING: [TypeError, (encoding: unknown) => `Unknown encoding: ${typeof encoding === "object" ? inspect(encoding, { depth: 0, colors: false, compact: 3 }) : String(encoding)}`],
  ERR_UNKNOWN_FILE_EXTENSION: [TypeError, (extension: string, path: string) => `Unknown file extension "${extension}" for ${path}`],
  ERR_UNKNOWN_MODULE_FORMAT: [RangeError, (format: string, path: string) => `Unknown module format: ${format} for URL ${path}`],
  ERR_UNKNOWN_SIGNAL: [TypeError, (signal: unknown) => `Unknown signal: ${signal}`],
  ERR_UNSUPPORTED_DIR_IMPORT: [Error, (path: string, base: string) => `Directory import '${path}' is not supported resolving ES modules imported from ${base}`],
  ERR_UNSUPPORTED_ESM_URL_SCHEME: [Error, (scheme: string) => `Only URLs with a scheme in: file, data, and node are supported by the default ESM loader. Received protocol '${scheme}'`],
  ERR_UNSUPPORTED_RESOLVE_REQUEST: [TypeError, (specifier: string, base: string) => `Failed to resolve module specifier "${specifier}" from "${base}": Invalid relative URL or base scheme is not hierarchical.`],
  ERR_USE_AFTER_CLOSE: [Error, (what: string) => `${what} was closed`],
  ERR_VALID_PERFORMANCE_ENTRY_TYPE: [Error, "At least one valid performance entry type is required"],
  ERR_WEBASSEMBLY_RESPONSE: [TypeError, (text: string) => `WebAssembly response ${text}`],
  ERR_WORKER_INIT_FAILED: [Error, (why: string) => `Worker initialization failure: ${why}`],
  ERR_WORKER_INVALID_EXEC_ARGV: [Error, (words: string[], what = "invalid execArgv flags") => `Initiated Worker with ${what}: ${ArrayPrototypeJoin(words, ", ")}`],
  ERR_WORKER_MESSAGING_ERRORED: [Error, "The destination thread threw an error while processing the message"],
  ERR_WORKER_MESSAGING_FAILED: [Error, "Cannot find the destination thread or listener"],
  ERR_WORKER_MESSAGING_SAME_THREAD: [Error, "Cannot sent a message to the same thread"],
  ERR_WORKER_MESSAGING_TIMEOUT: [Error, "Sending a message to another thread timed out"],
  ERR_WORKER_NOT_RUNNING: [Error, "Worker instance not running"],
  ERR_WORKER_OUT_OF_MEMORY: [Error, (why: string) => `Worker terminated due to reaching memory limit: ${why}`],
  ERR_WORKER_PATH: [TypeError, (path: string) => `The worker script or module filename must be an absolute path or a relative path starting with './' or '../'.${StringPrototypeStartsWith(path, "file://") ? " Wrap file:// URLs with `new URL`." : ""}${StringPrototypeStartsWith(path, "data:text/javascript") ? " Wrap data: URLs with `new URL`." : ""} Received "${path}"`],
  ERR_WORKER_UNSERIALIZABLE_ERROR: [Error, "Serializing an uncaught exception failed"],
  ERR_WORKER_UNSUPPORTED_OPERATION: [TypeError, (what: string) => `${what} is not supported in workers`],
  ERR_ZLIB_INITIALIZATION_FAILED: [Error, "Initialization failed"],
  ERR_ZSTD_INVALID_PARAM: [RangeError, (key: unknown) => `${key} is not a valid zstd parameter`],
} satisfies Record<string, [new (text?: string) => Error, string | ((...args: any[]) => string)]>;
