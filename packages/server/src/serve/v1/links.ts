// Why the legs of a session are one, what else may belong to it, and what people say about that.
import { SipglassError, type Link, type LinkDecision } from "@sipglass/model";
import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import { identityOf, scopeOf } from "../auth/identity.ts";
import { noteOf } from "../note.ts";
import type { Api, Serving } from "../serving.ts";
import { findCall } from "./calls.ts";
import { CallParams } from "./params.ts";
import { presentCall } from "./present.ts";
import { CallAnswer, LinkAnswer, Text } from "./schemas.ts";

const LinksAnswer = Type.Object({
  session_id: Text,
  legs: Type.Array(CallAnswer, { description: "of the session, earliest first" }),
  possible: Type.Array(CallAnswer, { description: "legs outside of it that links point to" }),
  links: Type.Array(LinkAnswer, { description: "strongest first" }),
  more_possible: Type.Integer({ description: "how many more legs possibly belong to it, no more probably than those that are listed" }),
});
const DecisionBody = Type.Object(
  {
    to: Type.Optional(Type.String({ minLength: 1, maxLength: 1024, description: "id or Call-ID of the other leg; without it, a split parts the call from all legs that it is linked to" })),
    verdict: Type.Enum(["confirmed", "split"]),
  },
  { additionalProperties: false },
);
const PairParams = Type.Object({ id: CallParams.properties.id, other: CallParams.properties.id });

export const presentLink = (link: Link) => ({ ...link });

export function addLinks(app: Api, serving: Serving): void {
  const { questions, state } = serving;
  const note = noteOf(serving);
  const answer = async (request: FastifyRequest, id: string) => {
    const scope = scopeOf(request);
    const { sessionId, legs, possible, links, morePossible } = await questions.links(scope, await findCall(serving, request, id));
    return { session_id: sessionId, legs: legs.map((leg) => presentCall(leg, scope)), possible: possible.map((leg) => presentCall(leg, scope)), links: links.map(presentLink), more_possible: morePossible };
  };

  app.get(
    "/calls/:id/links",
    {
      config: { access: "signed_in" },
      schema: { summary: "Its session: legs, possible legs, and why", tags: ["calls"], params: CallParams, response: { 200: LinksAnswer } },
    },
    async (request) => answer(request, request.params.id),
  );

  app.post(
    "/calls/:id/links",
    {
      config: { access: "operator" },
      schema: { summary: "Say that two legs belong together, or do not; that wins over all rules", tags: ["calls"], params: CallParams, body: DecisionBody, response: { 200: LinksAnswer } },
    },
    async (request) => {
      const { to, verdict } = request.body;
      const call = await findCall(serving, request, request.params.id);
      const others = to === undefined ? await linkedWith(serving, request, call.id) : [(await findCall(serving, request, to)).id];
      if (others.length === 0 || (to === undefined && verdict === "confirmed")) throw new SipglassError("bad_request", { field: "to" }, "Name the other leg.");
      if (others.includes(call.id)) throw new SipglassError("bad_request", { field: "to" }, "A leg cannot be linked with itself.");
      for (const other of others) {
        await decide(serving, state.correlation.decide({ from: call.id, to: other, verdict, by: identityOf(request).user }));
        note(request, verdict === "confirmed" ? "link_confirmed" : "link_split", call.callId, { to: other });
      }
      return answer(request, call.id);
    },
  );

  app.delete(
    "/calls/:id/links/:other",
    {
      config: { access: "operator" },
      schema: { summary: "Take back what was said of two legs", tags: ["calls"], params: PairParams, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const [call, other] = [await findCall(serving, request, request.params.id), await findCall(serving, request, request.params.other)];
      if (!state.correlation.undecide(call.id, other.id)) throw new SipglassError("not_found", { call: call.id, other: other.id }, "Nothing was said of these two.");
      await questions.decideLink(call.id, other.id, undefined);
      note(request, "link_decision_removed", call.callId, { to: other.id });
      return reply.status(204).send(null);
    },
  );
}

const decide = ({ questions }: Serving, decision: LinkDecision): Promise<void> => questions.decideLink(decision.from, decision.to, decision);

/** Legs of its session that it is linked to directly. */
async function linkedWith({ questions }: Serving, request: FastifyRequest, id: string): Promise<string[]> {
  const [call] = (await questions.find(scopeOf(request), id)).filter((each) => each.id === id);
  if (!call) return [];
  const { links } = await questions.links(scopeOf(request), call);
  return links.filter(({ from, to, verdict }) => (from === id || to === id) && (verdict === "joined" || verdict === "confirmed")).map(({ from, to }) => (from === id ? to : from));
}
