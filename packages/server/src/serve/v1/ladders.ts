// Ladders of a call and of a whole session, drawn on the server for scripts, tickets and chats.
import type { Ladder } from "@sipglass/analyse";
import { SipglassError, type MessageView } from "@sipglass/model";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { drawLadder, LADDER_FORMATS, ladderOf, nameLookup, withColours, type LadderFormat } from "../../search/ladder.ts";
import { maskJson } from "../../search/mask.ts";
import { mergeLegs } from "../../search/merge-legs.ts";
import { scopeOf } from "../auth/identity.ts";
import { API_POLICY } from "../headers.ts";
import { hidesNumbers } from "../masking.ts";
import { noteOf } from "../note.ts";
import type { Api, Serving } from "../serving.ts";
import { findCall } from "./calls.ts";
import { CallParams, IdParams } from "./params.ts";
import { LadderAnswer } from "./schemas.ts";
import { findSession } from "./sessions.ts";

const Format = Type.Object({ format: Type.Enum([...LADDER_FORMATS], { default: "json" }) });
/** As many as can be marked in a list. */
const MOST_CALLS = 50;
const Ids = Type.String({ minLength: 1, maxLength: 8_192, description: `ids of calls, separated by commas; at most ${MOST_CALLS}` });
const answers = { 200: LadderAnswer };

export async function messagesOfSession(serving: Serving, request: FastifyRequest, id: string): Promise<MessageView[]> {
  const calls = await findSession(serving, request, id);
  return mergeLegs(await Promise.all(calls.map((call) => serving.questions.messages(scopeOf(request), call))));
}

/** A picture may be looked at on its own: its style is in it, and nothing else may be. */
const PICTURE_POLICY = `${API_POLICY}; style-src 'unsafe-inline'`;

/** Words in a picture are masked before it is drawn: in its markup a coordinate may look like a number. */
export function sendLadder(ladder: Ladder, { format, mask }: { format: LadderFormat; mask: boolean }, reply: FastifyReply): FastifyReply {
  if (format === "json") return reply.send(ladder);
  if (format !== "svg") return reply.type("text/plain; charset=utf-8").send(drawLadder(ladder, format));
  const drawn = drawLadder(mask ? (maskJson(ladder) as Ladder) : ladder, format);
  return reply.type("image/svg+xml; charset=utf-8").header("content-security-policy", PICTURE_POLICY).send(drawn);
}

export function addLadders(app: Api, serving: Serving): void {
  const { questions, state } = serving;
  const note = noteOf(serving);

  const send = (messages: readonly MessageView[], format: LadderFormat, request: FastifyRequest, reply: FastifyReply) => {
    const aliases = state.aliases.list();
    const ladder = withColours(ladderOf(messages, nameLookup(aliases)), aliases);
    return sendLadder(ladder, { format, mask: hidesNumbers(serving.maskNumbers, request.identity) }, reply);
  };

  app.get(
    "/calls/:id/ladder",
    {
      config: { access: "signed_in" },
      schema: { summary: "The ladder of a call", tags: ["calls"], params: CallParams, querystring: Format, response: answers },
    },
    async (request, reply) => {
      const call = await findCall(serving, request, request.params.id);
      note(request, "call_viewed", call.callId);
      return send(await questions.messages(scopeOf(request), call), request.query.format, request, reply);
    },
  );

  app.get(
    "/calls/ladder",
    {
      config: { access: "signed_in" },
      schema: { summary: "One ladder of any calls, whether they are one session or not", tags: ["calls"], querystring: Type.Object({ ids: Ids, ...Format.properties }), response: answers },
    },
    async (request, reply) => {
      const ids = [...new Set(request.query.ids.split(","))].filter((id) => id !== "");
      if (ids.length === 0 || ids.length > MOST_CALLS) throw new SipglassError("bad_request", { field: "ids", most: MOST_CALLS });
      const calls = await Promise.all(ids.map((id) => findCall(serving, request, id)));
      for (const { callId } of calls) note(request, "call_viewed", callId);
      return send(mergeLegs(await Promise.all(calls.map((call) => questions.messages(scopeOf(request), call)))), request.query.format, request, reply);
    },
  );

  app.get(
    "/sessions/:id/ladder",
    {
      config: { access: "signed_in" },
      schema: {
        summary: "One ladder of all legs of a session",
        tags: ["sessions"],
        params: IdParams,
        querystring: Format,
        response: answers,
      },
    },
    async (request, reply) => {
      const messages = await messagesOfSession(serving, request, request.params.id);
      note(request, "session_viewed", request.params.id);
      return send(messages, request.query.format, request, reply);
    },
  );
}
