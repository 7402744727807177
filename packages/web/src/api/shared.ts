// What somebody without an account sees through a link: the same questions as of a call, answered by the link. Ids say so: "link-SECRET-ID".
import { SipglassError } from "@sipglass/model";
import { apiUrl, request } from "./request.ts";
import type { CallJson, DiagnosisJson, Ladder, LinksJson, MessagesList, NegotiationJson, QualityJson } from "./shapes.ts";

const SHARED = /^link-([A-Za-z0-9_]+)-/;

export const isShared = (id: string): boolean => SHARED.test(id);
/** Dashes of the secret are doubled underscores in ids, which end it with one. */
const sharedId = (secret: string, id: string): string => `link-${secret.replaceAll("_", "__").replaceAll("-", "_d")}-${id}`;
export const secretOf = (id: string): string => (SHARED.exec(id)?.[1] ?? "").replace(/__|_d/g, (pair) => (pair === "__" ? "_" : "-"));
const plainId = (id: string): string => id.replace(SHARED, "");

export interface SharedJson {
  kind: "call" | "session";
  masked: boolean;
  expires_at: string;
  /** Ids as the page asks of them. */
  calls: CallJson[];
}

type Signal = AbortSignal | undefined;
const ask = <T>(secret: string, name: string, signal: Signal): Promise<T> =>
  request<T>(`shared/${encodeURIComponent(secret)}${name === "" ? "" : `/${name}`}`, { signal });

export async function sharedObject(secret: string, signal?: AbortSignal): Promise<SharedJson> {
  const shared = await ask<SharedJson>(secret, "", signal);
  return {
    ...shared,
    calls: shared.calls.map((call) => ({ ...call, id: sharedId(secret, call.id), session_id: sharedId(secret, call.session_id) })),
  };
}

export const sharedExportUrl = (id: string, params: Record<string, string>): string =>
  apiUrl(`shared/${encodeURIComponent(secretOf(id))}/export`, params);

/** What the server would answer a signed-in reader for `calls/{id}/{question}`. */
export async function sharedAnswer(id: string, question: string, signal: Signal): Promise<unknown> {
  const secret = secretOf(id);
  const under = (own: string): string => sharedId(secret, own);
  switch (question) {
    case "ladder":
    case "session-ladder":
      return ask<Ladder>(secret, "ladder", signal);
    case "findings":
      return withEvidence(await ask<DiagnosisJson>(secret, "findings", signal), under);
    case "negotiation": {
      const { exchanges } = await ask<NegotiationJson>(secret, "negotiation", signal);
      return { exchanges: exchanges.map((exchange) => ({ ...exchange, call_id: under(exchange.call_id) })) } satisfies NegotiationJson;
    }
    default:
      return aboutCall(await sharedObject(secret, signal), id, question, signal);
  }
}

async function aboutCall({ calls }: SharedJson, id: string, question: string, signal: Signal): Promise<unknown> {
  const call = calls.find((each) => each.id === id);
  if (!call) throw new SipglassError("not_found", { call: plainId(id) });
  if (question === "") return call;
  if (question === "links")
    return { session_id: call.session_id, legs: calls, possible: [], more_possible: 0, links: [] } satisfies LinksJson;
  const secret = secretOf(id);
  if (question === "messages") {
    const list = await ask<MessagesList>(secret, "messages", signal);
    // What belongs to no Call-ID (media, log lines) came with the first leg.
    const own = list.items.filter((message) => message.call_id === call.call_id || (message.call_id === "" && calls[0] === call));
    return { ...list, items: calls.length === 1 ? list.items : own } satisfies MessagesList;
  }
  if (question !== "quality") throw new SipglassError("not_found", { question });
  const { items } = await ask<{ items: (QualityJson & { call_id: string })[] }>(secret, "quality", signal);
  const own = items.find(({ call_id }) => call_id === call.call_id);
  return {
    verdicts: own?.verdicts ?? [],
    streams: (own?.streams ?? []).map((stream) => ({ ...stream, call_id: id })),
  } satisfies QualityJson;
}

const withEvidence = (diagnosis: DiagnosisJson, under: (id: string) => string): DiagnosisJson => ({
  ...diagnosis,
  findings: diagnosis.findings.map((finding) => ({
    ...finding,
    evidence: finding.evidence.map((each) => ({ ...each, call_id: under(each.call_id) })),
  })),
});
