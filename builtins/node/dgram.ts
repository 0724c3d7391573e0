// node:dgram (https://nodejs.org/api/dgram.html).
import { Socket } from "internal/dgram_socket";

function createSocket(type: any, listener?: any): any {
  return new (Socket as any)(type, listener);
}

export default { createSocket, Socket };
