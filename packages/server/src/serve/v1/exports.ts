// A call, a session or the calls of a query as a file: for Wireshark, for a ticket, for somebody without an account, for a program.
import { qualityOf } from "@sipglass/analyse";
import { SipglassError, type Call, type Link, type Scope } from "@sipglass/model";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Readable } from "node:stream";
import { Type, type Static } from "typebox";
import { EXPORT_FORMATS, EXPORT_PARTS, exportCalls, type ExportPart, type ExportSource } from "../../search/export.ts";
import { MANY_FORMATS, exportMany } from "../../search/export-many.ts";
import { nameLookup } from "../../search/ladder.ts";
import { identityOf, isStillGood, scopeOf, seesDigits } from "../auth/identity.ts";
import { hidesNumbers } from "../masking.ts";
import { noteOf } from "../note.ts";
import { queryOf } from "../query-param.ts";
import { rangeOf } from "../time-range.ts";
import type { Api, Serving } from "../serving.ts";
import { findCall } from "./calls.ts";
import { CallParams, cursor, from, IdParams, limitOf, q, to } from "./params.ts";
import { presentCall } from "./present.ts";
import { presentQuality } from "./quality.ts";
import { findSession } from "./sessions.ts";

const include = Type.Optional(
  Type.String({ maxLength: 64, description: "of sip,rtcp,log; all when left out, sip,rtcp of an anonymous file" }),
);
const anonymise = Type.Boolean({
  default: false,
  description: "pseudonyms in place of names, numbers, addresses and identifiers, the same ones throughout the file",
});
export const Wanted = Type.Object({ format: Type.Enum([...EXPORT_FORMATS], { default: "pcap" }), include, anonymise });
export type Wanted = Static<typeof Wanted>;
const WantedOfMany = Type.Object({
  q,
  from,
  to,
  cursor,
  limit: limitOf(100, 1000),
  sort: Type.Enum(["newest", "oldest"], { default: "oldest" }),
  format: Type.Enum([...MANY_FORMATS], { default: "pcap" }),
  include,
  anonymise,
});
export const PRODUCES = ["application/vnd.tcpdump.pcap", "application/x-pcapng", "text/plain", "text/html", "application/json"];

function partsOf(text: string | undefined, isAnonymous: boolean): ReadonlySet<ExportPart> {
  // Log lines are sentences: a name in them that stands nowhere else is not known to be one.
  const asked = text ?? (isAnonymous ? "sip,rtcp" : EXPORT_PARTS.join(","));
  const parts = asked
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const unknown = parts.find((part) => !EXPORT_PARTS.includes(part as ExportPart));
  if (unknown !== undefined || parts.length === 0) throw new SipglassError("bad_request", { field: "include", allowed: EXPORT_PARTS });
  return new Set(parts as ExportPart[]);
}

export interface ExportReader {
  scope: Scope;
  showsDigits: boolean;
  hidesNumbers: boolean;
}

export const readerOf = (serving: Serving, request: FastifyRequest): ExportReader => ({
  scope: scopeOf(request),
  showsDigits: seesDigits(identityOf(request)),
  hidesNumbers: hidesNumbers(serving.maskNumbers, identityOf(request)),
});

/** How the calls may be told to this reader; without the calls. */
export function telling(
  serving: Serving,
  reader: ExportReader,
  wanted: { include?: string | undefined; anonymise: boolean },
): Omit<ExportSource, "legs" | "links" | "packets" | "name"> {
  return {
    parts: partsOf(wanted.include, wanted.anonymise),
    isAnonymous: wanted.anonymise,
    hideDigits: !reader.showsDigits,
    hideNumbers: reader.hidesNumbers,
    madeAtUs: serving.now(),
    codecs: serving.codecs,
    alias: nameLookup(serving.state.aliases.list()),
    present: (call) => presentCall(call, reader.scope),
    qualityOf: (leg) => presentQuality(qualityOf(leg, { codecs: serving.codecs }), reader.showsDigits && !wanted.anonymise),
  };
}

