import assert from "node:assert/strict";
import { test } from "node:test";
import type { MediaExchangeJson } from "@sipglass/model";
import { negotiationText } from "./negotiation-text.ts";

const side = (port: number): MediaExchangeJson["media"][number]["offer"] => ({
  address: `192.0.2.1:${port}`, port, transport: "RTP/AVP", direction: "sendrecv", rtcp: `port ${port + 1}`, security: "none", ice: "none", ptime_ms: 20,
});
const exchange: MediaExchangeJson = {
  call_id: "x", offer_ref: "a", offer_title: "INVITE", offered_at: "2026-01-01T10:00:00.000000Z", answer_ref: "b", answer_title: "200 OK", answered_at: null,
  offered_by: "192.0.2.10:5060", answered_by: "192.0.2.20:5060", initial: false, delayed: false,
  media: [{
    kind: "audio", chosen: "PCMA", direction: "sendonly", offer: side(4000), answer: side(5000), changes: ["offerer: sendrecv became sendonly (hold)"], problems: ["Bad\u001b[31m."],
    codecs: [
      { name: "PCMA", offered: 8, answered: 8, offered_fmtp: "", answered_fmtp: "", chosen: true }, { name: "G729", offered: 18, answered: null, offered_fmtp: "", answered_fmtp: "", chosen: false },
    ],
  }],
};

test("an exchange is told with its codecs, changes and faults, and nothing in it steers the terminal", () => {
  assert.equal(negotiationText({ exchanges: [exchange] }), [
    "10:00:00.000  INVITE of 192.0.2.10:5060, in the call ← 200 OK of 192.0.2.20:5060", "  audio: PCMA, sendonly", "    offer   192.0.2.1:4000  RTP/AVP  sendrecv",
    "    answer  192.0.2.1:5000  RTP/AVP  sendrecv", "    codecs  PCMA ✓, G729 (not taken)", "    ↺ offerer: sendrecv became sendonly (hold)", "    ! Bad·[31m.", "",
  ].join("\n"));
});

test("an offer without an answer says so", () => {
  const [media] = exchange.media;
  assert.ok(media);
  const open = {
    ...exchange,
    answer_ref: "",
    media: [{ ...media, answer: null, chosen: "", direction: "" as const, changes: [], problems: [], codecs: [] }],
  };
  assert.match(negotiationText({ exchanges: [open] }), /← no answer was captured\n {2}audio: nothing agreed\n/);
});
