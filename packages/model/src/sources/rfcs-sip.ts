// Cited sections of the RFCs that extend SIP (RFC 3261 has its own file). Titles as in the text.
import type { DocumentRow } from "./documents.ts";

export const SIP_RFCS: Readonly<Record<string, DocumentRow>> = {
  "RFC 2543": {
    title: "SIP: Session Initiation Protocol",
    sections: { "§B.5": "Putting Media Streams on Hold" },
  },
  "RFC 3262": {
    title: "Reliability of Provisional Responses in the Session Initiation Protocol (SIP)",
    sections: { "§3": "UAS Behavior", "§4": "UAC Behavior" },
  },
  "RFC 3263": {
    title: "Session Initiation Protocol (SIP): Locating SIP Servers",
    sections: { "§4.3": "Details of RFC 2782 Process" },
  },
  "RFC 3311": {
    title: "The Session Initiation Protocol (SIP) UPDATE Method",
    sections: { "§5.2": "Receiving an UPDATE" },
  },
  "RFC 3312": {
    title: "Integration of Resource Management and Session Initiation Protocol (SIP)",
    sections: { "§8": "Refusing an offer" },
  },
  "RFC 3325": {
    title: "Private Extensions to the Session Initiation Protocol (SIP) for Asserted Identity within Trusted Networks",
    sections: { "§5": "Proxy Behavior", "§9.1": "The P-Asserted-Identity Header", "§9.3": 'The "id" Privacy Type' },
  },
  "RFC 3326": {
    title: "The Reason Header Field for the Session Initiation Protocol (SIP)",
    sections: { "§2": "The Reason Header Field", "§3.1": "Call Completed Elsewhere" },
  },
  "RFC 3329": {
    title: "Security Mechanism Agreement for the Session Initiation Protocol (SIP)",
    sections: { "§2.3.1": "Client Initiated" },
  },
  "RFC 3398": {
    title: "Integrated Services Digital Network (ISDN) User Part (ISUP) to Session Initiation Protocol (SIP) Mapping",
    sections: { "§7.2.4.1": "ISDN Cause Code to Status Code Mapping" },
  },
  "RFC 3428": {
    title: "Session Initiation Protocol (SIP) Extension for Instant Messaging",
    sections: { "§7": "UAS Processing" },
  },
  "RFC 3515": {
    title: "The Session Initiation Protocol (SIP) Refer Method",
    sections: { "§2.4.4": "Using SIP Events to Report the Results of the Reference", "§2.4.5": "The Body of the NOTIFY" },
  },
  "RFC 3581": {
    title: "An Extension to the Session Initiation Protocol (SIP) for Symmetric Response Routing",
    sections: { "§3": "Client Behavior", "§4": "Server Behavior" },
  },
  "RFC 3891": {
    title: 'The Session Initiation Protocol (SIP) "Replaces" Header',
    sections: { "§3": "User Agent Server Behavior: Receiving a Replaces Header", "§6": "Syntax", "§6.1": "The Replaces Header" },
  },
  "RFC 3892": {
    title: "The Session Initiation Protocol (SIP) Referred-By Mechanism",
    sections: { "§5": "The 429 Provide Referrer Identity Error Response" },
  },
  "RFC 3903": {
    title: "Session Initiation Protocol (SIP) Extension for Event State Publication",
    sections: { "§11.2.1": '"412 Conditional Request Failed" Response Code' },
  },
  "RFC 4028": {
    title: "Session Timers in the Session Initiation Protocol (SIP)",
    sections: {
      "§1": "Introduction",
      "§6": "422 Response Code Definition",
      "§7.2": "Processing a 2xx Response",
      "§7.3": "Processing a 422 Response",
      "§9": "UAS Behavior",
      "§10": "Performing Refreshes",
    },
  },
  "RFC 4320": {
    title: "Actions Addressing Identified Issues with the Session Initiation Protocol's (SIP) Non-INVITE Transaction",
    sections: { "§4.2": "Action 2" },
  },
  "RFC 4412": {
    title: "Communications Resource Priority for the Session Initiation Protocol (SIP)",
    sections: { "§4.6.2": "No Known Namespace or Priority Value" },
  },
  "RFC 4475": {
    title: "Session Initiation Protocol (SIP) Torture Test Messages",
    sections: {
      "§3.1.1.8": "Extra Trailing Octets in a UDP Datagram",
      "§3.1.2": "Invalid Messages",
      "§3.1.2.6": "Unterminated Quoted String in Display Name",
      "§3.1.2.9": "Multiple SP Separating Request-Line Elements",
      "§3.1.2.10": "SP Characters at End of Request-Line",
      "§3.2.1": "Missing Transaction Identifier",
    },
  },
  "RFC 4488": {
    title: "Suppression of Session Initiation Protocol (SIP) REFER Method Implicit Subscription",
    sections: { "§4": "Definitions" },
  },
  "RFC 5039": {
    title: "The Session Initiation Protocol (SIP) and Spam",
    sections: { "§2": "Problem Definition" },
  },
  "RFC 5079": {
    title: "Rejecting Anonymous Requests in the Session Initiation Protocol (SIP)",
    sections: { "§5": "433 (Anonymity Disallowed) Definition" },
  },
  "RFC 5118": {
    title: "Session Initiation Protocol (SIP) Torture Test Messages for Internet Protocol Version 6 (IPv6)",
    sections: { "§4.1": "Valid SIP Message with an IPv6 Reference", "§4.2": "Invalid SIP Message with an IPv6 Reference" },
  },
  "RFC 5360": {
    title: "A Framework for Consent-Based Communications in the Session Initiation Protocol (SIP)",
    sections: { "§5.9.2": "Definition of the 470 Response Code" },
  },
  "RFC 5390": {
    title: "Requirements for Management of Overload in the Session Initiation Protocol",
    sections: { "§4": "Current SIP Mechanisms", "§5.1": "Load Amplification" },
  },
  "RFC 5393": {
    title: "Addressing an Amplification Vulnerability in Session Initiation Protocol (SIP) Forking Proxies",
    sections: { "§4.2.1": "Update to Section 16.6", "§4.2.2": "Update to Section 16.3", "§6.2": "440 Max-Breadth Exceeded Response" },
  },
  "RFC 5407": {
    title: "Example Call Flows of Race Conditions in the Session Initiation Protocol (SIP)",
    sections: { "§3.1.2": "Callee Receives CANCEL (Early State) While in the Moratorium State" },
  },
  "RFC 5626": {
    title: "Managing Client-Initiated Connections in the Session Initiation Protocol (SIP)",
    sections: {
      "§3.5": "Keep-Alive Technique",
      "§3.5.1": "CRLF Keep-Alive Technique",
      "§4.2.1": "Initial Registrations",
      "§4.4": "Keep-Alives and Detecting Flow Failure",
      "§4.4.1": "Keep-Alive with CRLF",
      "§4.4.2": "Keep-Alive with STUN",
      "§6": "Registrar Procedures",
      "§11.5": "430 (Flow Failed) Response Code",
      "§11.6": "439 (First Hop Lacks Outbound Support) Response Code",
    },
  },
  "RFC 5630": {
    title: "The Use of the SIPS URI Scheme in the Session Initiation Protocol (SIP)",
    sections: { "§4": "Overview of Operations", "§5.1.2": "UAS Behavior" },
  },
  "RFC 5658": {
    title: "Addressing Record-Route Issues in the Session Initiation Protocol (SIP)",
    sections: { "§3.2": "Identified Problems", "§5": "Double Record-Routing" },
  },
  "RFC 5806": {
    title: "Diversion Indication in SIP",
    sections: { "§3.1": "When Is the Diversion Header Used?" },
  },
  "RFC 5839": {
    title: "An Extension to Session Initiation Protocol (SIP) Events for Conditional Event Notification",
    sections: { "§7.1": "204 (No Notification) Response Code" },
  },
  "RFC 5922": {
    title: "Domain Certificates in the Session Initiation Protocol (SIP)",
    sections: { "§7.3": "Client Behavior" },
  },
  "RFC 6076": {
    title: "Basic Telephony SIP End-to-End Performance Metrics",
    sections: {
      "§4.1": "Registration Request Delay (RRD)",
      "§4.2": "Ineffective Registration Attempts (IRAs)",
      "§4.3": "Session Request Delay (SRD)",
      "§4.3.1": "Successful Session Setup SRD",
      "§4.3.2": "Failed Session Setup SRD",
      "§4.4": "Session Disconnect Delay (SDD)",
      "§4.5": "Session Duration Time (SDT)",
      "§4.6": "Session Establishment Ratio (SER)",
      "§4.7": "Session Establishment Effectiveness Ratio (SEER)",
      "§4.8": "Ineffective Session Attempts (ISAs)",
      "§4.9": "Session Completion Ratio (SCR)",
    },
  },
  "RFC 6086": {
    title: "Session Initiation Protocol (SIP) INFO Method and Package Framework",
    sections: { "§2": "Motivation", "§4.2.2": "INFO Request Receiver" },
  },
  "RFC 6141": {
    title: "Re-INVITE and Target-Refresh Request Handling in the Session Initiation Protocol (SIP)",
    sections: { "§3.1": "Background on Re-INVITE Handling by UASs" },
  },
  "RFC 6223": {
    title: "Indication of Support for Keep-Alive",
    sections: { "§4.1": "General" },
  },
  "RFC 6228": {
    title: "Session Initiation Protocol (SIP) Response Code for Indication of Terminated Dialog",
    sections: { "§11.1": "IANA Registration of the 199 Response Code" },
  },
  "RFC 6314": {
    title: "NAT Traversal Practices for Client-Server SIP",
    sections: { "§3": "Problem Statement" },
  },
  "RFC 6432": {
    title: "Carrying Q.850 Codes in Reason Header Fields in SIP (Session Initiation Protocol) Responses",
    sections: { "§3": "Applicability" },
  },
  "RFC 6442": {
    title: "Location Conveyance for the Session Initiation Protocol",
    sections: { "§4.3": "424 (Bad Location Information) Response Code" },
  },
  "RFC 6665": {
    title: "SIP-Specific Event Notification",
    sections: {
      "§4.1.2": "Creating and Maintaining Subscriptions",
      "§4.1.2.2": "Refreshing of Subscriptions",
      "§4.1.3": "Receiving and Processing State Information",
      "§4.2.2": "Sending State Information to Subscribers",
      "§8.3.1": "202 (Accepted) Response Code",
      "§8.3.2": "489 (Bad Event) Response Code",
    },
  },
  "RFC 7044": {
    title: "An Extension to the Session Initiation Protocol (SIP) for Request History Information",
    sections: { "§5": "History-Info Header Field Protocol Structure" },
  },
  "RFC 7118": {
    title: "The WebSocket Protocol as a Transport for the Session Initiation Protocol (SIP)",
    sections: { "§5.2": "SIP URI Transport Parameter" },
  },
  "RFC 7315": {
    title: "Private Header (P-Header) Extensions to the Session Initiation Protocol (SIP) for the 3GPP",
    sections: { "§5.6": "P-Charging-Vector Header Syntax" },
  },
  "RFC 7989": {
    title: "End-to-End Session Identification in IP-Based Multimedia Communication Networks",
    sections: { "§5": "The Session-ID Header Field" },
  },
  "RFC 8197": {
    title: "A SIP Response Code for Unwanted Calls",
    sections: { "§4": "Behavior of SIP Entities" },
  },
  "RFC 8224": {
    title: "Authenticated Identity Management in the Session Initiation Protocol (SIP)",
    sections: {
      "§4": "Identity Header Field Syntax",
      "§4.1": "PASSporT Construction",
      "§6.2": "Verifier Behavior",
      "§6.2.2": "Failure Response Codes Sent by a Verification Service",
      "§7.3": '"info" Parameter URIs',
      "§8": "Identity Types",
      "§8.3": "Telephone Number Canonicalization Procedures",
      "§12.3": "Malicious Removal of Identity Headers",
    },
  },
  "RFC 8373": {
    title: "Negotiating Human Language in Real-Time Communications",
    sections: { "§5.2": "No Language in Common" },
  },
  "RFC 8599": {
    title: "Push Notification with the Session Initiation Protocol (SIP)",
    sections: { "§8.1": "555 (Push Notification Service Not Supported) Response Code" },
  },
  "RFC 8688": {
    title: "A Session Initiation Protocol (SIP) Response Code for Rejected Calls",
    sections: { "§3.1": "Intermediary Operation" },
  },
  "RFC 8760": {
    title: "The Session Initiation Protocol (SIP) Digest Access Authentication Scheme",
    sections: { "§2.3": "UAS Behavior", "§2.4": "UAC Behavior" },
  },
  "RFC 8876": {
    title: "Non-interactive Emergency Calls",
    sections: { "§5.1": "425 (Bad Alert Message) Response Code" },
  },
};