/** Calls with their messages and packets, as far as the format needs them. */
export async function exportSource(
  serving: Serving,
  reader: ExportReader,
  told: { calls: readonly Call[]; links: readonly Link[]; name: string },
  wanted: Wanted,
): Promise<ExportSource> {
  const { questions } = serving;
  const needsPackets = wanted.anonymise || wanted.format === "pcap" || wanted.format === "pcapng";
  const needsMessages = !wanted.anonymise && wanted.format !== "pcap";
  const packets = needsPackets ? (await Promise.all(told.calls.map((call) => questions.packets(reader.scope, call.refs)))).flat() : [];
  const messages = needsMessages ? await Promise.all(told.calls.map((call) => questions.messages(reader.scope, call))) : [];
  return {
    ...telling(serving, reader, wanted),
    packets,
    name: told.name,
    links: told.links,
    legs: told.calls.map((call, i) => ({ call, messages: messages[i] ?? [] })),
  };
}

export function sendExport(wanted: Wanted, source: ExportSource, reply: FastifyReply): FastifyReply {
  const file = exportCalls(wanted.format, source);
  if (file.leftOut !== "") reply.header("x-sipglass-left-out", file.leftOut);
  return reply.type(file.contentType).header("content-disposition", `attachment; filename="${file.name}"`).send(file.body);
}

export function addExports(app: Api, serving: Serving): void {
  addCallExport(app, serving);
  addSessionExport(app, serving);
  addManyExport(app, serving);
}

function addCallExport(app: Api, serving: Serving): void {
  const note = noteOf(serving);
  app.get(
    "/calls/:id/export",
    {
      config: { access: "signed_in" },
      exposeHeadRoute: false,
      schema: { summary: "A call as a file", tags: ["calls"], params: CallParams, querystring: Wanted, produces: PRODUCES },
    },
    async (request, reply) => {
      const call = await findCall(serving, request, request.params.id);
      note(request, "call_exported", call.callId, { ...request.query });
      return sendExport(
        request.query,
        await exportSource(serving, readerOf(serving, request), { calls: [call], links: [], name: call.callId }, request.query),
        reply,
      );
    },
  );
}

function addSessionExport(app: Api, serving: Serving): void {
  const note = noteOf(serving);
  app.get(
    "/sessions/:id/export",
    {
      config: { access: "signed_in" },
      exposeHeadRoute: false,
      schema: {
        summary: "All legs of a session as one file",
        tags: ["sessions"],
        params: IdParams,
        querystring: Wanted,
        produces: PRODUCES,
      },
    },
    async (request, reply) => {
      const calls = await findSession(serving, request, request.params.id);
      const [first] = calls;
      const links = first === undefined ? [] : (await serving.questions.links(scopeOf(request), first)).links;
      note(request, "session_exported", request.params.id, { ...request.query });
      return sendExport(
        request.query,
        await exportSource(serving, readerOf(serving, request), { calls, links, name: first?.callId ?? request.params.id }, request.query),
        reply,
      );
    },
  );
}

function addManyExport(app: Api, serving: Serving): void {
  const { questions, state, now } = serving;
  const note = noteOf(serving);
  app.get(
    "/messages/export",
    {
      config: { access: "signed_in" },
      exposeHeadRoute: false,
      schema: {
        summary: "Messages and packets of all calls of a search as one file, call by call",
        tags: ["messages"],
        querystring: WantedOfMany,
        produces: PRODUCES,
      },
    },
    async (request, reply) => {
      const { query: asked } = request;
      const reader = readerOf(serving, request);
      const { query, range } = queryOf(asked.q, now(), reader.scope);
      const place = asked.cursor === undefined ? {} : { cursor: asked.cursor };
      const { items: calls, next } = await questions.search(reader.scope, {
        query,
        ...rangeOf({ ...asked, range }, now()),
        limit: asked.limit,
        order: asked.sort,
        ...place,
      });
      note(request, "calls_exported", asked.q ?? "", {
        format: asked.format,
        include: asked.include,
        anonymise: asked.anonymise,
        calls: calls.length,
      });
      const stillAllowed = (): void => {
        if (!isStillGood(state, identityOf(request), now())) throw new SipglassError("unauthorized");
      };
      const file = exportMany(asked.format, {
        calls,
        ...telling(serving, reader, asked),
        messagesOf(call) {
          stillAllowed();
          return questions.messages(reader.scope, call);
        },
        packetsOf(call) {
          stillAllowed();
          return questions.packets(reader.scope, call.refs);
        },
      });
      if (next !== null) reply.header("x-sipglass-next", next);
      return reply
        .type(file.contentType)
        .header("content-disposition", `attachment; filename="${file.name}"`)
        .header("x-sipglass-calls", calls.length)
        .send(Readable.from(file.chunks));
    },
  );
}
