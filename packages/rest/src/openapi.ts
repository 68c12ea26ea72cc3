import type { FastifyDynamicSwaggerOptions } from "@fastify/swagger";

/** How the document is made out of the routes' schemas. */
export function openapiOptions(version: string): FastifyDynamicSwaggerOptions {
  return {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Salina",
        version,
        description: "The REST interface of a Salina master. Within v1 changes only add.",
      },
      components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
      security: [{ token: [] }],
      tags: [
        { name: "jobs", description: "What minions are told to do, and what becomes of it." },
        { name: "minions", description: "Who is there." },
        { name: "keys", description: "Who may come in." },
        { name: "runs", description: "Orchestrations." },
        { name: "schedules", description: "What the master starts by itself." },
        { name: "hooks", description: "What other services tell the master." },
        { name: "status", description: "The master itself." },
      ],
    },
    transform: ({ schema, url }) => ({ schema: namedPath(schema, url), url: url.replace(/\/\*$/, "/:path") }),
    refResolver: {
      buildLocalReference: (json, _base, _fragment, i) =>
        typeof json["$id"] === "string" ? json["$id"] : `schema-${i}`,
    },
  };
}

/** The rest of a path is `*` in a route, and needs a name in the document. */
function namedPath<T extends object>(schema: T, url: string): T {
  const { params } = schema as { readonly params?: { readonly properties?: Readonly<Record<string, unknown>> } };
  const rest = params?.properties?.["*"];
  if (!url.endsWith("/*") || rest === undefined) return schema;
  return { ...schema, params: { type: "object", required: ["path"], properties: { path: rest } } };
}
