// node:_http_client: an older name for parts of node:http.
import http from "node:http";

export default {
  ClientRequest: http.ClientRequest,
};
