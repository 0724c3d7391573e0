// node:_http_common: names and checks that packages take from here.
import { checkInvalidHeaderChar, checkIsHttpToken, METHODS } from "internal/http_common";

export default {
  _checkInvalidHeaderChar: checkInvalidHeaderChar,
  _checkIsHttpToken: checkIsHttpToken,
  methods: METHODS,
  CRLF: "\r\n",
  chunkExpression: /(?:^|\W)chunked(?:$|\W)/i,
  continueExpression: /(?:^|\W)100-continue(?:$|\W)/i,
};
