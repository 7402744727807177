// Cited sections of the RFCs about media and its description: SDP, offer and answer, RTP, RTCP, SRTP, ICE, quality. Titles as in the text.
import type { DocumentRow } from "./documents.ts";

export const MEDIA_RFCS: Readonly<Record<string, DocumentRow>> = {
  "RFC 3264": {
    title: "An Offer/Answer Model with the Session Description Protocol (SDP)",
    sections: {
      "§4": "Protocol Operation",
      "§5.1": "Unicast Streams",
      "§6": "Generating the Answer",
      "§6.1": "Unicast Streams",
      "§8.3.2": "Changing the Set of Media Formats",
      "§8.4": "Putting a Unicast Media Stream on Hold",
    },
  },
  "RFC 3389": {
    title: "Real-time Transport Protocol (RTP) Payload for Comfort Noise (CN)",
    sections: { "§4": "Usage of RTP", "§5": "Guidelines for Use", "§5.1": "Usage of SDP" },
  },
  "RFC 3550": {
    title: "RTP: A Transport Protocol for Real-Time Applications",
    sections: {
      "§4": "Byte Order, Alignment, and Time Format",
      "§5.1": "RTP Fixed Header Fields",
      "§6": "RTP Control Protocol -- RTCP",
      "§6.2": "RTCP Transmission Interval",
      "§6.3.5": "Timing Out an SSRC",
      "§6.4": "Sender and Receiver Reports",
      "§6.4.1": "SR: Sender Report RTCP Packet",
      "§6.5": "SDES: Source Description RTCP Packet",
      "§6.5.1": "CNAME: Canonical End-Point Identifier SDES Item",
      "§8.2": "Collision Resolution and Loop Detection",
      "§11": "RTP over Network and Transport Protocols",
      "§A.1": "RTP Data Header Validity Checks",
      "§A.3": "Determining Number of Packets Expected and Lost",
      "§A.8": "Estimating the Interarrival Jitter",
    },
  },
  "RFC 3551": {
    title: "RTP Profile for Audio and Video Conferences with Minimal Control",
    sections: {
      "§3": "Registering Additional Encodings",
      "§4.1": "Encoding-Independent Rules",
      "§4.5.2": "G722",
      "§4.5.14": "PCMA and PCMU",
      "§6": "Payload Type Definitions",
    },
  },
  "RFC 3556": {
    title: "Session Description Protocol (SDP) Bandwidth Modifiers for RTP Control Protocol (RTCP) Bandwidth",
    sections: { "§2": "SDP Extensions" },
  },
  "RFC 3605": {
    title: "Real Time Control Protocol (RTCP) attribute in Session Description Protocol (SDP)",
    sections: { "§2.1": "The RTCP Attribute" },
  },
  "RFC 3611": {
    title: "RTP Control Protocol Extended Reports (RTCP XR)",
    sections: { "§4.7": "VoIP Metrics Report Block", "§4.7.1": "Packet Loss and Discard Metrics", "§4.7.2": "Burst Metrics" },
  },
  "RFC 3711": {
    title: "The Secure Real-time Transport Protocol (SRTP)",
    sections: { "§3": "SRTP Framework" },
  },
  "RFC 3960": {
    title: "Early Media and Ringing Tone Generation in the Session Initiation Protocol (SIP)",
    sections: { "§3": "The Gateway Model", "§3.2": "Ringing Tone Generation", "§3.3": "Absence of an Early Media Indicator" },
  },
  "RFC 4145": {
    title: "TCP-Based Media Transport in the Session Description Protocol (SDP)",
    sections: { "§4": "Setup Attribute", "§4.1": "The Setup Attribute in the Offer/Answer Model" },
  },
  "RFC 4568": {
    title: "Session Description Protocol (SDP) Security Descriptions for Media Streams",
    sections: {
      "§5.1.2": "Generating the Initial Answer - Unicast Streams",
      "§7.1.2": "Generating the Initial Answer - Unicast Streams",
      "§8.3": "Signaling Authentication and Signaling Encryption",
    },
  },
  "RFC 4733": {
    title: "RTP Payload for DTMF Digits, Telephony Tones, and Telephony Signals",
    sections: {
      "§2.1": "Introduction",
      "§2.3": "Payload Format",
      "§2.5.1.1": "Negotiation of Payloads",
      "§2.5.1.4": "Retransmission of Final Packet",
    },
  },
  "RFC 4961": {
    title: "Symmetric RTP / RTP Control Protocol (RTCP)",
    sections: { "§3": "Definition of Symmetric RTP and Symmetric RTCP" },
  },
  "RFC 5009": {
    title: "Private Header (P-Header) Extension to the Session Initiation Protocol (SIP) for Authorization of Early Media",
    sections: { "§4": "Background on Early Media Authorization" },
  },
  "RFC 5761": {
    title: "Multiplexing RTP Data and Control Packets on a Single Port",
    sections: { "§4": "Distinguishable RTP and RTCP Packets", "§5.1.1": "SDP Signalling" },
  },
  "RFC 5763": {
    title:
      "Framework for Establishing a Secure Real-time Transport Protocol (SRTP) Security Context Using Datagram Transport Layer Security (DTLS)",
    sections: { "§5": "Establishing a Secure Channel" },
  },
  "RFC 6035": {
    title: "Session Initiation Protocol Event Package for Voice Quality Reporting",
    sections: { "§4.6": "Voice Quality Event and Semantics", "§4.6.1": "ABNF Syntax Definition" },
  },
  "RFC 6157": {
    title: "IPv6 Transition in the Session Initiation Protocol (SIP)",
    sections: { "§3.1": "Proxy Behavior", "§4": "The Media Layer", "§4.2": "Initial Offer" },
  },
  "RFC 6337": {
    title: "Session Initiation Protocol (SIP) Usage of the Offer/Answer Model",
    sections: {
      "§3.1.1": "INVITE Request with SDP",
      "§5.1": "General Principle for Constructing Offers and Answers",
      "§5.3": "Hold and Resume of Media",
      "§5.4": "Behavior on Receiving SDP with c=0.0.0.0",
    },
  },
  "RFC 7362": {
    title: "Latching: Hosted NAT Traversal (HNT) for Media in Real-Time Communication",
    sections: { "§2": "Background", "§4": "Media Behavior and Latching" },
  },
  "RFC 7587": {
    title: "RTP Payload Format for the Opus Speech and Audio Codec",
    sections: { "§4.1": "RTP Header Usage" },
  },
  "RFC 8035": {
    title: "Session Description Protocol (SDP) Offer/Answer Clarifications for RTP/RTCP Multiplexing",
    sections: { "§3": "Update to RFC 5761" },
  },
  "RFC 8445": {
    title: "Interactive Connectivity Establishment (ICE): A Protocol for Network Address Translator (NAT) Traversal",
    sections: { "§7.2.5.2": "Failure", "§8.1.2": "Updating Checklist and ICE States", "§12.1": "Sending Data" },
  },
  "RFC 8829": {
    title: "JavaScript Session Establishment Protocol (JSEP)",
    sections: { "§5.1.1": "Usage Requirements" },
  },
  "RFC 8839": {
    title: "Session Description Protocol (SDP) Offer/Answer Procedures for Interactive Connectivity Establishment (ICE)",
    sections: {
      "§4.2.5": "Verifying ICE Support Procedures",
      "§5.1": '"candidate" Attribute',
      "§5.3": '"ice-lite" and "ice-mismatch" Attributes',
    },
  },
  "RFC 8840": {
    title:
      "A Session Initiation Protocol (SIP) Usage for Incremental Provisioning of Candidates for the Interactive Connectivity Establishment (Trickle ICE)",
    sections: { "§4.1.1": "Sending the Initial Offer" },
  },
  "RFC 8842": {
    title:
      "Session Description Protocol (SDP) Offer/Answer Considerations for Datagram Transport Layer Security (DTLS) and Transport Layer Security (TLS)",
    sections: { "§5.2": "Generating the Initial SDP Offer", "§5.3": "Generating the Answer" },
  },
  "RFC 8858": {
    title: "Indicating Exclusive Support of RTP and RTP Control Protocol (RTCP) Multiplexing Using the Session Description Protocol (SDP)",
    sections: { "§4.3": "Generating the Answer" },
  },
  "RFC 8866": {
    title: "SDP: Session Description Protocol",
    sections: {
      "§5": "SDP Specification",
      "§5.2": 'Origin ("o=")',
      "§5.7": 'Connection Information ("c=")',
      "§5.14": 'Media Descriptions ("m=")',
      "§6.4": "ptime (Packet Time)",
      "§6.6": "rtpmap",
    },
  },
  "RFC 9143": {
    title: "Negotiating Media Multiplexing Using the Session Description Protocol (SDP)",
    sections: { "§7.3": "Generating the SDP Answer" },
  },
};
