// Who sends captures, who registered, and what a search field may be completed to.
import { fieldNamed, fold } from "@sipglass/model";
import { Type } from "typebox";
import { scopeOf } from "../auth/identity.ts";
import type { Api, Serving } from "../serving.ts";
import { limitOf } from "./params.ts";
import { presentAgent, presentRegistration, wholeList } from "./present.ts";
import { AgentAnswer, listOf, RegistrationAnswer, Text } from "./schemas.ts";

export function addAgents(app: Api, { questions }: Serving): void {
  app.get(
    "/agents",
    {
      config: { access: "everything" },
      schema: { summary: "Capture agents: who sends, how much, how well", tags: ["capture"], response: { 200: listOf(AgentAnswer) } },
    },
    async (request) => wholeList((await questions.agents(scopeOf(request))).map(presentAgent)),
  );

  app.get(
    "/registrations",
    {
      config: { access: "signed_in" },
      schema: {
        summary: "Registrations, one per address-of-record and contact",
        tags: ["registrations"],
        querystring: Type.Object({
          prefix: Type.Optional(Type.String({ maxLength: 256, description: "of the address-of-record" })),
          limit: limitOf(100, 1000),
        }),
        response: { 200: listOf(RegistrationAnswer) },
      },
    },
    async (request) => wholeList((await questions.registrations(scopeOf(request), request.query)).map(presentRegistration)),
  );

  app.get(
    "/complete",
    {
      config: { access: "signed_in" },
      schema: {
        summary: "Values of a field of the query language that begin with a prefix, most frequent first",
        tags: ["calls"],
        querystring: Type.Object({
          field: Type.String({ minLength: 1, maxLength: 64 }),
          prefix: Type.String({ maxLength: 256, default: "" }),
          limit: limitOf(10, 100),
        }),
        response: { 200: Type.Object({ items: Type.Array(Text) }) },
      },
    },
    async (request) => {
      const { field, prefix, limit } = request.query;
      const scope = scopeOf(request);
      if (fieldNamed(field)?.name !== "tenant" || scope.kind === "all") return { items: await questions.complete(scope, field, prefix, limit) };
      // Of a call that is several tenants' each learns only of its own.
      return { items: scope.tenants.filter((tenant) => fold(tenant).startsWith(fold(prefix))).slice(0, limit) };
    },
  );
}
