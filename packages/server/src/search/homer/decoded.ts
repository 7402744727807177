// A row taken apart layer by layer, under the names that tshark gives (`tshark -T json`): homer-ui shows it as a tree beside the message.
import { allHeaders, bodyOf, messagesIn, utf8Text } from "@sipglass/decode";
import type { HomerRow } from "./homer-row.ts";
import { isSipTable } from "./homer-table.ts";

type Layer = Record<string, unknown>;

/** By IP protocol number. */
const TRANSPORT = new Map([[6, "tcp"], [17, "udp"], [132, "sctp"]]);

/** One `_source.layers` of tshark's list. */
export function decodedJson(row: HomerRow): Layer {
  const { srcIp, dstIp, srcPort, dstPort, protocol } = row.protocolHeader;
  const ip = String(srcIp).includes(":") ? "ipv6" : "ip";
  const transport = TRANSPORT.get(Number(protocol)) ?? "udp";
  const payload = isSipTable(row.table) ? { sip: sipLayer(row) } : { data: { "data.text": row.raw } };
  const layers = {
    frame: {
      "frame.time_epoch": (row.timeUs / 1e6).toFixed(6),
      "frame.len": String(row.bytes.length),
      "frame.protocols": [ip, transport, ...Object.keys(payload)].join(":"),
    },
    [ip]: { [`${ip}.src`]: srcIp, [`${ip}.dst`]: dstIp, ...(ip === "ip" ? { "ip.proto": String(protocol) } : {}) },
    [transport]: { [`${transport}.srcport`]: String(srcPort), [`${transport}.dstport`]: String(dstPort) },
    ...payload,
  };
  return { _source: { layers } };
}

function sipLayer({ bytes, raw }: HomerRow): Layer {
  const [message] = messagesIn(bytes);
  if (!message) return { "sip.unparsed": raw };
  const headers: Record<string, string | string[]> = {};
  for (const { name, value } of allHeaders(message)) {
    const key = `sip.${name}`;
    const known = headers[key];
    headers[key] = known === undefined ? utf8Text(value) : [known, utf8Text(value)].flat();
  }
  const startLine = message.isRequest
    ? {
        "sip.Request-Line": `${message.method} ${message.requestUri} SIP/2.0`,
        "sip.Method": message.method,
        "sip.r-uri": message.requestUri,
      }
    : { "sip.Status-Line": `SIP/2.0 ${message.statusCode} ${message.reasonPhrase}`, "sip.Status-Code": String(message.statusCode) };
  const body = utf8Text(bodyOf(message));
  return { ...startLine, "sip.msg_hdr_tree": headers, ...(body === "" ? {} : { "sip.msg_body": bodyLines(body) }) };
}

const bodyLines = (body: string): string[] => body.split(/\r?\n/).filter((line) => line !== "");
