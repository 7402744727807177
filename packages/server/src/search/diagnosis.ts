// Why a call went as it did: the rules over all legs of its session that the reader may see, made anew from their messages.
import { diagnose, qualityOf, type CodecTable } from "@sipglass/analyse";
import type { Call, Diagnosis, Link, MessageView } from "@sipglass/model";

export interface DiagnosedLeg {
  call: Call;
  messages: MessageView[];
}

/** More legs than this are a conference; the call's own neighbours tell its story. */
export const MOST_LEGS = 16;

/** `alias` names an `ip:port`; undefined when it has no name. */
export function diagnosisOf(
  legs: readonly DiagnosedLeg[],
  links: readonly Link[],
  alias: (address: string) => string | undefined,
  codecs?: CodecTable,
): Diagnosis {
  const qualities = legs.map((leg) => qualityOf(leg, codecs && { codecs }));
  const streams = qualities.flatMap((quality) => quality.streams);
  return diagnose({ legs: [...legs], links, quality: { streams, verdicts: qualities.flatMap(({ verdicts }) => verdicts) }, nameOf: alias });
}
