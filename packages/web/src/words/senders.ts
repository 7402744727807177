// The lines that make a SIP server send its messages here, with this host and the HEP port filled in.

export interface SenderLines {
  name: string;
  file: string;
  lines: string[];
}

const HEP_PORT = 9060;

export function senders(host: string, port = HEP_PORT): SenderLines[] {
  return [
    { name: "Kamailio", file: "kamailio.cfg", lines: [
      'loadmodule "siptrace.so"',
      `modparam("siptrace", "duplicate_uri", "sip:${host}:${port}")`,
      'modparam("siptrace", "hep_mode_on", 1)  # with hep_version 3, trace_on 1, trace_mode 1',
    ] },
    { name: "OpenSIPS", file: "opensips.cfg", lines: [
      'loadmodule "proto_hep.so"; loadmodule "tracer.so"',
      `modparam("proto_hep", "hep_id", "[glass]${host}:${port};transport=udp;version=3")`,
      'modparam("tracer", "trace_id", "[sip]uri=hep:glass")  # then trace("sip", "d") in the route',
    ] },
    { name: "FreeSWITCH", file: "sofia.conf.xml and fs_cli", lines: [
      `<param name="capture-server" value="udp:${host}:${port};hep=3;capture_id=100"/>`,
      '<param name="sip-capture" value="yes"/>  <!-- in the profile -->',
      "fs_cli -x 'sofia global capture on'",
    ] },
  ];
}
