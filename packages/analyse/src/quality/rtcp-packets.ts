// The RTCP of a call as it was captured: from each message the reports in it, with the side of the call that sent them. The side comes
// from the addresses of the session descriptions; behind NAT from the other end of the packet, or from the SSRC when it is known by then.
import { decodeRtcpJson, type RtcpReport } from "@sipglass/decode";
import { hostPort, PAYLOAD_TYPE, type Call, type MessageView } from "@sipglass/model";
import { otherSide, type MediaPlan, type Side } from "./media-plan.ts";

export interface RtcpPacket {
  ref: string;
  atUs: number;
  agent: string;
  src: string;
  dst: string;
  /** Who sent it. */
  side: Side | undefined;
  reports: RtcpReport[];
}

export function rtcpPacketsOf(
  messages: readonly MessageView[],
  plan: MediaPlan,
  call: Pick<Call, "fromUser" | "toUser" | "ruriUser">,
): RtcpPacket[] {
  const packets = messages.flatMap((message) => packetOf(message, plan));
  const owners = new Map(plan.ssrcs);
  for (const packet of packets) claim(owners, packet);
  for (const packet of packets) {
    packet.side ??= ownerIn(owners, packet) ?? sideByName(packet, call);
    claim(owners, packet);
  }
  for (const packet of packets) packet.side ??= ownerIn(owners, packet);
  return packets;
}

function packetOf(message: MessageView, plan: MediaPlan): RtcpPacket[] {
  const { ref, timeUs, payloadType, agent, raw } = message;
  if (payloadType !== PAYLOAD_TYPE.RTCP_JSON && payloadType !== PAYLOAD_TYPE.RTCP_PION) return [];
  const reports = reportsOfText(raw);
  if (reports.length === 0) return [];
  const src = hostPort(message.src, message.srcPort);
  const dst = hostPort(message.dst, message.dstPort);
  const to = plan.ends.get(dst)?.side;
  const side = plan.ends.get(src)?.side ?? (to ? otherSide(to) : undefined) ?? byHost(plan, message);
  return [{ ref, atUs: timeUs, agent, src, dst, side, reports }];
}

/** NAT changes ports more often than hosts. A host that serves both sides says nothing. */
function byHost(plan: MediaPlan, { src, dst }: MessageView): Side | undefined {
  const from = plan.sideOf("", src);
  const to = plan.sideOf("", dst);
  return from ?? (to ? otherSide(to) : undefined);
}

/** The JSON of an agent, or what `payloadText` wrote of RTCP bytes. */
export function reportsOfText(raw: string): RtcpReport[] {
  const own = raw.startsWith('{"rtcp":') || raw.startsWith('{\n  "rtcp":') ? ownReports(raw) : undefined;
  if (own) return own;
  const decoded = decodeRtcpJson(raw);
  return decoded.ok ? decoded.value : [];
}

function ownReports(raw: string): RtcpReport[] | undefined {
  try {
    return (JSON.parse(raw, camelCase) as { rtcp: RtcpReport[] }).rtcp;
  } catch {
    return undefined;
  }
}

function camelCase(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, of]) => [name.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase()), of]),
  );
}

function claim(owners: Map<number, Side>, { side, reports }: RtcpPacket): void {
  if (!side) return;
  for (const { ssrc, blocks } of reports) {
    if (ssrc !== 0 && !owners.has(ssrc)) owners.set(ssrc, side);
    for (const { sourceSsrc } of blocks) if (sourceSsrc !== 0 && !owners.has(sourceSsrc)) owners.set(sourceSsrc, otherSide(side));
  }
}

function ownerIn(owners: ReadonlyMap<number, Side>, { reports }: RtcpPacket): Side | undefined {
  for (const { ssrc, blocks } of reports) {
    const own = owners.get(ssrc);
    if (own) return own;
    const source = blocks.map(({ sourceSsrc }) => owners.get(sourceSsrc)).find((side) => side !== undefined);
    if (source) return otherSide(source);
  }
  return undefined;
}

/** Canonical names are often the user's address (RFC 3550 §6.5.1). */
function sideByName(
  { reports }: RtcpPacket,
  { fromUser, toUser, ruriUser }: Pick<Call, "fromUser" | "toUser" | "ruriUser">,
): Side | undefined {
  const user = reports.map(({ cname }) => /^(?:sips?:)?([^@;:]+)@/i.exec(cname ?? "")?.[1]).find((name) => name !== undefined);
  if (user === undefined || fromUser === toUser) return undefined;
  if (user === fromUser) return "caller";
  return user === toUser || user === ruriUser ? "callee" : undefined;
}
