// A call or session as a file: for Wireshark, for a ticket, for a program.
import { SipglassError, type Call, type MessageView } from "@sipglass/model";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { EXPORT_FORMATS, EXPORT_PARTS, exportCalls, type ExportFormat, type ExportPart } from "../../search/export.ts";
import { identityOf, scopeOf, seesDigits } from "../auth/identity.ts";
import { hidesNumbers } from "../masking.ts";
import { noteOf } from "../note.ts";
import type { Api, Serving } from "../serving.ts";
import { findCall } from "./calls.ts";
import { mergeLegs } from "./ladders.ts";
import { CallParams, IdParams } from "./params.ts";
import { presentCall } from "./present.ts";
import { findSession } from "./sessions.ts";

const Wanted = Type.Object({
  format: Type.Enum([...EXPORT_FORMATS], { default: "pcap" }),
  include: Type.String({ maxLength: 64, default: EXPORT_PARTS.join(","), description: "of sip,rtcp,log" }),
});

function partsOf(text: string): ReadonlySet<ExportPart> {
  const parts = text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const unknown = parts.find((part) => !EXPORT_PARTS.includes(part as ExportPart));
  if (unknown !== undefined || parts.length === 0) throw new SipglassError("bad_request", { field: "include", allowed: EXPORT_PARTS });
  return new Set(parts as ExportPart[]);
}

export function addExports(app: Api, serving: Serving): void {
  const { questions } = serving;
  const note = noteOf(serving);

  const send = async (
    calls: Call[],
    name: string,
    wanted: { format: ExportFormat; include: string },
    request: FastifyRequest,
    reply: FastifyReply,
  ) => {
    const scope = scopeOf(request);
    const parts = partsOf(wanted.include);
    const binary = wanted.format === "pcap" || wanted.format === "pcapng";
    const packets = binary ? (await Promise.all(calls.map((call) => questions.packets(scope, call.refs)))).flat() : [];
    const messages: MessageView[] = binary ? [] : mergeLegs(await Promise.all(calls.map((call) => questions.messages(scope, call))));
    const file = exportCalls(wanted.format, {
      calls: calls.map((call) => presentCall(call, scope)),
      packets,
      messages,
      parts,
      name,
      hideDigits: !seesDigits(identityOf(request)),
      hideNumbers: hidesNumbers(serving.maskNumbers, identityOf(request)),
    });
    return reply.type(file.contentType).header("content-disposition", `attachment; filename="${file.name}"`).send(file.body);
  };

  app.get(
    "/calls/:id/export",
    {
      config: { access: "signed_in" },
      exposeHeadRoute: false,
      schema: {
        summary: "A call as a file",
        tags: ["calls"],
        params: CallParams,
        querystring: Wanted,
        produces: ["application/vnd.tcpdump.pcap", "text/plain", "application/json"],
      },
    },
    async (request, reply) => {
      const call = await findCall(serving, request, request.params.id);
      note(request, "call_exported", call.callId, { format: request.query.format, include: request.query.include });
      return send([call], call.callId, request.query, request, reply);
    },
  );

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
        produces: ["application/vnd.tcpdump.pcap", "text/plain", "application/json"],
      },
    },
    async (request, reply) => {
      const calls = await findSession(serving, request, request.params.id);
      note(request, "session_exported", request.params.id, { format: request.query.format, include: request.query.include });
      return send(calls, calls[0]?.callId ?? request.params.id, request.query, request, reply);
    },
  );
}
