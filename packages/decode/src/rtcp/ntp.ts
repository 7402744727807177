// NTP time stamps (RFC 3550 §4): seconds since 1900 and a 32-bit fraction.
import type { RtcpSender } from "./rtcp-report.ts";

/** 1970-01-01 in seconds since 1900. */
export const NTP_UNIX_OFFSET_S = 2_208_988_800;
const TWO_32 = 0x1_0000_0000;

/** Stamps before 1970 come from clocks that do not know the time of day: they serve for round trips only. */
export function ntpTime(seconds: number, fraction: number): Pick<RtcpSender, "ntpUs" | "ntpMiddle"> {
  const ntpMiddle = ((seconds & 0xffff) * 0x10000 + (fraction >>> 16)) >>> 0;
  const ntpUs = seconds < NTP_UNIX_OFFSET_S ? null : (seconds - NTP_UNIX_OFFSET_S) * 1e6 + Math.round((fraction / TWO_32) * 1e6);
  return { ntpUs, ntpMiddle };
}

/** The inverse. The middle is exact, because round trips hang on it; the time of day is as near as that allows. */
export function ntpWords({ ntpUs, ntpMiddle }: Pick<RtcpSender, "ntpUs" | "ntpMiddle">): [seconds: number, fraction: number] {
  const highHalf = ((ntpMiddle & 0xffff) << 16) >>> 0;
  if (ntpUs === null) return [ntpMiddle >>> 16, highHalf];
  const seconds = Math.floor(ntpUs / 1e6);
  const fraction = Math.min(Math.round(((ntpUs - seconds * 1e6) / 1e6) * TWO_32), TWO_32 - 1);
  const lowHalf = fraction - highHalf;
  return [(seconds + NTP_UNIX_OFFSET_S) >>> 0, highHalf + Math.min(Math.max(lowHalf, 0), 0xffff)];
}
