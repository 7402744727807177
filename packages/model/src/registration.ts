// A registration: one address-of-record and contact, as its REGISTER exchanges left it.

export interface Registration {
  aor: string;
  contact: string;
  state: "registered" | "expired" | "unregistered" | "rejected" | "challenged";
  registeredAtUs: number;
  lastSeenAtUs: number;
  /** Granted by the registrar, seconds. */
  expiresS: number;
  src: string;
  srcPort: number;
  dst: string;
  dstPort: number;
  userAgent: string;
  statusCode: number;
  /** REGISTER requests answered 2xx / refused. */
  accepted: number;
  refused: number;
  /** How often it was accepted again after it had run out, been taken back or been refused. */
  flaps: number;
  callId: string;
  agent: string;
}
