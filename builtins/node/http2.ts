// node:http2: https://nodejs.org/api/http2.html. Constants and settings are there; neither servers nor clients are.
import { Symbol } from "internal/primordials";
import { constants } from "internal/http2_constants";
import { getDefaultSettings, getPackedSettings, getUnpackedSettings } from "internal/http2_settings";
import { unavailable, unavailableClass } from "internal/unavailable";
import stream from "node:stream";

/** Headers that are listed under this name are never kept in a table of a compressor's. */
const sensitiveHeaders = Symbol("sensitiveHeaders");

const connect = unavailable("HTTP/2", "connect");
const createServer = unavailable("HTTP/2", "createServer");
const createSecureServer = unavailable("HTTP/2", "createSecureServer");
const performServerHandshake = unavailable("HTTP/2", "performServerHandshake");
const Http2ServerRequest = unavailableClass("HTTP/2", "Http2ServerRequest", stream.Readable);
const Http2ServerResponse = unavailableClass("HTTP/2", "Http2ServerResponse", stream);

export default {
  connect, constants, createServer, createSecureServer, getDefaultSettings, getPackedSettings, getUnpackedSettings,
  performServerHandshake, sensitiveHeaders, Http2ServerRequest, Http2ServerResponse,
};
