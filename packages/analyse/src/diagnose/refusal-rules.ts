// How calls are refused, a rule a meaning: status codes and Q.850 causes that say the same to people. What the codes mean stands in the tables of
// @sipglass/model; what these rules add is where the refusal was born and which further answers are its echoes.
import { joinSources, SIP_CODES, type Severity } from "@sipglass/model";
import { NEED } from "./needs.ts";
import { refusal, type RefusalWords } from "./refusal.ts";
import type { Rule, Weight } from "./rule.ts";

interface Family {
  id: string;
  title: string;
  codes: readonly number[];
  causes?: readonly number[];
  severity?: Severity;
  weight?: Weight;
  /** What is to be read beside the definitions of the codes and causes. */
  also?: string;
  nextStep: string;
  /** Codes alone do not tell: the phrase does. */
  phrase?: RegExp;
  sentence(words: RefusalWords): string;
}

export const FAMILIES: readonly Family[] = [
  {
    id: "callee_busy",
    title: "Busy",
    codes: [486, 600],
    causes: [17],
    severity: "info",
    weight: "people",
    nextStep: "Nothing, unless the called party was idle: then look for a stuck channel or a channel limit at that host.",
    sentence: ({ host, says }) => `The called party was busy: ${host} said ${says}.`,
  },
  {
    id: "call_declined",
    title: "Declined",
    codes: [603],
    causes: [21, 24],
    severity: "info",
    weight: "people",
    nextStep:
      "Nothing, when a person pressed the button. At once and without ringing it is a filter: look at text and Reason of the answer.",
    sentence: ({ host, says }) => `The call was declined: ${host} said ${says}.`,
  },
  {
    id: "call_unwanted",
    title: "Marked as unwanted",
    codes: [607],
    severity: "warning",
    nextStep: "Look at the reputation of this caller's number.",
    sentence: ({ host }) => `The called party marked the call as unwanted at ${host} (607).`,
  },
  {
    id: "blocked_by_analytics",
    title: "Blocked by analytics",
    codes: [608],
    severity: "warning",
    nextStep: "Call-Info of the answer names whom to ask for redress.",
    sentence: ({ host, says }) => `An analytics engine at ${host} blocked the call: ${says}.`,
  },
  {
    id: "number_unknown",
    title: "Number unknown",
    codes: [404, 410, 485, 604],
    causes: [1, 22],
    severity: "warning",
    also: "RFC 3398 §7.2.4.1",
    nextStep: "Compare the Request-URI with that of a good call on this trunk: plus sign, 00, national form, ported number, provisioning.",
    sentence: ({ host, says, number }) => `${host} does not know the number ${number}: ${says}.`,
  },
  {
    id: "no_route",
    title: "No route",
    codes: [],
    causes: [2, 3, 25],
    also: "RFC 3398 §7.2.4.1",
    nextStep: "Look at the dial plan for this number and at what the carrier covers.",
    sentence: ({ host, says, number }) => `${host} has no route to ${number}: ${says}.`,
  },
  {
    id: "number_incomplete",
    title: "Number incomplete",
    codes: [484],
    causes: [28],
    severity: "warning",
    nextStep:
      "Compare the length and form of the number with the dial plan; with overlap dialling an INVITE with more digits should follow.",
    sentence: ({ host, says, number }) => `${host} finds the number ${number} incomplete or in the wrong form: ${says}.`,
  },
  {
    id: "callee_unavailable",
    title: "Called party not reachable",
    codes: [480, 430],
    causes: [18, 20, 31],
    severity: "warning",
    nextStep: "Was the called party registered at that time? Look at the last REGISTER of that user, and for do-not-disturb.",
    sentence: ({ host, says, number }) => `${number} cannot be reached at ${host}: ${says}.`,
  },
  {
    id: "not_authorized",
    title: "Credentials missing or refused",
    codes: [401, 407],
    also: "RFC 3261 §22.2, §22.3",
    nextStep: "Look at what the client did with the challenge: no second try, another realm, or a wrong password.",
    sentence: ({ host, says }) => `${host} wants other credentials than it got: ${says}.`,
  },
  {
    id: "forbidden",
    title: "Forbidden",
    codes: [403, 402, 470],
    causes: [50, 53, 55, 57, 87],
    nextStep:
      "Look at address lists, barred destinations, caller number and limits of this account at that host; compare with the last good call of this user.",
    sentence: ({ host, says, number }) => `${host} does not allow this call to ${number}: ${says}.`,
  },
  {
    id: "anonymous_refused",
    title: "Anonymous call refused",
    codes: [433],
    severity: "warning",
    nextStep: "Show the caller's number, or let the called party take anonymous calls.",
    sentence: ({ host }) => `${host} takes no anonymous calls (433).`,
  },
  {
    id: "identity_refused",
    title: "Caller identity refused",
    codes: [428, 429, 436, 437, 438],
    phrase: /stale date/i,
    nextStep:
      "Compare the claims of the Identity header with From, P-Asserted-Identity and To after rewriting; check certificate and clock.",
    sentence: ({ host, says }) => `${host} does not accept the caller's signed identity: ${says}.`,
  },
  {
    id: "media_not_acceptable",
    title: "Media not acceptable",
    codes: [488, 606, 415, 493],
    causes: [65, 70, 88],
    also: "RFC 3264 §6",
    nextStep: "Compare the codecs and the profile (RTP or SRTP) of the offer with those that this host takes in good calls.",
    sentence: ({ host, says }) => `${host} cannot take the media that were offered: ${says}.`,
  },
  {
    id: "extension_refused",
    title: "Extension required or not known",
    codes: [420, 421, 494, 580, 417, 416, 439, 469, 489, 424, 425, 555],
    nextStep: "Compare Require and Supported of the request with Unsupported and Require of the answer.",
    sentence: ({ host, says, message }) =>
      `${host} and the caller do not agree on an extension of SIP${extensions(message.headers("unsupported"), message.headers("require"))}: ${says}.`,
  },
  {
    id: "method_refused",
    title: "Method not taken",
    codes: [405, 501, 406, 505, 412, 423],
    causes: [29, 69, 79],
    severity: "warning",
    nextStep: "Read Allow in the answer; send this host what it takes.",
    sentence: ({ host, says, message }) => `${host} does not take ${message.method} in this form: ${says}.`,
  },
  {
    id: "message_too_large",
    title: "Message too large",
    codes: [413, 414, 513],
    nextStep: "Offer fewer codecs and candidates, drop long headers, use TCP.",
    sentence: ({ host, says }) => `The request was too large for ${host}: ${says}.`,
  },
  {
    id: "bad_request",
    title: "Bad request",
    codes: [400],
    causes: [95, 96, 97, 98, 99, 100, 101, 110, 111],
    nextStep: "Read the phrase; compare the request with the same one a hop before: something malformed it or left a header out.",
    sentence: ({ host, says, failure }) => `${host} could not understand the request of ${failure.leaf.src}: ${says}.`,
  },
  {
    id: "no_circuit",
    title: "No line free",
    codes: [],
    causes: [34, 44, 46, 47, 49, 58],
    also: "RFC 3398 §7.2.4.1",
    nextStep: "Compare the calls at that moment with the lines or licences that this trunk has.",
    sentence: ({ host, says }) => `${host} had no line or resource free: ${says}.`,
  },
  {
    id: "network_failure",
    title: "Network beyond failed",
    codes: [502],
    causes: [27, 38, 41, 63, 127],
    also: "RFC 3398 §7.2.4.1",
    nextStep: "Ask the carrier behind this host; try another route.",
    sentence: ({ host, says }) => `The network behind ${host} failed: ${says}.`,
  },
  {
    id: "service_unavailable",
    title: "Service unavailable",
    codes: [503],
    causes: [42],
    nextStep:
      "Look at the load, the limits and the gateways of this host at that moment; Retry-After says how long it wants to be left alone.",
    sentence: ({ host, says, message }) => `${host} was not available: ${says}${retryAfter(message.numberIn("retry-after"))}.`,
  },
  {
    id: "server_error",
    title: "Server error",
    codes: [500],
    nextStep: "Read the log of this host at that second: script, database or routing failed.",
    sentence: ({ host, says }) => `${host} failed at this call: ${says}.`,
  },
  {
    id: "downstream_timeout",
    title: "Time-out behind this host",
    codes: [408, 504],
    causes: [102],
    nextStep: "Follow the call behind this host: what it asked there stayed without an answer.",
    sentence: ({ host, says }) => `${host} waited in vain for somebody behind it: ${says}.`,
  },
  {
    id: "session_interval_refused",
    title: "Session timer too short",
    codes: [422],
    severity: "warning",
    also: "RFC 4028 §7.3",
    nextStep: "The caller should try again with at least the Min-SE of the answer.",
    sentence: ({ host, message }) =>
      `${host} takes session timers of ${message.numberIn("min-se") ?? "more"} s at least, and the caller did not try again with that.`,
  },
  {
    id: "dialog_unknown_at_setup",
    title: "Call unknown at the far end",
    codes: [481],
    also: "RFC 3261 §12.2.2; RFC 3891 §3",
    nextStep: "Compare tags and Call-ID with the call this one refers to: it ended, or lives on another node.",
    sentence: ({ host, says }) => `${host} does not know the call that this request belongs to: ${says}.`,
  },
  {
    id: "too_many_hops",
    title: "Too many hops",
    codes: [482, 483, 440],
    also: "RFC 3261 §16.3",
    nextStep: "Read the Vias of the refused request: the hosts that stand there twice send to each other.",
    sentence: ({ host, says }) => `${host} stopped the call on its way: ${says}.`,
  },
  {
    id: "redirect_not_followed",
    title: "Redirect not followed",
    codes: [300, 301, 302, 305, 380],
    severity: "info",
    also: "RFC 3261 §8.1.3.4",
    nextStep: "Does the caller's side follow redirections? Try the Contact that was given.",
    sentence: ({ host, message }) =>
      `${host} sent the call elsewhere (${message.headers("contact").join(", ") || "without saying where"}), and nobody followed.`,
  },
  {
    id: "glare_at_setup",
    title: "Request pending",
    codes: [491],
    severity: "warning",
    also: "RFC 3261 §14.1, §14.2",
    nextStep: "Both sides should try again after the delays of RFC 3261 §14.1.",
    sentence: ({ host }) => `${host} was busy with another change of the same call (491).`,
  },
];

