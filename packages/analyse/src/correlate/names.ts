// Under which names a leg is looked up: legs with a name in common are held against each other, all others never meet. Names are hashed to
// small integers: a collision costs one look, and the rules find nothing.
import type { Leg } from "./leg.ts";
import { subscriberOf } from "./numbers.ts";
import type { OwnRule } from "./rules/rule.ts";

const MOST_HOSTS = 8;
const MOST_USERS = 3;

type Named = Pick<Leg, "facts" | "values" | "callers" | "callees" | "diverted" | "cores" | "localPart" | "reached">;

/** Most telling first: when there are many candidates, the last ones are left out. */
export function namesOf(leg: Named, own: readonly OwnRule[]): number[] {
  const { facts, values } = leg;
  const names = new Set<number>();
  const add = (kind: string, value: string): void => void names.add(hashed(kind, value));
  if (facts.callId !== "") add("v", facts.callId);
  for (const kind of ["replaces", "join", "target", "referred", "hep"] as const) for (const value of values[kind] ?? []) add("v", value);
  for (const value of values.hdr ?? []) add("v", value.slice(value.indexOf("=") + 1));
  for (const { rule, valueOf } of own) {
    const value = valueOf(facts.callId);
    if (value !== undefined && value !== "") add(`u${rule.id}`, value);
  }
  for (const value of values.sid ?? []) add("s", value);
  for (const value of values.icid ?? []) add("i", value);
  for (const core of leg.cores) add("v", core);
  if (leg.localPart !== "") add("l", leg.localPart);
  for (const value of values.media ?? []) add("m", value);
  for (const value of values.origin ?? []) add("o", value);
  addNumbers(leg, add);
  return [...names];
}

function addNumbers(leg: Named, add: (kind: string, value: string) => void): void {
  const callers = leg.callers.slice(0, MOST_USERS);
  const callees = [...leg.callees, ...leg.diverted].slice(0, MOST_USERS);
  const hosts = [leg.facts.src, ...leg.reached].slice(0, MOST_HOSTS);
  for (const caller of callers) for (const callee of callees) if (caller.isLong && callee.isLong) add("p", `${caller.key}|${callee.key}`);
  for (const { key } of callers) for (const host of hosts) add("f", `${key}@${host}`);
  for (const { key } of callees) for (const host of hosts) add("t", `${key}@${host}`);
  // Whoever obeys a REFER calls its target.
  for (const value of leg.values.refer ?? []) {
    const { key } = subscriberOf(value.slice(value.indexOf(":") + 1));
    for (const host of hosts) add("t", `${key}@${host}`);
  }
}

/** The name of a Call-ID: that of the leg, and of all that name it. */
export const callIdName = (callId: string): number => hashed("v", callId);

/** 30 bits: a small integer for V8. */
function hashed(kind: string, value: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < kind.length; i++) hash = Math.imul(hash ^ kind.charCodeAt(i), 0x01000193);
  for (let i = 0; i < value.length; i++) hash = Math.imul(hash ^ value.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) & 0x3fffffff;
}
