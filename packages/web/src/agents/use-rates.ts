// The rates of the agents on show, renewed with each answer.
import { useEffect, useRef, useState } from "react";
import type { AgentJson } from "../api/shapes.ts";
import { createRates } from "./rates.ts";

export const agentKey = ({ name, peer, transport }: Pick<AgentJson, "name" | "peer" | "transport">): string =>
  `${name} ${peer} ${transport}`;

/** `answeredMs`: when the counters were read; the same answer counts once. */
export function useRates(items: readonly AgentJson[] | undefined, answeredMs: number): (agent: AgentJson) => number | null {
  const [rates] = useState(createRates);
  const seen = useRef(0);
  const [, drawAgain] = useState(0);
  useEffect(() => {
    if (!items || seen.current === answeredMs) return;
    seen.current = answeredMs;
    rates.note(items.map((agent) => ({ key: agentKey(agent), packets: agent.packets })), answeredMs);
    drawAgain(answeredMs);
  }, [items, answeredMs, rates]);
  return (agent) => rates.perSecond(agentKey(agent));
}
