// WebSockets of the runtime's own server: Weft.serve, Bun.serve. usage: websocket.mjs PORT echo|chat
const isChat = process.argv[3] === "chat";
(globalThis.Weft ?? globalThis.Bun).serve({
  port: Number(process.argv[2]),
  fetch: (request, server) => (server.upgrade(request) ? undefined : new Response("Hello World")),
  websocket: {
    publishToSelf: true,
    open(socket) { if (isChat) socket.subscribe("room"); },
    message(socket, data) { if (isChat) socket.publish("room", data); else socket.send(data); },
  },
});