const NAMED = new Set(FAMILIES.flatMap(({ codes }) => codes));

/** Codes that no family names: unregistered ones, and registered ones that no INVITE should get. */
const OTHERWISE: Family = {
  id: "refused_otherwise",
  title: "Refused",
  codes: Array.from({ length: 400 }, (_, i) => 300 + i).filter((code) => !NAMED.has(code) && code !== 487),
  also: "RFC 3261 §8.1.3.2, §21",
  nextStep: "Read the phrase, and the documentation of this host: the code is not one that calls usually get.",
  sentence: ({ host, says }) => `${host} refused the call: ${says}.`,
};

const extensions = (unsupported: readonly string[], required: readonly string[]): string => {
  const names = [...unsupported, ...required].join(", ");
  return names === "" ? "" : ` (${names})`;
};

const retryAfter = (seconds: number | undefined): string => (seconds === undefined ? "" : `; it asked to be left alone for ${seconds} s`);

const CLAIMED_CAUSES = new Set(FAMILIES.flatMap(({ causes }) => causes ?? []));

/** The cause says it more precisely than codes that gateways use for many things. */
const GENERAL_CODES = new Set([400, 404, 408, 480, 488, 500, 501, 502, 503, 504]);

function family({
  id,
  title,
  codes,
  causes = [],
  phrase,
  severity = "error",
  weight = "outcome",
  also = "",
  nextStep,
  sentence,
}: Family): Rule {
  const listed = codes.length > 99 ? [] : codes;
  const named = [
    listed === codes ? codes.join(", ") : "a code that no other rule names",
    causes.length > 0 ? `Q.850 cause ${causes.join(", ")}` : "",
  ]
    .filter((text) => text !== "")
    .join(", or ");
  return {
    id,
    title,
    severity,
    weight,
    source: joinSources([...listed.flatMap(definitionOf), ...(also === "" ? [] : [also]), ...definitionOfCauses(causes)]),
    nextStep,
    needs: [NEED.setup, NEED.responses],
    looksFor: `The refusal that came first, on the deepest hop, is ${named}.`,
    examine: (examined) =>
      refusal(
        examined,
        (code, cause, text) => {
          const phrased = FAMILIES.find((one) => one.phrase?.test(text) === true);
          if (phrased !== undefined) return phrased.phrase === phrase;
          return GENERAL_CODES.has(code) && CLAIMED_CAUSES.has(cause) && !isDefault(code, cause)
            ? causes.includes(cause)
            : codes.includes(code);
        },
        sentence,
      ),
  };
}

const definitionOf = (code: number): string[] => {
  const defined = SIP_CODES.get(code);
  return defined === undefined ? [] : [defined.source];
};

const definitionOfCauses = (causes: readonly number[]): string[] =>
  causes.length === 0 ? [] : [`ITU-T Q.850 §2.2.7 (cause${causes.length > 1 ? "s" : ""} ${causes.join(", ")})`];

/** "Normal, unspecified" says less than the code beside it, unless that is the one it is mapped to. */
const isDefault = (code: number, cause: number): boolean => cause === 31 && code !== 480;

export const REFUSAL_RULES: readonly Rule[] = [...FAMILIES, OTHERWISE].map(family);
