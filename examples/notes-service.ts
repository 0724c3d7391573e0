// A service that keeps notes, and a client of it in the same program: Weft.serve, routes, fetch.
// usage: weft examples/notes-service.ts [--stay]   (with --stay it goes on serving; else it shows itself and ends)

interface Note {
  id: number;
  text: string;
  tags: string[];
}

const notes = new Map<number, Note>();
let nextId = 1;

const server = Weft.serve({
  port: process.argv.includes("--stay") ? 3000 : 0,
  routes: {
    "/notes": {
      GET: (request: Request) => {
        const tag = new URL(request.url).searchParams.get("tag");
        return Response.json([...notes.values()].filter((note) => tag === null || note.tags.includes(tag)));
      },
      POST: async (request: Request) => {
        const { text, tags = [] } = await request.json();
        if (typeof text !== "string" || text === "") return Response.json({ error: "a note needs a text" }, { status: 422 });
        const note = { id: nextId++, text, tags };
        notes.set(note.id, note);
        return Response.json(note, { status: 201, headers: { Location: `/notes/${note.id}` } });
      },
    },
    "/notes/:id": {
      GET: ({ params }: any) => {
        const note = notes.get(Number(params.id));
        return note ? Response.json(note) : new Response("no such note\n", { status: 404 });
      },
      DELETE: ({ params }: any) => new Response(null, { status: notes.delete(Number(params.id)) ? 204 : 404 }),
    },
    // One line a second would do, too: a stream goes out as it is made.
    "/export": () => new Response((async function* () {
      for (const { id, text } of notes.values()) yield `${id}\t${text}\n`;
    })(), { headers: { "Content-Type": "text/tab-separated-values" } }),
  },
});

if (process.argv.includes("--stay")) {
  console.log(`serving ${server.url}notes; Ctrl+C ends it`);
} else {
  await show();
  await server.stop();
}

async function show(): Promise<void> {
  const call = async (method: string, path: string, body?: object) => {
    const response = await fetch(new URL(path, server.url), {
      method,
      body: body && JSON.stringify(body),
      headers: body && { "Content-Type": "application/json" },
    });
    console.log(`${method} ${path} → ${response.status} ${(await response.text()).trim().replaceAll("\n", " | ")}`);
  };
  await call("POST", "/notes", { text: "warp the loom", tags: ["work"] });
  await call("POST", "/notes", { text: "buy yarn", tags: ["errand"] });
  await call("POST", "/notes", { tags: [] });
  await call("GET", "/notes?tag=work");
  await call("GET", "/notes/2");
  await call("GET", "/export");
  await call("DELETE", "/notes/1");
  await call("GET", "/notes/1");
}
