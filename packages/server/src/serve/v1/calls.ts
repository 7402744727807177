// Calls: the list, how many by outcome over time; and one of them with its messages.
import { SipglassError, toRfc3339, usesRaw, type Call } from "@sipglass/model";
import { Type } from "typebox";
import type { FastifyRequest } from "fastify";
import { identityOf, scopeOf } from "../auth/identity.ts";
import { noteOf } from "../note.ts";
import { queryOf } from "../query-param.ts";
import { rangeOf } from "../time-range.ts";
import type { Api, Serving } from "../serving.ts";
import { CallParams, cursor, from, limitOf, q, to } from "./params.ts";
import { presentCall, presentMessage, presentSessionRow, readableMessages, wholeList } from "./present.ts";
import { CallAnswer, Counts, Integer, listOf, MessageAnswer, SessionRowAnswer, Time } from "./schemas.ts";

/** The newest call of this id or Call-ID that the reader may see; a foreign one is not there. */
export async function findCall({ questions }: Serving, request: FastifyRequest, id: string): Promise<Call> {
  const [call] = await questions.find(scopeOf(request), id);
  if (!call) throw new SipglassError("not_found", { call: id }, "There is no such call here.");
  return call;
}

export function addCalls(app: Api, serving: Serving): void {
  addList(app, serving);
  addHistogram(app, serving);
}

function addList(app: Api, serving: Serving): void {
  const { questions, now } = serving;
  const note = noteOf(serving);

  app.get(
    "/calls",
    {
      config: { access: "signed_in" },
      schema: {
        summary: "Calls of a time range that meet a query, newest first",
        tags: ["calls"],
        querystring: Type.Object({
          q,
          from,
          to,
          cursor,
          limit: limitOf(100, 1000),
          sort: Type.Enum(["newest", "oldest"], { default: "newest" }),
          group: Type.Optional(Type.Enum(["session"], { description: "sessions instead of calls, each at the place of its first matching leg" })),
        }),
        response: { 200: listOf(Type.Union([CallAnswer, SessionRowAnswer])) },
      },
    },
    async (request) => {
      const { query: asked } = request;
      const { query, range } = queryOf(asked.q, now(), scopeOf(request));
      const scope = scopeOf(request);
      const place = asked.cursor === undefined ? {} : { cursor: asked.cursor };
      const search = { query, ...rangeOf({ ...asked, range }, now()), limit: asked.limit, order: asked.sort, ...place };
      if (asked.q && asked.cursor === undefined) note(request, "searched", asked.q);
      if (asked.group === "session") {
        const page = await questions.sessions(scope, search);
        return { ...page, items: page.items.map((row) => presentSessionRow(row, scope)) };
      }
      const page = await questions.search(scope, search);
      return { ...page, items: page.items.map((call) => presentCall(call, scope)) };
    },
  );
}

function addHistogram(app: Api, { questions, now }: Serving): void {
  app.get(
    "/calls/histogram",
    {
      config: { access: "signed_in" },
      schema: {
        summary: "Calls started per bucket of time, by state",
        tags: ["calls"],
        querystring: Type.Object({
          q,
          from,
          to,
          buckets: limitOf(60, 1000),
          count: Type.Enum(["legs", "sessions"], {
            default: "legs",
            description: "sessions: each once, as a list of sessions shows them, at the earliest of its legs that match",
          }),
        }),
        response: {
          200: Type.Object({
            from: Time,
            to: Time,
            bucket_s: Type.Number(),
            items: Type.Array(Type.Object({ at: Time, by_state: Counts })),
            total: Integer,
            further: Type.Integer({ description: "of sessions: how many are counted at a leg that is not their first" }),
            warnings: Type.Array(Type.String()),
          }),
        },
      },
    },
    async (request) => {
      const { buckets, count, ...asked } = request.query;
      const { query, range } = queryOf(asked.q, now(), scopeOf(request));
      const { fromUs, toUs } = rangeOf({ ...asked, range }, now(), 0);
      const [scope, question] = [scopeOf(request), { query, fromUs, toUs, buckets }];
      const { buckets: counted, further } =
        count === "sessions" ? await questions.sessionHistogram(scope, question) : { buckets: await questions.histogram(scope, question), further: 0 };
      const items = counted.map(({ atUs, byState }) => ({ at: toRfc3339(atUs), by_state: byState }));
      const total = counted.reduce((sum, { byState }) => sum + Object.values(byState).reduce((a, b) => a + b, 0), 0);
      const warnings = usesRaw(query) ? ["Messages are not read for numbers: raw: is left out of them."] : [];
      return { from: toRfc3339(fromUs), to: toRfc3339(toUs), bucket_s: (toUs - fromUs) / buckets / 1e6, items, total, further, warnings };
    },
  );
}

export function addCall(app: Api, serving: Serving): void {
  const note = noteOf(serving);

  app.get(
    "/calls/:id",
    {
      config: { access: "signed_in" },
      schema: { summary: "One call", tags: ["calls"], params: CallParams, response: { 200: CallAnswer } },
    },
    async (request) => {
      const call = await findCall(serving, request, request.params.id);
      note(request, "call_viewed", call.callId);
      return presentCall(call, scopeOf(request));
    },
  );

  app.get(
    "/calls/:id/messages",
    {
      config: { access: "signed_in" },
      schema: {
        summary: "Its messages in order, with raw text; digits typed by callers are hidden from customers",
        tags: ["calls"],
        params: CallParams,
        response: { 200: listOf(MessageAnswer) },
      },
    },
    async (request) => {
      const call = await findCall(serving, request, request.params.id);
      const messages = await serving.questions.messages(scopeOf(request), call);
      note(request, "call_viewed", call.callId);
      const list = wholeList(readableMessages(messages, identityOf(request)).map(presentMessage));
      // The row outlives the packets: an empty ladder must not look like a call without messages.
      const gone = messages.length === 0 && call.messages > 0;
      return gone ? { ...list, partial: true, warnings: ["The messages of this call are no longer in the archive."] } : list;
    },
  );
}
