// Capture agents: who sends, how much, how well, and whose clock is off; without any, the lines that make one.
import { useAgents } from "../api/questions.ts";
import { ErrorNotice, PartialNotice } from "../ui/notice.tsx";
import { useNowUs } from "../ui/now.ts";
import { PlainTable } from "../ui/plain-table.tsx";
import { SenderSnippets } from "../ui/sender-snippets.tsx";
import { AGENT_WORDS } from "../words/agents.ts";
import { senders } from "../words/senders.ts";
import { AgentRow } from "./agent-row.tsx";
import { agentKey, useRates } from "./use-rates.ts";

export function AgentsPage() {
  const agents = useAgents();
  const nowUs = useNowUs(5000);
  const items = agents.data?.items;
  const rateOf = useRates(items, agents.dataUpdatedAt);
  return (
    <div className="sheet">
      <h1>{AGENT_WORDS.title}</h1>
      {agents.error && <ErrorNotice error={agents.error} retry={() => void agents.refetch()} />}
      {agents.data?.partial && <PartialNotice warnings={agents.data.warnings} />}
      {items?.length === 0 && <FirstAgent />}
      {items !== undefined && items.length > 0 && (
        <PlainTable
          className="sheet-scroll"
          heads={[
            AGENT_WORDS.agent, AGENT_WORDS.from, AGENT_WORDS.transport, { number: AGENT_WORDS.rate, hint: AGENT_WORDS.rateHint },
            { number: AGENT_WORDS.packets }, { number: AGENT_WORDS.bytes }, AGENT_WORDS.seen,
            { number: AGENT_WORDS.skew, hint: AGENT_WORDS.skewHint }, AGENT_WORDS.refused,
          ]}
        >
          {items.map((agent) => (
            <AgentRow key={agentKey(agent)} agent={agent} rate={rateOf(agent)} nowUs={nowUs} />
          ))}
        </PlainTable>
      )}
    </div>
  );
}

function FirstAgent() {
  return (
    <div className="blank first-steps">
      <h2>{AGENT_WORDS.none}</h2>
      <p>{AGENT_WORDS.noneHint}</p>
      <SenderSnippets of={senders} level={2} />
    </div>
  );
}
