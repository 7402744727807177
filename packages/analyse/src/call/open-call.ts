// What the tracker knows of a call while it is live: the call itself and the facts from which it is concluded. Both are plain JSON,
// so a checkpoint is `JSON.stringify`. Facts are gathered (earliest times, finals by transaction); conclusions are drawn from them anew,
// which makes the result the same in whatever order mirrors deliver messages.
import { NO_ITEMS, type Call } from "@sipglass/model";
import type { Sightings } from "./sightings.ts";

/** The request that makes the call (INVITE, REGISTER, …) on one hop: one client transaction (RFC 3261 §17). */
export interface Transaction {
  /** See transactionKey. */
  key: string;
  cseq: number;
  /** Which try of the caller it belongs to: a challenge and a redirection are answered by another try. */
  attempt: number;
  viaCount: number;
  src: string;
  srcPort: number;
  dst: string;
  dstPort: number;
  atUs: number;
  /** False while it is known from its responses alone. */
  requestSeen: boolean;
  /** Highest provisional until the final one is there; 0 = no answer. */
  status: number;
  statusText: string;
  /** 0 = no final response. */
  finalUs: number;
  cancelled: boolean;
  /** No other transaction of its attempt lies between it and the caller: its final response is the caller's. */
  top: boolean;
}

/** One dialog, by the tag of the answering side. Forks make several. */
export interface Dialog {
  tag: string;
  /** First 2xx; 0 = early. */
  answeredUs: number;
  /** Its 2xx reached the caller's transaction. */
  top: boolean;
  acked: boolean;
  byeUs: number;
  byeOkUs: number;
  byeBy: "caller" | "callee" | "unknown";
}

export interface CallFacts {
  /** Method whose transactions decide the state. */
  method: string;
  callerTag: string;
  /** CSeq of the current attempt. */
  cseq: number;
  attempt: number;
  attemptUs: number;
  /** The request that starts the call was seen. */
  startSeen: boolean;
  /** A request within a dialog was seen before any that starts one: the call stood when capture began. */
  midDialog: boolean;
  transactions: readonly Transaction[];
  dialogs: readonly Dialog[];
  ringingUs: number;
  /** Where BYEs came from: see BYE_ORIGIN. */
  byeOrigins: number;
  /** Session-Expires (RFC 4028), seconds; 0 = none. */
  sessionExpiresS: number;
  /** Highest CSeq of a re-INVITE by the caller and by the callee. */
  reinvites: readonly [caller: number, callee: number];
  /** What `call.codecs` comes from; 0 = nothing yet. See codecs.ts. */
  codecsFrom: number;
  /** When its deadline passed with nothing heard; 0 = it did not. */
  expiredUs: number;
  seen: Sightings;
}

/** One for all calls, as the lists of an empty call. */
const NO_REINVITES: CallFacts["reinvites"] = Object.freeze([0, 0]);

export function noFacts(method: string): CallFacts {
  return {
    method,
    callerTag: "",
    cseq: 0,
    attempt: 0,
    attemptUs: 0,
    startSeen: false,
    midDialog: false,
    transactions: NO_ITEMS,
    dialogs: NO_ITEMS,
    ringingUs: 0,
    byeOrigins: 0,
    sessionExpiresS: 0,
    reinvites: NO_REINVITES,
    codecsFrom: 0,
    expiredUs: 0,
    seen: NO_ITEMS,
  };
}

export interface TrackedCall {
  call: Call;
  facts: CallFacts;
}

/** The earlier of two times, where 0 = not yet. */
export const earlier = (a: number, b: number): number => (a === 0 || b < a ? b : a);
