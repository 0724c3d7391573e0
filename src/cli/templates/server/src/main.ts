import { startServer } from "./server.ts";

const server = startServer(Number(process.env.PORT ?? 3000));
console.log(`listening on ${server.url}`);
process.once("SIGTERM", () => server.stop());
