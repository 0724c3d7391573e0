// node:_http_incoming: an older name for parts of node:http.
import http from "node:http";

export default {
  IncomingMessage: http.IncomingMessage,
};
