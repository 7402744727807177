// Program for the crash test: appends batches until it is killed, and says after each that it was acknowledged. Batch n holds calls nRRR of its own and
// a new revision of call 0; every third time it seals.
import { encodeCalls } from "@sipglass/model";
import { DAY_US, NOON_US, makeCall } from "../store.fixture.ts";
import { openEmbeddedStore } from "./embedded.ts";

const ROWS = 40;
const [directory = "", first = "1"] = process.argv.slice(2);
const store = await openEmbeddedStore({ directory, checkpointMb: 1 });
for (let batch = Number(first); ; batch++) {
  const startedAtUs = NOON_US - (batch % 3) * DAY_US;
  const calls = Array.from({ length: ROWS }, (_, i) => makeCall(batch * 1000 + i + 1, { startedAtUs: startedAtUs + i, externalId: `batch${batch}` }));
  calls.push(makeCall(0, { startedAtUs: NOON_US - 2 * DAY_US, revision: batch, externalId: `batch${batch}` }));
  const checkpoint = { shard: "c1-1-0", replayFrom: { call: batch }, openCalls: [{ id: "open", json: String(batch) }], takenAtUs: batch };
  await store.append(encodeCalls(calls), [checkpoint], []);
  process.stdout.write(`${batch}\n`);
  if (batch % 3 === 0) await store.seal(NOON_US - DAY_US / 2);
}
