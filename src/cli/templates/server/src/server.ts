import { serve } from "weft";

interface Message {
  from: string;
  text: string;
}

const messages: Message[] = [];

export function startServer(port: number) {
  return serve({
    port,
    routes: {
      "/": new Response("{{name}}\n"),
      "/api/messages": {
        GET: () => Response.json(messages),
        POST: async (request) => {
          const message = (await request.json()) as Message;
          messages.push(message);
          return Response.json(message, { status: 201 });
        },
      },
      "/api/hello/:name": (request) => Response.json({ hello: request.params.name }),
    },
    fetch(request, server) {
      if (new URL(request.url).pathname === "/chat" && server.upgrade(request)) return;
      return new Response("Not Found", { status: 404 });
    },
    websocket: {
      open: (socket) => socket.subscribe("chat"),
      message: (socket, message) => {
        socket.publish("chat", message);
      },
    },
  });
}
