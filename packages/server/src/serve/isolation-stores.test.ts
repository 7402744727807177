// Nobody sees what is another tenant's, with the rows in DuckDB, hot and sealed. It answers ten times slower than memory, and its conditions are held equal to
// the memory's elsewhere: fewer requests are enough here. isolation.test.ts says how.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import fc from "fast-check";
import { anyRequest, openAsking, type Asking } from "./isolation-requests.fixture.ts";
import { everyRouteAnswers } from "./isolation-routes.fixture.ts";
import { openEmbeddedStore } from "../store/embedded/embedded.ts";
import type { Store } from "../store/store.ts";

const directory = mkdtempSync(join(tmpdir(), "sipglass-isolation-"));
let stores = 0;
const openStore = (): Promise<Store> => openEmbeddedStore({ directory: join(directory, String((stores += 1))) });
after(() => rmSync(directory, { recursive: true }));

for (const { name, sealed, runs } of [{ name: "DuckDB", sealed: false, runs: 120 }, { name: "sealed days", sealed: true, runs: 80 }]) describe(`what is another tenant's, with the rows in ${name},`, () => {
  let it: Asking;
  before(async () => void (it = await openAsking({ openStore, sealed })));
  after(() => it.worlds.close());

  if (!sealed) test("every route there is answers somebody of a tenant here", () => everyRouteAnswers(it));

  test("shows in no answer, and nobody can tell that it is there", async () => {
    await fc.assert(fc.asyncProperty(anyRequest(it), async ({ reader, asked }) => void (await it.examine(reader, asked))), { numRuns: runs, seed: 20261121, endOnFailure: true });
  });
});
