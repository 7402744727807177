// The configuration lines by which each kind of sender reaches a collector. Kamailio's and rtpengine's were run as they stand here.

export const SENDERS = ["kamailio", "opensips", "asterisk", "freeswitch", "rtpengine"] as const;
export type Sender = (typeof SENDERS)[number];

export interface Collector {
  host: string;
  port: number;
  transport: "udp" | "tcp";
  captureId: number;
  authKey: string;
}

/** IPv6 in brackets, as all of them want it. */
const at = ({ host, port }: Collector): string => `${host.includes(":") ? `[${host}]` : host}:${port}`;

export const SENDER_LINES: Readonly<Record<Sender, (collector: Collector) => string>> = {
  kamailio: (collector) => `\
# kamailio.cfg: every SIP message as it is on the wire, in and out
loadmodule "siptrace.so"
modparam("siptrace", "duplicate_uri", "sip:${at(collector)}${collector.transport === "tcp" ? ";transport=tcp" : ""}")
modparam("siptrace", "hep_mode_on", 1)
modparam("siptrace", "hep_version", 3)
modparam("siptrace", "hep_capture_id", ${collector.captureId})
modparam("siptrace", "trace_to_database", 0)
modparam("siptrace", "trace_on", 1)
modparam("siptrace", "trace_mode", 1)
# with trace_mode=1, ACKs to stateless replies would be sent twice
modparam("siptrace", "trace_sl_acks", 0)
${collector.authKey === "" ? "" : `modparam("siptrace", "auth_key", "${collector.authKey}")\n`}`,

  opensips: (collector) => `\
# opensips.cfg (3.x): proto_hep needs a socket of its own to send from
socket=hep_udp:127.0.0.1:6061
loadmodule "proto_hep.so"
modparam("proto_hep", "hep_id", "[sipglass] ${at(collector)}; transport=${collector.transport}; version=3")
modparam("proto_hep", "hep_capture_id", ${collector.captureId})
loadmodule "tracer.so"
modparam("tracer", "trace_on", 1)
modparam("tracer", "trace_id", "[trace]uri=hep:sipglass")
# in the route, before anything is relayed: whole dialogs of calls, transactions of the rest
route {
    if (is_method("INVITE") && !has_totag()) trace("trace", "d", "sip");
    else if (!has_totag()) trace("trace", "t", "sip");
    …
}
`,

  asterisk: (collector) => `\
; hep.conf: needs res_hep.so, res_hep_pjsip.so and, for RTCP, res_hep_rtcp.so (chan_pjsip only, UDP only)
[general]
enabled = yes
capture_address = ${at(collector)}
capture_id = ${collector.captureId}
capture_password = ${collector.authKey}
; RTCP is then found under the Call-ID of its call
uuid_type = call-id
`,

  freeswitch: (collector) => `\
<!-- autoload_configs/sofia.conf.xml, in <global_settings> -->
<param name="capture-server" value="${collector.transport}:${at(collector)};hep=3;capture_id=${collector.captureId}"/>
<!-- sip_profiles/*.xml, in <settings> of every profile -->
<param name="sip-capture" value="yes"/>
<!-- at once, without a restart: fs_cli -x "sofia global capture on" -->
`,

  rtpengine: (collector) => `\
# rtpengine.conf: RTCP of every call, under its Call-ID (phones must send RTCP)
[rtpengine]
homer = ${at(collector)}
homer-protocol = ${collector.transport}
homer-id = ${collector.captureId}
`,
};
