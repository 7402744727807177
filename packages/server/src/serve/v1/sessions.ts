// Sessions: the legs of one conversation, joined. What of it belongs to others is not shown.
import { SipglassError, type Call } from "@sipglass/model";
import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import { scopeOf } from "../auth/identity.ts";
import { noteOf } from "../note.ts";
import type { Api, Serving } from "../serving.ts";
import { IdParams } from "./params.ts";
import { presentCall } from "./present.ts";
import { CallAnswer, Text } from "./schemas.ts";

export async function findSession({ questions }: Serving, request: FastifyRequest, id: string): Promise<Call[]> {
  const calls = await questions.session(scopeOf(request), id);
  if (calls.length === 0) throw new SipglassError("not_found", { session: id }, "There is no such session here.");
  return calls;
}

export function addSessions(app: Api, serving: Serving): void {
  const note = noteOf(serving);
  app.get(
    "/sessions/:id",
    {
      config: { access: "signed_in" },
      schema: {
        summary: "The calls of one session",
        tags: ["sessions"],
        params: IdParams,
        response: { 200: Type.Object({ id: Text, calls: Type.Array(CallAnswer) }) },
      },
    },
    async (request) => {
      const { id } = request.params;
      const calls = await findSession(serving, request, id);
      note(request, "session_viewed", id);
      return { id, calls: calls.map((call) => presentCall(call, scopeOf(request))) };
    },
  );
}
