// Cause values of ITU-T Q.850 (10/2018), as they come in Reason headers (RFC 3326) and from gateways: name, what it tells, and the usual SIP code.

export interface Q850Cause {
  cause: number;
  /** As in table 1 of Q.850, in short. */
  name: string;
  /** What it tells somebody who looks for a fault. */
  meaning: string;
  /** Response that a gateway makes of it (RFC 3398 §7.2.4.1); null where that RFC names none. */
  sipCode: number | null;
}

const TABLE: readonly (readonly [cause: number, name: string, meaning: string, sipCode: number | null])[] = [
  [1, "Unallocated number", "Nobody has this number: format, porting, or a wrong digit", 404],
  [2, "No route to transit network", "The transit network that was asked for is not known: carrier selection", 404],
  [3, "No route to destination", "The network has no way there: dial plan, or what the carrier covers", 404],
  [4, "Send special information tone", "The number cannot be reached for reasons that last; the caller hears a tone", null],
  [5, "Misdialled trunk prefix", "A trunk prefix too many in the number", null],
  [6, "Channel unacceptable", "The channel chosen cannot be used: ISDN side", null],
  [7, "Call awarded, delivered in an established channel", "Joined to a channel that stands already: ISDN side", null],
  [8, "Preemption", "Cleared to make room for a call of higher priority", null],
  [9, "Preemption, circuit reserved", "Cleared, and the line kept for a call of higher priority", null],
  [14, "Query on release: ported number", "The number went to another network, which has to be asked", null],
  [16, "Normal call clearing", "Somebody hung up: no fault", null],
  [17, "User busy", "The called party is on the phone", 486],
  [18, "No user responding", "The phone did not react at all: not registered, or out of reach", 408],
  [19, "No answer from user", "It rang, nobody answered", 480],
  [20, "Subscriber absent", "Mobile phone off or out of coverage, or not registered", 480],
  [21, "Call rejected", "Refused by the user, a bar or a filter; many carriers' fraud protection", 403],
  [22, "Number changed", "The number is no longer used", 410],
  [23, "Redirection to new destination", "The call shall be made to another number", 410],
  [24, "Call rejected by a feature at the destination", "A service of the called party refused it, often for an anonymous caller", null],
  [25, "Exchange routing error", "Routed in a circle: the hop counter ran out", null],
  [26, "Non-selected user clearing", "Somebody else took the call", 404],
  [27, "Destination out of order", "The line of the called party does not work", 502],
  [28, "Invalid number format", "Too few digits, or a prefix that does not fit", 484],
  [29, "Facility rejected", "A supplementary service was refused", 501],
  [30, "Response to STATUS ENQUIRY", "Part of an enquiry, no fault", null],
  [31, "Normal, unspecified", "Ended, without a reason: often hides one. Ask the carrier", 480],
  [34, "No circuit available", "All lines are taken: compare with the number of calls at that time", 503],
  [38, "Network out of order", "A network failed and may be away for long", 503],
  [39, "Permanent frame mode connection out of service", "Frame mode bearer: data side", null],
  [40, "Permanent frame mode connection operational", "Frame mode bearer, no fault", null],
  [41, "Temporary failure", "A network failed for a moment: try again or another route", 503],
  [42, "Switching equipment congestion", "The exchange is overloaded, or too many calls a second", 503],
  [43, "Access information discarded", "Information of the caller could not be carried to the end", null],
  [44, "Requested circuit not available", "The line that was asked for is taken: both ends seized it at once", null],
  [46, "Precedence call blocked", "No line could be freed for a call of priority", null],
  [47, "Resource unavailable", "Something was short: transcoder, licence, memory", 503],
  [49, "Quality of service not available", "The quality asked for cannot be given", null],
  [50, "Requested facility not subscribed", "The service is not part of the contract", null],
  [53, "Outgoing calls barred within closed user group", "Members of this group may not call out there", null],
  [55, "Incoming calls barred within closed user group", "Members of this group take no calls from outside", 403],
  [57, "Bearer capability not authorized", "This kind of call is not part of the contract", 403],
  [58, "Bearer capability not presently available", "This kind of call is not possible now", 503],
  [62, "Inconsistency in outgoing access information", "Access rights and subscriber class contradict each other", null],
  [63, "Service not available", "The service or option is not available, without a reason", null],
  [65, "Bearer capability not implemented", "This kind of call is not known there: codec, fax, data", 488],
  [66, "Channel type not implemented", "This kind of channel is not known there", null],
  [69, "Requested facility not implemented", "This service is not known there", null],
  [70, "Only restricted digital information available", "Only 56 kbit/s: data call", 488],
  [79, "Service not implemented", "The service or option is not known there", 501],
  [81, "Invalid call reference", "The two ends disagree about which call this is: ISDN side", null],
  [82, "Identified channel does not exist", "The channel named is not there: ISDN side", null],
  [83, "A suspended call exists, but not this one", "Wrong identity when a parked call was taken up", null],
  [84, "Call identity in use", "This identity belongs to another parked call", null],
  [85, "No call suspended", "No call is parked", null],
  [86, "Call has been cleared", "The parked call has ended meanwhile", null],
  [87, "User not member of closed user group", "The called party is not in the caller's group", 403],
  [88, "Incompatible destination", "The called phone cannot take this kind of call: fax or data to voice", 503],
  [90, "Non-existent closed user group", "There is no such group", null],
  [91, "Invalid transit network selection", "The transit network was named in a form that cannot be read", null],
  [95, "Invalid message", "A message could not be understood: interworking fault", null],
  [96, "Mandatory information element missing", "A message lacked something it must have: interworking fault", null],
  [97, "Message type non-existent", "A kind of message that is not known there", null],
  [98, "Message not compatible with call state", "A message came at the wrong moment, or is not known", null],
  [99, "Information element non-existent", "A part of a message is not known there", null],
  [100, "Invalid information element contents", "A part of a message was coded wrongly", null],
  [101, "Message not compatible with call state", "A message came at the wrong moment", null],
  [102, "Recovery on timer expiry", "Somebody did not answer in time", 504],
  [103, "Parameter non-existent, passed on", "A parameter that is not known was passed on", null],
  [110, "Message with unrecognized parameter discarded", "A message was thrown away for a parameter that is not known", null],
  [111, "Protocol error", "A fault of protocol between networks", 500],
  [127, "Interworking", "Another network ended it for a reason that was lost on the way: look one hop further", 500],
];

export const Q850_CAUSES: ReadonlyMap<number, Q850Cause> = new Map(
  TABLE.map(([cause, name, meaning, sipCode]) => [cause, { cause, name, meaning, sipCode }]),
);
