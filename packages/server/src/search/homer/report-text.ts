// Quality reports that are text (RFC 6035, NG, logs of a script) as the JSON that homer-ui parses: with the names it draws, as far as they
// are known.
import { decodeReport } from "@sipglass/decode";
import type { HomerRow } from "./homer-row.ts";

/** The raw text when it is JSON already. */
export function reportText({ raw, payloadType }: Pick<HomerRow, "raw" | "payloadType">): string {
  if (isJson(raw)) return raw;
  const report = decodeReport(payloadType, raw);
  const stream = report.ok ? report.value.streams[0] : undefined;
  if (!stream) return JSON.stringify({ text: raw });
  const figures = {
    TOTAL_PK: stream.packets, EXPECTED_PK: stream.expectedPackets, JITTER: stream.jitterMs, MOS: stream.mos ?? stream.mosCq ?? stream.mosLq, DELTA: stream.maxDeltaMs, PACKET_LOSS: stream.lostPackets ?? stream.lossPct,
  };
  return JSON.stringify({ ...Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== null)), text: raw });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
