// Where the media of a call was to flow, learnt from its offers and answers: which side of the call owns an address, and which codec was
// agreed there. On a path with media proxies each hop has ends of its own; a side owns all of those that were announced in its name.
import { bodyParts, parseSdp, parseSip, type SdpCodec, type SdpMedia } from "@sipglass/decode";
import { hostPort, type MessageView, type SipMessage } from "@sipglass/model";

export type Side = "caller" | "callee";
export const otherSide = (side: Side): Side => (side === "caller" ? "callee" : "caller");

export interface MediaEnd {
  side: Side;
  /** audio, video, … */
  kind: string;
  /** Of RTP, `ip:port`, also for the RTCP end beside it. */
  rtp: string;
  codecs: SdpCodec[];
  /** Said in an answer: its first codec is the agreed one (RFC 3264 §6.1). */
  answer: boolean;
  ptimeMs: number;
}

export interface MediaPlan {
  /** Both RTP and RTCP ends by `ip:port`. */
  ends: ReadonlyMap<string, MediaEnd>;
  sideOf(address: string, ip: string): Side | undefined;
  /** SSRC → who sends it, from a=ssrc (RFC 5576). */
  ssrcs: ReadonlyMap<number, Side>;
  /** Agreed on the hop between these ends, else anywhere in the call. */
  agreed(a: string, b: string, kind?: string): { codec: SdpCodec; ptimeMs: number } | undefined;
  /** From tag of the caller. */
  callerTag: string;
}

/** Carried beside speech, not instead of it. */
const BESIDE = /^(telephone-event|cn|red|rtx|ulpfec|flexfec.*)$/i;

export function planOf(messages: readonly MessageView[]): MediaPlan {
  const ends = new Map<string, MediaEnd>();
  const ips = new Map<string, Side | "both">();
  const ssrcs = new Map<number, Side>();
  const offered = new Set<string>();
  const callerTag =
    messages.find(({ method }) => method === "INVITE")?.fromTag ?? messages.find(({ fromTag }) => fromTag !== "")?.fromTag ?? "";
  for (const message of messages) {
    const sdp = sessionOf(message);
    if (!sdp) continue;
    const side = senderOf(message, callerTag);
    const transaction = `${message.cseq} ${message.cseqMethod}`;
    if (message.method !== "" && message.method !== "ACK") offered.add(transaction);
    const answer = message.method === "ACK" || (message.statusCode > 0 && offered.has(transaction));
    for (const media of sdp) learn(ends, ips, ssrcs, media, side, answer);
  }
  const sideOf = (address: string, ip: string): Side | undefined => {
    const known = ends.get(address)?.side ?? ips.get(ip);
    return known === "both" ? undefined : known;
  };
  return { ends, sideOf, ssrcs, callerTag, agreed: (a, b, kind = "audio") => agreedOf(ends, a, b, kind) };
}

/** A request with the caller's tag in From is the caller's, a response with it answers one: it is the callee's. */
export function senderOf({ method, fromTag }: Pick<MessageView, "method" | "fromTag">, callerTag: string): Side {
  return (method !== "") === (fromTag === callerTag) ? "caller" : "callee";
}

export function sipOf({ raw }: MessageView): SipMessage | undefined {
  const parsed = parseSip(raw);
  return parsed.ok ? parsed.value : undefined;
}

function sessionOf(message: MessageView): SdpMedia[] | undefined {
  if (message.bodyKind !== "sdp" && message.bodyKind !== "multipart") return undefined;
  const sip = sipOf(message);
  const part = sip && bodyParts(sip).find(({ contentType, text }) => /application\/sdp/i.test(contentType) || text.startsWith("v=0"));
  const sdp = part && parseSdp(part.text);
  return sdp?.ok ? sdp.value.media : undefined;
}

function learn(
  ends: Map<string, MediaEnd>,
  ips: Map<string, Side | "both">,
  ssrcs: Map<number, Side>,
  media: SdpMedia,
  side: Side,
  answer: boolean,
): void {
  if (media.port === 0 || media.codecs.length === 0) return;
  const rtp = hostPort(media.address, media.port);
  const rtcp = hostPort(media.rtcpAddress || media.address, media.rtcpPort);
  const known = ends.get(rtp);
  // The first who announced an address owns it; a later answer of the same side knows better which codec it is.
  if (known && known.side !== side) return;
  const end: MediaEnd = {
    side,
    kind: media.kind,
    rtp,
    codecs: media.codecs,
    answer: answer || known?.answer === true,
    ptimeMs: media.ptimeMs,
  };
  if (known?.answer !== true || answer) ends.set(rtp, end).set(rtcp, end);
  const owner = ips.get(media.address);
  ips.set(media.address, owner === undefined || owner === side ? side : "both");
  for (const ssrc of media.ssrcs) if (!ssrcs.has(ssrc)) ssrcs.set(ssrc, side);
}

function agreedOf(ends: ReadonlyMap<string, MediaEnd>, a: string, b: string, kind: string): ReturnType<MediaPlan["agreed"]> {
  const hop = [ends.get(a), ends.get(b)].filter((end) => end !== undefined);
  const all = [...ends.values()].filter((end) => end.kind === (hop[0]?.kind ?? kind));
  const end = hop.find(({ answer }) => answer) ?? all.findLast(({ answer }) => answer) ?? hop[0] ?? all[0];
  const codec = end?.codecs.find(({ name }) => !BESIDE.test(name));
  return codec && end ? { codec, ptimeMs: end.ptimeMs } : undefined;
}
