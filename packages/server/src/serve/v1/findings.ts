// The diagnosis of a call: one sentence, the findings with their evidence, and what was looked at without finding anything.
import { diagnosisToJson, type Call, type Link } from "@sipglass/model";
import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import { diagnosisOf, MOST_LEGS, type DiagnosedLeg } from "../../search/diagnosis.ts";
import { nameLookup } from "../../search/ladder.ts";
import { identityOf, scopeOf } from "../auth/identity.ts";
import { noteOf } from "../note.ts";
import type { Api, Serving } from "../serving.ts";
import { findCall } from "./calls.ts";
import { CallParams } from "./params.ts";
import { readableMessages } from "./present.ts";
import { MaybeTime, Text } from "./schemas.ts";

const EvidenceAnswer = Type.Object(
  {
    ref: Type.String({ description: "of the message; empty when it is missing" }),
    call_id: Type.String({ description: "id of the leg" }),
    at: MaybeTime,
    text: Text,
  },
  { additionalProperties: false },
);

const FindingAnswer = Type.Object(
  {
    id: Text,
    title: Text,
    severity: Type.Enum(["info", "warning", "error"]),
    sentence: Text,
    evidence: Type.Array(EvidenceAnswer),
    source: Text,
    next_step: Text,
    host: Type.String({ description: "ip:port where it was born; empty when that cannot be told" }),
  },
  { additionalProperties: false },
);

const DiagnosisAnswer = Type.Object(
  {
    verdict: Type.String({ description: "one sentence: the root cause, or that all is well and with which figures" }),
    findings: Type.Array(FindingAnswer, { description: "the root cause first, then by severity; docs/reference/rules.md" }),
    checks: Type.Array(Type.Object({ id: Text, title: Text, outcome: Type.Enum(["absent", "not_checkable"]), needs: Text }), {
      description: "rules that found nothing",
    }),
  },
  { additionalProperties: false },
);

/** All legs of its session that the reader may see, with their messages as he may read them. */
export async function examinedLegs(
  { questions }: Serving,
  request: FastifyRequest,
  call: Call,
): Promise<{ legs: DiagnosedLeg[]; links: readonly Link[] }> {
  const scope = scopeOf(request);
  const { legs, links } = await questions.links(scope, call);
  const shown = legsOf(call, legs);
  const messages = await Promise.all(shown.map((leg) => questions.messages(scope, leg)));
  return { legs: shown.map((leg, i) => ({ call: leg, messages: readableMessages(messages[i] ?? [], identityOf(request)) })), links };
}

export function addFindings(app: Api, serving: Serving): void {
  const { state } = serving;
  const note = noteOf(serving);
  app.get(
    "/calls/:id/findings",
    {
      config: { access: "signed_in" },
      schema: {
        summary: "What went wrong with this call's session and why, with the messages that show it",
        tags: ["calls"],
        params: CallParams,
        response: { 200: DiagnosisAnswer },
      },
    },
    async (request) => {
      const call = await findCall(serving, request, request.params.id);
      const { legs, links } = await examinedLegs(serving, request, call);
      note(request, "call_viewed", call.callId);
      return diagnosisToJson(diagnosisOf(legs, links, nameLookup(state.aliases.list()), serving.codecs));
    },
  );
}

/** Those nearest in time when there are very many; the asked one always. */
export function legsOf(call: Call, legs: readonly Call[]): Call[] {
  const others = legs
    .filter(({ id }) => id !== call.id)
    .toSorted((a, b) => Math.abs(a.startedAtUs - call.startedAtUs) - Math.abs(b.startedAtUs - call.startedAtUs));
  return [call, ...others.slice(0, MOST_LEGS - 1)];
}
