// Quality reports by HEP payload type.
import { PAYLOAD_TYPE, refused, type Decoded } from "@sipglass/model";
import { decodeAgentReport } from "./agent-report.ts";
import { decodeHoraclifix } from "./horaclifix.ts";
import type { MediaReport } from "./media-report.ts";
import { decodeVqRtcpxr } from "./vq-rtcpxr.ts";

/** Types 34 (RTP agent, final), 35 (periodic; also the text of a phone's report) and 38 (horaclifix). */
export function decodeReport(payloadType: number, text: string): Decoded<MediaReport> {
  switch (payloadType) {
    case PAYLOAD_TYPE.RTP_REPORT:
      return decodeAgentReport(text, "rtp_agent");
    case PAYLOAD_TYPE.RTP_REPORT_SHORT:
      return /^\s*\{/.test(text) ? decodeAgentReport(text, "rtp_agent_short") : decodeVqRtcpxr(text);
    case PAYLOAD_TYPE.HORACLIFIX:
      return decodeHoraclifix(text);
    default:
      return refused("report_malformed");
  }
}
