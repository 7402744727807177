// Offers and answers of a call's session as a table: who wanted which media, what came of it, what changed and what does not fit.
import { negotiationOf } from "@sipglass/analyse";
import { negotiationToJson } from "@sipglass/model";
import { Type } from "typebox";
import { noteOf } from "../note.ts";
import type { Api, Serving } from "../serving.ts";
import { findCall } from "./calls.ts";
import { examinedLegs } from "./findings.ts";
import { CallParams } from "./params.ts";
import { Integer, MaybeTime, Text } from "./schemas.ts";

const direction = ["sendrecv", "sendonly", "recvonly", "inactive"] as const;

const Side = Type.Object(
  {
    address: Type.String({ description: "ip:port where media is wanted" }),
    port: Type.Integer({ description: "0 = refused" }),
    transport: Text,
    direction: Type.Enum([...direction]),
    ptime_ms: Type.Number({ description: "0 = not said" }),
    rtcp: Text,
    security: Type.String({ description: "none, SDES with its suites, or DTLS with fingerprint hash and role" }),
    ice: Text,
  },
  { additionalProperties: false },
);

const PayloadType = Type.Union([Integer, Type.Null()], { description: "payload type; null = this side does not have it" });
const Codec = Type.Object(
  { name: Text, offered: PayloadType, answered: PayloadType, offered_fmtp: Text, answered_fmtp: Text, chosen: Type.Boolean({ description: "first of the answer" }) },
  { additionalProperties: false },
);

const Media = Type.Object(
  {
    kind: Text,
    chosen: Type.String({ description: "codec; empty when nothing was agreed" }),
    direction: Type.Enum([...direction, ""], { description: "as agreed, seen from who offered; empty without an answer" }),
    offer: Side,
    answer: Type.Union([Side, Type.Null()]),
    changes: Type.Array(Text, { description: "since the exchange before on this leg" }),
    problems: Type.Array(Text),
    codecs: Type.Array(Codec),
  },
  { additionalProperties: false },
);

export const NegotiationAnswer = Type.Object(
  {
    exchanges: Type.Array(
      Type.Object(
        {
          call_id: Type.String({ description: "id of the leg" }),
          offer_ref: Text,
          offer_title: Text,
          offered_at: MaybeTime,
          answer_ref: Type.String({ description: "empty when no answer was captured" }),
          answer_title: Text,
          answered_at: MaybeTime,
          offered_by: Text,
          answered_by: Text,
          initial: Type.Boolean({ description: "false = re-INVITE or UPDATE" }),
          delayed: Type.Boolean({ description: "offer in the 2xx, answer in the ACK" }),
          media: Type.Array(Media),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);

export function addNegotiation(app: Api, serving: Serving): void {
  const note = noteOf(serving);
  app.get(
    "/calls/:id/negotiation",
    {
      config: { access: "signed_in" },
      schema: {
        summary: "Offers and answers of the call's session: codecs, directions, addresses, encryption, what changed and what does not fit",
        tags: ["calls"],
        params: CallParams,
        response: { 200: NegotiationAnswer },
      },
    },
    async (request) => {
      const call = await findCall(serving, request, request.params.id);
      note(request, "call_viewed", call.callId);
      return negotiationToJson(negotiationOf(await examinedLegs(serving, request, call)));
    },
  );
}
