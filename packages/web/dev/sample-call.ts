// Plain records for tests: a call that nothing has happened to yet, and ladder rows, with what a test cares about laid over.
import { callToJson, emptyCall } from "@sipglass/model";
import type { CallJson, Ladder, LadderRow } from "../src/api/shapes.ts";

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
