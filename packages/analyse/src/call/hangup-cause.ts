// Why a call ended, in one word of the house: from the Q.850 cause when a message gave one, else from state and status code.
import type { Call } from "@sipglass/model";
import { isQ850 } from "./marks.ts";

/** ITU-T Q.850 (10/2018) table 1, in the words that SIP people use. */
const Q850: Readonly<Record<number, string>> = {
  1: "unallocated_number",
  2: "no_route",
  3: "no_route",
  6: "channel_unacceptable",
  16: "normal_clearing",
  17: "busy",
  18: "no_user_response",
  19: "no_answer",
  20: "subscriber_absent",
  21: "rejected",
  22: "number_changed",
  25: "routing_error",
  26: "answered_elsewhere",
  27: "destination_out_of_order",
  28: "invalid_number_format",
  29: "facility_rejected",
  31: "normal_unspecified",
  34: "no_circuit",
  38: "network_out_of_order",
  41: "temporary_failure",
  42: "congestion",
  44: "channel_unavailable",
  47: "resource_unavailable",
  50: "facility_not_subscribed",
  55: "incoming_barred",
  57: "not_authorized",
  58: "capability_unavailable",
  63: "service_unavailable",
  65: "capability_not_implemented",
  79: "not_implemented",
  87: "not_in_user_group",
  88: "incompatible_destination",
  95: "invalid_message",
  102: "timer_expired",
  111: "protocol_error",
  127: "interworking",
};

/** Status codes whose meaning is narrower than the state (RFC 3261 §21 and the RFC named). */
const BY_CODE: Readonly<Record<number, string>> = {
  404: "unallocated_number",
  410: "number_changed",
  484: "invalid_number_format",
  604: "unallocated_number",
  408: "timer_expired",
  504: "timer_expired",
  401: "not_authorized",
  403: "not_authorized",
  407: "not_authorized",
  415: "incompatible_media",
  488: "incompatible_media",
  606: "incompatible_media",
  422: "session_timer_too_small",
  482: "loop_detected",
  483: "too_many_hops",
  500: "server_error",
  501: "not_implemented",
  502: "network_out_of_order",
  503: "service_unavailable",
  607: "unwanted",
  608: "rejected_by_network",
};

const BY_STATE: Readonly<Partial<Record<Call["state"], string>>> = {
  completed: "normal_clearing",
  busy: "busy",
  no_answer: "no_answer",
  cancelled: "cancelled",
  rejected: "rejected",
  failed: "failed",
  redirected: "redirected",
  timeout: "timer_expired",
};

/** "" while the call is open, and when its end was not seen. */
export function hangupCause(call: Call): string {
  const byState = BY_STATE[call.state];
  if (byState === undefined) return "";
  const given = call.reason && isQ850(call.reason) ? Q850[call.reason.cause] : undefined;
  if (given !== undefined) return given;
  if (call.state === "failed" || call.state === "rejected") return BY_CODE[call.statusCode] ?? byState;
  return byState;
}
