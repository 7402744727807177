// Everything that the page of a call tells from: all legs of its session, their messages, one ladder, and what is understood of them.
import { isSipglassError } from "@sipglass/model";
import { useMemo } from "react";
import { useFindings, useLadder, useLegQualities, useLinks, useSessionLadder } from "../api/questions.ts";
import type { CallJson, DiagnosisJson, Ladder, LinkJson, MessageJson, QualityJson } from "../api/shapes.ts";
import { isShared } from "../api/shared.ts";
import { isLocal } from "../capture/local-id.ts";
import { byStart } from "../legs/leg-ladder.ts";
import { useMessages } from "./use-messages.ts";

export interface Story {
  call: CallJson;
  /** In the order in which they began; the call alone when nothing is joined to it. */
  legs: CallJson[];
  /** Calls that may belong to it, and are not joined. */
  possible: CallJson[];
  links: LinkJson[];
  /** How many more are possible than are listed. */
  morePossible: number;
  /** Index of the leg by ref of its messages. */
  legOf: ReadonlyMap<string, number>;
  ladder: Ladder | undefined;
  /** In the order of the ladder. */
  messages: MessageJson[] | undefined;
  /** The messages are whole: what they do not show was not there. */
  whole: boolean;
  warnings: string[] | null;
  diagnosis: DiagnosisJson | undefined;
  /** Nobody knows yet whether there is a diagnosis. */
  diagnosing: boolean;
  /** Of all legs. */
  quality: QualityJson | undefined;
  /** From a file that was opened here, or through a link: nothing of it can be changed. */
  readOnly: boolean;
  error: Error | null;
  /** Of findings, quality and links: the rest can be read without them. */
  lesserError: Error | null;
  retry: () => void;
}

/** More than a call of minutes has. */
const MANY_MESSAGES = 800;

export function useStory(call: CallJson): Story {
  const links = useLinks(call.id, String(call.revision));
  const legs = useMemo(() => legsOf(call, links.data?.legs), [call, links.data]);
  const many = legs.length > 1;
  const revision = legs.map((leg) => leg.revision).join(".");
  // A call that names its session is mostly alone in it: its ladder is asked for while the links are, and shown when they are known.
  const own = useLadder(many || (links.isPending && call.session_id !== call.id) ? "" : call.id, call.revision);
  const joint = useSessionLadder(links.data?.session_id ?? call.session_id, revision, many);
  const ladder = many ? joint : own;
  const drawn = !links.isPending && !ladder.isPending;
  // Of a long call the ladder comes first: nothing else may hold it up.
  const others = !links.isPending && (drawn || legs.reduce((sum, leg) => sum + leg.messages, 0) < MANY_MESSAGES);
  const { answers, ...told } = useMessages(others ? legs : [], ladder.data);
  const qualities = useLegQualities(others ? legs : []);
  const findings = useFindings(others ? call.id : "", revision);
  // As many answers as legs: a memo cannot depend on each, but on when they came.
  const heard = qualities.map(({ dataUpdatedAt }) => dataUpdatedAt).join();
  const quality = useMemo(() => together(qualities.map(({ data }) => data)), [heard]);
  const questions = [ladder, ...answers];
  const lesser = [findings, links, ...qualities];
  return {
    call,
    legs,
    possible: links.data?.possible ?? [],
    links: links.data?.links ?? [],
    morePossible: links.data?.more_possible ?? 0,
    ladder: links.isPending ? undefined : ladder.data,
    ...told,
    diagnosis: findings.data,
    diagnosing: findings.isPending,
    quality,
    readOnly: isLocal(call.id) || isShared(call.id),
    error: questions.find(({ error }) => error !== null)?.error ?? null,
    // What a server of before does not know is not there; that is no fault.
    lesserError: lesser.find(({ error }) => error !== null && !(isSipglassError(error) && error.code === "not_found"))?.error ?? null,
    retry: () => {
      for (const question of [...lesser, ...questions]) if (question.error) void question.refetch();
    },
  };
}

/** The call itself may be newer here than in the session. */
function legsOf(call: CallJson, calls: readonly CallJson[] = []): CallJson[] {
  return byStart([call, ...calls.filter(({ id }) => id !== call.id)]);
}

function together(all: readonly (QualityJson | undefined)[]): QualityJson | undefined {
  if (all.length === 0 || all.some((each) => each === undefined)) return undefined;
  return { streams: all.flatMap((each) => each?.streams ?? []), verdicts: [...new Set(all.flatMap((each) => each?.verdicts ?? []))] };
}
