// Every look of every shape, compiled to frames that only need the fields of a call. Made once for a run.
import { compileFrame } from "./hep-frame.ts";
import { createLook } from "./look.ts";
import { mix32 } from "./random.ts";
import { Script } from "./script.ts";
import { SHAPES, type Shape } from "./shapes.ts";
import type { Template } from "./template.ts";
import { SipglassError } from "@sipglass/model";

export interface VariantStep extends Template {
  baseUs: number;
  rings: number;
  talks: number;
  kind: string;
  retransmission: boolean;
}

export interface Variant {
  shape: Shape;
  /** Texts that may hold fields. */
  callId: string;
  callerUri: string;
  calleeUri: string;
  userAgent: string;
  steps: VariantStep[];
  messages: number;
  retransmissions: number;
  reports: number;
}

/** Looks of all shapes together: with two user agents each, all of them appear. */
const LOOKS = 320;

export interface VariantOptions {
  seed: number;
  /** "mixed", or the name of one shape. */
  shape?: string;
  /** Put into every frame (chunk 0x0e). */
  authKey?: string;
}

export function compileVariants({ seed, shape = "mixed", authKey = "" }: VariantOptions): Variant[] {
  const shapes = shape === "mixed" ? SHAPES : SHAPES.filter(({ name }) => name === shape);
  if (shapes.length === 0) {
    throw new SipglassError("bad_request", { shape, known: ["mixed", ...SHAPES.map(({ name }) => name)] }, `There is no shape "${shape}". Known: mixed, ${SHAPES.map(({ name }) => name).join(", ")}.`);
  }
  const total = shapes.reduce((sum, { weight }) => sum + weight, 0);
  const variants: Variant[] = [];
  for (const one of shapes) {
    const looks = Math.max(1, Math.round((LOOKS * one.weight) / total));
    for (let i = 0; i < looks; i++) variants.push(compileVariant(one, seed, variants.length, authKey));
  }
  return variants;
}

function compileVariant(shape: Shape, seed: number, number: number, authKey: string): Variant {
  const look = createLook(seed, number, shape.hops, authKey);
  const script = new Script(look);
  shape.write(script);
  const steps = script.steps.map((step): VariantStep => ({
    ...compileFrame({
      src: step.src, dst: step.dst, ipProtocol: look.transport === "UDP" || step.payloadType !== 1 ? 17 : 6, payloadType: step.payloadType, payload: step.text,
      correlationId: step.payloadType === 1 ? "" : look.callId, authKey,
    }),
    baseUs: Math.round(step.baseMs * 1000), rings: step.rings, talks: step.talks, kind: step.kind, retransmission: step.retransmission,
  }));
  const sip = script.steps.filter(({ payloadType }) => payloadType === 1);
  return {
    shape, callId: look.callId, callerUri: look.callerUri, calleeUri: look.calleeUri, userAgent: look.caller.agent.name, steps, messages: sip.length,
    retransmissions: sip.filter(({ retransmission }) => retransmission).length, reports: steps.length - sip.length,
  };
}

/** Which variant call `index` has. */
export const variantNumber = (seed: number, index: number, variants: number): number => mix32(mix32(index + 0x51ed) ^ seed) % variants;
