// Further headers that bring a message to the size of real traffic (a HEP frame of about 1 kB, 700 to 1400): what carriers and SBCs add.
import type { HeaderLine } from "./message-text.ts";
import type { Random } from "./random.ts";
import { filledLength } from "./template.ts";

const FILLERS: readonly HeaderLine[] = [
  ["Session-ID", "{{sessionHex:32}};remote=00000000000000000000000000000000"],
  ["P-Charging-Vector", "icid-value={{icid:32}};icid-generated-at=192.0.2.80;orig-ioi=home1.example;term-ioi=home2.example"],
  ["P-Charging-Function-Addresses", "ccf=192.0.2.81;ccf=192.0.2.82;ecf=192.0.2.83"],
  ["X-Trace-Ref", "{{nonce:24}}:{{response:16}}:0:1"],
  ["User-to-User", "00{{response:32}};encoding=hex;purpose=isdn-uui"],
  ["Allow-Events", "presence, dialog, message-summary, refer, call-info, conference"],
  ["P-Access-Network-Info", "3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=26201{{nonce:12}}"],
  ["X-Billing-Account", "acc-{{callee:8}};plan=flat;site={{sessionHex:10}}"],
  ["Accept-Contact", '*;+g.3gpp.icsi-ref="urn%3Aurn-7%3A3gpp-service.ims.icsi.mmtel"'],
  ["X-Media-Node", "media-{{icid:6}}.pop3.example.net;zone=b;rtpengine={{response:12}}"],
  ["Feature-Caps", '*;+g.3gpp.srvcc;+g.3gpp.mid-call;+g.3gpp.ps2cs-srvcc-orig-pre-alerting'],
  ["P-Visited-Network-ID", "ims.mnc001.mcc262.3gppnetwork.example"],
  ["X-Asserted-Route", "<sip:{{caller:10}}@pop{{offerId:2}}.example.net;lr;flow={{sessionHex:24}}>"],
  ["Accept-Language", "de-DE, en;q=0.8"],
];

/** Frame without the payload (chunks of addresses, time and agent), and the headers that every message gets at the end. */
const ENVELOPE = 150;
const SHORTEST = 700;
const LONGEST = 1400;

/** What an SBC would leave out of a message that grows beyond one datagram. */
const OPTIONAL = new Set(["User-to-User", "P-Access-Network-Info", "P-Charging-Vector", "Date", "Session-ID", "X-Trunk", "Privacy", "P-Early-Media", "Supported", "Allow"]);

/** `headers` with as many more as bring the frame to a size drawn from what real traffic has. */
export function filled(headers: readonly HeaderLine[], otherLength: number, random: Random): HeaderLine[] {
  const target = random.between(SHORTEST, LONGEST - 250);
  let length = ENVELOPE + otherLength + headers.reduce((sum, line) => sum + lineLength(line), 0);
  const all = headers.filter((line) => {
    const leave = length > LONGEST && OPTIONAL.has(line[0]);
    if (leave) length -= lineLength(line);
    return !leave;
  });
  const first = random.below(FILLERS.length);
  for (let i = 0; i < FILLERS.length && length < target; i++) {
    const line = FILLERS[(first + i) % FILLERS.length] as HeaderLine;
    if (all.some(([name]) => name === line[0])) continue;
    all.push(line);
    length += lineLength(line);
  }
  return all;
}

const lineLength = ([name, value]: HeaderLine): number => name.length + filledLength(value) + ": \r\n".length;
