// SDP offers and answers of a call, with the call's own ids, addresses and ports as fields.
import type { UserAgent } from "./user-agents.ts";

interface Codec {
  payloadType: number;
  rtpmap: string;
  fmtp?: string;
}

const CODECS: Record<string, Codec> = {
  PCMU: { payloadType: 0, rtpmap: "PCMU/8000" },
  PCMA: { payloadType: 8, rtpmap: "PCMA/8000" },
  G722: { payloadType: 9, rtpmap: "G722/8000" },
  G729: { payloadType: 18, rtpmap: "G729/8000", fmtp: "annexb=no" },
  "G726-32": { payloadType: 102, rtpmap: "G726-32/8000" },
  iLBC: { payloadType: 97, rtpmap: "iLBC/8000", fmtp: "mode=30" },
  speex: { payloadType: 110, rtpmap: "speex/16000" },
  AMR: { payloadType: 98, rtpmap: "AMR/8000/1", fmtp: "mode-change-capability=2; max-red=0" },
  "AMR-WB": { payloadType: 99, rtpmap: "AMR-WB/16000/1", fmtp: "mode-change-capability=2; octet-align=1" },
  opus: { payloadType: 96, rtpmap: "opus/48000/2", fmtp: "maxplaybackrate=48000;stereo=0;useinbandfec=1" },
  "telephone-event": { payloadType: 101, rtpmap: "telephone-event/8000", fmtp: "0-16" },
};

export interface SdpSpec {
  agent: UserAgent;
  /** Codecs in order; an answer takes a part of the offer's. */
  codecs: readonly string[];
  side: "offer" | "answer";
  /** Text of the media address, which may hold fields. */
  ip: string;
  v6: boolean;
  secure: boolean;
  version: number;
  direction: "sendrecv" | "sendonly" | "recvonly" | "inactive";
}

export function sdpBody(spec: SdpSpec): string {
  const family = spec.v6 ? "IP6" : "IP4";
  const codecs = spec.codecs.flatMap((name) => CODECS[name] ?? []);
  const id = `{{${spec.side}Id:10}}`;
  const lines = [
    "v=0", `o=${spec.agent.originUser} ${id} ${id}${spec.version} IN ${family} ${spec.ip}`, `s=${spec.agent.sessionName}`, `c=IN ${family} ${spec.ip}`, "t=0 0",
    `m=audio {{${spec.side}Port:5}} RTP/${spec.secure ? "SAVP" : "AVP"} ${codecs.map((codec) => codec.payloadType).join(" ")}`,
  ];
  for (const codec of codecs) {
    lines.push(`a=rtpmap:${codec.payloadType} ${codec.rtpmap}`);
    if (codec.fmtp !== undefined) lines.push(`a=fmtp:${codec.payloadType} ${codec.fmtp}`);
  }
  if (spec.secure) lines.push("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:{{cryptoKey:40}}");
  lines.push("a=ptime:20", `a=${spec.direction}`);
  return `${lines.join("\r\n")}\r\n`;
}

/** What the other side takes: its first codec and the DTMF events. */
export function answeredCodecs(offered: readonly string[]): string[] {
  const audio = offered.filter((codec) => codec !== "telephone-event").slice(0, 1);
  return offered.includes("telephone-event") ? [...audio, "telephone-event"] : audio;
}
