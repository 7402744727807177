// The lines that make a SIP server send its messages here, with this host and the HEP port filled in. Whole enough to paste.

export interface SenderLines {
  name: string;
  file: string;
  lines: string[];
}

const HEP_PORT = 9060;

export function senders(host: string, port = HEP_PORT): SenderLines[] {
  return [
    {
      name: "Kamailio",
      file: "kamailio.cfg",
      lines: [
        'loadmodule "siptrace.so"',
        `modparam("siptrace", "duplicate_uri", "sip:${host}:${port}")`,
        'modparam("siptrace", "hep_mode_on", 1)',
        'modparam("siptrace", "hep_version", 3)',
        'modparam("siptrace", "trace_to_database", 0)',
        'modparam("siptrace", "trace_on", 1)',
        'modparam("siptrace", "trace_mode", 1)',
        "# else ACKs to stateless replies come twice",
        'modparam("siptrace", "trace_sl_acks", 0)',
      ],
    },
    {
      name: "OpenSIPS 3",
      file: "opensips.cfg",
      lines: [
        "socket=hep_udp:127.0.0.1:6060  # any free port: only there so that HEP can be sent",
        'loadmodule "proto_hep.so"',
        `modparam("proto_hep", "hep_id", "[glass] ${host}:${port}; transport=udp; version=3")`,
        'loadmodule "tracer.so"',
        'modparam("tracer", "trace_id", "[glass]uri=hep:glass")',
        'if (!has_totag()) trace("glass", "d", "sip");  # first lines of route { }',
      ],
    },
    {
      name: "FreeSWITCH",
      file: "sofia.conf.xml, the SIP profile, fs_cli",
      lines: [
        `<param name="capture-server" value="udp:${host}:${port};hep=3;capture_id=100"/>`,
        '<param name="sip-capture" value="yes"/>  <!-- in each profile -->',
        "fs_cli -x 'sofia global capture on'",
      ],
    },
  ];
}

/** The same for what tells of the sound of a call. */
export function mediaSenders(host: string, port = HEP_PORT): SenderLines[] {
  return [
    { name: "rtpengine", file: "rtpengine.conf", lines: [`homer = ${host}:${port}`, "homer-protocol = udp", "homer-id = 2001"] },
    {
      name: "Asterisk",
      file: "hep.conf; res_hep_rtcp.so must be loaded",
      lines: ["[general]", "enabled = yes", `capture_address = ${host}:${port}`, "capture_id = 2002", "uuid_type = call-id"],
    },
    { name: "heplify", file: "on the media host", lines: [`heplify -i any -m SIPRTCP -hs ${host}:${port}`] },
  ];
}

/** The same for log lines that belong to a call. */
export function logSenders(host: string, port = HEP_PORT): SenderLines[] {
  return [
    { name: "Kamailio", file: "kamailio.cfg, beside siptrace's own lines", lines: [`modparam("siptrace", "duplicate_uri", "sip:${host}:${port}")`, 'hlog("no route for $rU");  # in the route, where it is to be told'] },
    { name: "OpenSIPS 3", file: "opensips.cfg", lines: [`modparam("proto_hep", "hep_id", "[glass] ${host}:${port}; transport=udp; version=3")`, 'trace("glass", "d", "sip|xlog");  # xlog() then goes with the call'] },
  ];
}
