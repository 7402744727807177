// An export under other names is made of its packets alone: they are renamed, and calls, findings and quality are found in them anew. What
// an installation knows of a call besides (tenants, aliases, ids) has no way in.
import { openCapture } from "@sipglass/analyse";
import { encodeHep3 } from "@sipglass/decode";
import { deflateSync } from "node:zlib";
import { PAYLOAD_TYPE, type Link, type Packet } from "@sipglass/model";
import type { DiagnosedLeg } from "../diagnosis.ts";
import { inflateAny } from "../../inflate.ts";
import type { ShownPacket } from "../export-capture.ts";
import { anonymousPackets } from "./packets.ts";

export interface AnonymousLegs {
  legs: DiagnosedLeg[];
  links: Link[];
  packets: ShownPacket[];
}

export function anonymousLegs(packets: readonly ShownPacket[]): AnonymousLegs {
  const renamed = anonymousPackets(packets.map(({ packet }) => packet)).map((packet) => ({
    packet,
    frame: encodeHep3(packet, { deflate: deflateSync }),
  }));
  const frames = renamed.flatMap(({ frame }) => (frame instanceof Uint8Array ? [frame] : []));
  if (frames.length === 0) return { legs: [], links: [], packets: [] };
  const opened = openCapture(Buffer.concat(frames), { inflate: inflateAny });
  const links = new Map(opened.calls.flatMap((call) => opened.linksOf(call)).map((link) => [`${link.rule} ${link.from} ${link.to}`, link]));
  return {
    legs: opened.calls.map((call) => ({ call, messages: opened.messagesOf(call) })),
    links: [...links.values()],
    packets: placed(renamed),
  };
}

/** Under the refs that an opened capture gives them: media is not kept there and has none. */
function placed(packets: readonly { packet: Packet; frame: unknown }[]): ShownPacket[] {
  let place = 0;
  return packets.map(({ packet, frame }) => ({
    packet,
    ref: packet.payloadType === PAYLOAD_TYPE.RTP || !(frame instanceof Uint8Array) ? "" : `file:${place++}`,
  }));
}
