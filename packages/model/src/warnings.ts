// Codes of the Warning header that IANA has registered (RFC 3261 §20.43, §27.2; RFC 5630; RFC 8373): why media or address did not fit, readable by machines.

export interface SipWarning {
  code: number;
  name: string;
  meaning: string;
  source: string;
}

const RFC3261 = "RFC 3261 §20.43";

const TABLE: readonly (readonly [code: number, name: string, meaning: string, source: string])[] = [
  [300, "Incompatible network protocol", "A network protocol in the media description is not available", RFC3261],
  [301, "Incompatible network address formats", "A form of address in the media description is not available: IPv4 against IPv6", RFC3261],
  [
    302,
    "Incompatible transport protocol",
    "A transport in the media description is not available: RTP against SRTP, UDP against TCP",
    RFC3261,
  ],
  [303, "Incompatible bandwidth units", "A unit of bandwidth was not understood", RFC3261],
  [304, "Media type not available", "A kind of media (audio, video, image) is not available", RFC3261],
  [305, "Incompatible media format", "None of the formats is available: no common codec", RFC3261],
  [306, "Attribute not understood", "An attribute of the media description is not supported", RFC3261],
  [307, "Session description parameter not understood", "A parameter other than those above was not understood", RFC3261],
  [308, "Incompatible language specification", "None of the languages asked for can be spoken", "RFC 8373 §5.2"],
  [330, "Multicast not available", "Where the user is, multicast does not work", RFC3261],
  [331, "Unicast not available", "Where the user is, unicast does not work", RFC3261],
  [370, "Insufficient bandwidth", "The bandwidth of the media is more than there is", RFC3261],
  [380, "SIPS Not Allowed", "The address may not be sips: here", "RFC 5630 §5.1.2"],
  [381, "SIPS Required", "The address must be sips: here", "RFC 5630 §5.1.2"],
  [399, "Miscellaneous warning", "A text for people only", RFC3261],
];

export const SIP_WARNINGS: ReadonlyMap<number, SipWarning> = new Map(
  TABLE.map(([code, name, meaning, source]) => [code, { code, name, meaning, source }]),
);
