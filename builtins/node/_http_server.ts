// node:_http_server: an older name for parts of node:http.
import http from "node:http";

export default {
  Server: http.Server,
  ServerResponse: http.ServerResponse,
  STATUS_CODES: http.STATUS_CODES,
  _connectionListener: http._connectionListener,
};
