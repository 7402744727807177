// DEVELOPMENT TOOL. Sample registrations and capture agents for the mock API.
import { toRfc3339 } from "@sipglass/model";
import type { AgentJson, RegistrationJson } from "../src/api/shapes.ts";

export function agents(nowUs: number): AgentJson[] {
  const agent = (
    name: string,
    id: number,
    packets: number,
    skewUs: number,
    agoS: number,
    refused: Record<string, number>,
    quarantined = 0,
  ): AgentJson => ({
    name,
    id,
    peer: `10.1.0.${id % 250}`,
    transport: id % 2 ? "udp" : "tcp",
    packets,
    bytes: packets * 812,
    first_seen_at: toRfc3339(nowUs - 864e9),
    last_seen_at: toRfc3339(nowUs - agoS * 1e6),
    refused,
    clock_skew_us: skewUs,
    clock_offset_ms: null,
    quarantined,
  });
  return [
    agent("sbc1", 2001, 18_402_113, 1433, 0, {}),
    agent("pbx-agent", 2002, 7_311_870, -2210, 1, { bad_chunk_length: 3 }),
    agent("edge-fra", 2003, 911_002, 4_812_331, 2, { wrong_key: 411, truncated: 12 }, 88),
    agent("2044", 2044, 12, 900, 90_000, { not_hep: 5120 }),
  ];
}

export function registrations(nowUs: number): RegistrationJson[] {
  const states = ["registered", "registered", "registered", "expired", "unregistered", "rejected", "challenged"] as const;
  return Array.from({ length: 60 }, (_, i) => {
    const state = states[i % states.length] ?? "registered";
    const seen = nowUs - ((i * 37) % 3000) * 1e6;
    return {
      aor: `sip:${1001 + i}@example.org`,
      contact: `sip:${1001 + i}@10.0.0.${i + 5}:5060;transport=udp`,
      state,
      registered_at: state === "rejected" || state === "challenged" ? null : toRfc3339(seen - 3600e6),
      last_seen_at: toRfc3339(seen),
      expires_s: 3600,
      src: `10.0.0.${i + 5}:5060`,
      dst: "10.1.0.10:5060",
      user_agent: i % 3 ? "snomD785/10.1.198" : "Yealink SIP-T46S 66.86",
      status_code: state === "rejected" ? 403 : state === "challenged" ? 401 : 200,
      accepted: state === "rejected" ? 0 : 12 + i,
      refused: state === "rejected" ? 31 : i % 4,
      flaps: i % 5,
      call_id: `reg-${i}@10.0.0.${i + 5}`,
      agent: "sbc1",
    };
  });
}
