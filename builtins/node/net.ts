// node:net (https://nodejs.org/api/net.html): the classes, and the functions over them. Each has a file of its own,
// internal/net_*.
import { publish, subscribed } from "internal/diagnostics";
import { BlockList } from "internal/net_block_list";
import {
  getDefaultAutoSelectFamily, getDefaultAutoSelectFamilyAttemptTimeout, normalizeArgs, setDefaultAutoSelectFamily,
  setDefaultAutoSelectFamilyAttemptTimeout,
} from "internal/net_connect";
import { isIP, isIPv4, isIPv6 } from "internal/net_native";
import { Server } from "internal/net_server";
import { Socket } from "internal/net_socket";
import { SocketAddress } from "internal/net_socket_address";

function connect(...args: any[]): any {
  const normalized = normalizeArgs(args);
  const options = normalized[0];
  const socket = new (Socket as any)(options);
  if (subscribed.size !== 0) publish("net.client.socket", { socket });
  if (options.timeout) socket.setTimeout(options.timeout);
  return socket.connect(normalized);
}

function createServer(options?: any, connectionListener?: any): any {
  return new (Server as any)(options, connectionListener);
}

export default {
  BlockList,
  SocketAddress,
  connect,
  createConnection: connect,
  createServer,
  isIP,
  isIPv4,
  isIPv6,
  Server,
  Socket,
  Stream: Socket,
  _normalizeArgs: normalizeArgs,
  getDefaultAutoSelectFamily,
  setDefaultAutoSelectFamily,
  getDefaultAutoSelectFamilyAttemptTimeout,
  setDefaultAutoSelectFamilyAttemptTimeout,
};
