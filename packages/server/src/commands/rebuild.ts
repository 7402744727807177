// `rebuild`: derives every call anew from the archive, with today's parser and rules. What people made is not touched.
import type { Config } from "../config.ts";
import { createLog } from "../log.ts";
import { startServer, type Server } from "../server.ts";
import { openState } from "../state/state.ts";
import { belongingOf } from "./serve.ts";

export async function rebuild(config: Config): Promise<number> {
  let said: Parameters<Server["questions"]["linkKnowledge"]> = [[], []];
  const server = await startServer(config, createLog("warn"), ({ root }) => {
    const state = openState({ directory: root });
    try {
      said = [state.correlation.decisions(), state.correlation.rules()];
      return belongingOf(config, state);
    } finally {
      state.close();
    }
  });
  try {
    await server.questions.linkKnowledge(...said);
    const { packets, tookMs } = await server.threads.book.rebuild();
    console.log(`Rebuilt from ${packets} packets in ${(tookMs / 1000).toFixed(1)} s.`);
    return 0;
  } finally {
    await server.stop();
  }
}
