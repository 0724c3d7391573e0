// node:_http_outgoing: an older name for parts of node:http.
import http from "node:http";

export default {
  OutgoingMessage: http.OutgoingMessage,
  validateHeaderName: http.validateHeaderName,
  validateHeaderValue: http.validateHeaderValue,
};
