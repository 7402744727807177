// Sessions: the legs of one conversation, joined. What of it belongs to others is not shown.
import { SipglassError, type Call } from "@sipglass/model";
import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import { scopeOf } from "../auth/identity.ts";
import { noteOf } from "../note.ts";
import type { Api, Serving } from "../serving.ts";
import { presentLink } from "./links.ts";
import { IdParams } from "./params.ts";
import { presentCall } from "./present.ts";
import { CallAnswer, LinkAnswer, Text } from "./schemas.ts";

export async function findSession({ questions }: Serving, request: FastifyRequest, id: string): Promise<Call[]> {
  const scope = scopeOf(request);
  const calls = await questions.session(scope, id);
  // By the id that it has, or by that of a leg which the reader sees: that of a hidden leg names nothing for him.
  const isNamed = scope.kind === "all" || calls.some((call) => call.sessionId === id || call.id === id);
  if (calls.length === 0 || !isNamed) throw new SipglassError("not_found", { session: id }, "There is no such session here.");
  return calls;
}

export function addSessions(app: Api, serving: Serving): void {
  const note = noteOf(serving);
  app.get(
    "/sessions/:id",
    {
      config: { access: "signed_in" },
      schema: {
        summary: "The calls of one session, and why they are one",
        tags: ["sessions"],
        params: IdParams,
        response: { 200: Type.Object({ id: Text, calls: Type.Array(CallAnswer), links: Type.Array(LinkAnswer) }) },
      },
    },
    async (request) => {
      const { id } = request.params;
      const calls = await findSession(serving, request, id);
      note(request, "session_viewed", id);
      // It may have been asked for by an id that it had before it grew.
      const { sessionId, links } = await serving.questions.links(scopeOf(request), calls[0]!);
      return { id: sessionId, calls: calls.map((call) => presentCall(call, scopeOf(request))), links: links.map(presentLink) };
    },
  );
}
