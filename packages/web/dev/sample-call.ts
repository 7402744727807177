// Plain records for tests: a call that nothing has happened to yet, and ladder rows, with what a test cares about laid over.
import { callToJson, emptyCall } from "@sipglass/model";
import type { CallJson, Ladder, LadderRow, MessageJson } from "../src/api/shapes.ts";

export const sampleCall = (over: Partial<CallJson> = {}): CallJson => ({
  ...callToJson(emptyCall("0".repeat(26), "abc@host")),
  kind: "call",
  started_at: "2026-11-20T14:58:03.221415Z",
  ...over,
});

const sampleRow = (over: Partial<LadderRow> = {}): LadderRow => ({
  ref: "w:1",
  at: "2026-11-20T14:58:03.221415Z",
  delta_us: 0,
  from: 0,
  to: 1,
  label: "INVITE",
  kind: "request",
  retransmission: false,
  also_seen_by: [],
  status_code: null,
  method: "INVITE",
  has_sdp: false,
  ...over,
});

export const sampleLadder = (hosts: string[], rows: Partial<LadderRow>[]): Ladder => ({
  columns: hosts.map((host) => ({ id: host, label: host, address: host })),
  rows: rows.map((row, index) => sampleRow({ ref: `w:${index + 1}`, ...row })),
});

export const sampleMessage = (over: Partial<MessageJson> = {}): MessageJson => ({
  ref: "w:1",
  time: "2026-11-20T14:58:03.221415Z",
  received_at: "2026-11-20T14:58:03.221900Z",
  type: 1,
  method: null,
  status_code: null,
  status_text: "",
  cseq: 1,
  cseq_method: "INVITE",
  call_id: "abc@host",
  branch: "z9hG4bK1",
  from_tag: "f",
  to_tag: "",
  request_uri: "",
  src: "192.0.2.10:5060",
  dst: "192.0.2.1:5060",
  transport: "udp",
  agent: "edge",
  retransmission: false,
  also_seen_by: [],
  body_kind: "",
  raw: "",
  ...over,
});
