// The runtime's own server: Weft.serve, Bun.serve, Deno.serve. usage: serve.mjs PORT
const hello = () => new Response("Hello World");
if (globalThis.Weft) Weft.serve({ port: Number(process.argv[2]), fetch: hello });
else if (globalThis.Bun) Bun.serve({ port: Number(process.argv[2]), fetch: hello });
else Deno.serve({ port: Number(Deno.args[0]), onListen() {} }, hello);
