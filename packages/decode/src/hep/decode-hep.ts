// The one entry for bytes that claim to be HEP, by their first bytes: HEP3, HEP 1 and 2, or the protobuf form.
import { refused, type Decoded, type Packet } from "@sipglass/model";
import { isHep3 } from "./chunk-type.ts";
import { decodeHep12, startsHep12 } from "./hep12.ts";
import { decodeHep3, type HepPorts } from "./hep3.ts";
import { decodeProtobuf, startsProtobuf } from "./protobuf.ts";

/**
 * One frame (a datagram, or what the framer cut from a stream) as a packet. The payload is a view into `frame`.
 * Without `ports.inflate`, compressed payloads are refused as hep_inflate_failed.
 */
export function decodeHep(frame: Uint8Array, ports?: HepPorts): Decoded<Packet> {
  if (frame.length === 0) return refused("empty");
  if (isHep3(frame)) return decodeHep3(frame, ports);
  if (frame[0] === 1 || frame[0] === 2) return decodeHep12(frame);
  return startsProtobuf(frame) ? decodeProtobuf(frame) : refused("not_hep");
}

/** Whether a datagram to a collector's port is HEP: by the magic of HEP3, else by a header that can be one of HEP 1 and 2 or the protobuf form. */
export const startsHep = (frame: Uint8Array): boolean => frame.length > 0 && (isHep3(frame) || startsHep12(frame) || startsProtobuf(frame));
