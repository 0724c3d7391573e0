// node:_http_agent: an older name for parts of node:http.
import http from "node:http";

export default {
  Agent: http.Agent,
  globalAgent: http.globalAgent,
};
