// test-timeout: 60 s
import { createSchema, createYoga, createPubSub } from "graphql-yoga";
import { GraphQLError } from "graphql";
import http from "node:http";
import { once } from "node:events";
import { test, assert } from "../harness.mjs";
import { serving } from "./fixtures/http.mjs";

function yoga() {
  const bus = createPubSub();
  const looms = [{ id: "1", name: "jacquard" }];
  return createYoga({
    logging: false,
    context: ({ request }) => ({ user: request.headers.get("x-user") }),
    schema: createSchema({
      typeDefs: `
        type Loom { id: ID! name: String! upper: String! }
        type Query { looms: [Loom!]! me: String broken: Int refused: Int }
        type Mutation { add(name: String!): Loom! upload(file: File!): String! }
        type Subscription { added: Loom! count(to: Int!): Int! }
        scalar File
      `,
      resolvers: {
        Loom: { upper: (loom) => loom.name.toUpperCase() },
        Query: {
          looms: async () => looms,
          me: (root, parameters, context) => context.user,
          broken: () => { throw new Error("a secret"); },
          refused: () => { throw new GraphQLError("not you", { extensions: { code: "FORBIDDEN" } }); },
        },
        Mutation: {
          add: (root, { name }) => {
            const loom = { id: String(looms.length + 1), name };
            looms.push(loom);
            bus.publish("added", { added: loom });
            return loom;
          },
          upload: async (root, { file }) => `${file.name} ${await file.text()}`,
        },
        Subscription: {
          added: { subscribe: () => bus.subscribe("added") },
          count: { subscribe: async function* (root, { to }) { for (let count = 1; count <= to; count++) yield { count }; } },
        },
      },
    }),
  });
}

const query = (ask, text, variables, headers) => ask("/graphql", { json: { query: text, variables }, headers }).then((answer) => answer.json());

test("queries, variables, mutations, the request in the context", () => serving(yoga(), async (ask) => {
  assert.deepEqual(await query(ask, "{ looms { id upper } me }", undefined, { "x-user": "ada" }),
    { data: { looms: [{ id: "1", upper: "JACQUARD" }], me: "ada" } });
  assert.deepEqual(await query(ask, "mutation ($name: String!) { add(name: $name) { id } }", { name: "dobby" }), { data: { add: { id: "2" } } });
  assert.equal((await ask("/graphql?query=%7Bme%7D")).json().data.me, null);
}));

test("errors: masked, the resolver's own, of the syntax, of the schema", () => serving(yoga(), async (ask) => {
  assert.equal((await query(ask, "{ broken }")).errors[0].message, "Unexpected error.");
  assert.equal((await query(ask, "{ refused }")).errors[0].extensions.code, "FORBIDDEN");
  assert.match((await query(ask, "{ looms { ")).errors[0].message, /Syntax Error/);
  assert.match((await query(ask, "{ none }")).errors[0].message, /Cannot query field "none"/);
}));

test("a subscription over server-sent events", () => serving(yoga(), async (ask) => {
  const answer = await ask("/graphql", { json: { query: "subscription { count(to: 3) }" }, headers: { accept: "text/event-stream" } });
  const counts = [...answer.text.matchAll(/data: (\{.*\})/g)].map((match) => JSON.parse(match[1]).data.count);
  assert.deepEqual(counts, [1, 2, 3]);
}));

test("a subscriber hears of what another does", () => serving(yoga(), async (ask, port) => {
  const request = http.get({ host: "127.0.0.1", port, agent: false, path: `/graphql?query=${encodeURIComponent("subscription { added { name } }")}`, headers: { accept: "text/event-stream" } });
  const [response] = await once(request, "response");
  const heard = (async () => {
    let text = "";
    for await (const chunk of response) if ((text += chunk).includes("twill")) return text;
  })();
  await query(ask, 'mutation { add(name: "twill") { id } }');
  assert.match(await heard, /data: \{"data":\{"added":\{"name":"twill"\}\}\}/);
  request.destroy();
}));

test("a file as a variable", () => serving(yoga(), async (ask) => {
  const form = new FormData();
  form.set("operations", JSON.stringify({ query: "mutation ($file: File!) { upload(file: $file) }", variables: { file: null } }));
  form.set("map", JSON.stringify({ 0: ["variables.file"] }));
  form.set("0", new File(["content"], "f.txt"));
  const encoded = new Response(form);
  const answer = await ask("/graphql", { body: Buffer.from(await encoded.arrayBuffer()), headers: { "content-type": encoded.headers.get("content-type") } });
  assert.deepEqual(answer.json(), { data: { upload: "f.txt content" } });
}));
