// Types of weft's API. Those of Node's modules are in @types/node.

/// <reference types="node" />
/// <reference path="./assets.d.ts" />
/// <reference path="./expect.d.ts" />
/// <reference path="./files.d.ts" />
/// <reference path="./globals.d.ts" />
/// <reference path="./hashing.d.ts" />
/// <reference path="./import-meta.d.ts" />
/// <reference path="./mocks.d.ts" />
/// <reference path="./processes.d.ts" />
/// <reference path="./serve.d.ts" />
/// <reference path="./shell.d.ts" />
/// <reference path="./sockets.d.ts" />
/// <reference path="./test.d.ts" />
/// <reference path="./text.d.ts" />
/// <reference path="./utilities.d.ts" />
