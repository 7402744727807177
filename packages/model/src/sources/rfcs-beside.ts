// Cited sections of the RFCs beside SIP and media: addresses and NAT, transports, Digest, LDAP, signed identities, emergency calls, formats.
// Titles as in the text.
import type { DocumentRow } from "./documents.ts";

export const BESIDE_RFCS: Readonly<Record<string, DocumentRow>> = {
  "RFC 1918": {
    title: "Address Allocation for Private Internets",
    sections: { "§3": "Private Address Space" },
  },
  "RFC 2046": {
    title: "Multipurpose Internet Mail Extensions (MIME) Part Two: Media Types",
    sections: { "§5.1.1": "Common Syntax" },
  },
  "RFC 2663": {
    title: "IP Network Address Translator (NAT) Terminology and Considerations",
    sections: { "§2.9": "Application Level gateway (ALG)" },
  },
  "RFC 3629": {
    title: "UTF-8, a transformation format of ISO 10646",
    sections: { "§4": "Syntax of UTF-8 Byte Sequences" },
  },
  "RFC 3966": {
    title: "The tel URI for Telephone Numbers",
    sections: { "§3": "URI Syntax", "§5.1.1": "Separators in Phone Numbers" },
  },
  "RFC 4291": {
    title: "IP Version 6 Addressing Architecture",
    sections: { "§2.2": "Text Representation of Addresses" },
  },
  "RFC 4513": {
    title: "Lightweight Directory Access Protocol (LDAP): Authentication Methods and Security Mechanisms",
    sections: { "§5.1.2": "Unauthenticated Authentication Mechanism of Simple Bind" },
  },
  "RFC 4514": {
    title: "Lightweight Directory Access Protocol (LDAP): String Representation of Distinguished Names",
    sections: { "§2.4": "Converting an AttributeValue from ASN.1 to a String" },
  },
  "RFC 4787": {
    title: "Network Address Translation (NAT) Behavioral Requirements for Unicast UDP",
    sections: { "§4.3": "Mapping Refresh" },
  },
  "RFC 5031": {
    title: "A Uniform Resource Name (URN) for Emergency and Other Well-Known Services",
    sections: { "§4.2": "Sub-Services for the 'sos' Service" },
  },
  "RFC 5424": {
    title: "The Syslog Protocol",
    sections: { "§6.2.1": "PRI" },
  },
  "RFC 5952": {
    title: "A Recommendation for IPv6 Address Text Representation",
    sections: { "§4": "A Recommendation for IPv6 Text Representation", "§5": "Text Representation of Special Addresses" },
  },
  "RFC 6455": {
    title: "The WebSocket Protocol",
    sections: { "§5": "Data Framing" },
  },
  "RFC 6598": {
    title: "IANA-Reserved IPv4 Prefix for Shared Address Space",
    sections: { "§7": "IANA Considerations" },
  },
  "RFC 6881": {
    title: "Best Current Practice for Communications Services in Support of Emergency Calling",
    sections: { "§5": "Identifying an Emergency Call" },
  },
  "RFC 7616": {
    title: "HTTP Digest Access Authentication",
    sections: {
      "§3.3": "The WWW-Authenticate Response Header Field",
      "§3.4": "The Authorization Header Field",
      "§5.9": "Chosen Plaintext Attacks",
      "§5.10": "Precomputed Dictionary Attacks",
    },
  },
  "RFC 8200": {
    title: "Internet Protocol, Version 6 (IPv6) Specification",
    sections: { "§4.5": "Fragment Header", "§8.1": "Upper-Layer Checksums" },
  },
  "RFC 8225": {
    title: "PASSporT: Personal Assertion Token",
    sections: {
      "§4.2": '"alg" (Algorithm) Header Parameter',
      "§4.3": '"x5u" (X.509 URL) Header Parameter',
      "§5.1.1": '"iat" (Issued At) Claim',
    },
  },
  "RFC 8446": {
    title: "The Transport Layer Security (TLS) Protocol Version 1.3",
    sections: { "§6.2": "Error Alerts" },
  },
  "RFC 8588": {
    title: "Personal Assertion Token (PaSSporT) Extension for Signature-based Handling of Asserted information using toKENs (SHAKEN)",
    sections: { "§4": 'PASSporT "attest" Claim', "§5": 'PASSporT "origid" Claim' },
  },
  "RFC 8878": {
    title: "Zstandard Compression and the 'application/zstd' Media Type",
    sections: { "§3.1": "Frames", "§3.1.2": "Skippable Frames" },
  },
  "RFC 8946": {
    title: "Personal Assertion Token (PASSporT) Extension for Diverted Calls",
    sections: { "§3": 'The "div" PASSporT Type and Claim' },
  },
  "RFC 9110": {
    title: "HTTP Semantics",
    sections: { "§15": "Status Codes" },
  },
  "RFC 9293": {
    title: "Transmission Control Protocol (TCP)",
    sections: { "§3.1": "Header Format" },
  },
};
