// A transfer may name a dialog that the engine has let go of: a call of hours. It is looked up among live and stored calls, by its Call-ID.
import type { LegFacts, LinkEngine } from "@sipglass/analyse";
import type { Call } from "@sipglass/model";

export interface NamedDialogs {
  look(leg: LegFacts): void;
  settled(): Promise<void>;
}

export interface NamedDialogsOptions {
  engine: LinkEngine;
  find(callId: string): Promise<Call[]>;
  bring(calls: readonly Call[]): void;
  onFailure(error: Error): void;
}

const NAMING = /^(?:replaces|join|target|referred):/;
/** Whoever floods us with names must not keep the store busy. */
const MOST_WAITING = 100;
const MOST_REMEMBERED = 10_000;

export function createNamedDialogs({ engine, find, bring, onFailure }: NamedDialogsOptions): NamedDialogs {
  const looked = new Set<string>();
  let waiting = 0;
  let looking: Promise<void> = Promise.resolve();
  const lookUp = (callId: string): void => {
    looked.add(callId);
    waiting += 1;
    looking = looking.then(() => find(callId)).then(bring).catch(onFailure).finally(() => void (waiting -= 1));
  };
  return {
    look({ keys }) {
      for (const key of keys) {
        if (!NAMING.test(key)) continue;
        const callId = key.slice(key.indexOf(":") + 1);
        if (looked.has(callId) || engine.hasCallId(callId) || waiting >= MOST_WAITING) continue;
        if (looked.size >= MOST_REMEMBERED) looked.clear();
        lookUp(callId);
      }
    },
    settled: () => looking,
  };
}
