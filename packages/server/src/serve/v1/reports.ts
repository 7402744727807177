// The analysis of a call for a support ticket: as Markdown or JSON, and sent to the ticket system that the configuration names.
import { SipglassError, toRfc3339, type Call } from "@sipglass/model";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { shownSource, storyFor } from "../../search/export.ts";
import { ticketReport, type TicketReport } from "../../search/report/ticket-report.ts";
import { deliveryToJson } from "../../watch/webhook.ts";
import { scopeOf } from "../auth/identity.ts";
import { noteOf } from "../note.ts";
import type { Api, Serving } from "../serving.ts";
import { findCall } from "./calls.ts";
import { exportSource, readerOf } from "./exports.ts";
import { legsOf } from "./findings.ts";
import { CallParams } from "./params.ts";
import { wholeList } from "./present.ts";
import { Integer, listOf, MaybeTime, Text, Time } from "./schemas.ts";

const anonymise = Type.Boolean({ default: false, description: "pseudonyms in place of names, numbers, addresses and identifiers" });
const Nullable = Type.Union([Type.Number(), Type.Null()]);
const ReportAnswer = Type.Object({
  type: Type.Literal("call_analysis"),
  callId: Text,
  startTime: MaybeTime,
  duration: Nullable,
  from: Text,
  to: Text,
  outcome: Text,
  verdict: Text,
  quality: Type.Object({ mos: Nullable, packetLoss: Nullable, jitter: Nullable }),
  messages: Type.Array(Type.Object({ timestamp: Time, method: Text, source: Text, destination: Text })),
  findings: Type.Array(Type.Object({ id: Text, severity: Text, title: Text, sentence: Text, nextStep: Text })),
  recommendation: Text,
  content: Type.String({ description: "the report as Markdown" }),
});
const DeliveryAnswer = Type.Object({
  id: Text,
  object: Text,
  state: Type.Enum(["waiting", "delivered", "failed"]),
  attempts: Integer,
  status: Type.Union([Integer, Type.Null()]),
  error: Text,
  created_at: Time,
  ended_at: MaybeTime,
});
const Body = Type.Object(
  {
    ticket: Type.String({ minLength: 1, maxLength: 256, description: "as the ticket system names it" }),
    anonymise: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

/** Of the whole session, the asked leg first: its neighbours tell why it failed. */
async function reportOf(serving: Serving, request: FastifyRequest, call: Call, isAnonymous: boolean): Promise<TicketReport> {
  const { legs, links } = await serving.questions.links(scopeOf(request), call);
  const told = { calls: legsOf(call, legs), links, name: call.callId };
  const source = await exportSource(serving, readerOf(serving, request), told, { format: "json", anonymise: isAnonymous });
  return ticketReport(storyFor(shownSource(source).source));
}

const sendMarkdown = (reply: FastifyReply, text: string): FastifyReply => reply.type("text/markdown; charset=utf-8").send(text);

export function addReports(app: Api, serving: Serving): void {
  const { reports } = serving;
  const note = noteOf(serving);

  app.get(
    "/calls/:id/report",
    {
      config: { access: "signed_in" },
      schema: {
        summary: "The analysis of a call for a support ticket",
        tags: ["calls"],
        params: CallParams,
        querystring: Type.Object({ format: Type.Enum(["markdown", "json"], { default: "markdown" }), anonymise }),
        response: { 200: ReportAnswer },
      },
    },
    async (request, reply) => {
      const call = await findCall(serving, request, request.params.id);
      note(request, "call_reported", call.callId);
      const report = await reportOf(serving, request, call, request.query.anonymise);
      return request.query.format === "json" ? report : sendMarkdown(reply, report.content);
    },
  );

  app.post(
    "/calls/:id/report",
    {
      config: { access: "operator" },
      schema: {
        summary: "Send it to the ticket system (SIPGLASS_REPORT_WEBHOOK)",
        tags: ["calls"],
        params: CallParams,
        body: Body,
        response: { 202: DeliveryAnswer },
      },
    },
    async (request, reply) => {
      if (reports === undefined)
        throw new SipglassError("unavailable", { setting: "SIPGLASS_REPORT_WEBHOOK" }, "No ticket system is configured.");
      const { ticket, anonymise: isAnonymous = false } = request.body;
      const call = await findCall(serving, request, request.params.id);
      const { type, content, callId, ...report } = await reportOf(serving, request, call, isAnonymous);
      const delivery = await reports.send(type, callId, {
        type,
        ticketId: ticket,
        callId,
        timestamp: toRfc3339(serving.now()),
        content,
        report,
      });
      note(request, "call_reported", call.callId, { ticket, delivery: delivery.id, state: delivery.state });
      return reply.status(202).send(deliveryToJson(delivery));
    },
  );

  app.get(
    "/report-deliveries",
    {
      config: { access: "operator" },
      schema: {
        summary: "Reports that were sent in the last 30 days, newest first, and how it went",
        tags: ["calls"],
        response: { 200: listOf(DeliveryAnswer) },
      },
    },
    async () => wholeList(serving.state.deliveries.list().map(deliveryToJson)),
  );
}
