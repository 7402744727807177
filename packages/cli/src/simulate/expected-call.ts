// What must be known of call `index` after a run: derived from seed and index alone, so that a manifest of millions of calls is a few lines.
import { SipglassError, type CallKind, type CallState } from "@sipglass/model";
import { FIELDS_LENGTH, fillFields } from "./call-fields.ts";
import { callTimes, DEFAULTS } from "./traffic.ts";
import { fillText } from "./template.ts";
import { compileVariants, variantNumber, type Variant, type VariantOptions } from "./variants.ts";

export interface ExpectedCall {
  index: number;
  callId: string;
  shape: string;
  kind: CallKind;
  state: CallState;
  statusCode: number;
  /** SIP messages sent, retransmissions among them. */
  messages: number;
  retransmissions: number;
  /** RTCP reports correlated to it. */
  reports: number;
  hops: 1 | 2;
  agent: string;
  callerUri: string;
  calleeUri: string;
  userAgent: string;
  ringMs: number;
  talkMs: number;
}

export interface ExpectationOptions extends Omit<VariantOptions, "seed"> {
  agents?: number;
  talkS?: number;
  ringS?: number;
}

const compiled = new Map<string, Variant[]>();

function variantsOf(options: VariantOptions): Variant[] {
  const key = `${options.seed} ${options.shape ?? "mixed"}`;
  let variants = compiled.get(key);
  if (variants === undefined) {
    compiled.clear();
    variants = compileVariants({ seed: options.seed, ...(options.shape === undefined ? {} : { shape: options.shape }) });
    compiled.set(key, variants);
  }
  return variants;
}

/** The options must be those of the run (its manifest has them). */
export function expectedCall(seed: number, index: number, options: ExpectationOptions = {}): ExpectedCall {
  const variants = variantsOf({ ...options, seed });
  const variant = variants[variantNumber(seed, index, variants.length)];
  if (variant === undefined) throw new SipglassError("bad_request", { index });
  const values = new Uint8Array(FIELDS_LENGTH);
  const chance = fillFields(values, 0, seed, index, options.agents ?? DEFAULTS.agents);
  const times = callTimes(chance, { ringS: options.ringS ?? DEFAULTS.ringS, talkS: options.talkS ?? DEFAULTS.talkS });
  const text = (template: string): string => fillText(template, values, 0);
  const { shape } = variant;
  return {
    index, callId: text(variant.callId), shape: shape.name, kind: shape.kind, state: shape.state, statusCode: shape.statusCode, messages: variant.messages,
    retransmissions: variant.retransmissions, reports: variant.reports, hops: shape.hops, agent: text("{{agentName:6}}"), callerUri: text(variant.callerUri),
    calleeUri: text(variant.calleeUri), userAgent: variant.userAgent, ringMs: times.ringUs / 1000, talkMs: times.talkUs / 1000,
  };
}
