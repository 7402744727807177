// The API described by itself: OpenAPI 3.1 made from the routes' schemas, and a page of it without a single script.
import fastifySwagger from "@fastify/swagger";
import type { FastifyInstance } from "fastify";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import { createHash } from "node:crypto";
import { Type } from "typebox";
import { docsPage, PAGE_STYLE } from "./docs-page.ts";
import type { OpenApi } from "./openapi.ts";

const ABOUT = `Calls captured by HEP, and what sipglass understood of them. JSON is snake_case; times are RFC 3339 with microseconds (UTC);
durations carry their unit in the name. Lists: { items, next, partial, warnings }, newest first. Errors: { error: { code, message,
details } }. Sign in with POST /api/v1/auth/login, or send an API token as Bearer, or Basic. With the cookie, changes need the header
X-Sipglass: 1.`;

/** Must be registered before the routes that it is to describe. */
export async function addDescription(app: FastifyInstance, version: string): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "sipglass",
        version,
        description: ABOUT.replaceAll("\n", " "),
        license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      },
      servers: [{ url: "/" }],
      components: {
        securitySchemes: {
          bearer: { type: "http", scheme: "bearer", description: "session token or API token" },
          basic: { type: "http", scheme: "basic" },
          cookie: { type: "apiKey", in: "cookie", name: "sipglass" },
        },
      },
      security: [{ bearer: [] }, { basic: [] }, { cookie: [] }],
    },
    transform: ({ schema, url, route }) => {
      const access = route.config?.access;
      const rule = { "x-access": access, ...(access === "public" ? { security: [] } : {}) };
      return { schema: { ...schema, ...rule, response: { ...(schema.response as object | undefined), "4XX": ERROR } }, url };
    },
  });
  addRoutes(app);
}

const ERROR = Type.Object(
  { error: Type.Object({ code: Type.String(), message: Type.String(), details: Type.Record(Type.String(), Type.Unknown()) }) },
  { description: "docs/reference/errors.md" },
);

function addRoutes(app: FastifyInstance): void {
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();
  const style = `'sha256-${createHash("sha256").update(PAGE_STYLE).digest("base64")}'`;

  typed.get(
    "/api/v1/openapi.json",
    {
      config: { access: "public" },
      schema: { summary: "This API as OpenAPI 3.1", tags: ["api"], response: { 200: Type.Object({}, { additionalProperties: true }) } },
    },
    async () => app.swagger(),
  );

  typed.get(
    "/api/v1/docs",
    {
      config: { access: "public" },
      schema: { summary: "This API as a page", tags: ["api"], produces: ["text/html"] },
    },
    async (_request, reply) =>
      reply
        .type("text/html; charset=utf-8")
        .header("content-security-policy", `default-src 'none'; style-src ${style}; frame-ancestors 'none'; base-uri 'none'`)
        .send(docsPage(app.swagger() as OpenApi)),
  );
}
