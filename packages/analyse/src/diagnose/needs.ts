// What must have been captured for "not found" to mean "not there". Each need is a question to the case and the words for people when it is not met.
import type { Case } from "./case.ts";
import { legMedia } from "./directions.ts";
import { once } from "./once.ts";

export interface Need {
  name: string;
  /** What capture would be needed. */
  text: string;
  isMet(examined: Case): boolean;
}

const need = (name: string, text: string, isMet: (examined: Case) => boolean): Need => ({ name, text, isMet: once(isMet) });

export const NEED = {
  /** Anything that is SIP. */
  signalling: need("signalling", "SIP messages of this call", ({ messages }) => messages.length > 0),
  /** The INVITE that made the call. */
  setup: need("setup", "the INVITE that made the call", ({ legs }) =>
    legs.some((leg) => leg.invites.some(({ requests }) => requests.length > 0)),
  ),
  /** Both directions of at least one hop. */
  bothWays: need("both_ways", "both directions of a hop: requests and their responses", ({ transactions }) =>
    transactions.some(({ requests, responses }) => requests.length > 0 && responses.length > 0),
  ),
  /** Requests of any kind. */
  requests: need("requests", "requests, not only responses", ({ messages }) => messages.some(({ isRequest }) => isRequest)),
  responses: need("responses", "responses, not only requests", ({ messages }) => messages.some(({ isRequest }) => !isRequest)),
  /** An offer with its answer. */
  offerAnswer: need("offer_answer", "session descriptions (SDP) of both sides", ({ offers }) =>
    offers.some(({ answerSdp }) => answerSdp !== null),
  ),
  offer: need("offer", "a session description (SDP)", ({ messages }) => messages.some(({ sdp }) => sdp !== null)),
  /** RTCP, RTP or a device's report. */
  media: need("media", "media: RTCP, RTP or reports of devices for this call", ({ quality }) => (quality?.streams.length ?? 0) > 0),
  /** What each side hears: the media itself, or what both report. */
  bothMediaEnds: need("both_media_ends", "the media itself (RTP), or RTCP of both sides", (examined) =>
    legMedia(examined).some(({ captured, rtcpFrom, ways }) => captured || rtcpFrom.size === 2 || (ways.caller.heard && ways.callee.heard)),
  ),
  rtp: need("rtp", "the media itself (RTP) of this call", ({ quality }) => quality?.streams.some(({ rtp }) => rtp !== null) === true),
  rtcp: need("rtcp", "RTCP of this call", (examined) => legMedia(examined).some(({ rtcpFrom }) => rtcpFrom.size > 0)),
  earlyMedia: need("early_media", "the provisional responses to the INVITE", ({ messages }) =>
    messages.some(({ isRequest, method, status }) => !isRequest && method === "INVITE" && status > 100 && status < 200),
  ),
  registration: need("registration", "a REGISTER with its answer", ({ transactions }) =>
    transactions.some(({ method, requests, final }) => method === "REGISTER" && requests.length > 0 && final !== null),
  ),
  /** What stands between the ends: hops, or legs of one session. */
  sides: need(
    "sides",
    "more than one hop or leg of this call",
    ({ legs, transactions }) => legs.length > 1 || transactions.some(({ parent }) => parent !== null),
  ),
  /** Two or more hops of one request. */
  hops: need("hops", "more than one hop of the same request", ({ transactions }) => transactions.some(({ parent }) => parent !== null)),
  twoAgents: need("two_agents", "messages from two capture agents", ({ messages }) =>
    messages.some(({ view }) => view.agent !== messages[0]?.view.agent),
  ),
  /** The answered call to its end. */
  end: need("end", "the call to its end", ({ legs }) => legs.some(({ call }) => call.endedAtUs > 0 && call.partial === "")),
} as const;
