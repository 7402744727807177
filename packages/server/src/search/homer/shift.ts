// A capture as if it began now: for demonstrations and for trying rules on old traffic. The spaces between its packets stay.
import { encodeHep3, readCapture } from "@sipglass/decode";
import { SipglassError } from "@sipglass/model";
import { inflateAny } from "../../inflate.ts";

/** As a HEP stream, whose packets have the new times. Media is left out: its figures come from RTCP. */
export function shiftedCapture(bytes: Uint8Array, nowUs: number): Uint8Array {
  const { format, packets } = readCapture(bytes, { rtp: false, hep: { inflate: inflateAny } });
  if (format === "unknown") throw new SipglassError("not_capture", {}, "bad pcap data");
  const first = packets.reduce((earliest, { timeUs }) => (timeUs > 0 ? Math.min(earliest, timeUs) : earliest), Infinity);
  const frames = packets.flatMap((packet) => {
    const frame = encodeHep3({ ...packet, timeUs: packet.timeUs > 0 ? packet.timeUs - first + nowUs : nowUs });
    return frame instanceof Uint8Array ? [frame] : [];
  });
  return Buffer.concat(frames);
}
