// All that is known of a call or session in one record: what the report for people and the one for tickets are made of. It is plain JSON, so that
// numbers and addresses in it are masked as in any other answer.
import { buildLadder, legsByRef, type CodecTable, type Ladder } from "@sipglass/analyse";
import {
  diagnosisToJson,
  messageToJson,
  toRfc3339,
  type Call,
  type CallJson,
  type DiagnosisJson,
  type Link,
  type MessageJson,
  type QualityJson,
} from "@sipglass/model";
import { diagnosisOf, type DiagnosedLeg } from "./diagnosis.ts";
import { mergeLegs } from "./merge-legs.ts";

export type QualityFigures = QualityJson & Pick<CallJson, "mos" | "loss_pct" | "jitter_ms" | "rtt_ms">;

export interface StorySource {
  legs: readonly DiagnosedLeg[];
  links: readonly Link[];
  /** Call-ID or name of the session. */
  name: string;
  madeAtUs: number;
  isAnonymous: boolean;
  codecs?: CodecTable | undefined;
  /** Name of an `ip:port`. */
  alias(address: string): string | undefined;
  present(call: Call): CallJson;
  qualityOf(leg: DiagnosedLeg): QualityFigures;
}

export interface Story {
  name: string;
  made_at: string;
  anonymous: boolean;
  calls: CallJson[];
  diagnosis: DiagnosisJson;
  links: Link[];
  /** Of each call. */
  quality: QualityFigures[];
  ladder: Ladder;
  /** In the order of the ladder; `leg` is the index of the call. */
  messages: (MessageJson & { leg: number })[];
}

export function storyOf(source: StorySource): Story {
  const { legs, links, alias } = source;
  const merged = mergeLegs(legs.map(({ messages }) => messages));
  const legOf = legsByRef(legs.map(({ messages }) => messages));
  return {
    name: source.name,
    made_at: toRfc3339(source.madeAtUs),
    anonymous: source.isAnonymous,
    calls: legs.map(({ call }) => source.present(call)),
    diagnosis: diagnosisToJson(diagnosisOf(legs, links, alias, source.codecs)),
    links: [...links],
    quality: legs.map((leg) => source.qualityOf(leg)),
    ladder: buildLadder(merged, { alias: (address) => alias(address) ?? "" }),
    messages: merged.map((message) => ({ ...messageToJson(message), leg: legOf.get(message.ref) ?? 0 })),
  };
}
